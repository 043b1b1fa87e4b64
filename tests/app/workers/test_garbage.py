from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from app.workers.garbage import LIMITS, GarbageCollection


class Knot(QObject):
    """A cycle with a timer, which only the collector can free."""

    def __init__(self) -> None:
        super().__init__()
        self.myself = self
        self.timer = QTimer(self)
        self.timer.start(10)


@pytest.fixture
def collection(qtbot: QtBot) -> Iterator[GarbageCollection]:
    made = GarbageCollection()
    yield made
    made.stop()


def make_objects() -> list[list[object]]:
    return [[] for _ in range(2 * LIMITS[0])]


def test_a_worker_that_makes_objects_does_not_destroy_what_is_the_windows(
    collection: GarbageCollection,
) -> None:
    knot = weakref.ref(Knot())
    worker = threading.Thread(target=make_objects)
    worker.start()
    worker.join()
    assert knot() is not None
    kept = make_objects()
    collection.look()
    assert knot() is None
    del kept


def test_it_searches_as_deep_as_is_due(
    collection: GarbageCollection, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[int] = []
    monkeypatch.setattr(gc, "collect", searched.append)
    for counts in ((0, 0, 0), (701, 0, 0), (701, 11, 0), (0, 0, 11)):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        collection.look()
    assert searched == [0, 1, 2]


def test_it_searches_by_itself_while_the_window_runs(
    qtbot: QtBot, collection: GarbageCollection
) -> None:
    knot = weakref.ref(Knot())
    kept = make_objects()
    qtbot.waitUntil(lambda: knot() is None, timeout=30_000)
    del kept


def test_without_new_objects_it_does_not_search(collection: GarbageCollection) -> None:
    gc.collect()
    searches: list[str] = []
    gc.callbacks.append(lambda phase, _: searches.append(phase))
    try:
        collection.look()
    finally:
        gc.callbacks.pop()
    assert searches == []


def test_stopped_it_leaves_the_search_to_the_interpreter(qtbot: QtBot) -> None:
    was_on = gc.isenabled()
    try:
        made = GarbageCollection()
        assert not gc.isenabled()
        made.stop()
        assert gc.isenabled()
    finally:
        (gc.enable if was_on else gc.disable)()
