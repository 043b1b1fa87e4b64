"""What is dropped or pasted: local files and folders, or an image."""

from __future__ import annotations

import binascii
import os
import platform
import sys
from base64 import b64decode
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage

ENCODED = ("image/png", "image/jpeg", "image/webp", "image/tiff", "image/bmp")
# Of other computers, and of what looks like one to a file manager.
REMOTE = ("http", "https", "ftp", "ftps", "sftp", "smb", "nfs", "afp", "dav", "davs")
STARTS = ("file://", "data:image/", *(f"{scheme}://" for scheme in REMOTE))


@dataclass(frozen=True)
class Incoming:
    """paths : local files and folders. data : an encoded picture, b"" for none. image : pixels,
    null for none, where there is no data.

    remote : whether there were addresses of other computers, which are never opened. placeless :
    whether there were some of what is no file: on a telephone, in a bin, in another program.
    """

    paths: list[Path] = field(default_factory=list)
    data: bytes = b""
    image: QImage = field(default_factory=QImage)
    remote: bool = False
    placeless: bool = False

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
    paths = [_path(url) for url in urls if _is_local(url)]
    remote = any(map(_is_remote, urls))
    pictures = [data for data in map(_picture, urls) if data]
    placeless = len(paths) + len(pictures) < sum(not _is_remote(url) for url in urls)
    refused = Incoming(remote=remote, placeless=placeless)
    if paths:
        return replace(refused, paths=paths)
    # As bytes where they come so: asked for an image, Qt would decode it here and now.
    for name in ENCODED:
        data = bytes(mime.data(name).data()) if mime.hasFormat(name) else b""
        if data:
            return Incoming(data=data)
    if pictures:
        return replace(refused, data=pictures[0])
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage):
        return Incoming(image=QImage(image))
    return refused


def _urls(mime: QMimeData) -> list[QUrl]:
    # In a list of them a line that begins with "#" is a comment (RFC 2483, 5).
    urls = [url for url in mime.urls() if url.scheme()]
    if not urls and mime.hasText():
        # A path or URL as text, as terminals and some file managers give it.
        # Windows' own "Copy as path" puts it in quotes.
        lines = [line.strip().strip('"') for line in mime.text().splitlines()[:100]]
        urls = [QUrl(line) for line in lines if line.startswith(STARTS)]
        urls += [QUrl.fromLocalFile(line) for line in lines if Path(line).is_absolute()]
    return urls


def _is_local(url: QUrl) -> bool:
    # A file:// URL with a host names a computer: only this one's are opened.
    return url.isLocalFile() and url.host().casefold() in {"", "localhost", _own_name()}


def _is_remote(url: QUrl) -> bool:
    return url.scheme() in REMOTE or (url.isLocalFile() and not _is_local(url))


def _own_name() -> str:
    """What this computer calls itself, as file managers write it; nobody is asked for it. On
    Windows such an address names a share."""
    return "" if sys.platform == "win32" else platform.node().casefold()


def _path(url: QUrl) -> Path:
    """Of a file of this computer. Names of Unix are bytes, and may be no text."""
    if sys.platform == "win32":
        bare = QUrl(url)
        bare.setHost("")
        return Path(bare.toLocalFile())
    path = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
    return Path(os.fsdecode(unquote_to_bytes(path)))


def _picture(url: QUrl) -> bytes:
    """The picture that an address holds itself (RFC 2397); b"" for none."""
    text = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
    kind, _, rest = text.partition(",")
    if url.scheme() != "data" or not kind.startswith("image/"):
        return b""
    data = unquote_to_bytes(rest)
    if not kind.endswith(";base64"):
        return data
    try:
        return b64decode(data)
    except binascii.Error:
        return b""
