"""Clearing the session: what would be lost is said, and can be saved first. Real clicks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QMessageBox
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.save_choice import SaveChoice
from app.widgets.save_dialog import SaveDialog

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def out(two: MainWindow, tmp_path: Path) -> Path:
    """An empty folder, to which Save saves; a page was turned since the last one."""
    folder = tmp_path / "Documents"
    folder.mkdir()
    two.session.update_settings(last_folder=str(folder))
    two.session.editing.rotate(two.session.pages[0].id, 1)
    return folder


def question(window: MainWindow) -> QMessageBox:
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    return box


def answers(box: QMessageBox) -> dict[str, QAbstractButton]:
    return {each.text().replace("&", ""): each for each in box.buttons()}


def test_clearing_says_what_is_lost_and_saves_first(
    two: MainWindow, qtbot: QtBot, out: Path
) -> None:
    session = two.session
    two.clearing.ask()
    box = question(two)
    assert box.text() == "1 of 2 pages are not saved. Discard them all?"
    assert box.informativeText().startswith("This cannot be undone. Saved files stay.")
    session.editing.rotate(session.pages[1].id, 1)
    box.reject()
    two.clearing.ask()
    box = question(two)
    assert box.text() == "None of the 2 pages is saved. Discard them all?"
    assert {*answers(box)} == {"Save first", "Discard them", "Cancel"}
    assert box.defaultButton() is answers(box)["Cancel"]
    qtbot.mouseClick(answers(box)["Save first"], LEFT)
    qtbot.waitUntil(lambda: not session.pages)
    assert [path.name for path in out.iterdir()] == ["scan.pdf"]
    assert two.notices.text.text() == "Saved, and the session is cleared."
    assert not two.notices.action.isVisible()


def test_what_comes_while_it_is_saved_first_is_not_cleared_away(
    two: MainWindow, qtbot: QtBot, out: Path
) -> None:
    session = two.session
    two.clearing.ask()
    qtbot.mouseClick(answers(question(two))["Save first"], LEFT)
    session.editing.rotate(session.pages[0].id, 1)
    qtbot.waitUntil(lambda: not session.saving.under_way)
    qtbot.wait(50)
    assert len(session.pages) == 2
    with qtbot.waitSignal(session.saving.pages_saved):
        qtbot.mouseClick(two.top.save, LEFT)
    qtbot.wait(50)
    assert len(session.pages) == 2  # this save was not asked for to clear


def test_a_save_that_is_left_or_fails_clears_nothing(
    two: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = two.session
    session.editing.rotate(session.pages[0].id, 1)
    session.update_settings(last_folder="")
    two.clearing.ask()
    qtbot.mouseClick(answers(question(two))["Save first"], LEFT)
    (how,) = [each for each in two.findChildren(SaveDialog) if each.isVisible()]
    how.reject()
    with qtbot.waitSignal(session.saving.pages_saved):
        two.saving.save_to(tmp_path / "a.pdf", SaveChoice((), "pdf", 300, False, 90))
    session.editing.rotate(session.pages[0].id, 1)
    (tmp_path / "file").touch()
    session.update_settings(last_folder=str(tmp_path / "file"))
    two.clearing.ask()
    with qtbot.waitSignal(session.saving.save_failed):
        qtbot.mouseClick(answers(question(two))["Save first"], LEFT)
    qtbot.wait(50)
    assert len(session.pages) == 2


def test_where_all_is_saved_the_question_is_the_one_before(two: MainWindow) -> None:
    two.clearing.ask()
    box = question(two)
    assert box.text() == "Clear all pages? This cannot be undone."
    assert {*answers(box)} == {"Clear", "Cancel"}
    box.reject()


def test_one_page_is_one_page(window: MainWindow, qtbot: QtBot) -> None:
    window.session.opening.open_image(QImage(40, 30, QImage.Format.Format_RGB32), "Pasted picture")
    qtbot.waitUntil(lambda: len(window.session.pages) == 1)
    window.clearing.ask()
    box = question(window)
    assert box.text() == "The page is not saved. Discard it?"
    qtbot.mouseClick(answers(box)["Discard it"], LEFT)
    assert not window.session.pages


def test_a_warning_of_the_save_is_not_cleared_away(
    two: MainWindow, qtbot: QtBot, out: Path
) -> None:
    session = two.session
    session.editing.black_out(session.pages[0].id, (0.1, 0.1), (0.5, 0.5))
    two.clearing.ask()
    with qtbot.waitSignal(session.saving.pages_saved):
        qtbot.mouseClick(answers(question(two))["Save first"], LEFT)
    qtbot.wait(50)
    assert "scan.pdf still shows" in two.notices.text.text()
    assert two.notices.isVisible()
    assert len(session.pages) == 2
