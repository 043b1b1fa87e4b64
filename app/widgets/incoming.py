"""What is dropped or pasted: local files and folders, or an image."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage


@dataclass(frozen=True)
class Incoming:
    """paths : local files and folders. image : pixels, null for none."""

    paths: list[Path] = field(default_factory=list)
    image: QImage = field(default_factory=QImage)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to open."""
        return not self.paths and self.image.isNull()


def acceptable(mime: QMimeData) -> bool:
    """Whether a drop can be taken; looks at names only, reads no pixels."""
    return bool(_local_paths(mime)) or mime.hasImage()


def unpack(mime: QMimeData) -> Incoming:
    """What the data holds. Files win over pixels: they hold more. Remote URLs are ignored."""
    paths = _local_paths(mime)
    if paths:
        return Incoming(paths)
    image = mime.imageData() if mime.hasImage() else None
    return Incoming(image=QImage(image)) if isinstance(image, QImage) else Incoming()


def _local_paths(mime: QMimeData) -> list[Path]:
    urls = list(mime.urls())
    if not urls and mime.hasText():
        # A path or URL as text, as terminals and some file managers give it.
        lines = [line.strip() for line in mime.text().splitlines()[:100]]
        urls = [QUrl(line) for line in lines if line.startswith("file://")]
        urls += [QUrl.fromLocalFile(line) for line in lines if line.startswith("/")]
    # A file:// URL with a host names another computer: only this one is opened.
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile() and not url.host()]
