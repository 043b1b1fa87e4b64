"""What a slip of the hand, or a dialog, does while areas are drawn: it uncovers nothing."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.shortcuts import ShortcutsDialog
from tests.app.blackening import shown_page

LEFT = Qt.MouseButton.LeftButton


def test_a_click_beside_the_page_shows_nothing_again(drawing: MainWindow, qtbot: QtBot) -> None:
    view = drawing.stage.page.view
    place = view.place.rect.toRect()
    beside = QPoint(place.left() - 8, place.center().y())
    QTest.mousePress(view, LEFT, pos=beside)
    QTest.mouseMove(view, place.center())
    QTest.mouseRelease(view, LEFT, pos=place.center() + QPoint(0, 60))
    assert len(shown_page(drawing).edits.hidden) == 1
    QTest.mouseClick(view, LEFT, pos=beside + QPoint(0, 20))
    assert len(shown_page(drawing).edits.hidden) == 1


def test_a_dialog_ends_what_is_being_drawn(drawing: MainWindow, qtbot: QtBot) -> None:
    view = drawing.stage.page.view
    middle = view.place.rect.toRect().center()
    QTest.mousePress(view, LEFT, pos=middle)
    QTest.mouseMove(view, middle + QPoint(60, 40))
    drawing.requests.show_help()
    (dialog,) = drawing.findChildren(ShortcutsDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert not view.drop_band()  # there is none
    dialog.reject()
    assert shown_page(drawing).edits.hidden == ()
