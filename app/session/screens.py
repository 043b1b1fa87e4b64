"""The use cases of a screen that is watched."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QScreen

from app.session import screen_wording
from app.session.live import Live
from app.session.notice_board import NoticeBoard
from app.session.sources import Sources
from app.workers.own_window import OwnWindow


class Screens(QObject):
    """A screen is watched from a person's click to the next stop, fault or cleared session: unlike
    a camera's it is not among the settings, and does not come back by itself.

    Signals: screens_changed(list[ScreenInfo]). asked_for() where a screen is about to be watched;
    read .screen_runs.
    """

    screens_changed = Signal(list)
    asked_for = Signal()

    def __init__(
        self, live: Live, sources: Sources, notices: NoticeBoard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._live, self._sources, self._notices = live, sources, notices
        live.screen.screens_listed.connect(self.screens_changed)
        live.screen_failed.connect(self._on_failed)

    def list_screens(self) -> None:
        """Tells which screens there are, by screens_changed."""
        self._live.screen.list_screens()

    def start_screen(self, screen_id: str) -> None:
        """Watches a screen, by an id of screens_changed."""

        def start() -> None:
            self._live.start_screen(screen_id)
            self.asked_for.emit()

        self._sources.start_feed(start)

    @property
    def screen_runs(self) -> bool:
        """Whether a screen is watched, or about to be."""
        return bool(self._live.screen.current)

    @property
    def watched(self) -> QScreen | None:
        """The screen that is watched; None for none, or where only the desktop knows."""
        return self._live.screen.watched

    def hide_own(self, own: OwnWindow) -> None:
        """Where the program's own window lies on the screen that is watched."""
        self._live.screen.hide_own(own)

    def forget(self) -> None:
        """What is watched is of what was there before, and ends."""
        if self.screen_runs:
            self._sources.abandon()

    @Slot(str, str)
    def _on_failed(self, kind: str, reason: str) -> None:
        self._sources.stop_failed()
        self._notices.post(screen_wording.screen_notice(kind, reason), self._sources.try_again)
