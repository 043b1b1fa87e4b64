"""Looks into a folder from time to time, off the GUI thread."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.document.watch import Come, FolderWatch
from app.workers.jobs import Lane
from app.workers.joining import Deadline

# Looked at, not waited for: a share of the network tells nobody of its changes. Where a look takes
# long, of a folder with thousands of files, the pause is so many times as long.
PAUSE_MS = 1000
PATIENT, LONGEST_MS = 20, 30_000


class Watching(QObject):
    """Watches one folder at most.

    Signals: found(Come); failed(error) once for each time that it cannot be listed, and
    recovered() once it can again.
    """

    found = Signal(object)
    failed = Signal(object)
    recovered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self._watch: FolderWatch | None = None
        self._lane = Lane("watch", self)
        self._hung: list[Lane] = []  # with a look that had not come back when it was stopped
        self._pause = QTimer(self, interval=PAUSE_MS)
        self._pause.timeout.connect(self._look_again)
        self._failing = False

    def start(self, folder: Path) -> None:
        """Watches this folder, and no longer the one before."""
        self.stop()
        self.folder, self._watch, self._failing = folder, FolderWatch(folder), False
        self._pause.start()
        self._look()

    def stop(self) -> None:
        """Watches nothing."""
        self._pause.stop()
        if self._lane.busy:  # nothing would be done behind a look that hangs
            self._lane.ask_to_stop()
            self._hung.append(self._lane)
            self._lane = Lane("watch", self)
        self.folder = self._watch = None

    def ask_to_stop(self) -> None:
        """Ends for good."""
        self.stop()
        self._lane.ask_to_stop()

    def join(self, timeout_ms: int) -> bool:
        """Waits for looks that are under way; False where one does not end in time."""
        deadline = Deadline(timeout_ms)
        # Each is joined even where another one hangs.
        ends = [lane.stop(deadline.left_ms) for lane in (self._lane, *self._hung)]
        return all(ends)

    @Slot()
    def _look_again(self) -> None:
        if not self._lane.busy:
            self._look()

    def _look(self) -> None:
        watch = self._watch
        if watch is not None:
            self._lane.submit(lambda: _timed(watch), self._on_looked, self._on_failed)

    def _on_looked(self, looked: tuple[Come, int]) -> None:
        come, took_ms = looked
        recovered, self._failing = self._failing, False
        self._pause.setInterval(min(max(PAUSE_MS, PATIENT * took_ms), LONGEST_MS))
        if recovered:
            self.recovered.emit()
        if any(come):
            self.found.emit(come)

    def _on_failed(self, error: Exception) -> None:
        self._pause.setInterval(PAUSE_MS)
        if not self._failing:
            self._failing = True
            self.failed.emit(error)


def _timed(watch: FolderWatch) -> tuple[Come, int]:
    """What has come, and how long the look took, ms. In the lane: the GUI thread, which is told
    when it has time, would count its own delay as the folder's."""
    began_s = time.monotonic()
    come = watch.look()
    return come, round((time.monotonic() - began_s) * 1000)
