"""A stand-in for a screen that is watched."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot

from app.workers.screen_device import ScreenWorker
from tests.app.scenes import card_quad, scene


class ShownWorker(ScreenWorker):
    """A screen that shows a card; no capture behind it."""

    opens = 0

    def _open_device(self, camera_id: str) -> None:
        ShownWorker.opens += 1
        self._id, self._number = camera_id, 0
        self._image = scene(card_quad())
        self._timer = QTimer(self, interval=20)
        self._timer.timeout.connect(self.show_card)
        self._timer.start()

    @Slot()
    def show_card(self) -> None:
        if self._outlet.paused and self._number:
            return
        self._publish(self._image)
