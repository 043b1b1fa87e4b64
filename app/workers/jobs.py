"""Jobs: pure functions run off the GUI thread, their results brought back to it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from app.errors import RectoscanError
from detector.errors import DetectorError

log = logging.getLogger(__name__)

JOIN_MS = 10_000

Work = Callable[[], Any]
Receive = Callable[[Any], None]


class _Job(QRunnable):
    def __init__(self, lane: Lane, work: Work, number: int) -> None:
        super().__init__()
        self._lane, self._work, self._number = lane, work, number

    def run(self) -> None:
        if self._lane.stopping:
            return
        try:
            result = self._work()
        except (RectoscanError, DetectorError, MemoryError, OSError) as error:
            self._tell(None, error)
        except Exception as error:  # a job must answer, or the window waits for ever
            log.exception("a job failed")
            self._tell(None, error)
        else:
            self._tell(result, None)

    def _tell(self, result: Any, error: Exception | None) -> None:
        # A lane that could not wait for this job may be gone by now.
        if not self._lane.stopping:
            self._lane.ended.emit(self._number, result, error)


class Lane(QObject):
    """One thread that does jobs in the order in which they were given.

    Signals: ended(number, result, error) from the lane's thread; busy_changed(jobs in flight).
    """

    ended = Signal(int, object, object)
    busy_changed = Signal(int)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stopping = False
        self._pool = QThreadPool()
        self._pool.setObjectName(name)
        self._pool.setMaxThreadCount(1)
        self._waiting: dict[int, tuple[Receive, Receive]] = {}
        self._last = 0
        self.ended.connect(self._answer)

    @property
    def busy(self) -> int:
        """Jobs not yet answered."""
        return len(self._waiting)

    def submit(self, work: Work, done: Receive, failed: Receive) -> None:
        """Runs work() in the lane, then done(result) or failed(error) on the GUI thread."""
        if self.stopping:
            return
        self._last += 1
        self._waiting[self._last] = (done, failed)
        self._pool.start(_Job(self, work, self._last))
        self.busy_changed.emit(self.busy)

    def ask_to_stop(self) -> None:
        """Drops what waits; what runs goes on to its end, unheard."""
        self.stopping = True
        self._waiting.clear()
        self._pool.clear()

    def stop(self, timeout_ms: int = JOIN_MS) -> bool:
        """Drops what waits and joins what runs; False where that does not end in time."""
        self.ask_to_stop()
        ended = self._pool.waitForDone(timeout_ms)
        if not ended:
            log.info("lane %s did not end within %d ms", self._pool.objectName(), timeout_ms)
        return ended

    @Slot(int, object, object)
    def _answer(self, number: int, result: Any, error: Exception | None) -> None:
        if number not in self._waiting:
            return
        done, failed = self._waiting.pop(number)
        self.busy_changed.emit(self.busy)
        if error is None:
            done(result)
        else:
            failed(error)
