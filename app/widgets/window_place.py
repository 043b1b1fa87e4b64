"""How large the window is, and where it stands."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QWidget

LEAST, USUAL = QSize(640, 480), QSize(1280, 800)
ROOM_SHARE = 0.94  # of a screen: the window's frame is to be seen as well


def sizes_within(screen: QSize) -> tuple[QSize, QSize]:
    """The least size of the window, and its first one: no larger than a screen has room for, so
    that no bar is out of sight. Where all is scaled up much, a screen has few px: the bars get the
    width that they need rather than the window's frame."""
    room = screen * ROOM_SHARE
    least = QSize(min(LEAST.width(), screen.width()), min(LEAST.height(), room.height()))
    return least, USUAL.boundedTo(room).expandedTo(least)


def fit_to_screen(window: QWidget) -> None:
    """Gives a window its least size and its first one."""
    least, usual = sizes_within(window.screen().availableSize())
    window.setMinimumSize(least)
    window.resize(usual)


def put_back(window: QWidget, geometry: bytes) -> None:
    """Puts a window where it stood when it was closed. geometry : of QWidget.saveGeometry; empty
    where it was not yet closed."""
    if geometry:
        window.restoreGeometry(QByteArray(geometry))
        # A start in full screen shows no way out of it.
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
