from __future__ import annotations

from itertools import pairwise

import pytest
from fake_session import page
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from app.widgets.loupe import LEAST_PX
from detector.quad import Quad


@pytest.fixture
def review(window, session, qtbot):
    session.enter("review")
    session.review.found = Quad.inset(400, 300, 0.1)
    session.pages = (page(),)
    session.review.started.emit(session.pages[0])
    qtbot.waitUntil(lambda: not window.stage.review.editor.image.isNull())
    return window.stage.review


def _drag(editor, start: QPointF, by: QPointF) -> None:
    QTest.mousePress(editor, Qt.MouseButton.LeftButton, pos=start.toPoint())
    for step in (0.5, 1.0):
        QTest.mouseMove(editor, (start + by * step).toPoint())
    QTest.mouseRelease(editor, Qt.MouseButton.LeftButton, pos=(start + by).toPoint())


@pytest.mark.parametrize("corner", range(4))
def test_each_corner_follows_the_drag_and_the_loupe_follows_the_corner(review, corner) -> None:
    editor = review.editor
    before = editor.quad.corners.copy()
    _drag(editor, editor.corner_place(corner), QPointF(12, 8))
    moved = (editor.quad.corners[corner] - before[corner]) * editor.place.scale
    assert moved == pytest.approx([12, 8], abs=1.5)
    assert review.loupe.centre == pytest.approx(tuple(editor.quad.corners[corner]))


@pytest.mark.parametrize("words", [1, 12, 24])
def test_nothing_lies_on_the_loupe_in_the_smallest_window_under_a_notice(
    window, review, qtbot, words: int
) -> None:
    window.resize(window.minimumSize())
    window.notices.show_message("unreadable " * words, "Open a picture", print)
    column = [review.loupe, review.detected, review.full, review.retake, review.accept]

    def one_below_another() -> bool:
        rects = [each.geometry() for each in column]
        return all(above.bottom() < below.top() for above, below in pairwise(rects))

    qtbot.waitUntil(one_below_another)
    assert review.loupe.height() >= LEAST_PX
    assert review.accept.geometry().bottom() < review.accept.parentWidget().height()


def test_a_picture_that_cannot_be_decoded_again_is_told_of(
    window, session, qtbot, monkeypatch, expect_log
) -> None:
    expect_log("a job failed")

    def fail(_original) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr("app.document.original.Original.pixels", fail)
    session.enter("review")
    session.review.started.emit(page())
    qtbot.waitUntil(lambda: "tell_not_shown" in session.names())
    (told,) = [call for call in session.calls if call[0] == "tell_not_shown"]
    assert isinstance(told[1], MemoryError)


def test_a_crossed_outline_is_refused(review) -> None:
    editor = review.editor
    start, beyond = editor.corner_place(0), editor.corner_place(2)
    _drag(editor, start, (beyond - start) * 1.3)
    assert isinstance(editor.quad, Quad)  # Quad itself is convex or does not exist
    assert editor.quad.corners[0][0] < editor.quad.corners[2][0]


def test_arrows_nudge_by_one_and_ten_pixels(review, qtbot) -> None:
    editor = review.editor
    x, y = editor.quad.corners[0]
    qtbot.keyClick(editor, Qt.Key.Key_Right)
    qtbot.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert tuple(editor.quad.corners[0]) == (x + 1, y + 10)


def test_tab_goes_round_the_corners(review, qtbot) -> None:
    seen = []
    for _ in range(4):
        qtbot.keyClick(review.editor, Qt.Key.Key_Tab)
        seen.append(review.editor.corner)
    assert seen == [1, 2, 3, 0]


def test_tab_with_ctrl_leaves_the_corners(window, review, qtbot) -> None:
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    reached = []
    for key, held in ((Qt.Key.Key_Tab, ctrl), (Qt.Key.Key_Backtab, ctrl | shift)):
        review.editor.setFocus()
        qtbot.keyClick(review.editor, key, held)
        reached.append(window.focusWidget())
    assert review.editor not in reached
    assert len(set(reached)) == 2
    assert review.editor.corner == 0


def test_full_and_detected_have_a_key_each(review, session, qtbot) -> None:
    qtbot.keyClick(review.editor, Qt.Key.Key_F)
    assert review.editor.quad == Quad.full(400, 300)
    qtbot.keyClick(review.editor, Qt.Key.Key_D)
    assert review.editor.quad == session.review.found


def test_enter_accepts_the_corners_as_they_are(review, session, qtbot) -> None:
    qtbot.keyClick(review.editor, Qt.Key.Key_F)
    qtbot.keyClick(review.editor, Qt.Key.Key_Return)
    assert ("accept_review", Quad.full(400, 300)) in session.calls


def test_a_page_can_be_thrown_away_by_its_button_or_key(review, session, qtbot) -> None:
    qtbot.mouseClick(review.remove, Qt.MouseButton.LeftButton)
    qtbot.keyClick(review.editor, Qt.Key.Key_Delete)
    assert session.names().count("remove") == 2


def test_nothing_is_thrown_away_before_it_is_seen(review, session, qtbot) -> None:
    """A second Del, for the page before, would take the next one as well."""
    session.pages = (page(), page())
    session.review.started.emit(session.pages[1])
    qtbot.keyClick(review.editor, Qt.Key.Key_Delete)
    assert "remove" not in session.names()


def test_a_capture_is_retaken_and_is_no_page_to_remove(review, session, qtbot) -> None:
    session.review.started.emit(page("captured"))
    qtbot.waitUntil(lambda: not review.editor.image.isNull())
    assert (review.remove.isVisible(), review.retake.text()) == (False, "Retake")
    qtbot.keyClick(review.editor, Qt.Key.Key_Delete)
    assert "remove" not in session.names()


def test_a_side_moves_across_itself(review) -> None:
    editor = review.editor
    before = editor.quad.corners.copy()
    top = (editor.corner_place(0) + editor.corner_place(1)) / 2
    _drag(editor, top, QPointF(15, -10))
    assert editor.quad.corners[:2, 0] == pytest.approx(before[:2, 0])
    assert (editor.quad.corners[:2, 1] < before[:2, 1]).all()
    assert editor.quad.corners[2:] == pytest.approx(before[2:])


# ------------------------------------------------------------- documents that the frame cuts
CUT = Quad([(-80, 20), (390, 10), (380, 280), (20, 420)])  # of a picture of 400 × 300


@pytest.fixture
def cut(window, session, qtbot):
    """The editor on a document of which two corners lie outside of the picture."""
    session.enter("review")
    shown, session.review.found = page(), CUT
    shown.quad = CUT
    session.review.started.emit(shown)
    qtbot.waitUntil(lambda: not window.stage.review.editor.image.isNull())
    return window.stage.review.editor


def _in_sight(editor) -> list[bool]:
    return [editor.rect().contains(editor.corner_place(n).toPoint()) for n in range(4)]


def test_a_corner_outside_is_nudged_from_where_it_lies_and_back_but_no_further_out(
    cut, qtbot
) -> None:
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left):
        qtbot.keyClick(cut, key)
        seen.append(tuple(cut.quad.corners[0]))
    assert seen == [(-79, 20), (-79, 21), (-80, 21), (-80, 21)]
    for _ in range(9):
        qtbot.keyClick(cut, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert tuple(cut.quad.corners[0]) == (10, 21)


def test_a_corner_outside_is_seen_and_follows_the_drag(cut) -> None:
    assert all(_in_sight(cut))
    for corner in (0, 3):
        before = cut.quad.corners[corner].copy()
        _drag(cut, cut.corner_place(corner), QPointF(14, -9))
        moved = (cut.quad.corners[corner] - before) * cut.place.scale
        assert moved == pytest.approx([14, -9], abs=1.5)


def test_a_corner_outside_stays_in_sight_while_it_is_zoomed_at(cut, qtbot) -> None:
    for _ in range(6):
        qtbot.keyClick(cut, Qt.Key.Key_Plus)
    assert _in_sight(cut)[0]
    for _ in range(3):
        qtbot.keyClick(cut, Qt.Key.Key_Tab)
    assert _in_sight(cut)[3]
    qtbot.keyClick(cut, Qt.Key.Key_0)
    assert all(_in_sight(cut))


def test_an_outline_that_is_put_partly_outside_is_seen_whole(cut, qtbot) -> None:
    wide = cut.place
    for key, ctrl in ((Qt.Key.Key_F, False), (Qt.Key.Key_D, False), (Qt.Key.Key_Z, True)):
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        qtbot.keyClick(cut, key, held)
        assert all(_in_sight(cut))
        assert (cut.place == wide) is (key == Qt.Key.Key_D)


def test_a_corner_inside_stops_at_the_rim_of_the_picture(cut, qtbot) -> None:
    qtbot.keyClick(cut, Qt.Key.Key_Tab)
    for _ in range(3):
        qtbot.keyClick(cut, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        qtbot.keyClick(cut, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert tuple(cut.quad.corners[1]) == (399.5, -0.5)
    _drag(cut, cut.corner_place(2), QPointF(200, 5))
    assert cut.quad.corners[2][0] == 399.5
