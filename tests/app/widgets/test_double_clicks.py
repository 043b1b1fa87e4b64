"""Clicks in quick succession: what lies under the pointer may be another control by the second."""

from __future__ import annotations

import pytest
from fake_session import FakeSession, page
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def second_press(button: QAbstractButton) -> None:
    """What a double click ends with, wherever it began: its press and its release."""
    middle = QPointF(button.rect().center())
    there = QPointF(button.mapToGlobal(button.rect().center()))
    for kind, held in (
        (QEvent.Type.MouseButtonDblClick, LEFT),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(kind, middle, there, LEFT, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(button, event)


@pytest.fixture
def shown(window: MainWindow, session: FakeSession) -> MainWindow:
    session.pages, session.selected = (page(),), "p1"
    session.enter("page")
    session.pages_changed.emit()
    window.notices.show_message("Saved as card.pdf", "Show folder", lambda: None)
    return window


def test_the_second_click_on_a_notice_does_not_reach_what_was_below_it(
    shown: MainWindow, session: FakeSession
) -> None:
    QTest.mouseClick(shown.notices.dismiss, LEFT)
    assert not shown.notices.isVisible()
    second_press(shown.stage.page.remove)
    assert "remove" not in session.names()
    QTest.mouseClick(shown.stage.page.remove, LEFT)
    assert "remove" in session.names()


def test_a_button_takes_both_clicks_of_its_own(shown: MainWindow, session: FakeSession) -> None:
    right = shown.stage.page.right
    QTest.mouseClick(right, LEFT)
    second_press(right)
    assert session.names().count("rotate") == 2


def test_redo_stays_where_it_is_while_steps_are_taken_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    top = window.top
    idle = top.redo.x()
    top.show_history("Change filter of several pages", "")
    qtbot.waitUntil(lambda: top.redo.x() > idle)
    place = top.redo.x()
    for undo, redo in (("Rotate", "Change filter"), ("", "Rotate")):
        top.show_history(undo, redo)
        qtbot.wait(50)
        assert top.redo.x() == place
    top.show_history("", "")
    qtbot.waitUntil(lambda: top.redo.x() == idle)
