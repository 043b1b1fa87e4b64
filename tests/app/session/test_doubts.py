"""Doubts about outlines: told once, with the pages that they are about, until somebody looked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from detector.detection import Detection
from tests.app.scenes import FakeDetector, card_quad, found, set_corners
from tests.app.session.desk import CARD, open_one, wait_open

Photo = Callable[[str], Path]
SOME = found(card_quad(), score=0.6)


def doubts_of(detector: FakeDetector, *answers: tuple[Detection, ...]) -> None:
    left = list(answers)
    detector.answer = lambda image: left.pop(0) if left else (CARD,)


def test_doubts_are_told_once_with_the_pages_that_they_are_about(
    qtbot: QtBot,
    session: Session,
    detector: FakeDetector,
    notices: list[Notice],
    photo: Photo,
) -> None:
    doubts_of(detector, (CARD,), (), (SOME,))
    session.opening.open_paths([photo(name) for name in ("good.png", "desk.png", "blurred.png")])
    wait_open(qtbot, session)
    good, desk, blurred = session.pages
    assert session.checks.doubts == {desk.id: "missing", blurred.id: "unsure"}
    (notice,) = notices
    assert notice.page_ids == (desk.id, blurred.id)
    assert "2 pages" in notice.text
    assert "Page 2 (desk), Page 3 (blurred)" in notice.text
    assert "good" not in notice.text
    assert session.checks.about([good.id]) is None


@pytest.mark.parametrize("answer", [(), (SOME,)], ids=["missing", "unsure"])
def test_a_doubt_is_over_once_the_corners_were_accepted_even_as_they_are(
    qtbot: QtBot,
    session: Session,
    detector: FakeDetector,
    photo: Photo,
    answer: tuple[Detection, ...],
) -> None:
    doubts_of(detector, answer)
    page_id = open_one(qtbot, session, photo("desk.png"))
    wait_open(qtbot, session)
    session.review.edit_page(page_id)
    session.review.retake()
    assert page_id in session.checks.doubts
    session.review.edit_page(page_id)
    with qtbot.waitSignal(session.checks.doubts_changed):
        session.review.accept_review(session.pages[0].quad)
    assert session.checks.doubts == {}
    assert session.checks.about([page_id]) is None
    session.editing.rotate(page_id, 1)
    assert session.checks.doubts == {}


def test_a_document_that_is_cut_off_is_told_though_its_outline_is_sure(
    qtbot: QtBot,
    session: Session,
    detector: FakeDetector,
    notices: list[Notice],
    photo: Photo,
) -> None:
    doubts_of(detector, (found(card_quad(dx=-200)),))
    page_id = open_one(qtbot, session, photo("desk.png"))
    wait_open(qtbot, session)
    assert session.checks.doubts == {page_id: "cut_off"}
    (notice,) = notices
    assert "part of the document lies outside the picture" in notice.text
    assert (notice.kind, notice.action, notice.page_ids) == ("warning", "edit", (page_id,))
    set_corners(session, page_id, card_quad(dx=-200))
    assert session.checks.doubts == {}
    assert session.checks.about([page_id]) is None


def test_another_picture_in_the_place_is_another_doubt(
    qtbot: QtBot, session: Session, detector: FakeDetector, photo: Photo
) -> None:
    doubts_of(detector, (), ())
    page_id = open_one(qtbot, session, photo("desk.png"))
    set_corners(session, page_id, card_quad())
    assert session.checks.doubts == {}
    session.capturing.replace_page(page_id)
    session.opening.open_paths([photo("other.png")])
    wait_open(qtbot, session)
    assert session.checks.doubts == {page_id: "missing"}
    session.review.edit_page(page_id)
    session.review.accept_review(card_quad())
    assert session.checks.doubts == {}
    session.editing.undo()
    session.editing.undo()
    session.clear()
    assert session.checks.doubts == {}


def test_there_is_nothing_to_say_of_a_page_that_is_gone(
    qtbot: QtBot, session: Session, detector: FakeDetector, photo: Photo
) -> None:
    doubts_of(detector, (), ())
    session.opening.open_paths([photo("a.png"), photo("b.png")])
    wait_open(qtbot, session)
    ids = [page.id for page in session.pages]
    session.editing.remove(ids[0])
    left = session.checks.about(ids)
    assert left is not None
    assert left.page_ids == (ids[1],)
    session.editing.remove(ids[1])
    assert session.checks.about(ids) is None
