"""Plays a frame source (film, sample, test) as a live feed, at its own pace, in a thread."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from app.capture.frame import Frame, FrameSource
from app.errors import CameraError
from app.workers.joining import JOIN_MS, join
from app.workers.outlet import Outlet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

# A feed that is behind by more than this goes on from now instead of racing to catch up.
MAX_BEHIND_S = 0.25
# How often a film that waits looks whether it may go on.
PAUSE_S = 0.02
# A frame that stands for longer counts as seen again: or a still document would never be steady.
AGAIN_S = 0.1


class PlayThread(QThread):
    """One run of one source.

    Signals (from this thread): opened(source name), failed(kind, reason), ended(whether all of
    it could be read) at the end of a film.
    """

    opened = Signal(str)
    failed = Signal(str, str)
    ended = Signal(bool)

    def __init__(self, source: FrameSource, outlet: Outlet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("play")
        self._source = source
        self._outlet = outlet
        self._number = 0
        self._stop = threading.Event()

    def run(self) -> None:
        """The thread's body."""
        try:
            self._source.open()
            self.opened.emit(self._source.name)
            self._play()
        except CameraError as error:
            self.failed.emit(error.kind, str(error))
        except Exception as error:  # or else the feed would stand still without a word
            log.exception("a film could not be played on")
            self.failed.emit("unreadable", str(error))
        finally:
            self._source.close()

    def ask_to_stop(self) -> None:
        """Lets the thread end by itself, soon."""
        self._stop.set()

    def stop(self, timeout_ms: int = JOIN_MS) -> bool:
        """Ends the thread; False where it does not end in time."""
        self.ask_to_stop()
        return join(self, timeout_ms)

    def _play(self) -> None:
        due_s = time.monotonic()
        shown: NDArray[np.uint8] | None = None
        while not self._stop.is_set():
            if self._outlet.paused:
                self._stop.wait(PAUSE_S)
                due_s = time.monotonic()
                continue
            image = self._source.read()
            if shown is not None:
                due_s = self._stand(shown, due_s + self._source.interval_s)
            elif image is None:
                raise CameraError("unreadable", "the video holds no picture")
            if self._stop.is_set():
                return
            if image is None:
                self.ended.emit(self._source.whole)
                return
            if time.monotonic() - due_s > MAX_BEHIND_S:
                due_s = time.monotonic()
            self._publish(image)
            shown = image

    def _stand(self, shown: NDArray[np.uint8], until_s: float) -> float:
        """Goes on showing a frame; until when it did, later by as long as nobody looked."""
        again = False
        while not self._stop.is_set() and (left_s := until_s - time.monotonic()) > 0:
            if self._outlet.paused:
                since_s = time.monotonic()
                self._stop.wait(PAUSE_S)
                until_s += time.monotonic() - since_s
                continue
            if again:
                self._publish(shown)
            self._stop.wait(min(left_s, AGAIN_S))
            again = True
        return until_s

    def _publish(self, image: NDArray[np.uint8]) -> None:
        self._outlet.publish(Frame(image, time.monotonic(), self._number, self._source.name))
        self._number += 1
