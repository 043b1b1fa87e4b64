"""An opening is one step to undo, wherever other steps come in between."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from tests.app.session.conftest import Opening, Photo
from tests.app.session.desk import open_one, wait_open


def test_one_undo_takes_one_opening_back_and_redo_repeats_it(
    qtbot: QtBot, session: Session, photo: Photo
) -> None:
    first = open_one(qtbot, session, photo("first.png"))
    wait_open(qtbot, session)
    session.opening.open_paths([photo(f"{n}.png") for n in range(3)])
    wait_open(qtbot, session)
    assert session.editing.undo_text == "Add pages"
    session.editing.undo()
    assert [page.id for page in session.pages] == [first]
    session.editing.redo()
    assert len(session.pages) == 4
    session.editing.undo()
    session.editing.undo()
    assert session.pages == ()


def test_a_step_in_between_is_not_taken_back_with_the_rest(
    qtbot: QtBot, session: Session, opening: Opening, gate: threading.Semaphore
) -> None:
    opening(3, 1)
    session.editing.rotate(session.pages[0].id, 1)
    gate.release(2)
    wait_open(qtbot, session)
    assert session.editing.undo_text == "Rotate"
    session.editing.undo()
    assert [page.edits.turns for page in session.pages] == [0, 0, 0]
    session.editing.undo()
    assert session.pages == ()
    session.editing.redo()
    session.editing.redo()
    assert [page.edits.turns for page in session.pages] == [1, 0, 0]


def test_a_step_undone_while_pictures_are_opened_takes_none_of_them_along(
    qtbot: QtBot, session: Session, opening: Opening, gate: threading.Semaphore
) -> None:
    opening(4, 1)
    session.editing.rotate(session.pages[0].id, 1)
    gate.release()
    qtbot.waitUntil(lambda: len(session.pages) == 2)
    session.editing.undo()
    assert [page.edits.turns for page in session.pages] == [0, 0]
    gate.release(2)
    wait_open(qtbot, session)
    assert [page.name for page in session.pages] == ["0", "1", "2", "3"]
    session.editing.redo()
    assert [page.edits.turns for page in session.pages] == [1, 0, 0, 0]


def test_an_opening_undone_midway_is_stopped_and_what_is_opened_next_is_another_step(
    qtbot: QtBot,
    session: Session,
    notices: list[Notice],
    photo: Photo,
    opening: Opening,
    gate: threading.Semaphore,
) -> None:
    opening(3, 2)
    session.editing.undo()
    assert not session.opening.under_way
    assert "Stopped" in notices[-1].text
    session.editing.redo()
    assert [page.name for page in session.pages] == ["0", "1"]
    session.editing.undo()
    gate.release(100)
    open_one(qtbot, session, photo("next.png"))
    wait_open(qtbot, session)
    assert [page.name for page in session.pages] == ["next"]
    session.editing.undo()
    assert session.pages == ()


def test_what_arrives_is_no_other_step_to_undo(
    qtbot: QtBot, session: Session, opening: Opening, gate: threading.Semaphore
) -> None:
    opening(4, 2)
    session.editing.remove(session.pages[0].id)
    steps: list[str] = []
    session.editing.history_changed.connect(lambda: steps.append(session.editing.undo_text))
    gate.release(2)
    wait_open(qtbot, session)
    assert steps == []  # an offer to undo still holds
    session.editing.undo()
    assert [page.name for page in session.pages] == ["0", "1", "2", "3"]
