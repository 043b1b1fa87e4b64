"""Parts of a page are blacked out by the mouse: real events on the real window and session."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.document.render import render
from app.widgets.main_window import MainWindow
from app.widgets.page_view import PageView
from app.workers.pixels import to_array
from detector.quad import Quad
from tests.app.blackening import shown_page
from tests.app.scenes import set_corners
from tests.app.test_controls import turn_wheel

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


def red(image: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray(image[..., 2].astype(int) - image[..., 1] > 40)


def black(image: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray((image == 0).all(axis=2))


def box_of(mask: NDArray[np.bool_]) -> tuple[QPointF, QPointF]:
    """Top left and bottom right of what is set, px of the picture."""
    y, x = np.nonzero(mask)
    return QPointF(x.min(), y.min()), QPointF(x.max(), y.max())


def at(view: PageView, point: QPointF) -> QPoint:
    return view.place.to_widget((point.x(), point.y())).toPoint()


def drag(view: PageView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, pos=end)


def hide_field(window: MainWindow, qtbot: QtBot) -> None:
    """Draws over what is red, and waits until it is drawn."""
    view = window.stage.page.view
    low, high = box_of(red(to_array(view.image)))
    with qtbot.waitSignal(window.session.drawing.page_rendered):
        drag(view, at(view, low) - QPoint(3, 3), at(view, high) + QPoint(3, 3))
    assert len(shown_page(window).edits.hidden) == 1


# ---------------------------------------------------------------------------------- drawing
@pytest.mark.parametrize("turns", range(4))
def test_the_black_lies_where_it_was_drawn(drawing: MainWindow, qtbot: QtBot, turns: int) -> None:
    session, view = drawing.session, drawing.stage.page.view
    if turns:
        with qtbot.waitSignal(session.drawing.page_rendered):
            session.editing.rotate(session.selected, turns)
    before = to_array(view.image)
    hide_field(drawing, qtbot)
    after = to_array(view.image)
    assert red(before).any()
    assert not red(after).any()
    far = cv2.dilate(red(before).astype(np.uint8), np.ones((25, 25))) == 0
    assert (after == before)[far].all()
    assert black(after)[red(before)].all()
    assert session.editing.undo_text == "Black out"
    session.editing.undo()
    qtbot.waitUntil(lambda: bool(red(to_array(view.image)).any()))
    session.editing.redo()
    qtbot.waitUntil(lambda: not red(to_array(view.image)).any())


def test_on_a_part_of_the_page_it_lies_where_it_was_drawn_too(
    drawing: MainWindow, qtbot: QtBot
) -> None:
    view = drawing.stage.page.view
    turn_wheel(view, 5)
    assert view.zoomed
    place, before = view.place, red(to_array(view.image))
    hide_field(drawing, qtbot)
    assert view.place == place
    assert black(to_array(view.image))[before].all()


def test_it_stays_on_what_it_hides_and_is_in_no_file_nor_on_the_clipboard(
    drawing: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = drawing.session
    hide_field(drawing, qtbot)
    set_corners(session, session.selected, Quad([(60, 40), (700, 90), (720, 560), (30, 520)]))
    assert shown_page(drawing).edits.hidden
    assert not red(render(shown_page(drawing)).image).any()
    with qtbot.waitSignal(session.drawing.page_copied) as copied:
        session.drawing.copy(session.selected)
    assert not red(to_array(copied.args[0])).any()
    with qtbot.waitSignal(session.saving.pages_saved) as saved:
        session.saving.save([session.selected], tmp_path / "x.png", "png", 200, keep_sharper=False)
    written = cv2.imdecode(np.frombuffer(saved.args[0][0].read_bytes(), np.uint8), 1)
    assert not red(written).any()
    assert black(written).any()


def test_the_review_of_the_corners_does_not_show_it(drawing: MainWindow, qtbot: QtBot) -> None:
    hide_field(drawing, qtbot)
    review = drawing.stage.review
    qtbot.mouseClick(drawing.stage.page.edit, LEFT)
    qtbot.waitUntil(lambda: not review.editor.image.isNull())
    assert not drawing.stage.page.black_out.isChecked()
    for picture in (*review.editor._layers.pictures, review.loupe._image):
        assert not red(to_array(picture)).any()


def test_the_shown_page_alone_is_blacked_out_and_is_unsaved_then(
    drawing: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = drawing.session
    with qtbot.waitSignal(session.saving.pages_saved):
        session.saving.save([], tmp_path / "x.pdf", "pdf", 200, keep_sharper=False)
    drawing.tray.list.selectAll()
    assert session.saving.unsaved == 0
    hide_field(drawing, qtbot)
    assert session.saving.unsaved == 1
    assert sum(bool(page.edits.hidden) for page in session.pages) == 1


def test_another_picture_in_its_place_is_not_black(drawing: MainWindow, qtbot: QtBot) -> None:
    session = drawing.session
    hide_field(drawing, qtbot)
    other = session.pages[1]
    session._book.put([other], session.selected)
    assert session.pages[0].id == session.selected
    assert not session.pages[0].edits.hidden


def test_nothing_is_drawn_by_a_short_drag_nor_beside_the_page(drawing: MainWindow) -> None:
    view, session = drawing.stage.page.view, drawing.session
    middle, edge = view.rect().center(), view.place.rect.topLeft().toPoint()
    before = session.pages
    drag(view, middle, middle + QPoint(2, 2))
    drag(view, middle, middle + QPoint(60, 2))
    drag(view, edge - QPoint(20, 20), edge - QPoint(5, 5))
    assert session.pages == before
    assert session.editing.undo_text == "Add pages"
    drag(view, edge - QPoint(20, 20), edge + QPoint(30, 30))
    assert len(shown_page(drawing).edits.hidden) == 1  # what of it lies on the page


def test_what_is_drawn_is_seen_at_once(drawing: MainWindow) -> None:
    view = drawing.stage.page.view
    start = view.rect().center()

    def middle() -> int:
        return view.grab().toImage().pixelColor(start + QPoint(20, 20)).lightness()

    plain = middle()
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, start + QPoint(40, 40))
    assert 0 < middle() < plain
    QTest.mouseRelease(view, LEFT, pos=start + QPoint(40, 40))
    assert middle() == 0  # also before the page is drawn anew


# ------------------------------------------------------------------------------ taking away
def test_a_click_on_black_shows_it_again_and_elsewhere_does_nothing(
    drawing: MainWindow, qtbot: QtBot
) -> None:
    session, view = drawing.session, drawing.stage.page.view
    low, high = box_of(red(to_array(view.image)))
    hide_field(drawing, qtbot)
    QTest.mouseClick(view, LEFT, pos=at(view, low) - QPoint(30, 30))
    assert session.editing.undo_text == "Black out"
    with qtbot.waitSignal(session.drawing.page_rendered):
        QTest.mouseClick(view, LEFT, pos=at(view, (low + high) / 2))
    assert session.editing.undo_text == "Show again"
    assert red(to_array(view.image)).any()
    session.editing.undo()
    assert shown_page(drawing).edits.hidden


# -------------------------------------------------------------------------------- the tool
def test_the_tool_is_said_and_seen_and_ends_by_escape(drawing: MainWindow, qtbot: QtBot) -> None:
    view, start = drawing.stage.page.view, drawing.stage.page.view.rect().center()
    assert view.cursor().shape() == Qt.CursorShape.CrossCursor
    assert "Click: show" in drawing.bottom.guidance.text()
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, start + QPoint(50, 50))
    qtbot.keyClick(drawing, Qt.Key.Key_Escape)
    QTest.mouseRelease(view, LEFT, pos=start + QPoint(50, 50))
    assert not shown_page(drawing).edits.hidden
    assert drawing.stage.page.black_out.isChecked()
    qtbot.keyClick(drawing, Qt.Key.Key_Escape)
    assert not drawing.stage.page.black_out.isChecked()
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor
    assert drawing.bottom.guidance.text() == "2 pages to check, then save"
    drag(view, start, start + QPoint(50, 50))
    assert not shown_page(drawing).edits.hidden


def test_it_ends_with_the_page_and_with_the_state(drawing: MainWindow, qtbot: QtBot) -> None:
    session, tool = drawing.session, drawing.stage.page.black_out
    session.select(session.pages[1].id)
    assert not tool.isChecked()
    tool.click()
    session.review.edit_page(session.selected)
    assert not tool.isChecked()
    qtbot.keyClick(drawing, Qt.Key.Key_X)
    assert not tool.isChecked()
    session.review.retake()
    tool.click()
    session.clear()
    assert not tool.isChecked()


def test_wheel_and_middle_button_still_move_the_page_and_a_double_click_does_not(
    drawing: MainWindow,
) -> None:
    view = drawing.stage.page.view
    middle = view.rect().center()
    QTest.mouseDClick(view, LEFT, pos=middle)
    assert not view.zoomed
    turn_wheel(view, 4)
    part = view.place
    assert view.zoomed
    assert view.cursor().shape() == Qt.CursorShape.CrossCursor
    QTest.mousePress(view, MIDDLE, pos=middle)
    QTest.mouseMove(view, middle + QPoint(30, 20))
    QTest.mouseRelease(view, MIDDLE, pos=middle + QPoint(30, 20))
    moved = view.place.rect.topLeft() - part.rect.topLeft()
    assert (moved.x(), moved.y()) == pytest.approx((30, 20), abs=0.01)
    assert not shown_page(drawing).edits.hidden


def test_two_areas_that_follow_each_other_quickly_are_both_drawn(drawing: MainWindow) -> None:
    view, start = drawing.stage.page.view, drawing.stage.page.view.rect().center()
    drag(view, start, start + QPoint(30, 30))
    QTest.mouseDClick(view, LEFT, pos=start - QPoint(60, 60))  # what Qt makes of a quick press
    assert not view.zoomed
    QTest.mousePress(view, LEFT, pos=start - QPoint(60, 60))
    QTest.mouseMove(view, start - QPoint(20, 20))
    QTest.mouseRelease(view, LEFT, pos=start - QPoint(20, 20))
    assert len(shown_page(drawing).edits.hidden) == 2


def test_nothing_is_drawn_on_a_picture_of_what_the_page_was(drawing: MainWindow) -> None:
    session, view = drawing.session, drawing.stage.page.view
    session.editing.rotate(session.selected, 2)  # the picture that is shown is not turned yet
    start = view.rect().center()
    drag(view, start, start + QPoint(50, 50))
    assert not shown_page(drawing).edits.hidden


def test_the_letter_typed_into_a_field_starts_nothing(drawing: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(drawing, Qt.Key.Key_X)
    field = QLineEdit(drawing)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "x")
    assert field.text() == "x"
    assert not drawing.stage.page.black_out.isChecked()
