"""A frame that is shown counts for whatever leaves the page, before anybody has entered it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.shortcuts import ShortcutsDialog
from tests.app.blackening import frame_of, press, shown_page

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
CTRL_KEYS = {"save": Qt.Key.Key_S, "copy": Qt.Key.Key_C, "print": Qt.Key.Key_P}


@pytest.mark.parametrize("asked", ["save", "save_as", "copy", "print", "drag", "close"])
def test_what_leaves_the_page_is_black_where_a_frame_is_shown(
    framing: MainWindow, qtbot: QtBot, tmp_path: Path, paper: Path, asked: str
) -> None:
    framing.session.update_settings(last_folder=str(tmp_path), format="png")
    if asked == "close":
        framing.close()
        assert framing.isVisible()  # it asks: what the frame covers is in no file
    elif asked == "drag":
        framing.tray.list.drag_left.emit([framing.session.selected])
    elif asked == "save_as":
        press(Qt.Key.Key_S, CTRL | SHIFT)
    else:
        press(CTRL_KEYS[asked], CTRL)
    assert len(shown_page(framing).edits.hidden) == 1
    assert not framing.stage.page.view.drop_band()  # there is none
    qtbot.waitUntil(lambda: not framing.session.saving.under_way)
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        dialog.reject()


def test_a_dialog_leaves_the_frame_where_it_is(framing: MainWindow, qtbot: QtBot) -> None:
    before = frame_of(framing.stage.page.view)
    press(Qt.Key.Key_F1)  # what do the keys do?
    dialog = framing.findChildren(ShortcutsDialog)[0]
    qtbot.waitUntil(dialog.isVisible)
    dialog.reject()
    assert frame_of(framing.stage.page.view) == before
