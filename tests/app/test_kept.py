"""What was captured or moved is never lost silently: real events on the real window and session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.capture.moment import Shot
from app.widgets.corner_editor import CornerEditor
from app.widgets.main_window import MainWindow
from app.widgets.save_dialog import SaveDialog
from detector.quad import Quad
from tests.app.scenes import card_quad, found, scene

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def drag(editor: CornerEditor) -> Quad:
    """Moves a corner; the outline then."""
    start = editor.corner_place(0)
    QTest.mousePress(editor, LEFT, pos=start.toPoint())
    for share in (0.5, 1.0):
        QTest.mouseMove(editor, (start + QPointF(24, 18) * share).toPoint())
    QTest.mouseRelease(editor, LEFT, pos=(start + QPointF(24, 18)).toPoint())
    assert editor.quad is not None
    return editor.quad


def click_page(window: MainWindow, row: int) -> None:
    tray = window.tray.list
    place = tray.visualItemRect(tray.item(row)).center()
    QTest.mouseClick(tray.viewport(), LEFT, pos=place)


def arrow_down(window: MainWindow) -> None:
    window.tray.list.setFocus()
    QTest.keyClick(window.tray.list, Qt.Key.Key_Down)


def edit_other(window: MainWindow) -> None:
    window.session.review.edit_page(window.session.pages[1].id)


AWAY: list[Callable[[MainWindow], object]] = [
    lambda window: click_page(window, 1),
    arrow_down,
    lambda window: QTest.mouseClick(window.sources.sample, LEFT),
    lambda window: window.session.sources.start_camera("nobody's"),
    lambda window: window.session.sources.start_video(Path("nobody's")),
    edit_other,
]


@pytest.fixture(params=AWAY, ids=["click", "key", "sample", "camera", "video", "edit"])
def leave(
    request: pytest.FixtureRequest, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> Callable[[MainWindow], object]:
    """A way to turn to something else; no feed is really started."""
    for start in ("start_play", "start_camera"):
        monkeypatch.setattr(window.session._live, start, lambda _source: None)
    window.resize(1300, 760)  # the panes are beside the review
    return request.param


def test_a_capture_in_review_becomes_a_page_as_it_stands(
    captured: MainWindow, leave: Callable[[MainWindow], object]
) -> None:
    session, quad = captured.session, drag(captured.stage.review.editor)
    leave(captured)
    assert [page.name for page in session.pages] == ["a", "b", "Page 1"]
    assert session.pages[2].quad == quad
    assert "kept as a page" in captured.notices.text.text()
    assert captured.notices.isVisible()
    state, selected = session.state, session.selected
    QTest.mouseClick(captured.notices.action, LEFT)
    assert [page.name for page in session.pages] == ["a", "b"]
    assert (session.state, session.selected) == (state, selected)
    session.editing.redo()
    assert session.pages[2].quad == quad


def test_corners_that_were_moved_stay_moved(
    edited: MainWindow, leave: Callable[[MainWindow], object]
) -> None:
    session, before = edited.session, edited.session.pages[0]
    quad = drag(edited.stage.review.editor)
    leave(edited)
    assert session.pages[0].quad == quad
    assert edited.notices.isVisible()
    assert "corners were kept" in edited.notices.text.text()
    QTest.mouseClick(edited.notices.action, LEFT)
    assert session.pages[0] == before


def test_corners_that_nobody_moved_need_no_word(
    edited: MainWindow, leave: Callable[[MainWindow], object]
) -> None:
    pages, step = edited.session.pages, edited.session.editing.undo_text
    leave(edited)
    assert edited.session.pages == pages
    assert edited.session.editing.undo_text == step
    assert not edited.notices.isVisible()


@pytest.mark.parametrize("moved", [True, False])
def test_an_outline_that_was_left_is_out_of_doubt_only_where_it_was_moved(
    edited: MainWindow, moved: bool
) -> None:
    session = edited.session
    session._doubts.forget()  # nothing was found in either page
    if moved:
        drag(edited.stage.review.editor)
    edit_other(edited)
    assert list(session.checks.doubts) == [page.id for page in session.pages[moved:]]


def test_the_page_whose_corners_are_moved_may_be_clicked_itself(edited: MainWindow) -> None:
    quad = drag(edited.stage.review.editor)
    edited.resize(1300, 760)
    click_page(edited, 0)
    assert edited.session.state == "page"
    assert edited.session.pages[0].quad == quad
    assert edited.notices.isVisible()


def test_to_edit_the_page_that_is_edited_changes_nothing(edited: MainWindow) -> None:
    quad = drag(edited.stage.review.editor)
    edited.session.review.edit_page(edited.session.pages[0].id)
    assert edited.session.state == "review"
    assert edited.stage.review.editor.quad == quad


def test_a_capture_that_was_to_replace_a_page_is_kept_beside_it_where_another_is_chosen(
    captured: MainWindow,
) -> None:
    session = captured.session
    session._state.begin_replacing(session.pages[0].id)
    captured.resize(1300, 760)
    click_page(captured, 0)
    assert [page.name for page in session.pages] == ["a", "b", "Page 1"]


def test_retake_and_cancel_drop_what_they_are_asked_to_drop(
    captured: MainWindow, qtbot: QtBot
) -> None:
    session, pages = captured.session, captured.session.pages
    drag(captured.stage.review.editor)
    qtbot.keyClick(captured, Qt.Key.Key_Escape)
    assert session.pages == pages
    session.sources.stop_live()
    session.review.edit_page(pages[0].id)
    drag(captured.stage.review.editor)
    qtbot.keyClick(captured, Qt.Key.Key_Escape)
    assert session.pages == pages
    assert session.saving.unsaved == 0
    assert not captured.notices.isVisible()


# ---------------------------------------------------------------------------------- closing
def answer(window: MainWindow, caption: str) -> None:
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    assert box.text().endswith(": 1")
    (found_it,) = [each for each in box.buttons() if each.text().replace("&", "") == caption]
    QTest.mouseClick(found_it, LEFT)


def test_closing_asks_about_a_capture_in_review_and_cancel_leaves_it_there(
    captured: MainWindow,
) -> None:
    quad = drag(captured.stage.review.editor)
    captured.close()
    answer(captured, "Cancel")
    assert captured.isVisible()
    assert captured.session.state == "review"
    assert captured.stage.review.editor.quad == quad


def test_closing_asks_about_corners_that_were_moved_and_about_no_others(
    edited: MainWindow,
) -> None:
    assert edited.session.saving.unsaved == 0
    drag(edited.stage.review.editor)
    assert edited.session.saving.unsaved == 1
    edited.close()
    answer(edited, "Cancel")
    edited.acting.steps.undo()
    assert edited.session.saving.unsaved == 0


def test_a_page_that_is_not_saved_counts_once_while_its_corners_are_moved(
    edited: MainWindow,
) -> None:
    edited.session.editing.rotate(edited.session.pages[0].id, 1)
    drag(edited.stage.review.editor)
    assert edited.session.saving.unsaved == 1


def test_closing_saves_the_capture_with_the_outline_that_is_shown(
    captured: MainWindow, qtbot: QtBot
) -> None:
    quad = drag(captured.stage.review.editor)
    saved: list[list[Path]] = []
    captured.session.saving.pages_saved.connect(lambda paths, _locked: saved.append(paths))
    captured.close()
    answer(captured, "Save")
    qtbot.waitUntil(lambda: bool(saved))
    assert captured.session.pages[2].quad == quad
    assert captured.session.saving.unsaved == 0
    qtbot.waitUntil(lambda: not captured.isVisible())


def test_closing_asks_about_pages_that_were_moved_in_their_file_until_they_are_back(
    two: MainWindow,
) -> None:
    two.tray.swap.click()
    two.close()
    (box,) = [each for each in two.findChildren(QMessageBox) if each.isVisible()]
    assert box.text().endswith(": 2")
    box.reject()
    assert two.bottom.guidance.text() == "Ready to save"
    two.session.editing.undo()
    assert two.bottom.guidance.text() == "All pages are saved"
    two.close()
    assert not two.isVisible()


# ----------------------------------------------------------------------------------- saving
@pytest.mark.parametrize("by", ["key", "button"])
def test_saving_takes_the_corners_that_are_shown(edited: MainWindow, qtbot: QtBot, by: str) -> None:
    session, quad = edited.session, drag(edited.stage.review.editor)
    with qtbot.waitSignal(session.saving.pages_saved):
        if by == "key":
            qtbot.keyClick(edited.stage.review.editor, Qt.Key.Key_S, CTRL)
        else:
            qtbot.mouseClick(edited.top.save, LEFT)
    assert session.pages[0].quad == quad
    assert session.saving.unsaved == 0
    assert session.state == "page"
    assert session.editing.undo_text == "Move corners"


def test_the_first_capture_can_be_saved_from_its_review(
    captured: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = captured.session
    captured.stage.review.retake_asked.emit()
    session.clear()
    session.sources.stop_live()
    assert not captured.top.save.isEnabled()
    card = found(card_quad())
    session.sources.start_feed(lambda: None)
    session.capturing.take_shot(Shot(Frame(scene(card.quad), 0.0, 0, "test"), card.quad, card))
    quad = drag(captured.stage.review.editor)
    assert captured.top.save.isEnabled()
    with qtbot.waitSignal(session.saving.pages_saved) as saved:
        qtbot.keyClick(captured, Qt.Key.Key_S, CTRL)
    assert saved.args[0][0].is_file()
    assert [page.quad for page in session.pages] == [quad]


def test_the_dialog_of_a_save_counts_the_capture_in_review(
    captured: MainWindow, qtbot: QtBot
) -> None:
    quad = drag(captured.stage.review.editor)
    qtbot.keyClick(captured, Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    (dialog,) = captured.findChildren(SaveDialog)
    assert captured.session.pages[2].quad == quad
    assert captured.session.selected == captured.session.pages[2].id
    assert dialog.scope.itemData(1) == (captured.session.pages[2].id,)  # was shown until now
    dialog.reject()
