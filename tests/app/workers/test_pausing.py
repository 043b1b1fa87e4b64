"""What is not looked at while nobody watches, and what is kept once it goes on."""

from __future__ import annotations

import gc
import time
import weakref
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.capture.moment import Shot
from app.workers.detection import DetectionThread, SharedDetector
from tests.app.scenes import FakeDetector, card_quad, frame


def test_paused_it_throws_frames_away(qtbot: QtBot) -> None:
    detector = FakeDetector()
    thread = DetectionThread(SharedDetector(lambda device: detector))
    with qtbot.waitSignal(thread.engine_loaded):
        thread.start()
    thread.set_paused(True)
    thread.inbox.put(frame(0))
    qtbot.wait(50)
    assert detector.calls == 0
    before_s = time.monotonic()
    thread.set_paused(False)
    with qtbot.waitSignal(thread.observed_ready):
        thread.inbox.put(replace(frame(1), captured_at_s=time.monotonic()))
    # What lay there from before is left alone: its moment is over.
    with qtbot.assertNotEmitted(thread.observed_ready, wait=100):
        thread.inbox.put(replace(frame(2), captured_at_s=before_s))
    assert detector.calls == 1
    assert thread.stop()


@pytest.mark.parametrize("paused", [True, False])
def test_no_frame_from_before_it_goes_on_is_kept(qtbot: QtBot, paused: bool) -> None:
    thread = DetectionThread(SharedDetector(lambda device: FakeDetector()))
    shots: list[Shot] = []
    thread.shot_taken.connect(shots.append)
    thread.start()
    with qtbot.waitSignal(thread.observed_ready):
        thread.inbox.put(replace(frame(0, card_quad()), captured_at_s=time.monotonic()))
    thread.set_paused(paused)
    thread.set_paused(False)
    began_s = time.monotonic()
    for number in range(1, 30):
        thread.outbox.take()
        at_s = began_s + number / 20
        with qtbot.waitSignal(thread.observed_ready):
            thread.inbox.put(replace(frame(number, card_quad()), captured_at_s=at_s))
    qtbot.waitUntil(lambda: bool(shots))
    assert shots[0].frame.captured_at_s > began_s
    assert thread.stop()


def test_paused_within_a_steady_moment_it_holds_none_of_its_frames(qtbot: QtBot) -> None:
    thread = DetectionThread(SharedDetector(lambda device: FakeDetector()))
    thread.start()
    frames = []
    for number in range(5):
        seen = replace(frame(number, card_quad()), captured_at_s=time.monotonic())
        frames.append(weakref.ref(seen))
        with qtbot.waitSignal(thread.observed_ready):
            thread.inbox.put(seen)
        del seen
        thread.outbox.take()
    thread.set_paused(True)
    thread.inbox.put(replace(frame(5), captured_at_s=time.monotonic()))  # it lets go of the last

    def gone() -> bool:
        gc.collect()
        return not any(each() is not None for each in frames)

    qtbot.waitUntil(gone)
    assert thread.stop()
