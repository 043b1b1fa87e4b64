"""Undo and redo while corners are reviewed, with real events on the real window and session."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.corner_editor import CornerEditor
from app.widgets.main_window import MainWindow
from app.widgets.quad_steps import MAX_STEPS, QuadSteps
from detector.quad import Quad
from tests.app.scenes import set_corners

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def reviewed(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window with two pages, the second one rotated; the first one's corners are reviewed."""
    for name in "ab":
        picture = np.full((300, 400, 3), 90, np.uint8)
        (tmp_path / f"{name}.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    session = window.session
    session.opening.open_paths([tmp_path / "a.png", tmp_path / "b.png"])
    qtbot.waitUntil(lambda: len(session.pages) == 2)
    set_corners(session, session.pages[0].id, Quad.inset(400, 300, 0.2))
    session.editing.rotate(session.pages[1].id, 1)
    session.select(session.pages[0].id)
    qtbot.mouseClick(window.stage.page.edit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.stage.review.editor.image.isNull())
    return window


@pytest.fixture
def editor(reviewed: MainWindow) -> CornerEditor:
    return reviewed.stage.review.editor


def drag(editor: CornerEditor, corner: int, by: QPointF) -> None:
    start = editor.corner_place(corner)
    QTest.mousePress(editor, Qt.MouseButton.LeftButton, pos=start.toPoint())
    for share in (0.25, 0.5, 0.75, 1.0):
        QTest.mouseMove(editor, (start + by * share).toPoint())
    QTest.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=(start + by).toPoint())


def hold(editor: CornerEditor, key: Qt.Key, times: int) -> None:
    """A key that is held down: it repeats itself."""
    for number in range(times):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", number > 0)
        QApplication.sendEvent(editor, event)


def test_each_thing_done_to_the_corners_is_one_step_back_and_forth(
    editor: CornerEditor, qtbot: QtBot
) -> None:
    seen = [editor.quad]
    for act in (
        lambda: drag(editor, 0, QPointF(30, 20)),
        lambda: qtbot.keyClick(editor, Qt.Key.Key_Right),
        lambda: qtbot.keyClick(editor, Qt.Key.Key_Right, SHIFT),
        lambda: hold(editor, Qt.Key.Key_Down, 5),
        lambda: hold(editor, Qt.Key.Key_Down, 3),
        lambda: qtbot.keyClick(editor, Qt.Key.Key_F),
    ):
        act()
        seen.append(editor.quad)
    assert len({each.corners.tobytes() for each in seen}) == len(seen)
    for before in reversed(seen[:-1]):
        qtbot.keyClick(editor, Qt.Key.Key_Z, CTRL)
        assert editor.quad == before
    for after in seen[1:]:
        qtbot.keyClick(editor, Qt.Key.Key_Z, CTRL | SHIFT)
        assert editor.quad == after


def test_no_step_of_the_session_is_taken_back_out_of_sight(
    reviewed: MainWindow, editor: CornerEditor, qtbot: QtBot
) -> None:
    pages, quad = reviewed.session.pages, editor.quad
    assert reviewed.session.editing.undo_text
    for _ in range(4):
        qtbot.keyClick(editor, Qt.Key.Key_Z, CTRL)
        qtbot.keyClick(editor, Qt.Key.Key_Y, CTRL)
    assert reviewed.session.pages == pages
    assert reviewed.session.state == "review"
    assert editor.quad == quad


def test_the_buttons_say_and_do_what_is_taken_back(
    reviewed: MainWindow, editor: CornerEditor, qtbot: QtBot
) -> None:
    undo, redo, before = reviewed.top.undo, reviewed.top.redo, editor.quad
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    drag(editor, 1, QPointF(-25, 15))
    moved = editor.quad
    assert undo.accessibleName() == "Undo: Move corners"
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert editor.quad == before
    assert not undo.isEnabled()
    qtbot.mouseClick(redo, Qt.MouseButton.LeftButton)
    assert editor.quad == moved
    assert not redo.isEnabled()


def test_a_new_step_ends_what_could_be_repeated(editor: CornerEditor, qtbot: QtBot) -> None:
    qtbot.keyClick(editor, Qt.Key.Key_Right)
    qtbot.keyClick(editor, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    now = editor.quad
    qtbot.keyClick(editor, Qt.Key.Key_Y, CTRL)
    assert editor.quad == now


def test_after_the_review_the_session_s_steps_are_back(
    reviewed: MainWindow, editor: CornerEditor, qtbot: QtBot
) -> None:
    page = reviewed.session.pages[0]
    drag(editor, 0, QPointF(20, 20))
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert reviewed.session.pages[0].quad != page.quad
    assert reviewed.top.undo.accessibleName() == "Undo: Move corners"
    qtbot.keyClick(reviewed, Qt.Key.Key_Z, CTRL)
    assert reviewed.session.pages[0].quad == page.quad
    assert reviewed.top.undo.accessibleName() == "Undo: Rotate"


def test_the_next_review_begins_without_steps(
    reviewed: MainWindow, editor: CornerEditor, qtbot: QtBot
) -> None:
    drag(editor, 0, QPointF(20, 20))
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    reviewed.session.review.edit_page(reviewed.session.pages[1].id)
    before = editor.quad
    qtbot.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.quad == before
    assert not reviewed.top.undo.isEnabled()


def test_nothing_is_taken_back_under_the_mouse_that_drags(
    editor: CornerEditor, qtbot: QtBot
) -> None:
    qtbot.keyClick(editor, Qt.Key.Key_Right)
    start = editor.corner_place(0)
    QTest.mousePress(editor, Qt.MouseButton.LeftButton, pos=start.toPoint())
    QTest.mouseMove(editor, (start + QPointF(20, 10)).toPoint())
    held = editor.quad
    qtbot.keyClick(editor, Qt.Key.Key_Z, CTRL)
    assert editor.quad == held
    QTest.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=start.toPoint())


def test_the_steps_of_a_long_review_are_bounded() -> None:
    steps, told = QuadSteps(), []
    steps.changed.connect(lambda: told.append((steps.can_undo, steps.can_redo)))
    quads = [Quad.inset(1000, 1000, 0.1).moved(number / 10, 0) for number in range(MAX_STEPS + 9)]
    for quad in quads:
        steps.begin()
        steps.note(quad)
    now = Quad.full(1000, 1000)
    while steps.can_undo:
        now = steps.undo(now)
    assert now == quads[9]
    assert told == [(True, False), (True, True), (False, True)]  # not with each of them
