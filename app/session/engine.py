"""What finds the documents: which it is, and what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.session import wording
from app.session.live import Live
from app.session.notice_board import NoticeBoard
from app.session.preferences import Preferences
from app.settings import Settings


class Engine(QObject):
    """The detector, for the device that the settings name.

    Signals: changed("CPU · ONNX Runtime", ms of a detection: the mean since it was told last, 0
    where there was none).
    """

    changed = Signal(str, float)

    def __init__(
        self,
        live: Live,
        preferences: Preferences,
        notices: NoticeBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._live, self._preferences, self._notices = live, preferences, notices
        self._device = preferences.settings.device
        self._title = ""  # as it was told last
        preferences.changed.connect(self._on_settings)
        live.engine_changed.connect(self._on_changed)
        live.engine_failed.connect(self._on_failed)
        live.engine_replaced.connect(self._on_replaced)

    def reload(self) -> None:
        """Loads it anew, in a thread."""
        self._live.use_device(self._preferences.settings.device)

    def tell_again(self) -> None:
        """Tells which it is, by changed."""
        self.changed.emit(self._title, 0.0)

    @Slot(str, float)
    def _on_changed(self, title: str, ms: float) -> None:
        self._title = title
        self.changed.emit(title, ms)

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        if settings.device != self._device:
            self._device = settings.device
            self.reload()

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        self._notices.post(wording.engine_notice(reason), self.reload)

    @Slot(str)
    def _on_replaced(self, reason: str) -> None:
        self._notices.post(wording.engine_replaced(reason))
