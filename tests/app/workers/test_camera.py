from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.capture.mailbox import Mailbox
from app.workers import camera as camera_module
from app.workers.camera import CameraFeed
from app.workers.camera_choice import CameraInfo
from app.workers.outlet import Outlet
from tests.app.workers.stub_camera import DESK, StubCamera, StubWorker

multimedia = pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)

# Without a graphics card Qt converts frames on the CPU, and says so as a warning.
pytestmark = pytest.mark.qt_log_ignore("No RHI backend", extend=True)


@pytest.fixture
def feed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[CameraFeed]:
    monkeypatch.setattr(camera_module, "CameraWorker", StubWorker)
    monkeypatch.setattr(StubCamera, "stopped", False)
    inbox: Mailbox[Frame] = Mailbox()
    outlet = Outlet(inbox)
    made = CameraFeed(outlet)
    made.outlet = outlet
    yield made
    assert made.stop()
    assert made.stop()


def test_cameras_are_listed_by_name(qtbot: QtBot, feed: CameraFeed) -> None:
    with qtbot.waitSignal(feed.cameras_listed) as listed:
        feed.list_cameras()
    assert listed.args == [[DESK]]


def test_a_frame_of_the_sink_arrives_as_an_array_and_a_picture(
    qtbot: QtBot, feed: CameraFeed
) -> None:
    with qtbot.waitSignal(feed.opened) as opened:
        feed.open("usb-1")
    assert opened.args == ["camera:Desk camera"]
    preview = feed.outlet.previews.wait(30)
    assert preview is not None
    assert preview.frame.image.shape == (48, 64, 3)
    blue, green, red = preview.frame.image[20, 20].tolist()
    assert green > 150 > blue
    assert green > red


def test_a_camera_that_does_not_answer_times_out(qtbot: QtBot, feed: CameraFeed) -> None:
    feed.worker.silent = True
    feed._open_timer.setInterval(50)
    with qtbot.waitSignal(feed.failed) as failed:
        feed.open("usb-1")
    assert failed.args[0] == "timeout"
    with qtbot.assertNotEmitted(feed.opened, wait=50):  # it was given up, and let go
        feed.worker.opened.emit("camera:Desk camera", DESK.id)


def test_a_camera_that_goes_quiet_is_noticed(
    qtbot: QtBot, feed: CameraFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_module, "SILENCE_MS", 50)
    feed._watchdog.setInterval(20)
    with qtbot.waitSignal(feed.failed) as failed:
        feed.open("usb-1")
    assert failed.args[0] == "silent"
    with qtbot.waitSignal(feed.opened) as opened:  # as after a rest of the computer's
        feed.worker.frame_wanted.emit()
    assert opened.args == ["camera:Desk camera"]
    with qtbot.waitSignal(feed.failed):  # it is watched again
        pass
    feed.worker.plugged = ()
    with qtbot.waitSignal(feed.failed) as failed:
        feed.list_cameras()
    assert failed.args[0] == "gone"
    qtbot.waitUntil(lambda: StubCamera.stopped)


def test_a_camera_that_was_let_go_is_not_back_by_a_late_picture(
    qtbot: QtBot, feed: CameraFeed
) -> None:
    with qtbot.waitSignal(feed.opened):
        feed.open("usb-1")
    feed.worker.plugged = ()
    with qtbot.waitSignal(feed.failed):
        feed.list_cameras()
    with qtbot.assertNotEmitted(feed.opened, wait=50):
        feed.worker.frame_published.emit()
    with qtbot.assertNotEmitted(feed.failed, wait=50):  # that it is unplugged says more
        feed.worker.failed.emit("broken", "I/O error")


@pytest.mark.parametrize("camera_id", [DESK.id, ""], ids=["chosen", "default"])
def test_an_unplugged_camera_is_said_and_opened_again_when_it_is_back(
    qtbot: QtBot, feed: CameraFeed, camera_id: str
) -> None:
    with qtbot.waitSignal(feed.opened):
        feed.open(camera_id)
    feed.worker.plugged = ()
    with qtbot.waitSignal(feed.failed) as failed:
        feed.list_cameras()
    assert failed.args[0] == "gone"
    with qtbot.assertNotEmitted(feed.failed), qtbot.waitSignal(feed.cameras_listed):
        feed.list_cameras()  # another one went
    feed.worker.plugged = (DESK,)
    with qtbot.waitSignal(feed.opened):
        feed.list_cameras()


MOVED = CameraInfo("usb-7", DESK.name)
TWIN, OTHER = CameraInfo("usb-2", DESK.name), CameraInfo("usb-3", "Lid camera")


@pytest.mark.parametrize("between", [(), None], ids=["away", "at once"])
def test_a_camera_that_is_back_under_another_id_goes_on(
    qtbot: QtBot, feed: CameraFeed, between: tuple[CameraInfo, ...] | None
) -> None:
    feed.worker.plugged = (OTHER, DESK)
    feed.list_cameras()
    with qtbot.waitSignal(feed.opened):
        feed.open(DESK.id)
    if between is not None:
        feed.worker.plugged = (OTHER, *between)
        with qtbot.waitSignal(feed.failed):
            feed.list_cameras()
    feed.worker.plugged = (OTHER, MOVED)
    with qtbot.waitSignal(feed.opened):
        feed.list_cameras()
    assert feed.current == MOVED.id


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((DESK,), (CameraInfo("usb-9", OTHER.name),)),
        ((DESK, TWIN), (TWIN,)),
        ((DESK, TWIN), (TWIN, MOVED)),
        ((DESK,), (TWIN, MOVED)),
    ],
    ids=["other", "twin stays", "which of two", "two came"],
)
def test_no_other_camera_takes_the_place_of_the_lost_one(
    qtbot: QtBot,
    feed: CameraFeed,
    before: tuple[CameraInfo, ...],
    after: tuple[CameraInfo, ...],
) -> None:
    feed.worker.plugged = before
    feed.list_cameras()
    with qtbot.waitSignal(feed.opened):
        feed.open(DESK.id)
    feed.worker.plugged = after
    with qtbot.waitSignal(feed.failed), qtbot.assertNotEmitted(feed.opened, wait=50):
        feed.list_cameras()
    assert feed.current == DESK.id


def test_a_busy_camera_is_told_from_a_broken_one(qtbot: QtBot, feed: CameraFeed) -> None:
    with qtbot.waitSignal(feed.opened):
        feed.open("usb-1")
    for text, kind in (("Device or resource busy", "busy"), ("I/O error", "broken")):
        with qtbot.waitSignal(feed.failed) as failed:
            feed.worker._report(None, text)
        assert failed.args == [kind, text]
        assert not feed._watchdog.isActive()  # said once: that it is silent is no news
    with qtbot.assertNotEmitted(feed.failed):
        feed.worker._report(multimedia.QCamera.Error.NoError, "")


def test_while_nobody_looks_frames_are_let_go_but_the_camera_is_known_to_live(
    qtbot: QtBot, feed: CameraFeed
) -> None:
    with qtbot.waitSignal(feed.opened):
        feed.open("usb-1")
    assert feed.outlet.previews.wait(30) is not None
    feed.outlet.paused = True
    before_s = feed._last_frame_s
    feed.worker.frame_wanted.emit()
    qtbot.waitUntil(lambda: feed._last_frame_s > before_s)
    assert feed.outlet.previews.take() is None


def test_a_camera_that_is_asked_for_while_nobody_looks_is_opened(
    qtbot: QtBot, feed: CameraFeed
) -> None:
    feed.outlet.paused = True
    with qtbot.waitSignal(feed.opened):
        feed.open("usb-1")


def test_a_camera_that_answers_late_has_no_say_over_the_one_chosen_since(
    qtbot: QtBot, feed: CameraFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = threading.Event()
    open_device = StubWorker._open_device

    def open_or_fail(worker: StubWorker, camera_id: str) -> None:
        if camera_id != "slow":
            open_device(worker, camera_id)
            return
        assert answer.wait(30)  # in its driver
        worker.failed.emit("busy", "Device or resource busy")
        worker.opened.emit("camera:Slow", "slow")

    monkeypatch.setattr(StubWorker, "_open_device", open_or_fail)
    feed.open("slow")
    with qtbot.assertNotEmitted(feed.failed), qtbot.waitSignal(feed.opened) as opened:
        feed.open(DESK.id)
        answer.set()
    assert opened.args == ["camera:Desk camera"]
    assert feed.current == DESK.id


def test_a_fault_is_told_only_while_a_camera_is_wanted(qtbot: QtBot, feed: CameraFeed) -> None:
    with qtbot.waitSignal(feed.cameras_listed):
        feed.list_cameras()
    with qtbot.assertNotEmitted(feed.failed, wait=50):
        feed.worker.failed.emit("unavailable", "no multimedia: a film may be playing meanwhile")


def test_closing_lets_the_camera_go(qtbot: QtBot, feed: CameraFeed) -> None:
    with qtbot.waitSignal(feed.opened):
        feed.open("usb-1")
    feed.worker._incoming.put(multimedia.QVideoFrame())  # its last one, not yet looked at
    feed.close()
    qtbot.waitUntil(lambda: StubCamera.stopped)
    assert feed.stop()
    assert feed.worker._incoming.take() is None


def test_no_camera_at_all_is_said_by_the_real_worker(qtbot: QtBot) -> None:
    if multimedia.QMediaDevices.videoInputs():
        pytest.skip("this machine has a camera")
    inbox: Mailbox[Frame] = Mailbox()
    outlet = Outlet(inbox)
    real = CameraFeed(outlet)
    with qtbot.waitSignal(real.cameras_listed) as listed:
        real.list_cameras()
    assert listed.args == [[]]
    with qtbot.waitSignal(real.failed) as failed:
        real.open("")
    assert failed.args[0] == "none"
    assert real.stop()
