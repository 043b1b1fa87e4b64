"""Doubtful pages are looked at one after another; what cannot be opened does not hide them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from tests.app.scenes import FakeDetector
from tests.app.session.desk import CARD, wait_open
from tests.app.session.test_doubts import SOME, doubts_of

Photo = Callable[[str], Path]


@pytest.fixture
def five(qtbot: QtBot, session: Session, detector: FakeDetector, photo: Photo) -> list[str]:
    """Ids of five pages, of which 1, 2 and 4 are in doubt; the first is shown."""
    doubts_of(detector, (CARD,), (), (SOME,), (CARD,), ())
    session.opening.open_paths([photo(f"{name}.png") for name in "abcde"])
    wait_open(qtbot, session)
    return [page.id for page in session.pages]


def look(session: Session) -> tuple[str, tuple[int, int]]:
    """The page in review, and its place in the round."""
    return session.review.page.id if session.review.page else "", session.checks.place


def accept(session: Session) -> None:
    assert session.review.page is not None
    session.review.accept_review(session.review.page.quad)


def test_whoever_accepts_comes_to_the_next_until_none_is_left(
    session: Session, five: list[str], qtbot: QtBot
) -> None:
    states: list[str] = []
    session.checks.check()
    session.state_changed.connect(states.append)
    for number, place in enumerate((1, 2, 4), 1):
        assert look(session) == (five[place], (number, 3))
        assert session.selected == five[place]
        accept(session)
    assert look(session) == ("", (0, 0))
    assert (session.state, session.selected, session.checks.doubts) == ("page", five[4], {})
    assert states == ["page"]  # nothing else was shown in between
    session.checks.check()
    assert session.state == "page"


def test_it_begins_with_the_page_that_is_shown_or_the_next_after_it(
    session: Session, five: list[str]
) -> None:
    for shown, first in ((2, 2), (3, 4), (4, 4), (0, 1)):
        session.select(five[shown])
        session.checks.check()
        assert look(session) == (five[first], (1, 3))
    session.select(five[2])
    session.checks.check([five[1], five[4]])  # of these alone
    assert look(session) == (five[4], (1, 2))


def test_whoever_throws_a_page_away_comes_to_the_next_and_may_take_it_back(
    session: Session, five: list[str]
) -> None:
    told: list[Notice] = []
    session.notices.posted.connect(told.append)
    session.checks.check()
    session.review.remove()
    assert look(session) == (five[2], (2, 3))
    assert [page.id for page in session.pages] == [five[0], *five[2:]]
    assert told[-1].action == "undo"
    session.editing.undo()
    assert [page.id for page in session.pages] == five
    assert five[1] in session.checks.doubts
    session.checks.check([five[4]])
    session.review.remove()  # the last of its round
    assert (session.state, look(session)) == ("page", ("", (0, 0)))
    for _ in range(4):
        session.review.edit_page(session.pages[0].id)
        session.review.remove()
    assert (session.state, session.pages) == ("empty", ())


def test_a_page_can_be_passed_over_and_is_asked_for_once_more(
    session: Session, five: list[str]
) -> None:
    session.checks.check()
    session.checks.check()
    assert look(session) == (five[2], (2, 3))
    accept(session)
    accept(session)
    assert look(session) == (five[1], (1, 3))
    session.checks.check()  # there is no other
    assert look(session) == (five[1], (1, 3))
    session.review.retake()
    assert (session.state, list(session.checks.doubts)) == ("page", [five[1]])


@pytest.mark.parametrize("leave", ["retake", "accept_shown", "edit_other", "select"])
def test_whoever_turns_to_something_else_has_left_the_round(
    session: Session, five: list[str], leave: str
) -> None:
    session.checks.check()
    if leave == "edit_other":
        session.review.edit_page(five[3])
        accept(session)
    elif leave == "select":
        session.select(five[3])
    else:
        getattr(session.review, leave)()
    assert (session.state, session.checks.place) == ("page", (0, 0))


def test_from_a_review_that_is_none_of_a_round_it_goes_to_the_page_after_it(
    session: Session, five: list[str]
) -> None:
    session.review.edit_page(five[1])
    assert look(session) == (five[1], (0, 0))
    session.checks.check()
    assert look(session) == (five[2], (1, 3))


def test_a_page_that_went_meanwhile_is_not_asked_for(session: Session, five: list[str]) -> None:
    session.checks.check()
    session.editing.remove(five[2])
    accept(session)
    assert look(session)[0] == five[4]


def test_a_file_that_cannot_be_opened_does_not_hide_the_doubts(
    qtbot: QtBot,
    session: Session,
    detector: FakeDetector,
    notices: list[Notice],
    photo: Photo,
    tmp_path: Path,
) -> None:
    doubts_of(detector, (CARD,), (), (SOME,))
    bad = tmp_path / "IMG_9.jpg"
    bad.write_bytes(b"\xff\xd8\xff\xe0 and no more")
    session.opening.open_paths([*(photo(f"{name}.png") for name in "abc"), bad])
    wait_open(qtbot, session)
    (notice,) = notices
    assert notice.text.startswith("IMG_9.jpg cannot be opened: ")
    assert notice.text.endswith(". Check the corners of 2 pages.")
    assert (notice.kind, notice.action) == ("error", "check")
    assert notice.page_ids == tuple(session.checks.doubts)
    assert notice.rest is not None
    assert notice.rest.text == session.opening.trouble
    assert "Page 3 (c)" in notice.detail
    ids = [page.id for page in session.pages]
    assert [
        session.checks.unchecked(ids),
        session.checks.unchecked(ids[1:2]),
        session.checks.unchecked([]),
    ] == [2, 1, 0]


def test_one_doubt_is_told_in_full_beside_a_file(
    qtbot: QtBot,
    session: Session,
    detector: FakeDetector,
    notices: list[Notice],
    photo: Photo,
    tmp_path: Path,
) -> None:
    doubts_of(detector, ())
    (tmp_path / "letter.doc").write_text("no picture")
    session.opening.open_paths([photo("nothing.png"), tmp_path / "letter.doc"])
    wait_open(qtbot, session)
    (notice,) = notices
    assert "letter.doc cannot be opened" in notice.text
    assert "JPEG, PNG" not in notice.text  # the tooltip says so
    assert "JPEG, PNG" in notice.detail
    assert "Page 1 (nothing): no " in notice.text
    assert notice.action == "edit"


def test_a_page_that_waits_to_be_replaced_waits_no_more_once_others_are_looked_at(
    session: Session, five: list[str]
) -> None:
    session.capturing.replace_page(five[0])
    assert session.capturing.replacing
    session.checks.check()
    assert not session.capturing.replacing


def test_the_key_for_corners_leaves_the_round_of_the_page_that_is_looked_at(
    session: Session, five: list[str]
) -> None:
    session.checks.check()
    session.review.edit_page(five[1])
    assert look(session) == (five[1], (1, 3))
    accept(session)
    assert look(session) == (five[2], (2, 3))
