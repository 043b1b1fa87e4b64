"""Printing from the window, with real events; Qt's own dialog is answered for the person."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.session import printing as printing_module
from app.widgets import print_dialog, printing
from app.widgets.main_window import MainWindow
from app.widgets.save_dialog import SaveDialog
from tests.app.paper import (
    CONTROL,
    LEFT,
    accept_system,
    asked,
    begin_print,
    sheets,
    shown_dialogs,
)


@pytest.fixture
def unsaved(two: MainWindow) -> MainWindow:
    """The window with two pages that no file holds as they are."""
    two.session.editing.rotate(two.session.pages[0].id, 1, [two.session.pages[1].id])
    assert two.session.saving.unsaved == 2
    return two


def print_all(window: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(window, qtbot)
    qtbot.waitUntil(dialog.go_on.isEnabled)
    qtbot.mouseClick(dialog.go_on, LEFT)
    with qtbot.waitSignal(window.session.printing.pages_printed):
        accept_system(window)


def test_it_is_offered_where_there_are_pages(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.top.print.isEnabled()
    assert window.top.print.accessibleName()
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    assert not shown_dialogs(window)


def test_the_button_and_the_key_print_and_nothing_is_saved_by_it(
    unsaved: MainWindow, qtbot: QtBot, paper: Path
) -> None:
    print_all(unsaved, qtbot)
    assert sheets(paper) == 1  # both sides
    assert unsaved.session.saving.unsaved == 2
    assert unsaved.bottom.guidance.text() == "Ready to save"
    told = f"Printed to the file {paper.name} in {paper.parent.name}."
    assert unsaved.notices.text.text().replace("\u200b", "") == told
    assert unsaved.notices.action.text() == "Show folder"
    qtbot.mouseClick(unsaved.top.print, LEFT)
    (dialog,) = shown_dialogs(unsaved)
    dialog.reject()


def test_pages_that_are_marked_are_printed_alone(
    two: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    two.session.opening.open_paths([tmp_path / "a.png"])
    qtbot.waitUntil(lambda: len(two.session.pages) == 3)
    ids = [page.id for page in two.session.pages]
    two.session.select(ids[0])
    two.tray.list.item(2).setSelected(True)
    dialog = asked(two, qtbot)
    assert dialog.choice().page_ids == (ids[0], ids[2])
    dialog.scope.setCurrentIndex(0)
    assert dialog.choice().page_ids == ()
    dialog.scope.setCurrentIndex(2)
    assert dialog.choice().page_ids == (ids[0],)
    assert not dialog.together.isEnabled()
    dialog.reject()
    assert not shown_dialogs(two)


@pytest.fixture
def spooler(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Answers once it is set: that there is no printer."""
    event = threading.Event()

    def count() -> int:
        assert event.wait(30)
        return 0

    monkeypatch.setattr(printing_module, "count_printers", count)
    yield event
    event.set()


def test_the_window_does_not_wait_for_the_spooler(
    two: MainWindow, qtbot: QtBot, spooler: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_dialog.sys, "platform", "linux")
    dialog = asked(two, qtbot)
    assert "Looking for printers" in dialog.state.text()
    assert dialog.go_on.text() == "Choose printer…"
    assert not dialog.go_on.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    spooler.set()
    qtbot.waitUntil(dialog.go_on.isEnabled)
    assert "PDF" in dialog.state.text()  # which Qt's dialog offers there
    assert dialog.go_on.text() == dialog.go_on.accessibleName() == "Print to PDF…"
    dialog.reject()


def test_without_a_printer_the_way_on_is_a_pdf(
    two: MainWindow, qtbot: QtBot, spooler: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_dialog.sys, "platform", "darwin")
    spooler.set()
    dialog = asked(two, qtbot)
    qtbot.waitUntil(dialog.go_on.isEnabled)
    assert dialog.state.text() == "No printer is set up on this computer."
    assert dialog.go_on.text() == "Save as PDF…"
    qtbot.mouseClick(dialog.go_on, LEFT)
    (save,) = two.findChildren(SaveDialog)
    assert save.kind.currentData() == "sheet"
    save.reject()


def test_the_pdf_in_a_printer_s_place_is_of_the_pages_that_were_chosen_and_of_that_save_alone(
    two: MainWindow, qtbot: QtBot, spooler: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_dialog.sys, "platform", "darwin")
    spooler.set()
    before = two.session.settings.format
    assert before != "sheet"
    dialog = asked(two, qtbot)
    qtbot.waitUntil(dialog.go_on.isEnabled)
    dialog.scope.setCurrentIndex(1)
    chosen = dialog.choice().page_ids
    assert chosen == (two.session.selected,)
    qtbot.mouseClick(dialog.go_on, LEFT)
    (save,) = two.findChildren(SaveDialog)
    assert (save.choice().page_ids, save.choice().file_format) == (chosen, "sheet")
    save.reject()
    assert two.session.settings.format == before


def test_going_back_from_the_printer_finds_all_as_it_was_chosen(
    two: MainWindow, qtbot: QtBot, paper: Path
) -> None:
    dialog = asked(two, qtbot)
    dialog.together.setChecked(False)
    qtbot.waitUntil(dialog.go_on.isEnabled)
    dialog.accept()
    (system,) = (each for each in two.findChildren(QDialog) if type(each) is QDialog)
    assert not dialog.isVisible()
    system.reject()
    assert dialog.isVisible()
    assert not dialog.choice().together
    dialog.reject()
    assert not paper.exists()


def test_the_window_closes_once_what_is_being_printed_is(
    two: MainWindow, qtbot: QtBot, paper: Path, held: threading.Event
) -> None:
    begin_print(two, qtbot)
    two.close()
    assert two.isVisible()
    held.set()
    qtbot.waitUntil(lambda: not two.isVisible())
    assert sheets(paper) == 1


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_print_that_fails_is_told_with_a_way_on(
    two: MainWindow, qtbot: QtBot, paper: Path, tmp_path: Path
) -> None:
    paper.mkdir()  # the file cannot be written
    dialog = asked(two, qtbot)
    qtbot.waitUntil(dialog.go_on.isEnabled)
    dialog.accept()
    with qtbot.waitSignal(two.session.printing.print_failed):
        accept_system(two)
    qtbot.waitUntil(lambda: "Not printed" in two.notices.text.text())
    paper.rmdir()
    with qtbot.waitSignal(two.session.printing.pages_printed):
        qtbot.mouseClick(two.notices.action, LEFT)
    assert sheets(paper) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own dialog asks")
def test_qt_s_own_dialog_proposes_the_file_it_is_given(qtbot: QtBot, tmp_path: Path) -> None:
    printer = printing.new_printer()
    parent = QDialog()
    qtbot.addWidget(parent)
    dialog = printing.system_dialog(printer, tmp_path / "Permit.pdf", parent)
    field = dialog.findChild(QLineEdit, "filename")
    assert field is not None
    assert field.text() == str(tmp_path / "Permit.pdf")
    assert printer.docName() == "Rectoscan"  # which a spooler keeps, and others may read


@pytest.mark.parametrize(("chosen", "name"), [(0, "scan.pdf"), (1, "a.pdf")])
def test_a_pdf_is_proposed_where_a_save_of_these_pages_would_be(
    chosen: int,
    name: str,
    two: MainWindow,
    qtbot: QtBot,
    paper: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = paper.parent / "out"
    two.session.saving.remember(last_folder=str(folder))
    asked_for: list[Path] = []

    def system(_printer: object, file: Path, window: MainWindow) -> QDialog:
        asked_for.append(file)
        return QDialog(window)

    monkeypatch.setattr(printing, "system_dialog", system)
    dialog = asked(two, qtbot)
    dialog.scope.setCurrentIndex(chosen)
    qtbot.waitUntil(dialog.go_on.isEnabled)
    dialog.accept()
    assert asked_for == [folder / name]


START = """
import sys
from app.application import build_application
application, window = build_application(["rectoscan"])
window.show()
while not window.bottom.badge.text().startswith("CPU"): application.processEvents()
def loaded():
    mapped = open("/proc/self/maps").read()
    return [name for name in ("libcups", "libQt6PrintSupport") if name in mapped] + [
        name for name in sys.modules if "QtPrintSupport" in name]
print(loaded())
from app.widgets.printing import new_printer
new_printer()
print(len(loaded()) > 1)
window.close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_of_a_printing_system_is_loaded_before_somebody_prints() -> None:
    done = subprocess.run(
        [sys.executable, "-c", START],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["[]", "True"]
