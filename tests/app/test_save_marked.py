"""Saving the pages that are marked, and a PDF of each: real dialogs of the real window."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.save_dialog import SaveDialog

NAMES = ("A. Smith", "B. Jones", "C. Müller", "D. 王")


@pytest.fixture
def four(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window with a page of each of four people, the first of which is shown."""
    for number, name in enumerate(NAMES):
        Image.new("RGB", (400, 300), (90, 100, 110 + number)).save(tmp_path / f"{name}.png")
    session = window.session
    session.opening.open_paths([tmp_path / f"{name}.png" for name in NAMES])
    qtbot.waitUntil(lambda: len(session.pages) == len(NAMES) and not session.opening.under_way)
    session.select(session.pages[0].id)
    return window


def mark(window: MainWindow, qtbot: QtBot, *places: int) -> None:
    pages = window.tray.list
    held = Qt.KeyboardModifier.NoModifier
    for place in places:
        at = pages.visualItemRect(pages.item(place)).center()
        qtbot.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, held, at)
        held = Qt.KeyboardModifier.ControlModifier


def asked(window: MainWindow) -> SaveDialog:
    window.saving.save_as()
    (dialog,) = [each for each in window.findChildren(SaveDialog) if each.isVisible()]
    return dialog


def go_on(window: MainWindow, qtbot: QtBot, how: SaveDialog, target: Path) -> list[Path]:
    """What is written then."""
    how.accept()
    (where,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    with qtbot.waitSignal(window.session.saving.pages_saved) as told:
        where.fileSelected.emit(str(target))
        where.done(QFileDialog.DialogCode.Accepted)
    paths: list[Path] = told.args[0]
    return paths


def test_the_marked_pages_are_meant_and_the_others_stay_unsaved(
    four: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    mark(four, qtbot, 1, 3)
    how = asked(four)
    offered = [how.scope.itemText(place) for place in range(how.scope.count())]
    assert offered == ["All pages (4)", "Marked pages (2)", "Only the page shown"]
    assert how.scope.currentIndex() == 1
    (path,) = go_on(four, qtbot, how, tmp_path / "out" / "two.pdf")
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 2
    assert four.session.saving.unsaved == 2
    session = four.session
    left = session.saving.files.unsaved(session.pages)
    assert [page.name for page in left] == [NAMES[0], NAMES[2]]
    # What no file holds is not cleared away.
    assert four.notices.second.text() == "Check corners"


@pytest.mark.parametrize("places", [(2,), (0, 1, 2, 3)])
def test_one_page_and_all_of_them_are_no_choice_of_their_own(
    four: MainWindow, qtbot: QtBot, places: tuple[int, ...]
) -> None:
    mark(four, qtbot, *places)
    how = asked(four)
    assert how.scope.currentText() == "All pages (4)"
    assert how.scope.count() == 2
    how.reject()


def test_each_persons_page_becomes_a_pdf_of_that_name(
    four: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    how = asked(four)
    how.kind.setCurrentIndex(how.kind.findData("pdfs"))
    assert how.kind.currentText() == "PDF, one file for each page"
    assert how.own_names.isEnabled()
    assert how.password.isEnabled()
    assert how.quality.isEnabled()
    how.password.setText("secret")
    paths = go_on(four, qtbot, how, tmp_path / "out")
    assert [path.name for path in paths] == [f"{name}.pdf" for name in NAMES]
    for path in paths:
        with pikepdf.open(path, password="secret") as pdf:
            assert len(pdf.pages) == 1
    assert four.session.saving.unsaved == 0
    told = "Saved 4 files in out, locked by the password. 4 pages were not checked."
    assert four.notices.text.text() == told
    four.session.editing.order([four.session.pages[3].id])
    assert four.session.saving.unsaved == 0  # files of one page each have no order
    assert four.session.settings.format == "pdfs"


def test_of_marked_pages_each_is_named_after_its_picture_as_well(
    four: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    mark(four, qtbot, 0, 2)
    how = asked(four)
    how.kind.setCurrentIndex(how.kind.findData("pdfs"))
    assert how.own_names.isEnabled()
    paths = go_on(four, qtbot, how, tmp_path / "out")
    assert [path.name for path in paths] == [f"{NAMES[0]}.pdf", f"{NAMES[2]}.pdf"]
    assert four.session.saving.unsaved == 2
