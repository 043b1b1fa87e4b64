"""Whether a person sees the feed: not while the window is minimised or a dialog is open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from app.session.capturing import Capturing


class Attention(QObject):
    """Has the session hold the feed meanwhile: a page that is captured behind a dialog would be
    saved, or cleared, by whoever answers it without having seen it.

    Qt tells a window that it is blocked also where the dialog is the system's own; menus and
    lists that open block nothing.
    """

    def __init__(self, capturing: Capturing, window: QWidget) -> None:
        super().__init__(window)
        self._capturing, self._window = capturing, window
        self._blocked = False
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in {QEvent.Type.WindowBlocked, QEvent.Type.WindowUnblocked}:
            self._blocked = kind == QEvent.Type.WindowBlocked
            self._look()
        elif kind == QEvent.Type.WindowStateChange:
            self._look()
        return False

    def _look(self) -> None:
        self._capturing.hold(held=self._blocked or self._window.isMinimized())
