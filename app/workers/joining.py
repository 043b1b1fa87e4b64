"""Ending threads: asked to stop, waited for, and the wait's result looked at."""

from __future__ import annotations

import logging

from PySide6.QtCore import QThread

log = logging.getLogger(__name__)

JOIN_MS = 5000
# A thread stuck in a driver cannot be ended safely (never terminate()): its object must outlive
# it, or Qt aborts the process.
_abandoned: list[QThread] = []


def join(thread: QThread, timeout_ms: int = JOIN_MS) -> bool:
    """Waits for a thread that was told to stop. False, and a log line, where it does not end."""
    if not thread.isRunning() or thread.wait(timeout_ms):
        return True
    log.error("thread %s did not end within %d ms", thread.objectName(), timeout_ms)
    thread.setParent(None)
    _abandoned.append(thread)
    return False
