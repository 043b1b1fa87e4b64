"""An engine that is not there, or gives way, is told in words and ends no thread."""

from __future__ import annotations

import sys

import pytest
from pytestqt.qtbot import QtBot

from app.workers.detection import DetectionThread, SharedDetector, load_detector
from detector.errors import BackendError, WeightsError
from tests.app.scenes import FakeDetector, frame


def test_without_weights_it_says_so_and_can_be_asked_again(qtbot: QtBot) -> None:
    broken = [True]

    def load(device: str) -> FakeDetector:
        if broken[0]:
            raise WeightsError("no weights")
        return FakeDetector()

    thread = DetectionThread(SharedDetector(load))
    with qtbot.waitSignal(thread.engine_failed) as failed:
        thread.start()
    assert failed.args == ["no weights"]
    broken[0] = False
    with qtbot.waitSignal(thread.engine_loaded):
        thread.use_device("auto")
    assert thread.stop()


def test_an_engine_that_lacks_a_library_is_a_fault_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "detector.runtime", None)  # what a failing import looks like
    with pytest.raises(BackendError, match="cannot be loaded"):
        SharedDetector(load_detector).get()


@pytest.mark.parametrize("fault", [OSError("libx.so"), MemoryError(), RuntimeError("gave up")])
def test_an_engine_that_cannot_be_loaded_ends_no_thread(fault: Exception, qtbot: QtBot) -> None:
    def load(device: str) -> FakeDetector:
        raise fault

    thread = DetectionThread(SharedDetector(load))
    with qtbot.waitSignal(thread.engine_failed) as told:
        thread.start()
    assert told.args == [f"the engine cannot be loaded: {str(fault) or 'MemoryError'}"]
    assert thread.stop()


def test_another_device_that_took_over_is_said_once(qtbot: QtBot) -> None:
    class Replaced(FakeDetector):
        notice = "CUDA is not used: no driver. Using the CPU."

    thread = DetectionThread(SharedDetector(lambda device: Replaced()))
    with qtbot.waitSignal(thread.engine_replaced) as told:
        thread.start()
    assert told.args == [Replaced.notice]
    with qtbot.assertNotEmitted(thread.engine_replaced), qtbot.waitSignal(thread.observed_ready):
        thread.inbox.put(frame(0))
    assert thread.stop()


def test_a_load_that_fails_is_tried_once_until_another_is_asked_for() -> None:
    asked: list[str] = []

    def load(device: str) -> FakeDetector:
        asked.append(device)
        if device == "cuda":
            raise MemoryError
        return FakeDetector()

    shared = SharedDetector(load, "cuda")
    for _ in range(3):
        with pytest.raises(BackendError, match="MemoryError"):
            shared.detect(frame(0).image)
    assert asked == ["cuda"]
    shared.use("cpu")
    shared.detect(frame(0).image)
    assert asked == ["cuda", "cpu"]


def test_while_another_engine_is_loaded_none_is_named(qtbot: QtBot) -> None:
    thread = DetectionThread(SharedDetector(lambda device: FakeDetector()))
    told: list[str] = []
    thread.engine_loaded.connect(told.append)
    with qtbot.waitSignal(thread.engine_loaded):
        thread.start()
    thread.use_device("cuda")
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told[1] == ""
    assert thread.stop()
