"""What is seen while pages are dragged within the list: where they land, and what is held."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QColor, QDragLeaveEvent, QDragMoveEvent, QImage, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.page_list import PageList
from tests.app.test_tray_keys import fill

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class OwnMove(QDragMoveEvent):
    """As of a drag that began in this list."""

    sender: QObject

    def source(self) -> QObject:
        return self.sender


@pytest.fixture
def tray(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> PageList:
    """With three pages, and room for more below them."""
    window.resize(1000, 800)
    return fill(window, qtbot, tmp_path, "abc", cards=False).tray.list


def over(tray: PageList, place: QPoint) -> None:
    mime = QMimeData()  # the event does not keep it
    event = OwnMove(place, Qt.DropAction.CopyAction, mime, LEFT, NONE)
    event.sender = tray
    tray.dragMoveEvent(event)


def lines(tray: PageList) -> list[int]:
    """Where there is a line from one end of the list to the other, in px from its top."""
    image = tray.viewport().grab().toImage()
    accent = tray.palette().highlight().color()
    return [
        y
        for y in range(image.height())
        if all(image.pixelColor(x, y) == accent for x in range(8, image.width() - 8, 4))
    ]


def test_a_thick_line_tells_where_pages_land_also_before_the_first_and_after_the_last(
    tray: PageList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QListWidget, "dragMoveEvent", lambda _tray, event: event.accept())
    rects = [tray.visualItemRect(tray.item(row)) for row in range(3)]
    end = rects[2].bottom() + 1
    assert end + 40 < tray.viewport().height()
    assert lines(tray) == []
    for place, landing in (
        (rects[1].center() - QPoint(0, 9), rects[1].top()),
        (rects[1].center() + QPoint(0, 9), rects[2].top()),
        (rects[0].center() - QPoint(0, 9), 0),
        (rects[2].center() + QPoint(0, 9), end),
        (QPoint(20, end + 30), end),
    ):
        over(tray, place)
        seen = lines(tray)
        assert len(seen) >= 3
        assert abs(sum(seen) / len(seen) - landing) < 5
        assert tray.showDropIndicator()  # or Qt takes each row for one to drop onto
    tray.dragLeaveEvent(QDragLeaveEvent())
    assert lines(tray) == []


def test_no_line_promises_what_a_drop_there_does_not_do(
    tray: PageList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QListWidget, "dragMoveEvent", lambda _tray, event: event.accept())
    over(tray, tray.visualItemRect(tray.item(1)).center())
    assert lines(tray)
    monkeypatch.setattr(QListWidget, "dragMoveEvent", lambda _tray, event: event.ignore())
    over(tray, tray.visualItemRect(tray.item(0)).center())  # onto what is dragged
    assert lines(tray) == []


def drawn(tray: PageList, device: QPixmap) -> QImage:
    """The first card on it, as Qt draws what is dragged."""
    option = QStyleOptionViewItem()
    tray.initViewItemOption(option)
    option.rect = device.rect()
    device.fill(Qt.GlobalColor.transparent)
    with QPainter(device) as painter:
        tray.itemDelegate().paint(painter, option, tray.model().index(0, 0))
    return device.toImage()


def test_what_is_dragged_is_small_around_the_pointer(tray: PageList) -> None:
    rect = tray.visualItemRect(tray.item(0))
    for held in (rect.center(), rect.topLeft() + QPoint(30, 30), rect.bottomRight() - QPoint(9, 9)):
        QTest.mouseClick(tray.viewport(), LEFT, NONE, held)
        image = drawn(tray, QPixmap(rect.size()))
        seen = [
            QPoint(x, y)
            for y in range(image.height())
            for x in range(image.width())
            if image.pixelColor(x, y) != QColor(0, 0, 0, 0)
        ]
        wide = max(each.x() for each in seen) - min(each.x() for each in seen)
        high = max(each.y() for each in seen) - min(each.y() for each in seen)
        assert rect.width() * 0.4 < wide <= rect.width() * 0.5
        assert rect.height() * 0.4 < high <= rect.height() * 0.5
        assert held - rect.topLeft() in seen
