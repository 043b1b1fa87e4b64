"""What lives in the camera thread: every QtMultimedia object, and every call to one."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.capture.frame import Frame
from app.capture.frozen import Frozen
from app.capture.mailbox import Mailbox
from app.workers.camera_choice import CameraInfo, FormatOffer, best_format
from app.workers.outlet import Outlet
from app.workers.pixels import to_array

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCameraDevice, QVideoFrame

log = logging.getLogger(__name__)


class CameraWorker(QObject):
    """Lives in the camera thread; holds every QtMultimedia object.

    Signals: listed(list of CameraInfo), open_begun() at each open(): what comes from there on is of
    that one, opened(source name, camera id), failed(kind, reason), frame_waiting() within the
    worker, frame_published(), shut_down().
    Kinds: "none", "busy", "broken", "unavailable".
    """

    listed = Signal(list)
    open_begun = Signal()
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
        self._frozen = Frozen()
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
        self.open_begun.emit()
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
        self._rest()
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

    def _rest(self) -> None:
        """What else ends with the camera."""

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
        self._frozen = Frozen()
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
        looked_at = not self._outlet.paused or not self._number or self._frozen.now
        if not looked_at:  # it lives, and that is all that matters
            self.frame_published.emit()
            return
        picture = frame.toImage()
        if picture.isNull():
            return
        at_s, image = time.monotonic(), to_array(picture)
        if self._frozen.see(image, at_s):  # as silence
            return
        source = f"camera:{self._name}"
        if self._number == 0:
            self.opened.emit(source, self._id)
        self._outlet.publish(Frame(image, at_s, self._number, source))
        self._number += 1
        self.frame_published.emit()

    def _report(self, error: Any, text: str) -> None:
        if getattr(error, "name", "") == "NoError":
            return
        busy = any(word in text.lower() for word in ("busy", "in use", "being used"))
        self.failed.emit("busy" if busy else "broken", text)


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
