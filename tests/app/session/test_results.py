"""A folder that pages were saved into is opened without them, unless somebody asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.document.export import save_pages
from app.document.form import Form
from app.session import Notice, Session
from app.session.doubt_wording import beside
from app.session.opening_wording import left_out
from tests.app.session.conftest import Photo
from tests.app.session.desk import open_one, wait_open


@pytest.fixture
def folder(qtbot: QtBot, session: Session, photo: Photo) -> Path:
    """A photo, and two pictures that were saved of it."""
    path = photo("photo.png")
    open_one(qtbot, session, path)
    (page,) = session.pages
    for file_format in ("png", "jpeg"):
        save_pages([page], path.parent / "saved", Form(file_format, 100))
    session.clear()
    return path.parent


def names(session: Session) -> list[str]:
    return [page.name for page in session.pages]


def test_what_was_saved_into_a_folder_is_left_out_and_told(
    qtbot: QtBot, session: Session, folder: Path, notices: list[Notice]
) -> None:
    notices.clear()
    session.opening.open_paths([folder])
    wait_open(qtbot, session)
    assert names(session) == ["photo"]
    assert notices[-1].text.startswith("Pictures that Rectoscan saved were left out: 2.")
    assert "results" in {notices[-1].action, notices[-1].second}
    assert "saved.jpg" in notices[-1].detail
    assert session.opening.trouble == ""  # a save of all pages asks nobody about it


def test_it_is_opened_where_somebody_asks_for_it(
    qtbot: QtBot, session: Session, folder: Path
) -> None:
    session.opening.open_paths([folder])
    wait_open(qtbot, session)
    session.opening.open_results()
    wait_open(qtbot, session)
    assert sorted(names(session)) == ["photo", "saved", "saved"]
    session.opening.open_results()  # once
    wait_open(qtbot, session)
    assert len(session.pages) == 3


def test_it_is_opened_though_other_pictures_were_opened_meanwhile(
    qtbot: QtBot, session: Session, folder: Path
) -> None:
    for path in (folder, folder / "photo.png"):
        session.opening.open_paths([path])
        wait_open(qtbot, session)
    session.opening.open_results()
    wait_open(qtbot, session)
    assert sorted(names(session)) == ["photo", "photo", "saved", "saved"]


def test_a_result_that_is_named_itself_is_opened(
    qtbot: QtBot, session: Session, folder: Path, notices: list[Notice]
) -> None:
    notices.clear()
    session.opening.open_paths([folder / "saved.png"])
    wait_open(qtbot, session)
    assert names(session) == ["saved"]
    assert not any("left out" in notice.text for notice in notices)


def test_after_a_cleared_session_nothing_of_it_is_known(
    qtbot: QtBot, session: Session, folder: Path
) -> None:
    session.opening.open_paths([folder])
    wait_open(qtbot, session)
    session.clear()
    session.opening.open_results()
    wait_open(qtbot, session)
    assert session.pages == ()


def test_beside_what_else_is_said_the_way_to_open_them_stays() -> None:
    alone = left_out([], [], ["a.png"])
    assert alone is not None
    assert (alone.kind, alone.action, alone.second) == ("info", "results", None)
    mixed = left_out([("b.png", "is empty (0 bytes)")], ["c.pdf"], ["a.png"])
    assert mixed is not None
    assert (mixed.kind, mixed.action, mixed.second) == ("error", "open", "results")
    doubt = Notice("info", "Look.", "edit", page_ids=("p",))
    for each in (alone, mixed):
        both = beside(each, doubt)
        assert both is not None
        assert (both.action, both.second) == ("edit", "results")
