"""Pages whose print can hardly be read are told, apart from doubts, and nothing waits for it."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, scene, set_corners
from tests.app.session.conftest import Start
from tests.app.session.desk import CARD, offered, open_one, wait_open


@pytest.fixture
def pictures(tmp_path: Path, detector: FakeDetector) -> tuple[Path, Path]:
    """A sharp picture of a card, and a blurred one."""
    detector.answer = lambda _image: (CARD,)
    made = tmp_path / "sharp.png", tmp_path / "blurred.png"
    for path, blur_px in zip(made, (0.0, 5.0), strict=True):
        path.write_bytes(cv2.imencode(".png", scene(card_quad(), blur_px=blur_px))[1].tobytes())
    return made


def wait_judged(qtbot: QtBot, session: Session) -> None:
    busy: list[int] = []
    session.busy_changed.connect(busy.append)
    qtbot.waitUntil(lambda: bool(busy) and not busy[-1])


def test_a_blurred_page_is_told_and_a_sharp_one_is_not(
    qtbot: QtBot, session: Session, pictures: tuple[Path, Path], notices: list[Notice]
) -> None:
    with qtbot.waitSignal(session.legibility.flaws_changed):
        session.opening.open_paths(list(pictures))
    wait_open(qtbot, session)
    _, blurred = session.pages
    assert session.legibility.flaws == {blurred.id: "blurred"}
    assert session.checks.doubts == {}  # no corner mends it
    assert notices == []


def test_it_is_judged_anew_where_the_corners_are_moved_and_not_for_a_filter(
    qtbot: QtBot, session: Session, pictures: tuple[Path, Path]
) -> None:
    with qtbot.waitSignal(session.legibility.flaws_changed):
        page_id = open_one(qtbot, session, pictures[1])
    told: list[bool] = []
    session.legibility.flaws_changed.connect(lambda: told.append(True))
    session.editing.set_filter(page_id, "grey")
    session.editing.rotate(page_id, 1)
    wait_judged(qtbot, session)
    assert (session.legibility.flaws, told) == ({page_id: "blurred"}, [])
    set_corners(session, page_id, Quad([(8, 8), (60, 8), (60, 48), (8, 48)]))
    assert session.legibility.flaws == {}  # of what is shown now nothing is known yet
    qtbot.waitUntil(lambda: session.legibility.flaws == {page_id: "small"})
    session.editing.undo()
    qtbot.waitUntil(lambda: session.legibility.flaws == {page_id: "blurred"})


def test_it_goes_once_another_picture_has_the_place(
    qtbot: QtBot, session: Session, pictures: tuple[Path, Path]
) -> None:
    sharp, blurred = pictures
    with qtbot.waitSignal(session.legibility.flaws_changed):
        page_id = open_one(qtbot, session, blurred)
    session.opening.open_paths([sharp], page_id)
    wait_open(qtbot, session)
    wait_judged(qtbot, session)
    assert [page.id for page in session.pages] == [page_id]
    assert session.legibility.flaws == {}


def test_it_goes_where_somebody_says_that_the_page_will_do_and_with_the_session(
    qtbot: QtBot, session: Session, pictures: tuple[Path, Path]
) -> None:
    for leave in (session.legibility.accept, lambda _: session.clear()):
        with qtbot.waitSignal(session.legibility.flaws_changed):
            page_id = open_one(qtbot, session, pictures[1])
        leave(page_id)
        assert session.legibility.flaws == {}
        session.clear()
    session.legibility.accept("of nobody")


def test_what_somebody_said_of_a_page_outlives_a_crash(
    qtbot: QtBot, start: Start, pictures: tuple[Path, Path], root: Path
) -> None:
    first = start()
    with qtbot.waitSignal(first.legibility.flaws_changed):
        one = open_one(qtbot, first, pictures[1])
        other = open_one(qtbot, first, pictures[1])
    qtbot.waitUntil(lambda: set(first.legibility.flaws) == {one, other})
    first.legibility.accept(one)
    assert first.legibility.accepted == {one}
    first.close()
    second = start()
    offered(qtbot, second)
    second.recovery.restore_left()
    qtbot.waitUntil(lambda: second.legibility.flaws == {other: "blurred"})
    wait_open(qtbot, second)
    assert second.legibility.accepted == {one}
    assert second.legibility.flaws == {other: "blurred"}


def test_what_was_said_of_other_corners_holds_no_more(
    qtbot: QtBot, session: Session, pictures: tuple[Path, Path]
) -> None:
    with qtbot.waitSignal(session.legibility.flaws_changed):
        page_id = open_one(qtbot, session, pictures[1])
    session.legibility.accept(page_id)
    set_corners(session, page_id, Quad([(8, 8), (60, 8), (60, 48), (8, 48)]))
    assert session.legibility.accepted == frozenset()
    qtbot.waitUntil(lambda: session.legibility.flaws == {page_id: "small"})
