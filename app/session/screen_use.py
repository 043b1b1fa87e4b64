"""The use cases of a screen that is watched."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtGui import QScreen

from app.session import screen_wording
from app.session.live_use import LiveUse
from app.workers.detection import LoadDetector, load_detector
from app.workers.own_window import OwnWindow


class ScreenUse(LiveUse):
    """A screen is watched from a person's click to the next stop, fault or cleared session: unlike
    a camera's it is not among the settings, and does not come back by itself."""

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: LoadDetector = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(store, load_detector, parent)
        self._live.screen.screens_listed.connect(self.screens_changed)
        self._live.screen_failed.connect(self._on_screen_failed)

    def prepare(self) -> None:
        """As Core's; also lists the screens."""
        super().prepare()
        if not self._closed:
            self._live.screen.list_screens()

    def start_screen(self, screen_id: str) -> None:
        """Watches a screen, by an id of screens_changed."""

        def start() -> None:
            self._live.start_screen(screen_id)
            self.screen_asked_for.emit()

        self._film = ""
        self._go_live(start)

    @property
    def screen_runs(self) -> bool:
        """Whether a screen is watched, or about to be."""
        return bool(self._live.screen.current)

    @property
    def watched_screen(self) -> QScreen | None:
        """The screen that is watched; None for none, or where only the desktop knows."""
        return self._live.screen.watched

    @property
    def running_camera(self) -> str:
        """As Core's, or the id of the screen."""
        return super().running_camera or self._live.screen.current

    def hide_own(self, own: OwnWindow) -> None:
        """Where the program's own window lies on the screen that is watched."""
        self._live.screen.hide_own(own)

    def _forget_feed(self) -> None:
        if self.screen_runs:
            self.stop_live()
            self._start_again = None
        super()._forget_feed()

    @Slot(str, str)
    def _on_screen_failed(self, kind: str, reason: str) -> None:
        self.stop_live()
        self.notices.post(screen_wording.screen_notice(kind, reason), self._try_again)
