"""Save says beforehand what it writes and where, and what it said goes with what was true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.session import Session, wording
from app.widgets.main_window import MainWindow
from app.widgets.save_choice import SaveChoice
from app.widgets.save_dialog import SaveDialog
from tests.app.scenes import FakeDetector, card_quad, scene
from tests.app.session.desk import CARD

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window whose detector is sure of every picture."""
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = MainWindow(Session(store, lambda _device: FakeDetector(lambda _image: (CARD,))))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.closing.leave()


def opened(window: MainWindow, qtbot: QtBot, folder: Path, count: int) -> None:
    session, before = window.session, len(window.session.pages)
    paths = [folder / f"{before + number}.png" for number in range(count)]
    for path in paths:
        path.write_bytes(cv2.imencode(".png", scene(card_quad()))[1].tobytes())
    session.opening.open_paths(paths)
    qtbot.waitUntil(lambda: len(session.pages) == before + count and not session.opening.under_way)


def asked_how(window: MainWindow) -> list[SaveDialog]:
    return [each for each in window.findChildren(SaveDialog) if each.isVisible()]


@pytest.fixture
def out(window: MainWindow, tmp_path: Path) -> Path:
    folder = tmp_path / "Documents"
    folder.mkdir()
    window.session.update_settings(last_folder=str(folder))
    return folder


def test_the_tooltip_of_save_says_how_many_how_and_where(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    tip, session = window.top.save.toolTip, window.session
    assert tip() == "Save (Ctrl+S)"  # it asks
    session.update_settings(last_folder=str(tmp_path / "a <b>"))
    assert "a &lt;b&gt;" in tip()
    session.update_settings(last_folder=str(tmp_path / "Documents"))
    assert tip() == "Save as PDF in Documents (Ctrl+S)"
    opened(window, qtbot, tmp_path, 1)
    assert tip() == "Save the page as PDF in Documents (Ctrl+S)"
    opened(window, qtbot, tmp_path, 1)
    for file_format, kind in (("sheet", "PDF on A4"), ("pdfs", "separate PDFs"), ("png", "PNG")):
        session.update_settings(format=file_format)
        assert tip() == f"Save 2 pages as {kind} in Documents (Ctrl+S)"


def test_the_question_at_the_end_says_what_save_writes(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, out: Path
) -> None:
    window.session.update_settings(format="sheet")
    opened(window, qtbot, tmp_path, 2)
    window.close()
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    assert box.informativeText().endswith("Save writes a PDF on A4 to Documents.")
    box.reject()


def test_more_files_than_a_cards_are_not_paired_unasked_but_once_somebody_said_so(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, out: Path
) -> None:
    window.session.update_settings(format="sheet")
    opened(window, qtbot, tmp_path, 3)
    assert window.top.save.toolTip() == "Save (Ctrl+S)"
    qtbot.mouseClick(window.top.save, LEFT)
    (how,) = asked_how(window)
    assert how.kind.currentData() == "sheet"
    with qtbot.waitSignal(window.session.saving.pages_saved):
        how.accept()
        (where,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
        where.fileSelected.emit(str(out / "case.pdf"))
        where.done(QFileDialog.DialogCode.Accepted)
    window.session.editing.rotate(window.session.pages[0].id, 1)
    with qtbot.waitSignal(window.session.saving.pages_saved):
        qtbot.mouseClick(window.top.save, LEFT)
    assert not asked_how(window)
    window.session.clear()  # the next customer's are nobody's front and back
    opened(window, qtbot, tmp_path, 3)
    qtbot.mouseClick(window.top.save, LEFT)
    assert len(asked_how(window)) == 1
    asked_how(window)[0].reject()


@pytest.mark.parametrize(("file_format", "count"), [("sheet", 2), ("pdf", 3)])
def test_a_card_and_what_is_not_paired_are_saved_at_once(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, out: Path, file_format: str, count: int
) -> None:
    window.session.update_settings(format=file_format)
    opened(window, qtbot, tmp_path, count)
    with qtbot.waitSignal(window.session.saving.pages_saved):
        qtbot.mouseClick(window.top.save, LEFT)
    assert window.notices.text.text().startswith("Saved in Documents as Scan 2")


@pytest.mark.parametrize("change", ["edit", "open"])
def test_what_was_said_of_a_save_goes_once_something_is_unsaved_again(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, out: Path, change: str
) -> None:
    opened(window, qtbot, tmp_path, 2)
    for keys in (1, 2):  # saved, and already saved
        qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
        qtbot.waitUntil(lambda: not window.session.saving.under_way and window.notices.isVisible())
        if keys == 1:
            window.session.select(window.session.pages[0].id)
            assert window.notices.isVisible()  # nothing has changed
            window.notices.hide()
    assert window.notices.second.text() == "Save a copy"
    if change == "edit":
        qtbot.keyClick(window, Qt.Key.Key_R)
    else:
        opened(window, qtbot, tmp_path, 1)
    assert not window.notices.isVisible()


def test_that_some_pages_were_saved_goes_with_a_change_of_one_of_them(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, out: Path
) -> None:
    opened(window, qtbot, tmp_path, 2)
    first, second = window.session.pages
    choice = SaveChoice((first.id,), "pdf", 300, False, 90)
    with qtbot.waitSignal(window.session.saving.pages_saved):
        window.saving.save_to(out / "a.pdf", choice)
    assert window.notices.isVisible()
    window.session.editing.rotate(second.id, 1)
    opened(window, qtbot, tmp_path, 1)
    assert window.notices.isVisible()
    window.session.editing.rotate(first.id, 1)
    assert not window.notices.isVisible()


def test_that_there_is_no_camera_goes_with_the_first_page(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    fault = wording.camera_notice("busy", "")
    for notice, stays in ((wording.camera_notice("none", ""), False), (fault, True)):
        window.session.notices.posted.emit(notice)
        assert window.notices.isVisible()
        opened(window, qtbot, tmp_path, 1)
        assert window.notices.isVisible() is stays
