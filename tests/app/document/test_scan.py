"""The steps of a scan, and how they are taken back."""

from __future__ import annotations

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
