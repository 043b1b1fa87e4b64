"""Parts of a page are blacked out by keys alone: real events on the real window and session."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.page_view import PageView
from app.workers.pixels import to_array
from tests.app.blackening import frame_of, press, shown_page
from tests.app.test_black_out import at, black, box_of, red
from tests.app.test_controls import turn_wheel

LEFT, RIGHT, UP, DOWN = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
ENTER, BACK, ESC = Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Escape


def lead_to_field(view: PageView) -> None:
    """Presses arrows until the frame covers what is red."""
    for _ in range(200):
        frame, wanted = frame_of(view), field(view)  # which moves where a part is shown
        if frame.left() > wanted.left():
            press(LEFT)
        elif frame.top() > wanted.top():
            press(UP)
        elif frame.left() < wanted.left() - 12:
            press(RIGHT)
        elif frame.top() < wanted.top() - 12:
            press(DOWN)
        elif frame.right() < wanted.right():
            press(RIGHT, SHIFT)
        elif frame.bottom() < wanted.bottom():
            press(DOWN, SHIFT)
        else:
            return
    pytest.fail("the frame does not get there")


def lead_to_corner() -> None:
    """Presses arrows until the frame is at the page's upper left."""
    for _ in range(40):
        press(LEFT)
        press(UP)


def field(view: PageView) -> QRectF:
    low, high = box_of(red(to_array(view.image)))
    return QRectF(at(view, low), at(view, high)).adjusted(-2, -2, 2, 2)


@pytest.mark.parametrize("steps", [0, 6])
def test_a_field_is_hidden_and_shown_again_by_keys_alone(
    framing: MainWindow, qtbot: QtBot, steps: int
) -> None:
    session, view = framing.session, framing.stage.page.view
    if steps:
        turn_wheel(view, steps)
    assert view.zoomed == bool(steps)
    before = to_array(view.image)
    lead_to_field(view)
    covered = frame_of(view)
    with qtbot.waitSignal(session.drawing.page_rendered):
        press(ENTER)
    after = to_array(view.image)
    assert black(after)[red(before)].all()
    assert not black(before).any()
    assert black(after).sum() < 6 * red(before).sum()  # and hardly more
    press(LEFT)  # the next one begins where this one was
    assert frame_of(view).center().x() == pytest.approx(covered.center().x(), abs=0.01)
    with qtbot.waitSignal(session.drawing.page_rendered):
        press(BACK)
    assert red(to_array(view.image)).any()
    assert session.editing.undo_text == "Show again"


def test_the_frame_stays_on_the_page_and_in_sight(framing: MainWindow) -> None:
    view = framing.stage.page.view
    press(ESC)
    turn_wheel(view, 10)
    press(RIGHT)
    for modifiers in (NONE, SHIFT):
        for key in (LEFT, UP, RIGHT, DOWN):
            for _ in range(80):
                press(key, modifiers)
            frame, page = frame_of(view), view.place.rect.adjusted(-0.01, -0.01, 0.01, 0.01)
            assert page.contains(frame)
            assert min(frame.width(), frame.height()) > 7
            if modifiers is NONE:  # grown, it has no room in the view
                assert QRectF(view.rect()).adjusted(-1, -1, 1, 1).contains(frame)


def test_a_press_moves_it_by_ten_and_with_control_by_one_px(framing: MainWindow) -> None:
    view = framing.stage.page.view
    first = frame_of(view)
    for modifiers, step in ((NONE, 10), (CTRL, 1)):
        start = frame_of(view)
        press(RIGHT, modifiers)
        press(DOWN, modifiers)
        way = frame_of(view).topLeft() - start.topLeft()
        assert (way.x(), way.y()) == pytest.approx((step, step), abs=0.01)
    press(UP, SHIFT)
    assert frame_of(view).height() == pytest.approx(first.height() - 10, abs=0.01)
    assert frame_of(view).width() == pytest.approx(first.width(), abs=0.01)


def test_the_line_says_what_the_keys_do_and_escape_takes_one_step_back(
    framing: MainWindow, qtbot: QtBot
) -> None:
    view, line = framing.stage.page.view, framing.bottom.guidance
    assert "Enter: hide" in line.text()
    press(ESC)
    assert not view.drop_band()  # there is none
    assert "Click: show" in line.text()
    assert framing.stage.page.black_out.isChecked()
    press(ESC)
    assert not framing.stage.page.black_out.isChecked()
    assert line.text() == "2 pages to check, then save"
    assert not shown_page(framing).edits.hidden


def test_afterwards_the_arrows_are_those_of_before(drawing: MainWindow, qtbot: QtBot) -> None:
    press_x = Qt.Key.Key_X
    drawing.activateWindow()
    qtbot.waitUntil(drawing.isActiveWindow)
    press(ESC)
    drawing.tray.list.setFocus()
    press(press_x)
    assert drawing.stage.page.view.hasFocus()
    press(press_x)
    assert drawing.tray.list.hasFocus()
    first = drawing.session.selected
    press(DOWN)
    assert drawing.session.selected != first


def test_a_pointer_that_draws_meanwhile_is_not_led_astray(framing: MainWindow) -> None:
    view = framing.stage.page.view
    middle = view.rect().center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(view, middle * 1.1)
    begun = frame_of(view)
    press(LEFT)
    assert frame_of(view) == begun
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle * 1.1)
    assert len(shown_page(framing).edits.hidden) == 1


def test_a_pointer_that_only_passes_leaves_the_frame_alone(framing: MainWindow) -> None:
    view = framing.stage.page.view
    before, middle = frame_of(view), view.rect().center()
    for place in (middle, middle / 2):  # without a button, and with one that draws nothing
        QTest.mouseMove(view, place)
    QTest.mousePress(view, Qt.MouseButton.MiddleButton, pos=middle)
    QTest.mouseMove(view, middle * 0.9)
    QTest.mouseRelease(view, Qt.MouseButton.MiddleButton, pos=middle * 0.9)
    assert frame_of(view) == before
    assert "Enter: hide" in framing.bottom.guidance.text()


@pytest.mark.parametrize("steps", [4, 6, 8])
def test_what_was_framed_from_near_is_hidden_when_all_is_shown(
    framing: MainWindow, steps: int
) -> None:
    view = framing.stage.page.view
    press(ESC)
    turn_wheel(view, steps)
    press(RIGHT)
    for key in (LEFT, UP):
        for _ in range(80):
            press(key, SHIFT)
    press(Qt.Key.Key_0)
    assert not view.zoomed
    press(ENTER)
    assert len(shown_page(framing).edits.hidden) == 1
    press(RIGHT)
    for _ in range(3):
        press(RIGHT, SHIFT)  # a line, lower than a hand could draw
    press(ENTER)
    assert len(shown_page(framing).edits.hidden) == 2


def test_a_frame_out_of_sight_is_shown_before_it_is_drawn(framing: MainWindow) -> None:
    view = framing.stage.page.view
    lead_to_corner()
    turn_wheel(view, 12)  # at the middle, by the pointer
    assert not QRectF(view.rect()).intersects(frame_of(view))
    press(ENTER)
    assert not shown_page(framing).edits.hidden
    assert QRectF(view.rect()).intersects(frame_of(view))
    press(ENTER)
    assert len(shown_page(framing).edits.hidden) == 1


def test_plus_leaves_the_frame_in_sight(framing: MainWindow) -> None:
    view = framing.stage.page.view
    lead_to_corner()
    for _ in range(6):
        press(Qt.Key.Key_Plus)
    assert view.zoomed
    assert QRectF(view.rect()).contains(frame_of(view).center())


def test_del_is_about_black_while_there_is_a_frame(framing: MainWindow, qtbot: QtBot) -> None:
    session, view = framing.session, framing.stage.page.view
    framing.tray.list.selectAll()
    press(ENTER)
    press(RIGHT)
    assert shown_page(framing).edits.hidden
    press(Qt.Key.Key_Delete)
    assert len(session.pages) == 2
    assert not shown_page(framing).edits.hidden
    press(ESC)
    assert not view.drop_band()  # there is none
    press(Qt.Key.Key_Delete)  # and of the pages again
    assert session.pages == ()


@pytest.mark.parametrize("key", [BACK, ENTER])
def test_a_key_that_is_held_down_means_one(framing: MainWindow, key: Qt.Key) -> None:
    view = framing.stage.page.view
    for _ in range(3):
        press(ENTER)
        press(RIGHT)
    assert len(shown_page(framing).edits.hidden) == 3
    for number in range(4):
        held = QKeyEvent(QEvent.Type.KeyPress, key, NONE, "", number > 0)
        QApplication.sendEvent(view, held)
    assert len(shown_page(framing).edits.hidden) == (2 if key == BACK else 4)


def test_of_a_thread_of_a_page_a_part_is_hidden_too(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "thread.png"
    thread = np.full((40, 2000, 3), 170, np.uint8)
    path.write_bytes(cv2.imencode(".png", thread)[1].tobytes())
    window.session.opening.open_paths([path])
    qtbot.waitUntil(lambda: window.stage.page.view._current)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_X)
    press(RIGHT)
    press(ENTER)
    assert len(shown_page(window).edits.hidden) == 1


def test_on_another_page_the_frame_begins_in_the_middle(framing: MainWindow, qtbot: QtBot) -> None:
    session, view = framing.session, framing.stage.page.view
    first = frame_of(view)
    for _ in range(9):
        press(LEFT)
    press(ENTER)
    view.forget_frame()  # as a picture of another size does
    press(RIGHT)
    assert frame_of(view) == first
    assert session.editing.undo_text == "Black out"
