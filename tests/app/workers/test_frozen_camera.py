"""A camera whose driver hands the same frame on and on has stopped sending pictures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.capture import frozen
from app.capture.frame import Frame
from app.capture.mailbox import Mailbox
from app.workers import camera as camera_module
from app.workers.camera import CameraFeed
from app.workers.outlet import Outlet
from tests.app.workers.stub_camera import StubWorker

pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)

# Without a graphics card Qt converts frames on the CPU, and says so as a warning.
pytestmark = pytest.mark.qt_log_ignore("No RHI backend", extend=True)


class Changing(StubWorker):
    """Shows another picture each time or, frozen, the last one on and on."""

    asked = Signal()
    frozen = False
    light = 100
    answers = 0

    def __init__(self, outlet: Outlet) -> None:
        super().__init__(outlet)
        self.asked.connect(self.answer)

    @Slot()
    def answer(self) -> None:
        self.answers += 1  # in its own thread, after all that was asked before

    def picture(self) -> QImage:
        self.light += not self.frozen
        image = QImage(64, 48, QImage.Format.Format_RGB32)
        image.fill(QColor(10, 200, 30))
        for x in range(32):
            image.setPixelColor(x, 20, QColor(self.light, 0, 0))
        return image


@pytest.fixture
def feed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[CameraFeed]:
    monkeypatch.setattr(camera_module, "CameraWorker", Changing)
    # It is known to be a sensor after so many frames that are different.
    monkeypatch.setattr(frozen, "LIVELY_S", 0.0)
    monkeypatch.setattr(frozen, "LIVELY_FRAMES", 3)
    inbox: Mailbox[Frame] = Mailbox()
    outlet = Outlet(inbox)
    made = CameraFeed(outlet)
    made.outlet, made.inbox = outlet, inbox
    yield made
    assert made.stop()


def show(qtbot: QtBot, feed: CameraFeed, frozen: list[bool]) -> int:
    """Shows frames, one after the other, and counts how many are seen."""
    seen = 0
    for each in frozen:
        feed.worker.frozen = each
        feed.worker.frame_wanted.emit()
        for _ in range(2):  # its thread has shown it, and then looked at it
            before = feed.worker.answers
            feed.worker.asked.emit()
            qtbot.waitUntil(lambda before=before: feed.worker.answers > before)
        seen += feed.inbox.take() is not None
    return seen


def test_what_a_camera_repeats_is_silence_until_another_picture_comes(
    qtbot: QtBot, feed: CameraFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(feed.opened):
        feed.open("usb-1")
    assert show(qtbot, feed, [False] * 4) == 4
    assert show(qtbot, feed, [True] * 4) == 0
    assert show(qtbot, feed, [False]) == 1
    monkeypatch.setattr(camera_module, "SILENCE_MS", 0)
    with qtbot.waitSignal(feed.failed) as failed:
        pass
    assert failed.args[0] == "silent"
    show(qtbot, feed, [True])
    feed.outlet.paused = True  # as a session does for as long as there is a fault
    told: list[str] = []
    feed.opened.connect(told.append)
    show(qtbot, feed, [True] * 2)
    assert told == []
    show(qtbot, feed, [False])
    qtbot.waitUntil(lambda: bool(told))


def test_of_a_still_picture_that_is_shown_from_the_beginning_each_frame_is_seen(
    qtbot: QtBot, feed: CameraFeed
) -> None:
    feed.worker.frozen = True
    with qtbot.waitSignal(feed.opened):
        feed.open("usb-1")
    assert show(qtbot, feed, [True] * 6) == 6
