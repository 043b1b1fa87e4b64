"""Ending threads: asked to stop, waited for, and the wait's result looked at."""

from __future__ import annotations

import atexit
import logging
import time

from PySide6.QtCore import QThread

log = logging.getLogger(__name__)

JOIN_MS = 5000
# A thread stuck in a driver cannot be ended safely (never terminate()): its object must outlive
# it, or Qt aborts the process.
_abandoned: list[QThread] = []
AT_EXIT_MS = 10_000


@atexit.register
def _wait_at_last() -> None:
    """Qt aborts a process that ends before its threads. The program leaves by os._exit where one
    was abandoned; whoever else uses its parts waits here."""
    for thread in _abandoned:
        thread.wait(AT_EXIT_MS)


class Deadline:
    """Time that several waits share: together they take no longer than `total_ms`."""

    def __init__(self, total_ms: int) -> None:
        self._until_s = time.monotonic() + total_ms / 1000

    @property
    def left_ms(self) -> int:
        """What is left of it, at least 0."""
        return max(0, round((self._until_s - time.monotonic()) * 1000))


def join(thread: QThread, timeout_ms: int = JOIN_MS) -> bool:
    """Waits for a thread that was told to stop. False, and a log line, where it does not end."""
    if not thread.isRunning() or thread.wait(timeout_ms):
        return True
    log.error("thread %s did not end within %d ms", thread.objectName(), timeout_ms)
    thread.setParent(None)
    _abandoned.append(thread)
    return False
