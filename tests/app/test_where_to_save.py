"""Where to save: what the dialog tells before, and what comes of the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFileSystemModel,
    QLineEdit,
    QListView,
)
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.save_dialog import SaveDialog


def asked_where(window: MainWindow, file_format: str, *, own_names: bool = False) -> QFileDialog:
    """The dialog that follows the one of how to save."""
    window.saving.save_as()
    (how,) = window.findChildren(SaveDialog)
    how.kind.setCurrentIndex(how.kind.findData(file_format))
    how.own_names.setChecked(own_names)
    how.accept()
    (where,) = window.findChildren(QFileDialog)
    return where


def put_away(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))
    for how in window.findChildren(SaveDialog):
        how.reject()
    qtbot.waitUntil(lambda: not window.findChildren(SaveDialog))


def mark(dialog: QFileDialog, qtbot: QtBot, *paths: Path) -> None:
    """Marks these in the list, as Qt does on the way through a path that is typed."""
    (shown,) = [each for each in dialog.findChildren(QListView) if each.objectName() == "listView"]
    (model,) = dialog.findChildren(QFileSystemModel)
    for path in paths:
        index = model.index(str(path))
        qtbot.waitUntil(index.isValid)
        rows = QItemSelectionModel.SelectionFlag.Rows
        shown.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select | rows)


@pytest.mark.parametrize(
    ("file_format", "told"),
    [
        *(("pdf", "PDF (*.pdf)"), ("pdfs", "PDF (*.pdf)"), ("sheet", "PDF (*.pdf)")),
        *(("jpeg", "JPEG (*.jpg)"), ("png", "PNG (*.png)"), ("tiff", "TIFF (*.tif)")),
    ],
)
def test_the_dialog_names_the_format_whatever_suffix_is_typed(
    two: MainWindow, qtbot: QtBot, tmp_path: Path, file_format: str, told: str
) -> None:
    two.session.update_settings(last_folder=str(tmp_path))
    where = asked_where(two, file_format)
    shown = [box.currentText() for box in where.findChildren(QComboBox) if box.isVisible()]
    assert told in shown
    where.reject()
    put_away(two, qtbot)


@pytest.mark.parametrize("typed", ["card", "card/box"])
def test_a_folder_is_taken_though_others_on_the_way_to_it_are_still_marked(
    two: MainWindow, qtbot: QtBot, tmp_path: Path, typed: str
) -> None:
    for path in (tmp_path / "card" / "box", tmp_path / "other"):
        path.mkdir(parents=True)
    two.session.update_settings(last_folder=str(tmp_path))
    where = asked_where(two, "png", own_names=True)
    (line,) = [field for field in where.findChildren(QLineEdit) if field.isVisible()]
    mark(where, qtbot, *(tmp_path / each for each in ("card", "card/box", "other")))
    line.setText(str(tmp_path / typed))
    mark(where, qtbot, *(tmp_path / each for each in ("card", "card/box", "other")))
    with qtbot.waitSignal(two.session.saving.pages_saved):
        where.accept()
    put_away(two, qtbot)
    assert len([*(tmp_path / typed).glob("*.png")]) == 2


def test_where_files_have_names_a_folder_is_asked_for(
    two: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    two.session.update_settings(last_folder=str(tmp_path))
    for own_names, title in ((True, "Choose the folder for the files"), (False, "Save to")):
        where = asked_where(two, "png", own_names=own_names)
        assert where.windowTitle() == title
        where.reject()
        put_away(two, qtbot)
