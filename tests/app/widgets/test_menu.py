"""The menu tells switches from choices, and what each choice is about."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.widgets.main_window import MainWindow
from app.workers.pixels import to_array

MARKS_PX = 30  # at the left


@pytest.fixture
def menu(window: MainWindow) -> QMenu:
    made = window.top.build_menu()
    made.adjustSize()
    return made


def mark(menu: QMenu, action: QAction) -> NDArray[np.uint8]:
    """What stands before an entry's text."""
    place = menu.actionGeometry(action)
    return to_array(menu.grab(place).toImage())[:, :MARKS_PX]


def entry(menu: QMenu, text: str) -> QAction:
    return next(each for each in menu.actions() if each.text() == text)


def test_each_choice_has_a_heading_that_is_no_choice(menu: QMenu) -> None:
    texts = [each.text() for each in menu.actions()]
    for heading, first in (("Colours", "As the system"), ("Language", "As the system")):
        assert texts[texts.index(heading) + 1] == first
        assert not entry(menu, heading).isEnabled()
        assert not entry(menu, heading).isCheckable()


def test_one_of_several_looks_other_than_a_switch(menu: QMenu) -> None:
    switches = [each for each in menu.actions() if each.isCheckable() and not each.actionGroup()]
    choices = [each for each in menu.actions() if each.actionGroup()]
    for checked in (True, False):
        looks = [
            mark(menu, next(each for each in group if each.isChecked() is checked))
            for group in (switches, choices)
        ]
        assert all(np.ptp(each) > 50 for each in looks)
        assert (looks[0] != looks[1]).any()
