"""A camera on a machine that has none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot
from PySide6.QtGui import QColor, QImage

from app.workers.camera_choice import CameraInfo
from app.workers.camera_device import CameraWorker

multimedia = pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)

DESK = CameraInfo("usb-1", "Desk camera")


class StubCamera(QObject):
    errorOccurred = Signal(object, str)  # noqa: N815 - Qt's name
    stopped = False

    def stop(self) -> None:
        StubCamera.stopped = True


class StubCaptureSession(QObject):
    def setCamera(self, camera: object) -> None: ...

    def setVideoSink(self, sink: object) -> None: ...


class StubWorker(CameraWorker):
    """The real worker over a real QVideoSink; only the device is missing on a test machine."""

    frame_wanted = Signal()
    plugged = (DESK,)
    silent = False

    def _list(self) -> None:
        self.listed.emit(list(self.plugged))

    def _open_device(self, camera_id: str) -> None:
        assert QThread.currentThread() is not QCoreApplication.instance().thread()
        if self.silent:
            return
        sink = multimedia.QVideoSink()
        # As the real one: of a camera that is not there, the default.
        opened = next((each for each in self.plugged if each.id == camera_id), DESK)
        self._attach(StubCamera(), StubCaptureSession(), sink, opened)
        self.frame_wanted.connect(self.show_frame)
        self.show_frame()

    @Slot()
    def show_frame(self) -> None:
        if self._open:
            self._open[2].setVideoFrame(multimedia.QVideoFrame(self.picture()))

    def picture(self) -> QImage:
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(QColor(10, 200, 30))
        return image
