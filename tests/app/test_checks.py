"""Pages to check, from the key to the last of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.document.page import Page
from app.widgets import review_stage
from app.widgets.main_window import MainWindow
from tests.app.scenes import write_plain


@pytest.fixture
def three(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window with three pictures in which no document was found, the first of them shown."""
    session = window.session
    session.opening.open_paths([write_plain(tmp_path / f"IMG_{n}.png", 60 * n) for n in (1, 2, 3)])
    qtbot.waitUntil(lambda: len(session.pages) == 3 and not session.opening.under_way)
    return window


def accept(window: MainWindow, qtbot: QtBot) -> None:
    """Enter, once the picture is seen."""
    editor = window.stage.review.editor
    qtbot.waitUntil(lambda: not editor.image.isNull())
    qtbot.keyClick(editor, Qt.Key.Key_Return)


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
        accept(three, qtbot)
    assert (session.state, line.text()) == ("page", "Ready to save")
    assert not three.tray.check.isVisible()
    assert not three.notices.isVisible()


def test_a_page_whose_corners_are_edited_by_its_key_is_the_only_one(
    three: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(three, Qt.Key.Key_E)
    assert three.session.state == "review"
    assert three.bottom.guidance.text() == "No document found: set the corners"
    accept(three, qtbot)
    assert three.session.state == "page"
    assert three.bottom.guidance.text() == "2 pages to check, then save"
    assert "2 pictures" in three.notices.text.text()


def test_the_notice_goes_through_its_pages_and_a_save_waits_for_none(
    three: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert "Page 1 (IMG_1), Page 2 (IMG_2), Page 3 (IMG_3)" in three.notices.text.text()
    assert three.notices.action.text() == "Check corners"
    qtbot.mouseClick(three.notices.action, Qt.MouseButton.LeftButton)
    accept(three, qtbot)
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
        accept(three, qtbot)
        assert told.text().endswith(f". {left} not checked.")
        assert second.text() == "Check corners"
    accept(three, qtbot)
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


def test_corners_that_nobody_has_seen_on_their_picture_are_not_accepted(
    three: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = threading.Event()
    real = review_stage.visible

    def slow(page: Page) -> NDArray[np.uint8]:
        assert shown.wait(30)
        return real(page)

    monkeypatch.setattr(review_stage, "visible", slow)
    editor = three.stage.review.editor
    qtbot.keyClick(three, Qt.Key.Key_N)
    for _ in range(2):  # as by a key that is pressed twice
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert three.tray.check.text() == "3 to check"
    assert three.session.selected == three.session.pages[0].id
    shown.set()
    accept(three, qtbot)
    assert three.tray.check.text() == "2 to check"


def test_corners_of_a_picture_that_cannot_be_shown_can_be_accepted(
    three: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: Callable[[str], None],
) -> None:
    expect_log("a job failed")

    def fail(_page: Page) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(review_stage, "visible", fail)
    with qtbot.waitSignal(three.stage.review.not_shown):
        qtbot.keyClick(three, Qt.Key.Key_E)
    qtbot.keyClick(three.stage.review.editor, Qt.Key.Key_Return)
    assert three.session.state == "page"
