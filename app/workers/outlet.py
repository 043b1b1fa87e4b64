"""Where a feed's frames go: one slot for the eye, one for the detector."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.capture.frame import Frame
from app.capture.mailbox import Mailbox
from app.workers.pixels import to_qimage


class Preview(NamedTuple):
    """A frame and its picture, ready to be painted."""

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
        self._inbox = detection_inbox

    def publish(self, frame: Frame, picture: QImage | None = None) -> None:
        """Hands a frame on; never waits. picture : its QImage where the feed has one already."""
        self._inbox.put(frame)
        if self.previews.put(Preview(frame, picture or to_qimage(frame.image))):
            self.preview_ready.emit()
