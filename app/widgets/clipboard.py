"""Copying a page, or its text, with the wish, addressed to clipboard histories, not to keep it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

KDE_HINT = "x-kde-passwordManagerHint"
MAC_HINT = "org.nspasteboard.ConcealedType"
WINDOWS_HINTS = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
)
SYSTEM_CLIPBOARDS = ("windows", "cocoa", "xcb", "wayland")
PNG = "image/png"
OWN = "application/x-rectoscan-page"


def private_image(image: QImage, png: bytes) -> QMimeData:
    """An image that clipboard histories are asked not to keep.

    png : the same, encoded: what most programs ask for, and what Qt would otherwise encode at that
    moment, in the window's thread. The pixels are there for systems that want a bitmap.
    """
    mime = _private()
    mime.setImageData(image)
    mime.setData(PNG, QByteArray(png))
    return mime


def private_text(text: str) -> QMimeData:
    """A text that clipboard histories are asked not to keep."""
    mime = _private()
    mime.setText(text)
    return mime


def _private() -> QMimeData:
    mime = QMimeData()
    mime.setData(KDE_HINT, QByteArray(b"secret"))
    mime.setData(MAC_HINT, QByteArray(b"1"))
    mime.setData(OWN, QByteArray(b"1"))
    for name in WINDOWS_HINTS:
        zero = QByteArray(b"\x00\x00\x00\x00")
        mime.setData(name, zero)
        mime.setData(f'application/x-qt-windows-mime;value="{name}"', zero)
    return mime


def copy_image(image: QImage, png: bytes) -> None:
    """Puts an image on the clipboard, as private_image() takes it."""
    QGuiApplication.clipboard().setMimeData(private_image(image, png))


def copy_text(text: str) -> None:
    """Puts a text on the clipboard, as private_text() takes it."""
    QGuiApplication.clipboard().setMimeData(private_text(text))


def clear_own() -> None:
    """Empties the clipboard where it still holds a page of ours, or what was read on one."""
    clipboard = QGuiApplication.clipboard()
    held: QMimeData | None = clipboard.mimeData()  # an empty store of Qt's gives None
    if held is not None and held.hasFormat(OWN):
        clipboard.clear()


def release_own() -> None:
    """Lets go of a page of ours where the clipboard is Qt's own store, not the system's.

    Such a store is freed after the interpreter, which a QMimeData made in Python does not survive
    (seen: a segmentation fault at exit with the "offscreen" platform).
    """
    if not QGuiApplication.platformName().startswith(SYSTEM_CLIPBOARDS):
        clear_own()
