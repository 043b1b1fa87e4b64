"""The tray by keys and mouse, on the real window: what is marked is what is shown and acted on."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def fill(window: MainWindow, qtbot: QtBot, folder: Path, names: str, *, cards: bool) -> MainWindow:
    """Opens pages of these names, of a card's shape or not; the first is shown."""
    size = (631, 1000, 3) if cards else (300, 400, 3)
    for name in names:
        picture = np.full(size, 90, np.uint8)
        (folder / f"{name}.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    window.session.opening.open_paths([folder / f"{name}.png" for name in names])
    qtbot.waitUntil(lambda: len(window.session.pages) == len(names))
    qtbot.waitUntil(lambda: not window.session.opening.under_way)
    window.session.select(window.session.pages[0].id)
    window.notices.hide()
    QApplication.processEvents()
    return window


@pytest.fixture
def three(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    return fill(window, qtbot, tmp_path, "abc", cards=False)


@pytest.fixture
def front(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The front of a card; its back is an empty slot."""
    return fill(window, qtbot, tmp_path, "a", cards=True)


def marked(window: MainWindow) -> str:
    ids = {item.data(Qt.ItemDataRole.UserRole) for item in window.tray.list.selectedItems()}
    return "".join(page.name for page in window.session.pages if page.id in ids)


def shown(window: MainWindow) -> str:
    session = window.session
    return "".join(page.name for page in session.pages if page.id == session.selected)


def click(window: MainWindow, row: int, modifier: Qt.KeyboardModifier | None = None) -> None:
    tray = window.tray.list
    place = tray.visualItemRect(tray.item(row)).center()
    how = Qt.KeyboardModifier.NoModifier if modifier is None else modifier
    QTest.mouseClick(tray.viewport(), Qt.MouseButton.LeftButton, how, place)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Down, "b"),
        (Qt.Key.Key_End, "c"),
        (Qt.Key.Key_Up, "a"),
        (Qt.Key.Key_Home, "a"),
    ],
)
def test_the_page_that_a_key_marks_is_shown(
    three: MainWindow, qtbot: QtBot, key: Qt.Key, expected: str
) -> None:
    three.tray.list.setFocus()
    qtbot.keyClick(three.tray.list, key)
    assert (marked(three), shown(three)) == (expected, expected)
    assert three.session.state == "page"


def test_keys_of_a_page_act_on_the_one_that_is_marked(three: MainWindow, qtbot: QtBot) -> None:
    session, tray = three.session, three.tray.list
    tray.setFocus()
    qtbot.keyClick(tray, Qt.Key.Key_Down)
    qtbot.keyClick(tray, Qt.Key.Key_R)
    qtbot.keyClick(tray, Qt.Key.Key_3)
    edits = [(page.edits.turns, page.edits.filter) for page in session.pages]
    assert edits == [(0, "colour"), (1, "bw"), (0, "colour")]
    with qtbot.waitSignal(session.drawing.page_copied):
        qtbot.keyClick(tray, Qt.Key.Key_C, CTRL)
    qtbot.keyClick(tray, Qt.Key.Key_Delete)
    assert [page.name for page in session.pages] == ["a", "c"]
    assert marked(three) == shown(three) == "c"


def test_the_mark_survives_all_that_makes_the_rows_anew(three: MainWindow, qtbot: QtBot) -> None:
    session, tray = three.session, three.tray.list
    tray.setFocus()
    qtbot.keyClick(tray, Qt.Key.Key_Down)
    for act in (
        lambda: session.editing.order([page.id for page in session.pages[::-1]]),
        session.editing.undo,
        lambda: session.editing.remove(session.pages[0].id),
        session.editing.undo,
    ):
        act()
        assert marked(three) == shown(three)
        assert tray.hasFocus()
    assert three.tray.list.count() == 3


def test_a_click_shows_the_page_at_once_and_ctrl_takes_no_last_mark_away(
    three: MainWindow,
) -> None:
    click(three, 2)
    assert marked(three) == shown(three) == "c"
    click(three, 2, CTRL)
    assert marked(three) == shown(three) == "c"


def test_a_slot_is_reached_by_keys_without_a_dialog_and_marks_nothing(
    front: MainWindow, qtbot: QtBot
) -> None:
    tray = front.tray.list
    assert tray.count() == 2
    tray.setFocus()
    qtbot.keyClick(tray, Qt.Key.Key_Down)
    assert tray.currentRow() == 1
    assert marked(front) == shown(front) == "a"
    assert not front.findChildren(QFileDialog)
    qtbot.keyClick(tray, Qt.Key.Key_R)
    assert front.session.pages[0].edits.turns == 1
    qtbot.keyClick(tray, Qt.Key.Key_Up)
    assert marked(front) == shown(front) == "a"


def test_the_focus_alone_chooses_no_page(three: MainWindow) -> None:
    session, tray = three.session, three.tray.list
    session._book.select("")  # as while the first pictures are read behind a review
    tray.setCurrentItem(None, QItemSelectionModel.SelectionFlag.Clear)
    three.setFocus()
    tray.setFocus(Qt.FocusReason.TabFocusReason)
    assert tray.currentRow() == 0
    assert session.selected == ""


def test_arrows_leave_the_panes_of_a_narrow_window_open(three: MainWindow, qtbot: QtBot) -> None:
    three.resize(700, 600)
    QApplication.processEvents()
    three.panes.switch()
    assert three.tray.isVisible()
    three.tray.list.setFocus()
    qtbot.keyClick(three.tray.list, Qt.Key.Key_Down)
    assert shown(three) == "b"
    assert three.tray.isVisible()
    qtbot.keyClick(three.tray.list, Qt.Key.Key_Return)
    assert not three.tray.isVisible()
    assert shown(three) == "b"


def test_a_key_turns_to_the_next_page_wherever_the_keyboard_is(
    three: MainWindow, qtbot: QtBot
) -> None:
    down, up = Qt.Key.Key_PageDown, Qt.Key.Key_PageUp
    three.stage.page.edit.setFocus()
    three.resize(640, 700)  # the list is out of sight
    for key, name in ((down, "b"), (down, "c"), (down, "c"), (up, "b"), (up, "a"), (up, "a")):
        qtbot.keyClick(three.stage.page.edit, key)
        assert shown(three) == marked(three) == name
    three.session.review.edit_page(three.session.selected)
    qtbot.keyClick(three.stage.review.editor, down)  # corners are not left by a slip
    assert (three.session.state, shown(three)) == ("review", "a")


def test_in_the_list_it_goes_a_screenful(three: MainWindow, qtbot: QtBot) -> None:
    three.tray.list.setFocus()
    qtbot.keyClick(three.tray.list, Qt.Key.Key_PageDown)
    assert shown(three) == marked(three) == "c"


@pytest.mark.parametrize("width", [940, 1200])
@pytest.mark.parametrize("ends", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_after_corners_the_arrows_are_the_lists_again(
    three: MainWindow, qtbot: QtBot, ends: Qt.Key, width: int
) -> None:
    three.resize(width, 700)
    three.activateWindow()
    qtbot.waitUntil(three.isActiveWindow)
    three.tray.list.setFocus()
    qtbot.keyClick(three.tray.list, Qt.Key.Key_E)
    assert three.stage.review.editor.hasFocus()
    qtbot.waitUntil(lambda: not three.stage.review.editor.image.isNull())
    qtbot.keyClick(three.stage.review.editor, ends)
    assert three.session.state == "page"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert shown(three) == "b"


def test_a_button_that_led_to_the_corners_is_not_pressed_by_a_second_enter(
    three: MainWindow, qtbot: QtBot
) -> None:
    three.activateWindow()
    qtbot.waitUntil(three.isActiveWindow)
    three.stage.page.edit.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not three.stage.review.editor.image.isNull())
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert three.session.state == "page"
