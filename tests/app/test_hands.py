"""What hands do, with real events on the real window and session."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.widgets.corner_editor import CornerEditor
from app.widgets.main_window import MainWindow
from detector.quad import Quad
from tests.app.scenes import set_corners

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def three(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window with pages "a", "b" and "c"; the first is shown."""
    for name in "abc":
        picture = np.full((300, 400, 3), 90, np.uint8)
        (tmp_path / f"{name}.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    window.session.opening.open_paths([tmp_path / f"{name}.png" for name in "abc"])
    qtbot.waitUntil(lambda: len(window.session.pages) == 3)
    qtbot.waitUntil(lambda: not window.session.opening.under_way)
    QApplication.processEvents()
    return window


@pytest.fixture
def editor(three: MainWindow, qtbot: QtBot) -> CornerEditor:
    """The corner editor on the first page, with an outline inside of it."""
    page = three.session.pages[0]
    set_corners(three.session, page.id, Quad.inset(400, 300, 0.2))
    qtbot.mouseClick(three.stage.page.edit, Qt.MouseButton.LeftButton)
    made = three.stage.review.editor
    qtbot.waitUntil(lambda: not made.image.isNull())
    return made


def names(window: MainWindow) -> str:
    return "".join(page.name for page in window.session.pages)


def listed(window: MainWindow) -> list[str]:
    rows = range(window.tray.list.count())
    return [window.tray.list.item(row).data(Qt.ItemDataRole.UserRole) for row in rows]


def wheel(editor: CornerEditor, at: QPointF, notches: int) -> None:
    event = QWheelEvent(
        at,
        editor.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor, event)


def drag(editor: CornerEditor, start: QPointF, by: QPointF, button: Qt.MouseButton) -> None:
    def send(kind: QEvent.Type, at: QPointF, pressed: Qt.MouseButton) -> None:
        which = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        event = QMouseEvent(kind, at, editor.mapToGlobal(at), which, pressed, NONE)
        QApplication.sendEvent(editor, event)

    send(QEvent.Type.MouseButtonPress, start, button)
    send(QEvent.Type.MouseMove, start + by / 2, button)
    send(QEvent.Type.MouseMove, start + by, button)
    send(QEvent.Type.MouseButtonRelease, start + by, Qt.MouseButton.NoButton)


# ------------------------------------------------------------------------------ zoom and panning
def test_the_wheel_zooms_at_the_pointer_and_back_to_the_whole(editor: CornerEditor) -> None:
    whole, at = editor.place, QPointF(120, 90)
    under = whole.to_picture(at)
    wheel(editor, at, 4)
    assert editor.place.scale > 1.8 * whole.scale
    assert editor.place.to_picture(at) == pytest.approx(under, abs=0.01)
    wheel(editor, at, 100)
    assert editor.place.scale <= 12.001 * whole.scale
    wheel(editor, at, -100)
    assert editor.place == whole


def test_keys_zoom_at_the_active_corner_and_zero_shows_the_whole(
    editor: CornerEditor, qtbot: QtBot
) -> None:
    whole, corner, quad = editor.place, editor.corner_place(0), editor.quad
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Plus):
        qtbot.keyClick(editor, key)
    assert editor.place.scale == pytest.approx(whole.scale * 1.25**3)
    moved = editor.corner_place(0) - corner
    assert (moved.x(), moved.y()) == pytest.approx((0, 0), abs=0.01)
    qtbot.keyClick(editor, Qt.Key.Key_Minus)
    assert editor.place.scale == pytest.approx(whole.scale * 1.25**2)
    qtbot.keyClick(editor, Qt.Key.Key_0)
    assert editor.place == whole
    assert editor.quad == quad


def test_the_middle_button_pans_and_never_loses_the_picture(editor: CornerEditor) -> None:
    quad, middle = editor.quad, QPointF(editor.width() / 2, editor.height() / 2)
    wheel(editor, middle, 8)
    before = editor.corner_place(0)
    drag(editor, middle, QPointF(40, 25), Qt.MouseButton.MiddleButton)
    moved = editor.corner_place(0) - before
    assert (moved.x(), moved.y()) == pytest.approx((40, 25), abs=0.01)
    drag(editor, middle, QPointF(90_000, 90_000), Qt.MouseButton.MiddleButton)
    assert editor.place.rect.adjusted(-1, -1, 1, 1).contains(middle)
    assert editor.quad == quad
    drag(editor, editor.rect().center().toPointF(), QPointF(5, 5), Qt.MouseButton.LeftButton)


def test_a_corner_out_of_sight_is_brought_back_when_it_is_chosen(
    editor: CornerEditor, qtbot: QtBot
) -> None:
    wheel(editor, editor.corner_place(0), 15)
    assert not editor.rect().contains(editor.corner_place(2).toPoint())
    for _ in range(2):
        qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.corner == 2
    assert editor.rect().contains(editor.corner_place(2).toPoint())


# ---------------------------------------------------------------------------------- the outline
def test_dragging_inside_moves_the_whole_outline(editor: CornerEditor) -> None:
    before = editor.quad.corners.copy()
    inside = (editor.corner_place(0) + editor.corner_place(2)) / 2
    drag(editor, inside, QPointF(30, -18), Qt.MouseButton.LeftButton)
    steps = (editor.quad.corners - before) * editor.place.scale
    assert steps == pytest.approx(np.tile((30.0, -18.0), (4, 1)), abs=0.01)


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_Left, (-1, 0)),
        (Qt.Key.Key_Right, (1, 0)),
        (Qt.Key.Key_Up, (0, -1)),
        (Qt.Key.Key_Down, (0, 1)),
    ],
)
@pytest.mark.parametrize("corner", range(4))
def test_arrows_nudge_the_chosen_corner_and_no_other(
    editor: CornerEditor, qtbot: QtBot, corner: int, key: Qt.Key, step: tuple[int, int]
) -> None:
    for _ in range(corner):
        qtbot.keyClick(editor, Qt.Key.Key_Tab)
    before = editor.quad.corners.copy()
    qtbot.keyClick(editor, key)
    qtbot.keyClick(editor, key, Qt.KeyboardModifier.ShiftModifier)
    moved = editor.quad.corners - before
    assert moved[corner] == pytest.approx((11 * step[0], 11 * step[1]))
    assert not np.delete(moved, corner, axis=0).any()


# ------------------------------------------------------------------------------------- the tray
def test_the_tray_is_reordered_by_keys(three: MainWindow, qtbot: QtBot) -> None:
    tray = three.tray.list
    tray.setFocus()
    qtbot.keyClick(tray, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(three) == "bac"
    qtbot.keyClick(tray, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(tray, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)  # it is the last
    assert names(three) == "bca"
    qtbot.keyClick(tray, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(three) == "bac"
    qtbot.keyClick(three, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert names(three) == "bca"
    assert listed(three) == [page.id for page in three.session.pages]


def test_a_row_that_was_moved_in_the_list_moves_its_page(three: MainWindow, qtbot: QtBot) -> None:
    model = three.tray.list.model()
    root = three.tray.list.rootIndex()
    assert model.moveRow(root, 2, root, 0)  # what a drop within the list comes down to
    qtbot.waitUntil(lambda: names(three) == "cab")
    assert model.moveRow(root, 0, root, 2)
    qtbot.waitUntil(lambda: names(three) == "acb")
    assert listed(three) == [page.id for page in three.session.pages]


def test_a_removed_page_comes_back_by_the_notice_and_by_the_key(
    three: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(three, Qt.Key.Key_Delete)
    assert names(three) == "bc"
    assert three.notices.isVisible()
    qtbot.mouseClick(three.notices.action, Qt.MouseButton.LeftButton)
    assert names(three) == "abc"
    qtbot.keyClick(three, Qt.Key.Key_Delete)
    qtbot.keyClick(three, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert names(three) == "abc"
    assert three.tray.list.count() == 3
    assert three.session.state == "page"


# ----------------------------------------------------------------------------------- live, tray
def test_a_camera_that_is_gone_is_said_over_the_last_frame(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.session.sources.start_sample()
    qtbot.waitUntil(lambda: not window.stage.viewfinder._frame.isNull(), timeout=10_000)
    window.session._live.camera.failed.emit("gone", "")
    assert "unplugged" in window.notices.text.text()
    assert window.notices.action.isVisible()
    assert window.session.state == "live"
    assert not window.stage.viewfinder._frame.isNull()
    qtbot.mouseClick(window.notices.action, Qt.MouseButton.LeftButton)
    qtbot.waitSignal(window.session.capturing.preview_changed, timeout=10_000).wait()


def test_each_start_of_a_film_reads_it_anew(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The thread that is replaced still reads the old one; FFmpeg aborts where two threads do.
    sources: list[object] = []
    monkeypatch.setattr(window.session._live, "start_play", sources.append)
    for start in (
        window.session.sources.start_sample,
        lambda: window.session.sources.start_video(tmp_path),
    ):
        start()
        window.session.sources.try_again()
        assert len(sources) == 2
        assert sources[0] is not sources[1]
        sources.clear()


def test_a_drag_can_be_made_on_the_tray_with_the_mouse(three: MainWindow) -> None:
    tray = three.tray.list
    assert tray.dragEnabled()
    assert tray.acceptDrops()
    place = tray.visualItemRect(tray.item(1)).center()
    QTest.mouseClick(tray.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert three.session.selected == three.session.pages[1].id
