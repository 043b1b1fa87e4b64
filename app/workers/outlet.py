"""Where a feed's frames go: one slot for the eye, one for the detector."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.capture.frame import Frame
from app.capture.mailbox import Mailbox
from app.workers.pixels import to_preview

NO_LIMIT = (1 << 30, 1 << 30)


class Preview(NamedTuple):
    """A frame and its picture, no larger than it is shown, ready to be painted."""

    frame: Frame
    picture: QImage


class Outlet(QObject):
    """Publishes frames from a feed's thread. Made on the GUI thread.

    Signals: preview_ready() when the slot was empty, emitted from the feed's thread.
    """

    preview_ready = Signal()

    def __init__(self, detection_inbox: Mailbox[Frame], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.previews: Mailbox[Preview] = Mailbox()
        # Set by the GUI thread, read by the feed's:
        self.room = NO_LIMIT  # width, height, px
        self.paused = False  # nobody looks: a film waits, a camera's pictures are let go
        self._inbox = detection_inbox

    def publish(self, frame: Frame) -> None:
        """Hands a frame on; never waits."""
        self._inbox.put(frame)
        if self.previews.put(Preview(frame, to_preview(frame.image, self.room))):
            self.preview_ready.emit()
