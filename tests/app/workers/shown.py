"""A screen feed over a real sink; only Qt's capture is a stand-in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.capture.mailbox import Mailbox
from app.workers.camera_choice import CameraInfo
from app.workers.outlet import Outlet
from app.workers.screen import ScreenFeed
from app.workers.screen_choice import screens_by_info
from app.workers.screen_device import ScreenWorker

multimedia = pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)

RED = QColor(200, 20, 30)


class StubCapture(QObject):
    errorOccurred = Signal(object, str)  # noqa: N815 - Qt's name

    def __init__(self) -> None:
        super().__init__()
        self.active = True
        self.starts = 0

    def isActive(self) -> bool:
        return self.active

    def start(self) -> None:
        self.active = True
        self.starts += 1

    def stop(self) -> None:
        self.active = False


class StubCaptureSession(QObject):
    def setCamera(self, camera: object) -> None: ...

    def setVideoSink(self, sink: object) -> None: ...


class StubWorker(ScreenWorker):
    frame_wanted = Signal(QColor)
    silent = False

    def _open_device(self, camera_id: str) -> None:
        assert QThread.currentThread() is not QCoreApplication.instance().thread()
        self.capture = StubCapture()
        sink = multimedia.QVideoSink()
        info = CameraInfo(camera_id, self.info.name)
        self._attach(self.capture, StubCaptureSession(), sink, info)
        self.frame_wanted.connect(self.show_frame)
        if not self.silent:
            self.show_frame(RED)

    @Slot(QColor)
    def show_frame(self, colour: QColor) -> None:
        if self._open:
            image = QImage(65, 48, QImage.Format.Format_ARGB32)  # of an odd width
            image.fill(colour)
            self._open[2].setVideoFrame(multimedia.QVideoFrame(image))


def made_feed() -> Iterator[ScreenFeed]:
    outlet = Outlet(Mailbox[Frame]())
    made = ScreenFeed(outlet)
    made.outlet = outlet
    made.list_screens()
    yield made
    assert made.stop()


def first_id() -> str:
    return next(iter(screens_by_info())).id


def opened(qtbot: QtBot, feed: ScreenFeed) -> None:
    with qtbot.waitSignal(feed.opened):
        feed.open(first_id())
