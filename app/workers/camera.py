"""The camera, by QtMultimedia, as the GUI thread sees it; a thread of its own does the work.

Opening a camera takes Media Foundation up to 20 s (opencv#17687), and enumerating them is not free
either.
"""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from app.workers.camera_choice import CameraInfo, returned
from app.workers.camera_device import CameraWorker
from app.workers.joining import JOIN_MS, join
from app.workers.outlet import Outlet

# Longer than Media Foundation's slowest: a camera that is given up before can never be used.
OPEN_TIMEOUT_MS = 22_000
# An unplugged camera repeats nothing and says nothing on some drivers: silence for this long is
# a fault.
SILENCE_MS = 2500
WATCH_MS = 500


class CameraFeed(QObject):
    """The camera as the GUI thread sees it: asks, and is told. Never waits.

    Signals: cameras_listed(list of CameraInfo), opened(source name), failed(kind, reason); kinds
    as CameraWorker's, and "gone", "timeout" and "silent". moved(id before, id now) where a camera
    that was lost is back under another id.
    """

    cameras_listed = Signal(list)
    opened = Signal(str)
    failed = Signal(str, str)
    moved = Signal(str, str)
    _list_wanted = Signal()
    _open_wanted = Signal(str)
    _close_wanted = Signal()
    _shut_wanted = Signal()

    def __init__(self, outlet: Outlet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.worker = self._make_worker(outlet)
        self.thread_ = QThread()
        self.thread_.setObjectName("camera")
        self.worker.moveToThread(self.thread_)
        self._running = False
        self._current: str | None = None  # id that is wanted open
        self._awaited = 0  # asked to open and not begun: the worker still speaks of another one
        self._lost = False  # it was let go, and is opened once it is listed again
        self._down = False  # it is open and a fault was told: a picture ends that
        self._source = ""  # of the camera that opened
        self._before: list[CameraInfo] = []  # listed last while none was lost
        self._open_timer = _timer(self, OPEN_TIMEOUT_MS, self._time_out, single=True)
        self._watchdog = _timer(self, WATCH_MS, self._watch)
        self._last_frame_s = 0.0
        self._connect()

    @property
    def current(self) -> str:
        """Id of the camera that is open, or asked for; "" for none, or the default."""
        return self._current or ""

    @property
    def waits(self) -> bool:
        """Whether the camera that was open was let go, and is opened once it is listed again."""
        return self._lost

    def list_cameras(self) -> None:
        """Asks for the cameras; cameras_listed answers, again at every change."""
        self._ensure_running()
        self._list_wanted.emit()

    def open(self, camera_id: str) -> None:
        """Asks for a camera, "" for the default; opened or failed answers within 8 s."""
        self._ensure_running()
        self._current, self._lost = camera_id, False
        self._down, self._source = False, ""
        self._awaited += 1
        self._open_timer.start()
        self._open_wanted.emit(camera_id)

    def close(self) -> None:
        """Lets the camera go."""
        self._current, self._lost = None, False
        self._down = False
        self._quiet()
        if self._running:
            self._close_wanted.emit()

    def ask_to_stop(self) -> None:
        """Lets the camera go and the thread end by itself, soon."""
        self._quiet()
        if self._running:
            self._running = False
            self._shut_wanted.emit()

    def stop(self, timeout_ms: int = JOIN_MS) -> bool:
        """Ends the thread; False where a driver does not let it end in time."""
        self.ask_to_stop()
        return join(self.thread_, timeout_ms)

    def _make_worker(self, outlet: Outlet) -> CameraWorker:
        return CameraWorker(outlet)

    def _connect(self) -> None:
        worker = self.worker
        self._list_wanted.connect(worker.list_cameras)
        self._open_wanted.connect(worker.open)
        self._close_wanted.connect(worker.close)
        self._shut_wanted.connect(worker.shut)
        # Only after the camera was let go; direct, since the GUI thread waits in stop().
        worker.shut_down.connect(self.thread_.quit, Qt.ConnectionType.DirectConnection)
        worker.listed.connect(self._on_listed)
        worker.open_begun.connect(self._on_begun)
        worker.opened.connect(self._on_opened)
        worker.failed.connect(self._on_failed)
        worker.frame_published.connect(self._on_frame)

    def _ensure_running(self) -> None:
        if not self._running:
            self._running = True
            self.thread_.start()

    def _quiet(self) -> None:
        self._open_timer.stop()
        self._watchdog.stop()

    @Slot(list)
    def _on_listed(self, cameras: list[CameraInfo]) -> None:
        if self._current:
            there = any(camera.id == self._current for camera in cameras)
            if not there and not self._lost:
                self._lose("gone", "")
            if self._lost or self._down:
                again = self._current if there else returned(self._current, self._before, cameras)
                if again:
                    self._return_as(again)
        if not self._lost:
            self._before = cameras
        self.cameras_listed.emit(cameras)

    def _return_as(self, camera_id: str) -> None:
        """It is plugged in again."""
        before = self.current
        self.open(camera_id)
        if camera_id != before:
            self.moved.emit(before, camera_id)

    @Slot()
    def _on_begun(self) -> None:
        self._awaited -= 1

    @property
    def _listens(self) -> bool:
        """Else nobody asked for a camera, it was let go, or the worker speaks of the one before,
        which its driver may have held for long."""
        return self._current is not None and not self._lost and not self._awaited

    @Slot(str, str)
    def _on_opened(self, source: str, camera_id: str) -> None:
        if not self._listens:
            return
        self._current, self._source = camera_id, source
        self._open_timer.stop()
        self._run()

    def _run(self) -> None:
        self._down = False
        self._last_frame_s = time.monotonic()
        self._watchdog.start()
        self.opened.emit(self._source)

    @Slot(str, str)
    def _on_failed(self, kind: str, reason: str) -> None:
        if self._listens:
            self._fail(kind, reason)

    @Slot()
    def _on_frame(self) -> None:
        self._last_frame_s = time.monotonic()
        if self._down and self._source:  # it goes on by itself
            self._run()

    def _time_out(self) -> None:
        self._lose("timeout", "")

    def _watch(self) -> None:
        if (time.monotonic() - self._last_frame_s) * 1000 > SILENCE_MS:
            # Not let go: some drivers go on by themselves, as after a rest of the computer's.
            self._fail("silent", "")

    def _fail(self, kind: str, reason: str) -> None:
        """It stays open, in case that it goes on."""
        self._quiet()
        self._down = True
        self.failed.emit(kind, reason)

    def _lose(self, kind: str, reason: str) -> None:
        """The camera is no good now; its id is remembered, so that it can come back."""
        self._quiet()
        self._lost, self._down = True, False
        self._close_wanted.emit()
        self.failed.emit(kind, reason)


def _timer(parent: QObject, interval_ms: int, slot: Any, *, single: bool = False) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(interval_ms)
    timer.setSingleShot(single)
    timer.timeout.connect(slot)
    return timer
