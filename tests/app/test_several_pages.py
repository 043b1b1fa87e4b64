"""Several pages are marked, and turned, removed and moved as one step: the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.size_box import CHOICES
from tests.app.test_tray_keys import click, fill, marked, shown

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down


@pytest.fixture
def five(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The list has the keyboard."""
    fill(window, qtbot, tmp_path, "abcde", cards=False)
    window.tray.list.setFocus()
    return window


def order(window: MainWindow) -> str:
    return "".join(page.name for page in window.session.pages)


def turned(window: MainWindow) -> str:
    return "".join(page.name for page in window.session.pages if page.edits.turns)


def grey(window: MainWindow) -> str:
    return "".join(page.name for page in window.session.pages if page.edits.filter == "grey")


def by_keys(window: MainWindow, qtbot: QtBot) -> None:
    for key, modifier in ((DOWN, None), (DOWN, SHIFT), (DOWN, SHIFT)):
        how = Qt.KeyboardModifier.NoModifier if modifier is None else modifier
        qtbot.keyClick(window.tray.list, key, how)


def by_shift(window: MainWindow, _qtbot: QtBot) -> None:
    click(window, 1)
    click(window, 3, SHIFT)


def by_ctrl(window: MainWindow, _qtbot: QtBot) -> None:
    click(window, 1)
    click(window, 2, CTRL)
    click(window, 3, CTRL)


@pytest.mark.parametrize("mark", [by_keys, by_shift, by_ctrl])
def test_keys_act_on_all_that_are_marked_as_one_step(
    five: MainWindow, qtbot: QtBot, mark: Callable[[MainWindow, QtBot], None]
) -> None:
    tray, session = five.tray.list, five.session
    mark(five, qtbot)
    assert (marked(five), shown(five)) == ("bcd", "d")
    for key, changed in ((Qt.Key.Key_R, turned), (Qt.Key.Key_2, grey)):
        qtbot.keyClick(tray, key)
        assert changed(five) == "bcd"
        assert (marked(five), shown(five)) == ("bcd", "d")
        session.editing.undo()
        assert changed(five) == ""
    assert marked(five) == "bcd"
    qtbot.keyClick(tray, Qt.Key.Key_Delete)
    assert order(five) == "ae"
    assert marked(five) == shown(five) == "e"
    assert "3" in five.notices.text.text()
    qtbot.mouseClick(five.notices.action, Qt.MouseButton.LeftButton)  # undo
    assert order(five) == "abcde"


def test_size_and_round_corners_act_on_all_that_are_marked_as_one_step(
    five: MainWindow, qtbot: QtBot
) -> None:
    stage, session = five.stage.page, five.session
    by_shift(five, qtbot)
    index = CHOICES.index("ID-1")
    stage.format.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(index):
        qtbot.keyClick(stage.format, DOWN)
    assert [page.format for page in session.pages] == [None, "ID-1", "ID-1", "ID-1", None]
    assert (marked(five), shown(five)) == ("bcd", "d")
    qtbot.mouseClick(stage.rounded, Qt.MouseButton.LeftButton)
    assert [page.edits.rounded for page in session.pages] == [False, True, True, True, False]
    session.editing.undo()
    assert not any(page.edits.rounded for page in session.pages)
    assert not stage.rounded.isChecked()
    session.editing.undo()
    assert {page.format for page in session.pages} == {None}
    assert stage.format.currentIndex() == 0


def test_the_size_of_the_page_shown_is_shown_whatever_the_others_have(
    five: MainWindow, qtbot: QtBot
) -> None:
    session, stage = five.session, five.stage.page
    session.editing.set_format(session.pages[1].id, "A4")
    by_shift(five, qtbot)
    assert (shown(five), stage.format.currentIndex()) == ("d", 0)
    click(five, 1, CTRL)
    click(five, 1, CTRL)
    assert (marked(five), shown(five)) == ("bcd", "b")
    assert stage.format.currentIndex() == CHOICES.index("A4")


def told(window: MainWindow) -> list[str]:
    """What the tools say that they do, without their keys."""
    stage = window.stage.page
    tools = (stage.left, stage.right, stage.remove, stage.format)
    for tool in tools:
        assert tool.toolTip().startswith(tool.accessibleName())
    return [tool.accessibleName() for tool in tools]


ALONE = ["Rotate to the left", "Rotate to the right", "Remove this page", "Size of the document"]
THREE = [
    *("Rotate 3 pages to the left", "Rotate 3 pages to the right"),
    *("Remove 3 pages", "Size of 3 documents"),
]


def test_the_tools_say_of_how_many_pages_they_are(
    english: None, five: MainWindow, qtbot: QtBot
) -> None:
    assert told(five) == ALONE
    by_shift(five, qtbot)
    assert told(five) == THREE
    five.resize(700, 600)  # no tray, no marks
    qtbot.waitUntil(lambda: told(five) == ALONE)
    five.resize(1000, 700)
    qtbot.waitUntil(lambda: told(five) == THREE)
    qtbot.keyClick(five.tray.list, Qt.Key.Key_Delete)
    assert told(five) == ALONE
    qtbot.keyClick(five.tray.list, Qt.Key.Key_A, CTRL)  # which shows no other page
    assert told(five)[2] == "Remove 2 pages"
    click(five, 0)
    assert told(five) == ALONE


def test_chinese_says_how_many_as_well(chinese: None, five: MainWindow, qtbot: QtBot) -> None:
    by_shift(five, qtbot)
    assert [name.count("3") for name in told(five)] == [1, 1, 1, 1]
    assert told(five)[2] == "移除 3 页"


def test_all_are_marked_and_removed_and_come_back(five: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(five.tray.list, Qt.Key.Key_A, CTRL)
    assert (marked(five), shown(five)) == ("abcde", "a")
    qtbot.keyClick(five.tray.list, Qt.Key.Key_Delete)
    assert (order(five), five.session.state) == ("", "empty")
    qtbot.keyClick(five, Qt.Key.Key_Z, CTRL)
    assert (order(five), five.session.editing.undo_text) == ("abcde", "Add pages")
    assert (marked(five), shown(five)) == ("abcde", "a")
    click(five, 1)
    click(five, 3, CTRL)
    qtbot.keyClick(five.tray.list, Qt.Key.Key_Delete)
    click(five, 0)
    qtbot.keyClick(five, Qt.Key.Key_Z, CTRL)
    assert (marked(five), shown(five)) == ("bd", "d")


def test_ctrl_takes_marks_away_until_one_is_left_and_what_is_shown_is_marked(
    five: MainWindow,
) -> None:
    click(five, 1)
    click(five, 4, CTRL)
    assert (marked(five), shown(five)) == ("be", "e")
    click(five, 4, CTRL)
    assert marked(five) == shown(five) == "b"
    click(five, 1, CTRL)
    assert marked(five) == shown(five) == "b"
    click(five, 2)
    assert marked(five) == shown(five) == "c"


def test_what_is_marked_moves_together_and_stays_marked(five: MainWindow, qtbot: QtBot) -> None:
    tray = five.tray.list
    click(five, 1)
    click(five, 3, CTRL)
    for key, expected in ((UP, "badce"), (UP, "bdace"), (UP, "bdace"), (DOWN, "abdce")):
        before = order(five)
        if before == expected:
            qtbot.keyClick(tray, key, ALT)
            assert order(five) == expected
            continue
        qtbot.keyClick(tray, key, ALT)
        assert order(five) == expected
        assert marked(five) == "bd"
        five.session.editing.undo()
        assert order(five) == before
        five.session.editing.redo()
        assert marked(five) == "bd"


def test_pages_that_are_dragged_together_are_one_step(five: MainWindow, qtbot: QtBot) -> None:
    model, root = five.tray.list.model(), QModelIndex()
    click(five, 0)
    click(five, 1, SHIFT)
    for row in (0, 0):  # as Qt moves what is dropped at the end, one after another
        assert model.moveRow(root, row, root, 5)
    qtbot.waitUntil(lambda: order(five) == "cdeab")
    assert (marked(five), shown(five)) == ("ab", "b")
    five.session.editing.undo()
    assert order(five) == "abcde"


@pytest.fixture
def drop(five: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Drops at the top. Qt's own drop, for which there has to be a real pointer, moves the rows
    that are marked by then, one after another."""
    tray = five.tray.list

    def move(_tray: QListWidget, _event: QDropEvent) -> None:
        for place, row in enumerate(sorted(tray.row(each) for each in tray.selectedItems())):
            tray.model().moveRow(QModelIndex(), row, QModelIndex(), place)

    class OwnDrop(QDropEvent):
        def source(self) -> QListWidget:
            return tray

    def let_go() -> None:
        what = (QMimeData(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        tray.dropEvent(OwnDrop(QPointF(20, 1), Qt.DropAction.CopyAction, *what))

    monkeypatch.setattr(QListWidget, "dropEvent", move)
    return let_go


@pytest.mark.parametrize("several", [False, True])
def test_what_is_dropped_is_what_was_picked_up_whatever_came_meanwhile(
    five: MainWindow, qtbot: QtBot, tmp_path: Path, drop: Callable[[], None], several: bool
) -> None:
    session, tray = five.session, five.tray.list
    if several:
        click(five, 2)
        click(five, 3, CTRL)
    place = tray.visualItemRect(tray.item(3)).center()
    QTest.mousePress(tray.viewport(), Qt.MouseButton.LeftButton, pos=place)
    session.editing.remove(session.pages[0].id)
    session.opening.open_paths([tmp_path / "a.png"])
    qtbot.waitUntil(lambda: order(five) == "bcdea" and not session.opening.under_way)
    assert marked(five) == shown(five) == "a"
    drop()
    qtbot.waitUntil(lambda: order(five) == ("cdbea" if several else "dbcea"))
    assert marked(five) == shown(five) == "a"


def test_a_drop_is_not_lost_where_a_page_comes_in_the_same_moment(
    five: MainWindow, qtbot: QtBot, drop: Callable[[], None]
) -> None:
    place = five.tray.list.visualItemRect(five.tray.list.item(3)).center()
    QTest.mousePress(five.tray.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    drop()
    five.session.editing.undo()  # all of the opening, and thereby all rows
    five.session.editing.redo()
    assert order(five) == "abcde"
    qtbot.waitUntil(lambda: order(five) == "dabce")


def test_marks_that_nobody_sees_count_for_nothing(five: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(five.tray.list, Qt.Key.Key_A, CTRL)
    five.resize(700, 600)
    QApplication.processEvents()
    assert not five.tray.isVisible()
    qtbot.keyClick(five, Qt.Key.Key_R)
    assert turned(five) == "a"
    qtbot.keyClick(five, Qt.Key.Key_Delete)
    assert order(five) == "bcde"


def test_a_page_that_comes_or_is_shown_otherwise_is_marked_alone(five: MainWindow) -> None:
    click(five, 0)
    click(five, 1, CTRL)
    five.session.select(five.session.pages[3].id)
    assert marked(five) == shown(five) == "d"
