"""What the session tells a person, and what can be tried again of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.session.notices import Notice


class NoticeBoard(QObject):
    """Every part of the session posts here; the window shows it.

    Signals: posted(Notice).
    """

    posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._retry: Callable[[], None] | None = None

    def post(self, notice: Notice, again: Callable[[], None] | None = None) -> None:
        """Tells it. again : what its action "retry" or "again" does."""
        if again is not None:
            self._retry = again
        self.posted.emit(notice)

    def retry(self) -> None:
        """Repeats what the last notice with the action "retry" or "again" was about."""
        again, self._retry = self._retry, None
        if again is not None:
            again()
