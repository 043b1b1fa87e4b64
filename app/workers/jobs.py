"""Jobs: pure functions run off the GUI thread, their results brought back to it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.errors import RectoscanError
from detector.errors import DetectorError

log = logging.getLogger(__name__)

JOIN_MS = 10_000
# So long at most a job of a lane waits for those of the one that it comes behind.
PATIENCE_S = 1.0

Work = Callable[[], Any]
Receive = Callable[[Any], None]


class Lane(QObject):
    """One thread that does jobs in the order in which they were given.

    A thread of Python's, not of a QThreadPool: a pool deletes each runnable on its own thread,
    where the binding's lock and the interpreter's meet in another order than on the GUI thread.

    behind : a lane whose jobs come first, where they were given in the same turn of the event loop
    or before: two that are done at once share the cores, and each takes longer than both in turn.

    Signals: ended(number, result, error) from the lane's thread; busy_changed(jobs in flight).
    """

    ended = Signal(int, object, object)
    busy_changed = Signal(int)

    def __init__(
        self, name: str, parent: QObject | None = None, *, behind: Lane | None = None
    ) -> None:
        super().__init__(parent)
        self.stopping = False
        self._name, self._behind = name, behind
        self._idle = threading.Event()
        self._idle.set()
        self._jobs: SimpleQueue[tuple[int, Work] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
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
        self._idle.clear()
        if self._behind is None:
            self._jobs.put((self._last, work))
        else:
            QTimer.singleShot(0, self, partial(self._jobs.put, (self._last, work)))
        if self._thread is None:
            # A daemon: one that could not be joined must not keep a closed program running.
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        self.busy_changed.emit(self.busy)

    def drop(self) -> None:
        """Drops what waits; what runs goes on to its end, unheard. The lane takes new jobs."""
        if self._waiting:
            self._waiting.clear()
            self.busy_changed.emit(0)

    def ask_to_stop(self) -> None:
        """Drops what waits; what runs goes on to its end, unheard."""
        self.stopping = True
        self._waiting.clear()
        self._jobs.put(None)

    def finish(self, timeout_ms: int = JOIN_MS) -> bool:
        """Does what waits, takes nothing more, and joins; False where that does not end in time."""
        self._jobs.put(None)
        ended = self._join(timeout_ms)
        self.ask_to_stop()
        return ended

    def stop(self, timeout_ms: int = JOIN_MS) -> bool:
        """Drops what waits and joins what runs; False where that does not end in time."""
        self.ask_to_stop()
        return self._join(timeout_ms)

    def wait_idle(self, timeout_s: float) -> bool:
        """Waits, in another thread, until nothing is left to do; False where that takes longer."""
        return self._idle.wait(timeout_s)

    def _join(self, timeout_ms: int) -> bool:
        if self._thread is None:
            return True
        self._thread.join(timeout_ms / 1000)
        if self._thread.is_alive():
            log.info("lane %s did not end within %d ms", self._name, timeout_ms)
            return False
        return True

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._behind is not None and self._asked_for(job[0]):
                self._behind.wait_idle(PATIENCE_S)
            if self._asked_for(job[0]):
                self._do(*job)
            del job  # else its pictures stay in memory until the next one
            if self._jobs.empty():
                self._idle.set()
        self._idle.set()

    def _asked_for(self, number: int) -> bool:
        """Whether the job is still to be done: what was dropped is not answered."""
        return not self.stopping and number in self._waiting

    def _do(self, number: int, work: Work) -> None:
        try:
            result = work()
        except (RectoscanError, DetectorError, MemoryError, OSError) as error:
            self._tell(number, None, error)
        except Exception as error:  # a job must answer, or the window waits for ever
            log.exception("a job failed")
            self._tell(number, None, error)
        else:
            self._tell(number, result, None)

    def _tell(self, number: int, result: Any, error: Exception | None) -> None:
        # A lane that could not wait for this job may be gone by now.
        if not self.stopping:
            self.ended.emit(number, result, error)

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
