"""What counts as saved: pages as they are and, where one file holds several, in their order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.session import Session
from tests.app.session.conftest import Photo
from tests.app.session.desk import open_one

Save = Callable[..., None]


@pytest.fixture
def three(qtbot: QtBot, session: Session, photo: Photo) -> list[str]:
    """The ids of pages "a", "b" and "c"."""
    return [open_one(qtbot, session, photo(f"{name}.png")) for name in "abc"]


@pytest.fixture
def save(qtbot: QtBot, session: Session, tmp_path: Path) -> Save:
    def write(file_format: str, *page_ids: str) -> None:
        with qtbot.waitSignal(session.saving.pages_saved):
            session.saving.save(page_ids, tmp_path / "scan", file_format, 100, keep_sharper=False)

    return write


@pytest.mark.parametrize("file_format", ["pdf", "sheet", "tiff"])
def test_another_order_than_in_the_file_is_not_saved_until_it_is_taken_back(
    session: Session, three: list[str], save: Save, file_format: str
) -> None:
    save(file_format)
    assert session.saving.unsaved == 0
    session.editing.order(three[::-1])
    assert session.saving.unsaved == 3
    session.editing.undo()
    assert session.saving.unsaved == 0
    session.editing.redo()
    save(file_format)
    assert session.saving.unsaved == 0
    session.editing.undo()  # which the first file has
    assert session.saving.unsaved == 0


@pytest.mark.parametrize("file_format", ["png", "jpeg"])
def test_a_file_for_each_page_holds_no_order(
    session: Session, three: list[str], save: Save, file_format: str
) -> None:
    save("pdf")
    save(file_format)
    session.editing.order(three[::-1])
    assert session.saving.unsaved == 0


def test_the_order_is_that_of_the_pages_which_are_still_there(
    qtbot: QtBot, session: Session, three: list[str], save: Save, photo: Photo
) -> None:
    save("pdf")
    session.editing.remove(three[1])
    assert session.saving.unsaved == 0
    fourth = open_one(qtbot, session, photo("d.png"))
    session.editing.order([fourth])
    # The new one alone: the others follow each other as they did.
    assert session.saving.unsaved == 1
    save("pdf", fourth)
    assert session.saving.unsaved == 0
    session.editing.order([three[2], three[0], fourth])
    assert session.saving.unsaved == 2
    session.editing.rotate(three[0], 1)
    assert session.saving.unsaved == 1
