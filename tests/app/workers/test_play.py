from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.capture.mailbox import Mailbox
from app.errors import CameraError
from app.workers.outlet import Outlet
from app.workers.play import MAX_BEHIND_S, PlayThread


class Reel:
    """A film of a few grey frames."""

    name = "video:reel"
    whole = True

    def __init__(self, frames: int = 5, interval_s: float = 0.01, fault: str = "") -> None:
        self.interval_s = interval_s
        self._left = frames
        self._fault = fault
        self.closed = False

    def open(self) -> None:
        if self._fault:
            raise CameraError(self._fault, "no")

    def read(self) -> NDArray[np.uint8] | None:
        self._left -= 1
        return np.full((4, 4, 3), 7, np.uint8) if self._left >= 0 else None

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def outlet() -> Outlet:
    inbox: Mailbox[Frame] = Mailbox()
    return Outlet(inbox)


def test_a_film_is_opened_played_and_ended(qtbot: QtBot, outlet: Outlet) -> None:
    reel = Reel()
    thread = PlayThread(reel, outlet)
    with qtbot.waitSignals([thread.opened, thread.ended, thread.finished], order="strict"):
        thread.start()
    assert thread.stop()
    assert reel.closed
    preview = outlet.previews.take()
    assert preview is not None
    assert preview.frame.number == 4
    assert preview.frame.source == "video:reel"
    assert preview.picture.width() == 4
    assert not preview.frame.image.flags.writeable


def test_previews_never_queue_up(qtbot: QtBot, outlet: Outlet) -> None:
    calls: list[int] = []
    outlet.preview_ready.connect(lambda: calls.append(1))
    thread = PlayThread(Reel(30, 0.001), outlet)
    with qtbot.waitSignal(thread.finished):
        thread.start()
    qtbot.wait(20)
    assert calls == [1]  # nobody took the first one: one call, one letter
    newest = outlet.previews.take()
    assert newest is not None
    assert newest.frame.number == 29
    assert outlet.previews.take() is None
    assert thread.stop()


def test_a_film_keeps_its_own_time(qtbot: QtBot, outlet: Outlet) -> None:
    times: list[float] = []
    publish = outlet.publish
    outlet.publish = lambda frame, picture=None: (times.append(frame.captured_at_s), publish(frame))
    thread = PlayThread(Reel(20, 0.02), outlet)
    with qtbot.waitSignal(thread.finished):
        thread.start()
    assert 0.34 <= times[-1] - times[0] < 5.0
    assert thread.stop()


def test_a_film_that_was_held_up_does_not_race_to_catch_up(qtbot: QtBot, outlet: Outlet) -> None:
    reel, times = Reel(12, 0.02), []
    read = reel.read

    def stall() -> NDArray[np.uint8] | None:
        if len(times) == 2:
            time.sleep(2 * MAX_BEHIND_S)
        return read()

    reel.read = stall
    outlet.publish = lambda frame: times.append(frame.captured_at_s)
    thread = PlayThread(reel, outlet)
    with qtbot.waitSignal(thread.finished):
        thread.start()
    assert times[-1] - times[2] > 8 * 0.02
    assert thread.stop()


def test_a_film_that_nobody_looks_at_waits_and_loses_no_frame(qtbot: QtBot, outlet: Outlet) -> None:
    numbers: list[int] = []
    publish = outlet.publish

    def pause_once(frame: Frame) -> None:
        numbers.append(frame.number)
        outlet.paused = frame.number == 3
        publish(frame)

    outlet.publish = pause_once
    thread = PlayThread(Reel(8, 0.001), outlet)
    thread.start()
    qtbot.waitUntil(lambda: outlet.paused)
    with qtbot.assertNotEmitted(thread.ended, wait=200):
        pass
    assert numbers == [0, 1, 2, 3]
    with qtbot.waitSignal(thread.finished):
        outlet.paused = False
    assert numbers == list(range(8))
    assert thread.stop()


def test_a_frame_that_stands_for_long_is_seen_again_and_again(
    qtbot: QtBot, outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.workers.play.AGAIN_S", 0.01)
    frames: list[Frame] = []
    outlet.publish = frames.append
    thread = PlayThread(Reel(2, 0.5), outlet)
    with qtbot.waitSignal(thread.ended):
        thread.start()
    assert thread.stop()
    assert [frame.number for frame in frames] == list(range(len(frames)))
    times = [frame.captured_at_s for frame in frames]
    assert times == sorted(times)
    # The last one as well.
    counts = [
        sum(frame.image is each for frame in frames)
        for each in {id(f.image): f.image for f in frames}.values()
    ]
    assert len(counts) == 2
    assert min(counts) > 2


def test_while_nobody_looks_the_time_of_a_frame_stands_still(
    qtbot: QtBot, outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.workers.play.AGAIN_S", 0.01)
    numbers: list[int] = []

    def pause_once(frame: Frame) -> None:
        numbers.append(frame.number)
        outlet.paused = frame.number == 2

    outlet.publish = pause_once
    thread = PlayThread(Reel(1, 0.2), outlet)
    thread.start()
    qtbot.waitUntil(lambda: outlet.paused)
    with qtbot.assertNotEmitted(thread.ended, wait=400):
        pass
    assert numbers == [0, 1, 2]
    with qtbot.waitSignal(thread.finished):
        outlet.paused = False
    assert numbers[3:]
    assert thread.stop()


def test_a_film_that_waits_can_be_stopped(qtbot: QtBot, outlet: Outlet) -> None:
    outlet.paused = True
    thread = PlayThread(Reel(), outlet)
    with qtbot.waitSignal(thread.opened):
        thread.start()
    assert thread.stop()


@pytest.mark.parametrize("reel", [Reel(fault="unreadable"), Reel(frames=0)])
def test_what_cannot_be_played_is_said(qtbot: QtBot, outlet: Outlet, reel: Reel) -> None:
    thread = PlayThread(reel, outlet)
    with qtbot.waitSignal(thread.failed) as failed:
        thread.start()
    assert failed.args[0] == "unreadable"
    assert thread.stop()
    assert reel.closed


def test_it_stops_at_once_even_between_two_frames(qtbot: QtBot, outlet: Outlet) -> None:
    thread = PlayThread(Reel(5, 60.0), outlet)
    with qtbot.waitSignal(thread.opened):
        thread.start()
    assert thread.stop()
    assert not thread.isRunning()
