"""What lives in the screen's thread: Qt's capture of a screen, and every call to it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer, Slot

from app.capture.frame import Frame
from app.workers.camera_choice import CameraInfo
from app.workers.camera_device import CameraWorker
from app.workers.outlet import Outlet
from app.workers.own_window import OwnWindow, without_own
from app.workers.pixels import to_array
from app.workers.screen_choice import ScreenInfo, choose_backend, grabs_each, portal_asks

if TYPE_CHECKING:
    from PySide6.QtGui import QScreen
    from PySide6.QtMultimedia import QVideoFrame

# Qt captures up to 60 frames a second and cannot be told otherwise; a document on a screen does not
# change as fast, and a frame of 4K is 33 MB.
INTERVAL_MS = 66
# Qt does not say where the desktop ends a stream that it allowed; a clock changes every minute.
STREAM_SILENCE_S = 90.0
# Bytes as they come from X11, Windows and macOS, and from some graphics cards by PipeWire.
BLUE_FIRST = {"Format_BGRX8888", "Format_BGRA8888", "Format_BGRA8888_Premultiplied"}
RED_FIRST = {"Format_RGBX8888", "Format_RGBA8888"}


class ScreenWorker(CameraWorker):
    """A camera's worker over a screen: the newest picture is converted, now and then.

    Windows, macOS and Wayland send a picture only where something has changed: the last one counts
    as seen again until the next comes, or a still document would never be steady.

    Signals: as CameraWorker's. Kinds: "denied", "broken", "unavailable".
    """

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(outlet)
        # Set by the GUI thread, read by this one:
        self.info = ScreenInfo("", "")
        self.screen: QScreen | None = None
        self.own = OwnWindow()
        self._timer: QTimer | None = None
        self._last: NDArray[np.uint8] | None = None
        self._sent_s = 0.0  # when it came

    def _open_device(self, camera_id: str) -> None:
        choose_backend()
        try:
            from PySide6.QtMultimedia import QMediaCaptureSession, QScreenCapture, QVideoSink
        except ImportError as error:
            self.failed.emit("unavailable", str(error))
            return
        capture, session, sink = QScreenCapture(), QMediaCaptureSession(), QVideoSink()
        if self.screen is not None:
            capture.setScreen(self.screen)
        session.setScreenCapture(capture)
        session.setVideoSink(sink)
        self._attach(capture, session, sink, CameraInfo(camera_id, self.info.name))
        capture.start()

    def _attach(self, camera: Any, session: Any, sink: Any, info: CameraInfo) -> None:
        super()._attach(camera, session, sink, info)
        self._last = None
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _rest(self) -> None:
        self._last = None
        if self._timer is not None:
            self._timer.stop()
            self._timer.deleteLater()
            self._timer = None

    def _receive(self, frame: QVideoFrame) -> None:
        if not frame.isValid():
            return
        self._incoming.put(frame)
        if grabs_each() and self._open:  # until the next one is wanted: the X server has other work
            self._open[0].stop()

    @Slot()
    def _look(self) -> None:
        if not self._open:
            return
        frame, capture = self._incoming.take(), self._open[0]
        if self._outlet.paused and self._number:  # as with a camera
            self.frame_published.emit()
            return
        if grabs_each() and not capture.isActive():
            capture.start()
        now_s = time.monotonic()
        if frame is not None:
            self._last, self._sent_s = to_pixels(frame), now_s
            if self._last is not None:
                without_own(self._last, self.own)
        elif grabs_each() or not self._counts_on(capture, now_s):
            return
        if self._last is not None:
            self._publish(self._last)

    def _counts_on(self, capture: Any, now_s: float) -> bool:
        """Whether the last picture is what the screen shows still."""
        ended = portal_asks() and now_s - self._sent_s > STREAM_SILENCE_S
        return bool(capture.isActive()) and not ended

    def _publish(self, image: NDArray[np.uint8]) -> None:
        source = f"screen:{self._name}"
        if self._number == 0:
            self.opened.emit(source, self._id)
        self._outlet.publish(Frame(image, time.monotonic(), self._number, source))
        self._number += 1
        self.frame_published.emit()

    def _report(self, error: Any, text: str) -> None:
        name = getattr(error, "name", "")
        if name == "NoError":
            return
        if "permission" in text.lower():
            kind = "denied"
        else:
            kind = "unavailable" if name == "CapturingNotSupported" else "broken"
        self.failed.emit(kind, text)


def to_pixels(frame: QVideoFrame) -> NDArray[np.uint8] | None:
    """uint8 (H, W, 3) BGR, of its own; None where the frame cannot be read.

    Not by QVideoFrame.toImage(): that asks the graphics card for what is in the memory already, and
    keeps the interpreter's lock. A screen is opaque, whatever the fourth byte says.
    """
    from PySide6.QtMultimedia import QVideoFrame as Frames

    known = frame.pixelFormat().name
    if known not in BLUE_FIRST | RED_FIRST:
        picture = frame.toImage()
        return None if picture.isNull() else to_array(picture)
    if not frame.map(Frames.MapMode.ReadOnly):
        return None
    try:
        height, width, stride = frame.height(), frame.width(), frame.bytesPerLine(0)
        rows = np.frombuffer(frame.bits(0), np.uint8)[: height * stride].reshape(height, stride)
        pixels = rows[:, : width * 4].reshape(height, width, 4)
        way = cv2.COLOR_BGRA2BGR if known in BLUE_FIRST else cv2.COLOR_RGBA2BGR
        return np.asarray(cv2.cvtColor(pixels, way), np.uint8)
    finally:
        frame.unmap()
