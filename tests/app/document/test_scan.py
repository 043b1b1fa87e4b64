"""The steps of a scan, and how they are taken back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.document.original import Original
from app.document.page import Page
from app.document.scan import MAX_STEPS, History, Scan
from detector.quad import Quad


@pytest.fixture
def page() -> Page:
    return Page("one", Original(np.zeros((60, 90, 3), np.uint8)), Quad.full(90, 60))


def test_history_walks_back_and_forth(page: Page) -> None:
    history = History()
    history.push("add", history.scan.added(page))
    history.push("rotate", history.scan.replaced(page.rotated(1)))
    assert history.undo_name == "rotate"
    assert history.undo().pages == (page,)
    assert history.redo_name == "rotate"
    assert history.undo() == Scan()
    assert history.undo() == Scan()
    history.redo()
    assert history.undo_name == "add"
    history.push("remove", history.scan.removed(page.id))
    assert history.redo_name is None
    with pytest.raises(KeyError):
        history.scan.removed("nobody")


def test_of_more_steps_than_are_kept_the_last_ones_are(page: Page) -> None:
    history = History()
    history.push("add", history.scan.added(page))
    for turns in range(1, MAX_STEPS + 6):
        history.push("rotate", history.scan.replaced(page.with_turns(turns)))
    last = history.scan
    for _ in range(2 * MAX_STEPS):
        history.undo()
    assert history.scan.pages == (page.with_turns(5),)
    for _ in range(2 * MAX_STEPS):
        history.redo()
    assert history.scan == last


def test_nothing_is_to_be_taken_back_of_an_untouched_scan() -> None:
    history = History()
    assert (history.undo_name, history.redo_name) == (None, None)
    assert (history.undo(), history.redo()) == (Scan(), Scan())


def test_what_is_repeated_can_be_taken_back_once_more(page: Page) -> None:
    history = History()
    history.push("add", history.scan.added(page))
    for _ in range(2):
        assert history.undo() == Scan()
        assert history.redo() == Scan((page,))


def test_pages_not_named_in_a_new_order_come_last_as_they_were(page: Page) -> None:
    scan = Scan(tuple(replace(page, id=name) for name in "abcd"))
    assert [each.id for each in scan.ordered(["c", "a"]).pages] == ["c", "a", "b", "d"]
    with pytest.raises(KeyError):
        scan.ordered(["c", "nobody"])


def test_a_step_that_grows_is_one_step_whatever_came_after_it(page: Page) -> None:
    one, two, three = (replace(page, id=name) for name in ("one", "two", "three"))
    history = History()
    history.push("add", history.scan.added(one), growth=1)
    history.push("rotate", history.scan.replaced(one.rotated(1)))
    assert history.grow(1, two)
    assert history.undo().pages == (one, two)
    assert history.grow(1, three)
    assert history.redo().pages == (one.rotated(1), two, three)
    history.undo()
    assert history.undo_name == "add_many"
    assert history.undo() == Scan()
    assert (history.undone(1), history.undone(2)) == (True, False)
    assert not history.grow(1, two)
    assert history.holds("three")
    assert not history.holds("four")
