"""The camera, by QtMultimedia. Every call to it happens in one thread of its own.

Opening a camera takes up to 20 s (EXPERIENCE, traps) and enumerating them is not free either.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from app.capture.frame import Frame
from app.capture.mailbox import Mailbox
from app.workers.camera_choice import CameraInfo, FormatOffer, best_format
from app.workers.joining import join
from app.workers.outlet import Outlet
from app.workers.pixels import to_array

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCameraDevice, QVideoFrame

log = logging.getLogger(__name__)

OPEN_TIMEOUT_MS = 8000
# An unplugged camera repeats nothing and says nothing on some drivers: silence for this long is
# a fault.
SILENCE_MS = 2500
WATCH_MS = 500


class CameraWorker(QObject):
    """Lives in the camera thread; holds every QtMultimedia object.

    Signals: listed(list of CameraInfo), opened(source name, camera id), failed(kind, reason),
    frame_published(), shut_down().
    Kinds: "none", "gone", "busy", "denied", "broken", "unavailable".
    """

    listed = Signal(list)
    opened = Signal(str, str)
    failed = Signal(str, str)
    frame_waiting = Signal()
    frame_published = Signal()
    shut_down = Signal()

    def __init__(self, outlet: Outlet) -> None:
        super().__init__()
        self._outlet = outlet
        self._incoming: Mailbox[QVideoFrame] = Mailbox()
        self._devices: Any = None
        self._open: list[Any] = []  # camera, session, sink: alive while the camera is open
        self._name = self._id = ""
        self._number = 0
        self.frame_waiting.connect(self._convert, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def list_cameras(self) -> None:
        """Lists the cameras, now and whenever they change."""
        self._list()

    # Slots are not overridden: PySide would call the override on the GUI thread (seen with
    # 6.11.3). What another backend, or a test, replaces is below them.
    def _list(self) -> None:
        try:
            from PySide6.QtMultimedia import QMediaDevices
        except ImportError as error:  # a system library is missing: films and pictures still work
            log.info("no multimedia: %s", error)
            self.listed.emit([])
            self.failed.emit("unavailable", str(error))
            return
        if self._devices is None:
            self._devices = QMediaDevices()
            self._devices.videoInputsChanged.connect(self._announce)
        self._announce()

    @Slot()
    def _announce(self) -> None:
        self.listed.emit([_info(device) for device in self._devices.videoInputs()])

    @Slot(str)
    def open(self, camera_id: str) -> None:
        """Opens a camera by id; "" opens the system's default."""
        self.close()
        self._open_device(camera_id)

    def _open_device(self, camera_id: str) -> None:
        try:
            from PySide6.QtMultimedia import QMediaDevices
        except ImportError as error:
            self.failed.emit("unavailable", str(error))
            return
        device = _find(QMediaDevices.videoInputs(), camera_id) or (
            QMediaDevices.defaultVideoInput()
        )
        if device.isNull():
            self.failed.emit("none", "")
            return
        self._start(device)

    @Slot()
    def close(self) -> None:
        """Lets the camera go."""
        if self._open:
            camera, session, sink = self._open
            self._open = []
            sink.videoFrameChanged.disconnect()
            camera.errorOccurred.disconnect()
            camera.stop()
            session.setCamera(None)
            session.setVideoSink(None)
            for each in (session, camera, sink):
                each.deleteLater()
        self._incoming.take()

    @Slot()
    def shut(self) -> None:
        """Lets everything go; the last call before the thread ends."""
        self.close()
        if self._devices is not None:
            self._devices.deleteLater()
            self._devices = None
        self.shut_down.emit()

    def _start(self, device: QCameraDevice) -> None:
        from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QVideoSink

        camera, session, sink = QCamera(device), QMediaCaptureSession(), QVideoSink()
        chosen = best_format(_offers(device))
        if chosen is not None:
            camera.setCameraFormat(device.videoFormats()[chosen.index])
        session.setCamera(camera)
        session.setVideoSink(sink)
        self._attach(camera, session, sink, _info(device))
        camera.start()

    def _attach(self, camera: Any, session: Any, sink: Any, info: CameraInfo) -> None:
        self._open = [camera, session, sink]
        self._id, self._name, self._number = info.id, info.name, 0
        # The sink's frames arrive in the backend's own thread; only the newest is converted.
        sink.videoFrameChanged.connect(self._receive, Qt.ConnectionType.DirectConnection)
        camera.errorOccurred.connect(self._report)

    def _receive(self, frame: QVideoFrame) -> None:
        if frame.isValid() and self._incoming.put(frame):
            self.frame_waiting.emit()

    @Slot()
    def _convert(self) -> None:
        frame = self._incoming.take()
        if frame is None or not self._open:
            return
        picture = frame.toImage()
        if picture.isNull():
            return
        at_s = time.monotonic()
        source = f"camera:{self._name}"
        if self._number == 0:
            self.opened.emit(source, self._id)
        self._outlet.publish(Frame(to_array(picture), at_s, self._number, source))
        self._number += 1
        self.frame_published.emit()

    def _report(self, error: Any, text: str) -> None:
        if getattr(error, "name", "") == "NoError":
            return
        busy = any(word in text.lower() for word in ("busy", "in use", "being used"))
        self.failed.emit("busy" if busy else "broken", text)


class CameraFeed(QObject):
    """The camera as the GUI thread sees it: asks, and is told. Never waits.

    Signals: cameras_listed(list of CameraInfo), opened(source name), failed(kind, reason); kinds
    as CameraWorker's, and "timeout" and "silent".
    """

    cameras_listed = Signal(list)
    opened = Signal(str)
    failed = Signal(str, str)
    _list_wanted = Signal()
    _open_wanted = Signal(str)
    _close_wanted = Signal()
    _shut_wanted = Signal()

    def __init__(self, outlet: Outlet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.worker = CameraWorker(outlet)
        self.thread_ = QThread()
        self.thread_.setObjectName("camera")
        self.worker.moveToThread(self.thread_)
        self._running = False
        self._current: str | None = None  # id that is wanted open
        self._lost = False
        self._open_timer = _timer(self, OPEN_TIMEOUT_MS, self._time_out, single=True)
        self._watchdog = _timer(self, WATCH_MS, self._watch)
        self._last_frame_s = 0.0
        self._connect()

    def list_cameras(self) -> None:
        """Asks for the cameras; cameras_listed answers, again at every change."""
        self._ensure_running()
        self._list_wanted.emit()

    def open(self, camera_id: str) -> None:
        """Asks for a camera, "" for the default; opened or failed answers within 8 s."""
        self._ensure_running()
        self._current, self._lost = camera_id, False
        self._open_timer.start()
        self._open_wanted.emit(camera_id)

    def close(self) -> None:
        """Lets the camera go."""
        self._current, self._lost = None, False
        self._quiet()
        if self._running:
            self._close_wanted.emit()

    def stop(self) -> bool:
        """Ends the thread; False where a driver does not let it end in time."""
        self._quiet()
        if not self._running:
            return True
        self._running = False
        self._shut_wanted.emit()
        return join(self.thread_)

    def _connect(self) -> None:
        worker = self.worker
        self._list_wanted.connect(worker.list_cameras)
        self._open_wanted.connect(worker.open)
        self._close_wanted.connect(worker.close)
        self._shut_wanted.connect(worker.shut)
        # Only after the camera was let go; direct, since the GUI thread waits in stop().
        worker.shut_down.connect(self.thread_.quit, Qt.ConnectionType.DirectConnection)
        worker.listed.connect(self._on_listed)
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
        ids = {camera.id for camera in cameras}
        if self._current:
            if self._current not in ids and not self._lost:
                self._lose("gone", "")
            elif self._current in ids and self._lost:
                self.open(self._current)  # plugged in again
        self.cameras_listed.emit(cameras)

    @Slot(str, str)
    def _on_opened(self, source: str, camera_id: str) -> None:
        if self._current is None or self._lost:
            return
        self._current = camera_id
        self._open_timer.stop()
        self._last_frame_s = time.monotonic()
        self._watchdog.start()
        self.opened.emit(source)

    @Slot(str, str)
    def _on_failed(self, kind: str, reason: str) -> None:
        if self._current is None and kind != "unavailable":
            return
        self._quiet()
        self.failed.emit(kind, reason)

    @Slot()
    def _on_frame(self) -> None:
        self._last_frame_s = time.monotonic()

    def _time_out(self) -> None:
        self._lose("timeout", "")

    def _watch(self) -> None:
        if (time.monotonic() - self._last_frame_s) * 1000 > SILENCE_MS:
            self._lose("silent", "")

    def _lose(self, kind: str, reason: str) -> None:
        """The camera is no good now; its id is remembered, so that it can come back."""
        self._quiet()
        self._lost = True
        self._close_wanted.emit()
        self.failed.emit(kind, reason)


def _timer(parent: QObject, interval_ms: int, slot: Any, *, single: bool = False) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(interval_ms)
    timer.setSingleShot(single)
    timer.timeout.connect(slot)
    return timer


def _info(device: QCameraDevice) -> CameraInfo:
    return CameraInfo(bytes(device.id().data()).decode("utf-8", "replace"), device.description())


def _find(devices: list[QCameraDevice], camera_id: str) -> QCameraDevice | None:
    return next((each for each in devices if _info(each).id == camera_id), None)


def _offers(device: QCameraDevice) -> list[FormatOffer]:
    from PySide6.QtMultimedia import QVideoFrameFormat

    return [
        FormatOffer(
            index,
            each.resolution().width(),
            each.resolution().height(),
            each.maxFrameRate(),
            each.pixelFormat() == QVideoFrameFormat.PixelFormat.Format_Jpeg,
        )
        for index, each in enumerate(device.videoFormats())
    ]
