"""A page is shown smoothly at every size, and near enough to be read: real events on the real
window and session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.workers.pixels import to_array
from tests.app.test_controls import turn_wheel

SIZE = 2400, 1800
LEFT = Qt.MouseButton.LeftButton
PLUS, MINUS, WHOLE = Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_0


def stripes() -> NDArray[np.uint8]:
    """One px white, one px black: grey from afar."""
    image = np.zeros((3000, 4000, 3), np.uint8)
    image[:, ::2] = 255
    return image


def noise() -> NDArray[np.uint8]:
    grey = np.random.default_rng(8).integers(0, 256, (SIZE[1], SIZE[0], 1), dtype=np.uint8)
    return np.repeat(grey, 3, axis=2)


@pytest.fixture
def show(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> Callable[[NDArray[np.uint8]], MainWindow]:
    def opened(*pictures: NDArray[np.uint8]) -> MainWindow:
        paths = [tmp_path / f"{number}.png" for number in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            path.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
        window.session.opening.open_paths(paths)
        qtbot.waitUntil(lambda: len(window.session.pages) == len(pictures))
        qtbot.waitUntil(lambda: not window.stage.page.view.image.isNull())
        window.notices.hide()
        qtbot.wait(20)
        return window

    return opened


def painted(view: QWidget, ratio: float) -> NDArray[np.uint8]:
    """What a view shows on a screen of so many px a px of the desktop."""
    shown = QImage((view.size() * ratio), QImage.Format.Format_RGB32)
    shown.setDevicePixelRatio(ratio)
    view.render(shown, QPoint())
    return to_array(shown)


def middle_of(shown: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """What no handle and no rim lies on."""
    height, width = shown.shape[:2]
    return shown[height * 4 // 10 : height * 6 // 10, width * 4 // 10 : width * 6 // 10, 0]


# ------------------------------------------------------------------------------- smooth
@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("width", [700, 1000, 1500])
def test_a_page_made_small_shows_the_means_of_its_pixels(show, width: int, ratio: float) -> None:
    made = show(stripes())
    made.resize(width, 700)
    shown = middle_of(painted(made.stage.page.view, ratio))
    assert shown.std() < 20  # with each second stripe left out here and there: up to 120
    assert shown.mean() == pytest.approx(127, abs=3)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_picture_in_review_shows_the_means_of_its_pixels(
    show, qtbot: QtBot, ratio: float
) -> None:
    made = show(stripes())
    qtbot.mouseClick(made.stage.page.edit, LEFT)
    review = made.stage.review
    qtbot.waitUntil(lambda: review.loupe.centre is not None and not review.editor.image.isNull())
    qtbot.keyClick(review.editor, Qt.Key.Key_F)
    shown = middle_of(painted(review.editor, ratio))
    assert shown.std() < 20
    assert shown.mean() == pytest.approx(127, abs=3)


def test_a_double_click_shows_the_pixels_themselves_and_then_the_whole(show) -> None:
    view = show(noise()).stage.page.view
    whole, at = view.place, QPoint(view.width() // 3, view.height() // 2)
    under = whole.to_picture(QPointF(at))
    QTest.mouseDClick(view, LEFT, pos=at)
    assert view.place.scale == 1
    assert view.place.to_picture(QPointF(at)) == pytest.approx(under, abs=0.01)
    x, y = (round(-edge) for edge in (view.place.left, view.place.top))
    shown = to_array(view.grab().toImage())[:-60, :]
    page = to_array(view.image)[y : y + shown.shape[0], x : x + shown.shape[1]]
    assert np.array_equal(shown, page)
    QTest.mouseDClick(view, LEFT, pos=at)
    assert view.place == whole


def test_far_in_each_pixel_is_a_square(show) -> None:
    view = show(noise()).stage.page.view
    turn_wheel(view, 100)
    assert view.place.scale >= 4  # and 12 times the whole would be less
    shown = to_array(view.grab().toImage())[100:140, 100:140, 0]
    assert (shown[:, 1:] == shown[:, :-1]).mean() > 0.7


# --------------------------------------------------------------------------------- zoom
def test_the_wheel_zooms_the_page_at_the_pointer_and_back_to_the_whole(show) -> None:
    view = show(noise()).stage.page.view
    whole, centre = view.place, QPointF(view.rect().center())
    under = whole.to_picture(centre)
    turn_wheel(view, 4)
    assert view.place.scale == pytest.approx(whole.scale * 1.0015**480)
    assert view.place.to_picture(centre) == pytest.approx(under, abs=0.01)
    turn_wheel(view, -9)
    assert view.place == whole


def test_keys_zoom_the_page_wherever_the_focus_is_and_stop_at_its_own_size(
    show, qtbot: QtBot
) -> None:
    made = show(noise())
    view, whole = made.stage.page.view, made.stage.page.view.place
    for control in (made.tray.list, made.stage.page.edit, view):
        control.setFocus()
        qtbot.keyClick(control, PLUS)
        qtbot.keyClick(control, Qt.Key.Key_Equal)
        assert view.place.scale == pytest.approx(whole.scale * 1.25**2)
        qtbot.keyClick(control, MINUS)
        assert view.place.scale == pytest.approx(whole.scale * 1.25)
        qtbot.keyClick(control, WHOLE)
        assert view.place == whole
    seen = set()
    for _ in range(12):
        qtbot.keyClick(view, PLUS)
        seen.add(view.place.scale)
    assert any(scale == pytest.approx(1) for scale in seen)
    assert max(seen) > 1.2
    for _ in range(20):
        qtbot.keyClick(view, MINUS)
    assert view.place == whole


def test_keys_zoom_a_review_from_its_buttons_too(edited: MainWindow, qtbot: QtBot) -> None:
    review = edited.stage.review
    whole, page = review.editor.place, edited.stage.page.view.place
    review.full.setFocus()
    qtbot.keyClick(review.full, PLUS)
    assert review.editor.place.scale == pytest.approx(1.25 * whole.scale)
    assert edited.stage.page.view.place == page
    qtbot.keyClick(review.full, WHOLE)
    assert review.editor.place == whole


def test_what_is_zoomed_is_dragged_by_a_hand(show) -> None:
    view = show(noise()).stage.page.view
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor
    start, whole = view.rect().center(), view.place
    for shape in ("the whole stays where it is", "a part moves"):
        before = view.place
        QTest.mousePress(view, LEFT, pos=start)
        QTest.mouseMove(view, start + QPoint(15, 10))
        QTest.mouseMove(view, start + QPoint(30, -20))
        if before != whole:
            assert view.cursor().shape() == Qt.CursorShape.ClosedHandCursor
        QTest.mouseRelease(view, LEFT, pos=start + QPoint(30, -20))
        moved = view.place.rect.topLeft() - before.rect.topLeft()
        wanted = (0, 0) if before == whole else (30, -20)
        assert (moved.x(), moved.y()) == pytest.approx(wanted, abs=0.01), shape
        turn_wheel(view, 8)
        assert view.cursor().shape() == Qt.CursorShape.OpenHandCursor
    turn_wheel(view, -90)
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_page_can_be_reached_and_moved_by_keys(show, qtbot: QtBot) -> None:
    made = show(noise())
    view = made.stage.page.view
    qtbot.keyClick(view, PLUS)
    view.setFocus(Qt.FocusReason.TabFocusReason)
    rim = QRect(0, 40, 2, 40)
    with_ring = view.grab(rim).toImage()
    before = view.place
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)
    moved = view.place.rect.topLeft() - before.rect.topLeft()
    assert (moved.x(), moved.y()) == pytest.approx((-view.width() / 8, -view.height() / 8))
    assert len(made.session.pages) == 1
    view.clearFocus()
    assert view.grab(rim).toImage() != with_ring
    view.setFocus(Qt.FocusReason.MouseFocusReason)  # nobody used the keyboard
    assert view.grab(rim).toImage() != with_ring


# ------------------------------------------------------------------- what the zoom outlives
def test_another_page_is_shown_whole_and_a_filter_leaves_the_zoom(show, qtbot: QtBot) -> None:
    made = show(noise(), noise())
    session, view = made.session, made.stage.page.view
    session.select(session.pages[0].id)
    qtbot.waitUntil(lambda: made._drawn == session.pages[0].id)
    whole = view.place
    qtbot.keyClick(view, PLUS)
    part = view.place
    with qtbot.waitSignal(session.drawing.page_rendered):
        qtbot.keyClick(view, Qt.Key.Key_2)
    assert view.place == part
    session.select(session.pages[1].id)
    qtbot.waitUntil(lambda: made._drawn == session.pages[1].id)
    assert view.place == whole
    assert not view.zoomed
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_turned_page_is_shown_whole(show, qtbot: QtBot) -> None:
    made = show(noise())
    view = made.stage.page.view
    qtbot.keyClick(view, PLUS)
    with qtbot.waitSignal(made.session.drawing.page_rendered):
        qtbot.keyClick(view, Qt.Key.Key_R)
    assert not view.zoomed
    assert view.place.width == SIZE[1]
    assert view.rect().toRectF().contains(view.place.rect)


def test_how_large_a_part_is_shown_is_said(show, chinese: None) -> None:
    view = show(noise()).stage.page.view
    QTest.mouseDClick(view, LEFT, pos=view.rect().center())
    assert view.percent == view.bar.percent.text() == "100%"


def test_how_large_a_part_of_a_review_is_shown_is_said(edited: MainWindow) -> None:
    editor = edited.stage.review.editor
    badge = QRect(0, editor.height() - 40, 80, 40)
    blank = editor.grab(badge).toImage()
    turn_wheel(editor, 2)
    assert editor.grab(badge).toImage() != blank


def test_what_is_zoomed_while_it_is_dragged_stays_so(
    show: Callable[[NDArray[np.uint8]], MainWindow],
) -> None:
    view = show(noise()).stage.page.view
    middle = view.rect().center()
    QTest.mouseDClick(view, LEFT, pos=middle)
    QTest.mousePress(view, LEFT, pos=middle)
    QTest.keyClick(view.window(), PLUS)
    before = view.place.rect
    QTest.mouseMove(view, middle + QPoint(40, 0))
    assert view.place.rect.width() == before.width()
    QTest.keyClick(view.window(), WHOLE)
    QTest.mouseMove(view, middle + QPoint(80, 0))
    assert not view.zoomed
    QTest.mouseRelease(view, LEFT, pos=middle)


def test_a_click_on_a_page_that_is_shown_whole_leaves_the_arrows_to_the_list(
    show: Callable[[NDArray[np.uint8], NDArray[np.uint8]], MainWindow],
) -> None:
    window = show(noise(), noise())
    session, view = window.session, window.stage.page.view
    session.select(session.pages[0].id)
    window.tray.list.setFocus()
    QTest.mouseClick(view, LEFT, pos=view.rect().center())
    assert window.tray.list.hasFocus()
    QTest.mouseDClick(view, LEFT, pos=view.rect().center())
    QTest.mouseClick(view, LEFT, pos=view.rect().center())
    assert view.hasFocus()  # there the arrows move what is shown
