"""Pages to check, from the key to the last of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from tests.app.scenes import write_plain


@pytest.fixture
def three(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window with three pictures in which no document was found, the first of them shown."""
    session = window.session
    session.opening.open_paths([write_plain(tmp_path / f"IMG_{n}.png", 60 * n) for n in (1, 2, 3)])
    qtbot.waitUntil(lambda: len(session.pages) == 3 and not session.opening.under_way)
    return window


def test_a_key_begins_and_enter_goes_on_to_the_last_page_in_doubt(
    three: MainWindow, qtbot: QtBot
) -> None:
    session, line = three.session, three.bottom.guidance
    assert three.tray.check.text() == "3 to check"
    qtbot.keyClick(three, Qt.Key.Key_N)
    for number in (1, 2, 3):
        assert line.text() == f"{number} of 3 · No document found: set the corners"
        assert session.selected == session.pages[number - 1].id
        assert three.tray.check.text() == f"{4 - number} to check"
        assert three.stage.review.editor.hasFocus()
        assert not three.notices.isVisible()
        qtbot.keyClick(three.stage.review.editor, Qt.Key.Key_Return)
    assert (session.state, line.text()) == ("page", "Ready to save")
    assert not three.tray.check.isVisible()
    assert not three.notices.isVisible()


def test_a_page_whose_corners_are_edited_by_its_key_is_the_only_one(
    three: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(three, Qt.Key.Key_E)
    assert three.session.state == "review"
    assert three.bottom.guidance.text() == "No document found: set the corners"
    qtbot.keyClick(three.stage.review.editor, Qt.Key.Key_Return)
    assert three.session.state == "page"
    assert three.bottom.guidance.text() == "2 pages to check, then save"
    assert "2 pictures" in three.notices.text.text()


def test_the_notice_goes_through_its_pages_and_a_save_waits_for_none(
    three: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert "Page 1 (IMG_1), Page 2 (IMG_2), Page 3 (IMG_3)" in three.notices.text.text()
    assert three.notices.action.text() == "Check corners"
    qtbot.mouseClick(three.notices.action, Qt.MouseButton.LeftButton)
    qtbot.keyClick(three.stage.review.editor, Qt.Key.Key_Return)
    three.session.update_settings(last_folder=str(tmp_path), format="pdf")
    qtbot.keyClick(three, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Saved" in three.notices.text.text())
    # What is saved is what is shown: the page in review counts as looked at.
    assert three.notices.text.text().endswith(". One page was not checked.")
    assert three.bottom.guidance.text() == "All pages are saved, one was not checked"
    qtbot.mouseClick(three.notices.second, Qt.MouseButton.LeftButton)
    assert three.session.selected == three.session.pages[2].id
    assert three.session.state == "review"


def test_what_a_save_says_of_unchecked_pages_goes_with_the_looks_at_them(
    three: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    three.session.update_settings(last_folder=str(tmp_path), format="pdf")
    qtbot.keyClick(three, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    told, second = three.notices.text, three.notices.second
    qtbot.waitUntil(lambda: told.text().endswith(". 3 pages were not checked."))
    qtbot.keyClick(three, Qt.Key.Key_N)
    for left in ("2 pages were", "One page was"):
        qtbot.keyClick(three.stage.review.editor, Qt.Key.Key_Return)
        assert told.text().endswith(f". {left} not checked.")
        assert second.text() == "Check corners"
    qtbot.keyClick(three.stage.review.editor, Qt.Key.Key_Return)
    assert told.text().endswith(".pdf")
    assert (three.notices.isVisible(), second.text()) == (True, "Clear session")


def test_it_goes_with_the_pages_and_comes_back_with_them(
    three: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    three.session.update_settings(last_folder=str(tmp_path), format="pdf")
    qtbot.keyClick(three, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    told = three.notices.text
    qtbot.waitUntil(lambda: told.text().endswith(". 3 pages were not checked."))
    three.acting.steps.undo()
    assert told.text().endswith(".pdf")
    assert three.notices.second.text() != "Check corners"  # of no page
    three.acting.steps.redo()
    assert told.text().endswith(". 3 pages were not checked.")
