"""What takes the place of a page that is to be replaced, whatever else is under way."""

from __future__ import annotations

import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.capture.moment import Shot
from app.session import Session
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, found, frame
from tests.app.session.conftest import Opening, Photo
from tests.app.session.desk import open_one, wait_open


def names(session: Session) -> list[str]:
    return [page.name for page in session.pages]


def shoot(session: Session) -> None:
    """A capture, as the feed brings it."""
    card = found(card_quad())
    session.capturing.take_shot(Shot(frame(0, card.quad), card.quad, card))


def wait_for_a_capture(session: Session, place: int) -> None:
    """A feed runs, and its next capture is to replace a page."""
    session.sources.start_feed(lambda: None)
    session.capturing.replace_page(session.pages[place].id)
    assert session.capturing.replacing


def test_what_was_being_opened_takes_no_place_that_waits_for_a_capture(
    qtbot: QtBot, session: Session, photo: Photo, opening: Opening, gate: threading.Semaphore
) -> None:
    opening(3, 1)
    session.capturing.set_confirm(False)
    wait_for_a_capture(session, 0)
    # It would take the place, but the capture is sooner.
    session.opening.open_paths([photo("new.png")])
    gate.release(2)
    qtbot.waitUntil(lambda: len(session.pages) == 3)
    assert names(session) == ["0", "1", "2"]
    session.sources.show_live()
    shoot(session)
    gate.release()
    wait_open(qtbot, session)
    assert names(session) == ["Page 1", "1", "2", "new"]


def test_what_is_opened_for_one_page_takes_no_other_that_waits_by_then(
    qtbot: QtBot, session: Session, photo: Photo, opening: Opening, gate: threading.Semaphore
) -> None:
    opening(2, 2)
    session.capturing.replace_page(session.pages[0].id)
    session.opening.open_paths([photo("new.png")])
    session.capturing.replace_page(session.pages[1].id)
    gate.release()
    wait_open(qtbot, session)
    assert names(session) == ["0", "1", "new"]
    assert session.capturing.replacing


def test_of_several_pictures_the_first_takes_the_place_and_none_is_lost(
    qtbot: QtBot, session: Session, photo: Photo
) -> None:
    page_id = open_one(qtbot, session, photo("old.png"))
    for replaced, now in ((page_id, ["a", "b"]), ("", ["c", "b", "d"])):
        if not replaced:
            session.capturing.replace_page(page_id)
        two = [photo(f"{name}.png") for name in ("ab" if replaced else "cd")]
        session.opening.open_paths(two, replaced)
        wait_open(qtbot, session)
        assert names(session) == now


def test_a_capture_in_review_takes_its_place_also_where_the_feed_has_ended_by_then(
    qtbot: QtBot, session: Session, photo: Photo
) -> None:
    open_one(qtbot, session, photo("a.png"))
    open_one(qtbot, session, photo("b.png"))
    session.capturing.set_confirm(True)
    for end, now in (
        (session.review.retake, ["a", "b"]),
        (session.review.accept_shown, ["Page 2", "b"]),
    ):
        wait_for_a_capture(session, 0)
        shoot(session)
        session.sources.stop_live()
        assert session.state == "review"
        end()
        assert names(session) == now
        assert not session.capturing.replacing
    assert session.editing.undo_text == "Replace page"


def test_of_a_film_that_is_opened_meanwhile_the_next_capture_takes_the_place_as_well(
    qtbot: QtBot, session: Session, photo: Photo, tmp_path: Path
) -> None:
    open_one(qtbot, session, photo("a.png"))
    session.capturing.set_auto_capture(False)
    session.capturing.set_confirm(False)
    wait_for_a_capture(session, 0)
    session.opening.open_paths([tmp_path / "film.mp4"])
    qtbot.waitUntil(lambda: session.sources.source == "video:film.mp4")
    shoot(session)
    assert names(session) == ["Page 1"]


def test_corners_are_never_laid_on_another_picture_than_the_one_in_review(
    qtbot: QtBot, session: Session, photo: Photo, detector: FakeDetector
) -> None:
    place = open_one(qtbot, session, photo("a.png"))
    session.opening.open_paths([photo("b.png")], place)
    session.review.edit_page(place)
    session.review.adjust_review(Quad.inset(640, 480, 0.3))
    qtbot.waitUntil(lambda: names(session) == ["b"])
    assert session.state == "page"
    assert session.pages[0].quad == card_quad()
    session.editing.undo()
    assert names(session) == ["a"]
    assert session.state == "page"
