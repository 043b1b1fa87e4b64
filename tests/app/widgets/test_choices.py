"""Boxes to choose in."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.widgets import theme
from app.widgets.choices import ChoiceBox
from app.widgets.main_window import MainWindow
from app.widgets.print_dialog import PrintDialog
from app.widgets.save_dialog import SaveDialog


def test_a_choice_that_has_no_room_ends_in_an_ellipsis(qtbot: QtBot) -> None:
    box = ChoiceBox()
    qtbot.addWidget(box)
    box.addItem("Auto: as measured in the picture")
    box.resize(110, 30)
    shown = box.shown().currentText
    assert shown.endswith("…")
    assert shown[:4] == "Auto"
    box.resize(600, 30)
    assert box.shown().currentText == box.currentText()


def test_a_screen_reader_spells_no_mnemonic(chinese: None, window: MainWindow, session) -> None:
    save, out = SaveDialog(session.settings, (), window), PrintDialog((), "", window)
    names = [each.accessibleName() for each in (save.scope, save.kind, save.password, out.scope)]
    assert names == ["页面", "格式", "密码", "页面"]


@pytest.mark.parametrize("count", [2, 6])
def test_a_list_shows_its_last_row_where_the_keyboard_is(qtbot: QtBot, count: int) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setStyleSheet(theme.sheet(theme.tokens_for("light")))
    box = ChoiceBox(window)
    box.addItems([f"choice {number}" for number in range(count)])
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    box.showPopup()
    view = box.view()
    qtbot.waitUntil(view.isVisible)
    last = view.visualRect(view.model().index(count - 1, 0))
    assert view.viewport().rect().bottom() >= last.bottom()
    assert view.viewport().height() == last.bottom() + 1  # and nothing below it
    box.hidePopup()
