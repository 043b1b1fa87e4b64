"""Every edit is a step; corners are reviewed; pages are cleared."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from detector.quad import Quad
from tests.app.scenes import FakeDetector, set_corners
from tests.app.session.desk import CARD, open_one


def test_each_edit_is_one_step_that_can_be_undone_and_redone(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    page_id = open_one(qtbot, session, photo("card.png"))
    before = session.pages
    steps: list[tuple[str, Callable[[], None]]] = [
        ("Rotate", lambda: session.editing.rotate(page_id, 1)),
        ("Change filter", lambda: session.editing.set_filter(page_id, "grey")),
        ("Change size", lambda: session.editing.set_format(page_id, "ID-3")),
        ("Round corners", lambda: session.editing.set_rounded(page_id, True)),
        ("Move corners", lambda: set_corners(session, page_id, Quad.inset(640, 480))),
        ("Remove page", lambda: session.editing.remove(page_id)),
    ]
    for name, act in steps:
        act()
        assert session.editing.undo_text == name
    after = session.pages
    assert after == ()
    for name, _ in reversed(steps):
        assert session.editing.undo_text == name
        session.editing.undo()
        assert session.editing.redo_text == name
    assert session.pages == before
    for _ in steps:
        session.editing.redo()
    assert session.pages == after


def test_a_step_that_is_undone_or_redone_is_shown(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    first, second, third = (open_one(qtbot, session, photo(f"{n}.png")) for n in "abc")
    session.editing.rotate(first, 1)
    session.editing.set_filter(second, "grey")
    session.select(third)
    for step, shown in (
        (session.editing.undo, second),
        (session.editing.undo, first),
        (session.editing.redo, first),
        (session.editing.redo, second),
    ):
        step()
        assert session.selected == shown


def test_an_edit_draws_the_page_anew(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    with qtbot.waitSignal(session.drawing.page_rendered):
        page_id = open_one(qtbot, session, photo("card.png"))
    with qtbot.waitSignals(
        [session.drawing.page_rendered, session.drawing.thumbnail_ready]
    ) as drawn:
        session.editing.rotate(page_id, 1)
    del drawn
    assert session.pages[0].edits.turns == 1


def test_removing_the_selected_page_selects_its_neighbour_and_the_last_leaves_nothing(
    qtbot: QtBot, session: Session, notices: list[Notice], photo: Callable[[str], Path]
) -> None:
    first = open_one(qtbot, session, photo("a.png"))
    second = open_one(qtbot, session, photo("b.png"))
    third = open_one(qtbot, session, photo("c.png"))
    session.select(second)
    session.editing.remove(second)
    assert session.selected == third
    session.editing.undo()
    session.editing.remove(third)
    session.select(first)
    session.editing.remove(first)
    assert session.selected == second
    assert notices[-1].action == "undo"
    session.editing.remove(second)
    assert session.selected == ""
    assert session.state == "empty"
    session.editing.undo()
    assert session.state == "page"
    assert session.selected == second


def test_pages_can_be_reordered(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    for name in "abc":
        open_one(qtbot, session, photo(f"{name}.png"))
    session.editing.order([session.pages[2].id])
    assert [page.name for page in session.pages] == ["c", "a", "b"]
    session.editing.order([page.id for page in session.pages])
    session.editing.undo()
    assert [page.name for page in session.pages] == ["a", "b", "c"]


def test_unknown_pages_are_ignored(session: Session) -> None:
    session.editing.rotate("nobody", 1)
    session.editing.remove("nobody")
    session.editing.order(["nobody"])
    session.select("nobody")
    session.review.edit_page("nobody")
    session.review.accept_review(Quad.full(10, 10))
    session.review.retake()
    session.editing.undo()
    session.editing.redo()
    assert session.state == "empty"
    assert session.editing.undo_text == ""


def test_editing_corners_is_a_review_of_the_same_page(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    page_id = open_one(qtbot, session, photo("card.png"))
    with qtbot.waitSignal(session.review.started) as review:
        session.review.edit_page(page_id)
    assert review.args[0].id == page_id
    assert session.state == "review"
    assert session.review.detected_quad() == CARD.quad
    session.review.accept_review(Quad.inset(640, 480))
    assert session.state == "page"
    assert session.pages[0].quad == Quad.inset(640, 480)
    session.review.edit_page(page_id)
    session.review.retake()
    assert session.pages[0].quad == Quad.inset(640, 480)


def test_clearing_forgets_pages_and_steps(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    open_one(qtbot, session, photo("card.png"))
    session.clear()
    assert session.pages == ()
    assert session.state == "empty"
    assert session.editing.undo_text == session.editing.redo_text == ""


def test_what_is_being_opened_when_all_is_cleared_does_not_come_back(
    qtbot: QtBot, session: Session, detector: FakeDetector, photo: Callable[[str], Path]
) -> None:
    looked, go_on = threading.Event(), threading.Event()

    def answer(image: object) -> tuple[object, ...]:
        looked.set()
        go_on.wait(60)
        return (CARD,)

    detector.answer = answer
    session.opening.open_paths([photo("a.png"), photo("b.png")])
    qtbot.waitUntil(looked.is_set)
    session.clear()
    go_on.set()
    open_one(qtbot, session, photo("c.png"))
    assert [page.name for page in session.pages] == ["c"]
    qtbot.waitUntil(lambda: session.state == "page")
