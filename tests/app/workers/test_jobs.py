from __future__ import annotations

import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from app.errors import RectoscanError
from app.workers import jobs
from app.workers.jobs import Lane


def test_results_come_in_order_on_the_gui_thread(qtbot: QtBot) -> None:
    lane, answers = Lane("test"), []
    here = threading.get_ident()
    for number in range(5):
        lane.submit(
            lambda n=number: (n, threading.get_ident()),
            lambda result: answers.append((*result, threading.get_ident())),
            lambda error: None,
        )
    qtbot.waitUntil(lambda: len(answers) == 5)
    assert [n for n, _, _ in answers] == list(range(5))
    assert all(worked != here and answered == here for _, worked, answered in answers)
    assert lane.busy == 0
    assert lane.stop()


def test_an_error_is_an_answer_and_the_lane_goes_on(qtbot: QtBot) -> None:
    lane, errors, results = Lane("test"), [], []

    def fail() -> None:
        raise RectoscanError("disk full")

    lane.submit(fail, results.append, errors.append)
    lane.submit(lambda: 1, results.append, errors.append)
    qtbot.waitUntil(lambda: results == [1])
    assert [str(error) for error in errors] == ["disk full"]
    assert lane.stop()


def test_a_mistake_of_ours_is_logged_and_answered(qtbot: QtBot, expect_log) -> None:
    expect_log("a job failed")
    lane, errors = Lane("test"), []
    lane.submit(lambda: 1 / 0, lambda result: None, errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1)
    assert lane.stop()


def test_stopping_waits_for_what_runs_and_drops_what_waits(qtbot: QtBot) -> None:
    lane, done, answers = Lane("test"), [], []
    started = threading.Event()

    def slow() -> None:
        started.set()
        time.sleep(0.1)
        done.append("slow")

    lane.submit(slow, answers.append, answers.append)
    lane.submit(lambda: done.append("never"), answers.append, answers.append)
    assert started.wait(30)
    assert lane.stop()
    assert done == ["slow"]
    qtbot.wait(20)
    assert answers == []
    lane.submit(lambda: done.append("late"), answers.append, answers.append)
    assert lane.stop()
    assert done == ["slow"]


def test_finishing_does_what_waits_and_takes_nothing_more(qtbot: QtBot) -> None:
    lane, done = Lane("test"), []
    for number in range(3):
        lane.submit(lambda n=number: (time.sleep(0.02), done.append(n)), id, id)
    assert lane.finish()
    assert done == [0, 1, 2]
    lane.submit(lambda: done.append("late"), id, id)
    assert lane.stop()
    assert done == [0, 1, 2]


def test_a_job_that_takes_too_long_is_left_and_stays_unheard(qtbot: QtBot) -> None:
    lane, go_on, answers = Lane("test"), threading.Event(), []
    started = threading.Event()
    lane.submit(lambda: (started.set(), go_on.wait(60)), answers.append, answers.append)
    assert started.wait(30)
    from_s = time.monotonic()
    assert not lane.stop(50)
    assert time.monotonic() - from_s < 30
    go_on.set()
    assert lane.stop()
    qtbot.wait(20)
    assert answers == []


def test_what_is_dropped_is_neither_done_nor_answered_and_the_lane_goes_on(qtbot: QtBot) -> None:
    lane, go_on, done, answers = Lane("test"), threading.Event(), [], []
    started, busy = threading.Event(), []
    lane.busy_changed.connect(busy.append)
    lane.submit(lambda: (started.set(), go_on.wait(60)), answers.append, answers.append)
    lane.submit(lambda: done.append("waited"), answers.append, answers.append)
    assert started.wait(30)
    lane.drop()
    assert (lane.busy, busy[-1]) == (0, 0)
    go_on.set()
    lane.submit(lambda: "new", answers.append, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["new"]
    assert done == []
    assert lane.stop()


def test_a_lane_behind_another_begins_once_that_one_is_done(qtbot: QtBot) -> None:
    first = Lane("first")
    behind = Lane("behind", behind=first)
    began, order = threading.Event(), []

    def slow() -> None:
        began.set()
        time.sleep(0.1)
        order.append("first")

    behind.submit(lambda: order.append("behind"), order.append, order.append)
    # Asked for later, in the same turn of the event loop.
    first.submit(slow, lambda _: None, lambda _: None)
    assert began.wait(30)
    assert order == []
    qtbot.waitUntil(lambda: behind.busy == 0)
    assert order[:2] == ["first", "behind"]
    assert first.stop()
    assert behind.stop()


def test_a_lane_behind_one_that_hangs_goes_on_all_the_same(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PATIENCE_S", 0.05)
    first = Lane("first")
    behind, answers, free = Lane("behind", behind=first), [], threading.Event()
    first.submit(lambda: free.wait(30), answers.append, answers.append)
    behind.submit(lambda: "done", answers.append, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["done"]
    free.set()
    assert first.stop()
    assert behind.stop()


def test_a_lane_is_not_waited_for_once_its_jobs_are_dropped_or_it_stops(qtbot: QtBot) -> None:
    first, free, began = Lane("first"), threading.Event(), threading.Event()

    def held() -> None:
        began.set()
        free.wait(30)

    first.submit(held, lambda _: None, lambda _: None)
    first.submit(held, lambda _: None, lambda _: None)
    assert began.wait(30)
    assert not first.wait_idle(0)
    first.drop()
    free.set()
    assert first.wait_idle(30)
    first.submit(lambda: None, lambda _: None, lambda _: None)
    assert first.stop()
    assert first.wait_idle(0)


def test_what_is_dropped_while_it_comes_behind_another_is_not_done(qtbot: QtBot) -> None:
    first = Lane("first")
    behind, done, free = Lane("behind", behind=first), [], threading.Event()
    first.submit(lambda: free.wait(30), lambda _: None, lambda _: None)
    behind.submit(lambda: done.append("dropped"), done.append, done.append)
    qtbot.wait(20)  # it waits for the first one by now
    behind.drop()
    free.set()
    behind.submit(lambda: done.append("new"), lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: behind.busy == 0)
    assert done == ["new"]
    assert first.stop()
    assert behind.stop()
