"""A screen that the shutter took where no document was found: what is kept of it, and when."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.capture.moment import Shot
from app.document.page import Page
from app.session import Session, recovery
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, scene
from tests.app.session.conftest import Start
from tests.app.session.desk import kept

# Before any session is made, whose screens they are.
pytestmark = pytest.mark.usefixtures("shown")

PLACE = Quad([(200, 140), (420, 150), (415, 300), (205, 290)])


def shoot_whole(qtbot: QtBot, session: Session, screen_id: str, detector: FakeDetector) -> Page:
    """The page in review, of a screen on which no document was found."""
    detector.answer = lambda _image: ()
    with qtbot.waitSignal(session.capturing.observed):
        session.screens.start_screen(screen_id)
    with qtbot.waitSignal(session.review.started) as review:
        session.capturing.capture()
    page: Page = review.args[0]
    assert (page.width, page.height) == (640, 480)
    return page


def assert_trimmed(page: Page) -> None:
    """Only what lies around PLACE is left, and the outline lies where it was."""
    assert page.width < 0.6 * 640
    assert page.height < 0.6 * 480
    way = PLACE.corners - page.quad.corners
    assert np.ptp(way, axis=0).max() < 1e-9
    left, top = (round(each) for each in way[0])
    whole = scene(card_quad())[top : top + page.height, left : left + page.width]
    np.testing.assert_array_equal(page.original.pixels(), whole)
    assert page.original.pixels().base is None


@pytest.fixture
def journalled(
    qtbot: QtBot,
    start: Start,
    screen_id: str,
    detector: FakeDetector,
    monkeypatch: pytest.MonkeyPatch,
) -> Session:
    """A session with a journal, and with `detector` once its own is loaded."""
    session = start()
    qtbot.waitUntil(lambda: session._live._detector.loaded)
    monkeypatch.setattr(session._live._detector, "get", lambda: detector)
    return session


def test_where_nothing_was_found_the_rest_of_the_screen_goes_once_it_is_told_where_it_lies(
    qtbot: QtBot, session: Session, screen_id: str, detector: FakeDetector
) -> None:
    page = shoot_whole(qtbot, session, screen_id, detector)
    session.review.accept_review(PLACE)
    (trimmed,) = session.pages
    assert trimmed.id == page.id
    assert_trimmed(trimmed)
    assert session.checks.doubts == {}  # a person set them
    session.review.edit_page(trimmed.id)
    session.review.accept_review(trimmed.quad.moved(3, 2))
    assert session.pages[0].original is trimmed.original


def test_so_it_does_where_a_review_is_left_and_in_another_page_s_place(
    qtbot: QtBot, session: Session, screen_id: str, detector: FakeDetector
) -> None:
    shoot_whole(qtbot, session, screen_id, detector)
    session.review.accept_review(PLACE)
    first = session.pages[0]
    with qtbot.waitSignal(session.capturing.observed):
        session.capturing.replace_page(first.id)
    with qtbot.waitSignal(session.review.started):
        session.capturing.capture()
    session.review.adjust_review(PLACE)
    session.sources.show_live()
    (second,) = session.pages
    assert second.original is not first.original
    assert_trimmed(second)
    assert session.checks.doubts == {}


def test_left_as_it_was_it_waits_for_its_corners(
    qtbot: QtBot, journalled: Session, screen_id: str, detector: FakeDetector, root: Path
) -> None:
    session = journalled
    page = shoot_whole(qtbot, session, screen_id, detector)
    session.sources.show_live()
    (left,) = session.pages
    assert session.checks.doubts == {left.id: "missing"}
    session.editing.black_out(left.id, (0.4, 0.4), (0.5, 0.5))
    (area,) = session.pages[0].edits.hidden
    qtbot.wait(recovery.REST_MS + 200)
    assert kept(root) in ([], [0])
    session.review.edit_page(page.id)
    session.review.accept_review(PLACE)
    (trimmed,) = session.pages
    assert_trimmed(trimmed)
    assert session.checks.doubts == {}
    (moved,) = trimmed.edits.hidden  # stays on what it hides
    way = np.array(area.corners) - np.array(moved.corners)
    np.testing.assert_allclose(way, PLACE.corners - trimmed.quad.corners, atol=1e-6)
    qtbot.waitUntil(lambda: kept(root) == [1])
    session.editing.undo()
    assert session.pages[0].whole_screen
    session.editing.redo()
    assert_trimmed(session.pages[0])


def test_taken_while_another_page_is_looked_at_it_waits_too(
    qtbot: QtBot, session: Session, screen_id: str, detector: FakeDetector
) -> None:
    page = shoot_whole(qtbot, session, screen_id, detector)
    session.review.accept_review(PLACE)
    session.select(page.id)
    late = Frame(scene(card_quad()), time.monotonic(), 99, "screen:")
    session.capturing.take_shot(Shot(late, None))
    assert [each.whole_screen for each in session.pages] == [False, True]


def test_corners_that_are_being_moved_when_the_program_is_ended_trim_it(
    qtbot: QtBot, start: Start, journalled: Session, screen_id: str, detector: FakeDetector
) -> None:
    shoot_whole(qtbot, journalled, screen_id, detector)
    journalled.review.adjust_review(PLACE)
    journalled.close(keep=True)
    again = start()
    qtbot.waitUntil(lambda: again.recovery.left == 1)
    again.recovery.restore_left()
    qtbot.waitUntil(lambda: len(again.pages) == 1)
    assert_trimmed(again.pages[0])


def test_a_whole_screen_is_in_no_journal(
    qtbot: QtBot, journalled: Session, screen_id: str, detector: FakeDetector, root: Path
) -> None:
    session = journalled
    shoot_whole(qtbot, session, screen_id, detector)
    session.review.adjust_review(PLACE)
    qtbot.wait(recovery.REST_MS + 200)
    assert kept(root) in ([], [0])
    session.review.accept_review(PLACE)
    qtbot.waitUntil(lambda: kept(root) == [1])
