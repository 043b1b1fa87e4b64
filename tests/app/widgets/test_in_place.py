"""What comes and goes moves nothing that can be pressed; and what is to be pressed first."""

from __future__ import annotations

import pytest
from fake_session import page
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.session import CameraInfo, Notice
from app.session.step_wording import steps

NONE = Notice("error", "No camera found.", "retry", "", "open", lasting=True, of="camera")


def place(window: QWidget, widget: QWidget) -> QPoint:
    QApplication.processEvents()
    return widget.mapTo(window, QPoint(0, 0))


def show_page(window, session) -> None:
    session.pages, session.selected = (page(),), "p1"
    session.enter("page")
    session.pages_changed.emit()


# --------------------------------------------------------------------------------- the notice
@pytest.mark.parametrize("size", [(640, 480), (900, 640), (1600, 900)])
def test_a_notice_moves_no_button_of_the_empty_stage(window, session, size) -> None:
    window.resize(*size)
    place(window, window.stage.empty.camera)  # what is laid out anew takes a second round
    empty = window.stage.empty
    buttons = (empty.camera, empty.open, empty.paste, empty.sample)
    before = [place(window, button) for button in buttons]
    session.notices.posted.emit(NONE)
    assert [place(window, button) for button in buttons] == before
    top = place(window, window.notices).y()
    for button, at in zip(buttons, before, strict=True):
        assert at.y() + button.height() <= top
    end = window.notices.rect().bottomLeft()
    assert window.notices.mapTo(window, end).y() < place(window, window.bottom).y()


@pytest.mark.parametrize("size", [(900, 640), (1600, 900)])
def test_the_edge_of_the_drop_zone_is_seen_above_a_notice(window, session, size) -> None:
    window.resize(*size)
    place(window, window.stage.empty)
    empty = window.stage.empty

    def low_edge() -> int:
        """The lowest row of the stage with the zone's line in its middle, px."""
        QApplication.processEvents()
        shown = empty.grab().toImage()
        background = shown.pixelColor(1, 1)
        column = range(empty.width() // 2 - 20, empty.width() // 2 + 20)
        rows = range(empty.height())
        return max(y for y in rows if any(shown.pixelColor(x, y) != background for x in column))

    whole = low_edge()
    session.notices.posted.emit(NONE)
    top = place(window, window.notices).y() - place(window, empty).y()
    assert whole > top > low_edge()
    window.notices.hide()
    assert low_edge() == whole


def test_a_notice_moves_no_tool_of_a_page(window, session) -> None:
    show_page(window, session)
    stage = window.stage.page
    tools = (stage.mrz, stage.format, stage.filters["grey"])
    before = [place(window, tool) for tool in tools]
    session.notices.posted.emit(Notice("info", "No machine readable zone was found."))
    assert [place(window, tool) for tool in tools] == before
    assert window.notices.isVisible()
    top = place(window, window.notices).y()
    view_end = stage.view.mapTo(window, stage.view.rect().bottomLeft()).y()
    assert view_end < top < min(at.y() for at in before)


def test_a_notice_stays_with_the_keyboard_on_it_wherever_its_place_is(window, session) -> None:
    window.activateWindow()
    session.notices.posted.emit(NONE)
    for state in ("live", "page", "review", "page", "empty"):
        if window.notices.isHidden():
            session.notices.posted.emit(NONE)
        window.notices.second.setFocus(Qt.FocusReason.TabFocusReason)
        window.notice_place.settle(state)
        QApplication.processEvents()
        assert not window.notices.isHidden(), state
        assert window.focusWidget() is window.notices.second, state
    window.notices.hide()
    for state in ("page", "empty"):
        window.notice_place.settle(state)
        QApplication.processEvents()
        assert window.notices.isHidden()


# ----------------------------------------------------------------------------------- the step
def test_redo_stays_where_it_is_whatever_undo_takes_back(window, session) -> None:
    places = {place(window, window.top.redo).x()}
    for name in steps().values():
        session.editing.undo_text = name
        session.editing.history_changed.emit()
        assert window.top.undo.text() == f"Undo: {name}"
        places.add(place(window, window.top.redo).x())
        assert window.top.undo.width() >= window.top.undo.sizeHint().width()
    session.editing.undo_text = ""
    session.editing.history_changed.emit()
    places.add(place(window, window.top.redo).x())
    assert len(places) == 1


# --------------------------------------------------------------------------- the first screen
def test_without_a_camera_opening_is_the_first_thing_to_do(window, session) -> None:
    empty = window.stage.empty

    def primary() -> list[bool]:
        return [bool(button.property("primary")) for button in (empty.camera, empty.open)]

    assert primary() == [False, True]
    session.sources.cameras_changed.emit([CameraInfo("a", "Webcam")])
    assert primary() == [True, False]
    shown = empty.camera.grab().toImage().pixelColor(6, 20)
    session.sources.cameras_changed.emit([])
    assert primary() == [False, True]
    assert empty.open.grab().toImage().pixelColor(6, 20) == shown
    assert empty.camera.grab().toImage().pixelColor(6, 20) != shown


def test_the_time_of_a_search_is_told_of_a_feed_alone(window, session) -> None:
    badge = window.bottom.badge
    session.enter("live")
    session.engine.changed.emit("CPU · ONNX Runtime", 127.0)
    assert badge.text() == "CPU · 127 ms"
    wide_px = badge.sizeHint().width()
    for state in ("page", "review", "empty"):
        session.enter(state)
        assert badge.text() == badge.accessibleName() == "CPU"
        assert badge.toolTip()
        assert badge.sizeHint().width() < wide_px  # the rest is the guidance's
    session.engine.changed.emit("CPU · ONNX Runtime", 130.0)
    assert badge.text() == "CPU"
    session.enter("live")
    assert badge.text() == "CPU · 130 ms"


def test_the_switch_says_that_it_is_about_captures(window) -> None:
    confirm = window.bottom.confirm
    assert confirm.text() == confirm.accessibleName() == "Confirm each capture"
    assert "Opened pictures" in confirm.toolTip()


def test_a_notice_that_is_too_high_covers_no_button_of_the_empty_stage(window, qtbot) -> None:
    long = "This picture cannot be opened, as it is no picture of a kind that is known. "

    def covered(width: int, height: int, words: int) -> bool:
        window.resize(width, height)
        window.notices.show_notice(Notice("error", long * words, "open"))
        qtbot.wait(30)
        notice = QRect(window.notices.mapTo(window, QPoint()), window.notices.size())
        buttons = (window.stage.empty.open, window.stage.empty.paste)
        return any(
            notice.intersects(QRect(each.mapTo(window, QPoint()), each.size())) for each in buttons
        )

    for words in (1, 3, 6, 2):
        assert not covered(1000, 700, words)
        assert not covered(640, 480, words)
