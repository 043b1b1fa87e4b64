from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.capture.guidance import Guidance
from app.capture.moment import Shot
from app.capture.pipeline import Observation
from app.workers.detection import DetectionThread, SharedDetector
from detector.detection import Detection
from detector.errors import BackendError
from detector.fusion import View
from tests.app.scenes import FakeDetector, card_quad, found, frame


def test_the_detector_is_loaded_once_by_whoever_is_first() -> None:
    loads: list[str] = []

    def load(device: str) -> FakeDetector:
        time.sleep(0.02)
        loads.append(device)
        return FakeDetector()

    shared = SharedDetector(load)
    threads = [threading.Thread(target=shared.get) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert loads == ["auto"]
    assert shared.title == "CPU · fake"


def test_a_frame_becomes_an_observation(qtbot: QtBot) -> None:
    thread = DetectionThread(SharedDetector(lambda device: FakeDetector()))
    with qtbot.waitSignal(thread.engine_loaded) as loaded:
        thread.start()
    assert loaded.args == ["CPU · fake"]
    with qtbot.waitSignal(thread.observed_ready):
        thread.inbox.put(frame(0))
    seen = thread.outbox.take()
    assert isinstance(seen, Observation)
    assert seen.quad is not None
    assert thread.stop()
    assert thread.stop()


def test_a_slow_detector_sees_the_newest_frame_and_skips_the_rest(qtbot: QtBot) -> None:
    gate = threading.Event()

    def answer(image: object) -> tuple[()]:
        gate.wait(60)
        return ()

    detector = FakeDetector(answer)
    thread = DetectionThread(SharedDetector(lambda device: detector))
    thread.start()
    thread.inbox.put(frame(0))
    qtbot.waitUntil(lambda: detector.calls == 1)
    for number in range(1, 50):
        thread.inbox.put(frame(number))
    gate.set()
    qtbot.waitUntil(lambda: detector.calls == 2)
    seen: list[int] = []

    def newest() -> bool:
        letter = thread.outbox.take()
        seen.extend([letter.frame.number] if letter else [])
        return seen[-1:] == [49]

    qtbot.waitUntil(newest)
    assert detector.calls == 2
    assert thread.stop()


def test_it_has_caught_up_after_the_frames_that_were_put_before(qtbot: QtBot) -> None:
    gate = threading.Event()

    def answer(image: object) -> tuple[Detection, ...]:
        gate.wait(60)
        return (found(card_quad()),)

    detector = FakeDetector(answer)
    thread = DetectionThread(SharedDetector(lambda device: detector))
    told: list[str] = []
    thread.shot_taken.connect(lambda _shot: told.append("shot"))
    looked: list[int] = []
    direct = Qt.ConnectionType.DirectConnection
    thread.caught_up.connect(lambda: looked.append(detector.calls), direct)
    thread.caught_up.connect(lambda: told.append("caught up"))
    thread.start()
    thread.inbox.put(frame(0))
    qtbot.waitUntil(lambda: detector.calls == 1)
    thread.inbox.put(frame(1))
    thread.take(Shot(frame(0), card_quad()))
    thread.catch_up()
    gate.set()
    qtbot.waitUntil(lambda: "caught up" in told)
    assert told == ["shot", "caught up"]
    assert looked == [3]  # two frames, and once more at the one that was taken
    seen = thread.outbox.take()
    assert seen is not None
    assert seen.frame.number == 1
    assert thread.stop()


def test_a_gpu_that_fails_gives_way_to_the_cpu(qtbot: QtBot) -> None:
    class Gpu(FakeDetector):
        device = "CUDA"

        def detect(self, image: object, **how: bool) -> tuple[()]:
            raise BackendError("out of memory")

    thread = DetectionThread(SharedDetector(lambda d: FakeDetector() if d == "cpu" else Gpu()))
    with qtbot.waitSignal(thread.engine_loaded):
        thread.start()
    with qtbot.waitSignals([thread.engine_failed, thread.engine_loaded], order="strict"):
        thread.inbox.put(frame(0))
    with qtbot.waitSignal(thread.observed_ready):
        thread.inbox.put(frame(1))
    assert thread.stop()


def test_a_detector_that_fails_on_every_frame_is_said_once(qtbot: QtBot) -> None:
    def answer(image: object) -> tuple[()]:
        raise BackendError("no memory")

    detector, told = FakeDetector(answer), []
    thread = DetectionThread(SharedDetector(lambda device: detector))
    thread.engine_failed.connect(told.append)
    thread.start()
    for number in range(4):
        thread.inbox.put(frame(number))
        qtbot.waitUntil(lambda number=number: detector.calls > number)
    assert thread.stop()
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["no memory"]


def test_a_frame_that_cannot_be_looked_at_does_not_end_the_feed(qtbot: QtBot, expect_log) -> None:
    expect_log("a frame could not be looked at")
    faults = [ValueError("a mistake of ours")]

    def answer(image: object) -> tuple[()]:
        if faults:
            raise faults.pop()
        return ()

    thread = DetectionThread(SharedDetector(lambda device: FakeDetector(answer)))
    thread.start()
    thread.inbox.put(frame(0))
    qtbot.waitUntil(lambda: not faults)
    with qtbot.waitSignal(thread.observed_ready):
        thread.inbox.put(frame(1))
    assert thread.stop()


def test_what_is_kept_is_read_once_and_live_outlines_never(qtbot: QtBot) -> None:
    reads: list[bool] = []

    class Reads(FakeDetector):
        def detect(
            self, image: object, *, refined: bool = True, upright: bool = True
        ) -> tuple[Detection, ...]:
            reads.append(upright)
            return (replace(found(card_quad().turned(2)), upright=upright),)

    thread = DetectionThread(SharedDetector(lambda device: Reads()))
    thread.start()
    with qtbot.waitSignal(thread.observed_ready):
        thread.inbox.put(frame(0, card_quad()))
    seen = thread.outbox.take()
    assert seen is not None
    assert reads == [False]
    with qtbot.waitSignal(thread.shot_taken) as taken:
        thread.take(seen.as_shot())
    assert reads == [False, True]
    assert taken.args[0].frame is seen.frame
    assert taken.args[0].detection.upright
    assert thread.stop()


def test_what_the_shutter_took_counts_as_captured(qtbot: QtBot) -> None:
    thread = DetectionThread(SharedDetector(lambda device: FakeDetector()))
    thread.start()
    with qtbot.waitSignal(thread.shot_taken):
        thread.take(Shot(frame(0, card_quad()), card_quad(), found(card_quad())))
    with qtbot.waitSignal(thread.observed_ready):
        thread.inbox.put(frame(1, card_quad()))
    seen = thread.outbox.take()
    assert seen is not None
    assert seen.guidance is Guidance.NEXT_DOCUMENT  # else it would be taken once more
    assert thread.stop()


def test_the_observation_of_a_capture_is_there_before_its_shot_is_made(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Observation | None] = []

    def slow(shot: Shot) -> Shot:
        shown.append(thread.outbox.take())  # as the window does meanwhile
        return shot

    monkeypatch.setattr("app.workers.detection.fused", slow)
    thread = DetectionThread(SharedDetector(lambda device: FakeDetector()))
    told: list[str] = []
    direct = Qt.ConnectionType.DirectConnection
    thread.observed_ready.connect(lambda: told.append("observed"), direct)
    thread.shot_taken.connect(lambda _shot: told.append("shot"), direct)
    thread.start()
    for number in range(17):  # 0.8 s at 20 frames a second
        thread.outbox.take()
        with qtbot.waitSignal(thread.observed_ready):
            thread.inbox.put(frame(number, card_quad()))
    qtbot.waitUntil(lambda: "shot" in told)
    (seen,) = shown
    assert seen is not None
    assert (seen.capture, seen.stable_progress) == (True, 1.0)
    assert told == ["observed"] * 17 + ["shot"]
    assert thread.stop()


def test_what_is_kept_outlives_a_look_that_fails(qtbot: QtBot, expect_log) -> None:
    expect_log("a frame that is kept could not be looked at")

    class Shaky(FakeDetector):
        def detect(self, image: object, *, refined: bool = True, upright: bool = True) -> list:
            if upright:
                raise ValueError("a mistake of ours")
            return [found(card_quad())]

    thread = DetectionThread(SharedDetector(lambda device: Shaky()))
    thread.start()
    shot = Shot(frame(0, card_quad()), card_quad(), found(card_quad()))
    with qtbot.waitSignal(thread.shot_taken) as taken:
        thread.take(shot)
    assert taken.args[0] is shot
    with qtbot.waitSignal(thread.observed_ready):  # and the feed goes on
        thread.inbox.put(frame(1, card_quad()))
    assert thread.stop()


def test_what_cannot_be_combined_is_looked_at_as_it_is(
    qtbot: QtBot, expect_log, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect_log("could not be combined")

    def failing(shot: Shot) -> Shot:
        raise ValueError("a mistake of ours")

    monkeypatch.setattr("app.workers.detection.fused", failing)
    read = replace(found(card_quad().turned(2)), upright=True)
    detector = FakeDetector(lambda image: (read,))
    thread = DetectionThread(SharedDetector(lambda device: detector))
    thread.start()
    seen = frame(0, card_quad())
    shot = Shot(seen, card_quad(), views=(View(seen.image, card_quad()),) * 3)
    with qtbot.waitSignal(thread.shot_taken) as taken:
        thread.take(shot)
    kept = taken.args[0]
    assert (kept.frame, kept.detection, kept.views) == (seen, read, ())
    assert thread.stop()


@pytest.mark.parametrize("started", [True, False])
def test_it_stops_whether_it_ran_or_not(started: bool) -> None:
    thread = DetectionThread(SharedDetector(lambda device: FakeDetector()))
    if started:
        thread.start()
    assert thread.stop()
    assert not thread.isRunning()
