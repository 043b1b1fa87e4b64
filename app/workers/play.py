"""Plays a frame source (film, sample, test) as a live feed, at its own rate, in a thread."""

from __future__ import annotations

import logging
import threading
import time

from PySide6.QtCore import QObject, QThread, Signal

from app.capture.frame import Frame, FrameSource
from app.errors import CameraError
from app.workers.joining import JOIN_MS, join
from app.workers.outlet import Outlet

log = logging.getLogger(__name__)

# A feed that is behind by more than this goes on from now instead of racing to catch up.
MAX_BEHIND_S = 0.25
# How often a film that waits looks whether it may go on.
PAUSE_S = 0.02


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
        number = 0
        while not self._stop.is_set():
            if self._outlet.paused:
                self._stop.wait(PAUSE_S)
                due_s = time.monotonic()
                continue
            image = self._source.read()
            if image is None:
                if number == 0:
                    raise CameraError("unreadable", "the video holds no picture")
                self.ended.emit(self._source.whole)
                return
            late_s = time.monotonic() - due_s
            if late_s > MAX_BEHIND_S:
                due_s = time.monotonic()
            if self._stop.wait(max(0.0, -late_s)):
                return
            self._outlet.publish(Frame(image, time.monotonic(), number, self._source.name))
            due_s += self._source.interval_s
            number += 1
