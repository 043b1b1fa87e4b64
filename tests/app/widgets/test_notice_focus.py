"""Whoever closes a notice by the keyboard is back where they came from."""

from __future__ import annotations

import pytest
from fake_session import FakeSession, page
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.session import Notice
from app.widgets.main_window import MainWindow


@pytest.fixture
def told(window: MainWindow, session: FakeSession, qtbot: QtBot) -> MainWindow:
    """A page, and a notice about something else."""
    session.pages, session.selected = (page("a"), page("b")), "a"
    session.pages_changed.emit()
    session.enter("page")
    session.notices.posted.emit(Notice("error", "No camera found.", "retry"))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.mark.parametrize("button", ["dismiss", "action"])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_the_keyboard_goes_back_to_where_it_was(
    told: MainWindow, qtbot: QtBot, button: str, key: Qt.Key
) -> None:
    for before in (told.stage.page.view, told.top.menu, told.bottom.auto):
        told.session.notices.posted.emit(Notice("error", "No camera found.", "retry"))
        before.setFocus()
        told.notices.action.setFocus(Qt.FocusReason.TabFocusReason)
        closing = getattr(told.notices, button)
        closing.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(closing, key)
        assert told.notices.isHidden()
        assert told.focusWidget() is before


def test_a_click_leaves_it_where_it_is(told: MainWindow, qtbot: QtBot) -> None:
    told.stage.page.view.setFocus()
    qtbot.mouseClick(told.notices.dismiss, Qt.MouseButton.LeftButton)
    assert told.focusWidget() is told.stage.page.view


def test_what_can_take_no_keys_by_then_gets_none(told: MainWindow, qtbot: QtBot) -> None:
    told.top.save.setFocus()
    told.notices.dismiss.setFocus()
    told.top.save.setEnabled(False)
    qtbot.keyClick(told.notices.dismiss, Qt.Key.Key_Space)
    assert told.notices.isHidden()
    assert told.focusWidget() is not told.top.save
