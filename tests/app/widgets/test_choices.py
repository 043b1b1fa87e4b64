"""Boxes to choose in."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.widgets.choices import ChoiceBox


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
