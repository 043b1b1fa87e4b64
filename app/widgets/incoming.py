"""What is dropped or pasted: local files and folders, or an image."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage

ENCODED = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp")
SCHEMES = ("file://", "http://", "https://", "ftp://", "smb://")


@dataclass(frozen=True)
class Incoming:
    """paths : local files and folders. data : an encoded picture, b"" for none. image : pixels,
    null for none, where there is no data.

    remote : whether there were addresses of other computers, which are never opened.
    """

    paths: list[Path] = field(default_factory=list)
    data: bytes = b""
    image: QImage = field(default_factory=QImage)
    remote: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to open."""
        return not self.paths and not self.data and self.image.isNull()


def acceptable(mime: QMimeData) -> bool:
    """Whether a drop can be taken, or answered; looks at names only, reads no pixels."""
    return bool(_urls(mime)) or mime.hasImage()


def take_copy(event: QDropEvent) -> bool:
    """Accepts a drag or a drop as one that leaves the source what it has; False where it offers
    nothing but to move it, after which it would delete its files, and of our own pages."""
    if event.source() is not None:  # dragged out of the tray, and let go over the window
        event.ignore()
        return False
    for action in (Qt.DropAction.CopyAction, Qt.DropAction.LinkAction):
        if action & event.possibleActions():
            event.setDropAction(action)
            event.accept()
            return True
    event.ignore()
    return False


def unpack(mime: QMimeData) -> Incoming:
    """What the data holds. Files win over pixels: they hold more. Remote URLs are not opened."""
    urls = _urls(mime)
    paths = [Path(url.toLocalFile()) for url in urls if _is_local(url)]
    remote = len(paths) < len(urls)
    if paths:
        return Incoming(paths, remote=remote)
    # As bytes where they come so: asked for an image, Qt would decode it here and now.
    for name in ENCODED:
        data = bytes(mime.data(name).data()) if mime.hasFormat(name) else b""
        if data:
            return Incoming(data=data)
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage):
        return Incoming(image=QImage(image))
    return Incoming(remote=remote)


def _urls(mime: QMimeData) -> list[QUrl]:
    urls = list(mime.urls())
    if not urls and mime.hasText():
        # A path or URL as text, as terminals and some file managers give it.
        # Windows' own "Copy as path" puts it in quotes.
        lines = [line.strip().strip('"') for line in mime.text().splitlines()[:100]]
        urls = [QUrl(line) for line in lines if line.startswith(SCHEMES)]
        urls += [QUrl.fromLocalFile(line) for line in lines if Path(line).is_absolute()]
    return urls


def _is_local(url: QUrl) -> bool:
    # A file:// URL with a host names another computer: only this one is opened.
    return url.isLocalFile() and not url.host()
