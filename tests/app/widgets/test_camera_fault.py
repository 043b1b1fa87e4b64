"""What the window shows of a feed whose camera is gone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from app.widgets.theme import STEADY
from detector.quad import Quad

RED = 230


@pytest.fixture
def capturing(window, session):
    """A card that is about to be captured."""
    session.sources.source = "camera:Webcam"
    session.enter("live")
    session.engine.changed.emit("CPU · ONNX Runtime", 107.0)
    frame = QImage(640, 480, QImage.Format.Format_RGB32)
    frame.fill(QColor(RED, 0, 0))
    session.capturing.preview_changed.emit(frame)
    observe(session)
    assert window.stage.viewfinder.steady
    assert window.bottom.guidance.text() == "Keep still…"
    assert "107" in window.bottom.badge.text()
    return window


def observe(session) -> None:
    seen = SimpleNamespace(
        quad=Quad.inset(640, 480, 0.2),
        frame=SimpleNamespace(width=640, height=480),
        stable_progress=0.5,
        guidance="capturing",
    )
    session.capturing.observed.emit(seen)


def tell(session, kind: str) -> None:
    session.sources.fault = kind
    session.sources.fault_changed.emit()
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("gone", "The camera was unplugged"),
        ("silent", "The camera is not sending pictures"),
        ("broken", "The camera has failed"),
        ("unreadable", "The video cannot be played on"),
    ],
)
def test_the_line_says_the_fault_and_nothing_counts_as_live(capturing, session, kind, line) -> None:
    tell(session, kind)
    bottom, finder = capturing.bottom, capturing.stage.viewfinder
    assert bottom.guidance.text() == line
    assert bottom.badge.text() == "CPU"
    assert not bottom.shutter.isEnabled()
    assert not finder.steady
    shown = finder.grab().toImage()
    middle = shown.pixelColor(shown.width() // 2, shown.height() // 4)
    assert 40 < middle.red() < RED // 2 + 20  # the last picture, dimmed
    green = QColor(STEADY).rgb()
    columns, rows = range(0, shown.width(), 3), range(0, shown.height(), 3)
    assert not any(shown.pixel(x, y) == green for x in columns for y in rows)


def test_another_state_and_back_still_says_it(capturing, session) -> None:
    tell(session, "gone")
    session.enter("page")
    assert "camera" not in capturing.bottom.guidance.text()
    assert "from a live picture" in capturing.bottom.shutter.toolTip()
    session.enter("live")
    assert capturing.bottom.guidance.text() == "The camera was unplugged"
    assert not capturing.bottom.shutter.isEnabled()


def test_a_fault_beside_a_page_leaves_its_line(capturing, session) -> None:
    session.enter("page")
    before = capturing.bottom.guidance.text()
    tell(session, "gone")
    assert capturing.bottom.guidance.text() == before


def test_space_still_asks_so_that_it_can_be_said(capturing, session, qtbot) -> None:
    tell(session, "gone")
    session.calls.clear()
    qtbot.keyClick(capturing, Qt.Key.Key_Space)
    assert session.names() == ["capture"]


def test_all_is_as_before_once_pictures_come_again(capturing, session) -> None:
    tell(session, "silent")
    tell(session, "")
    bottom, finder = capturing.bottom, capturing.stage.viewfinder
    assert bottom.guidance.text() == "Looking for a document…"
    assert bottom.shutter.isEnabled()
    assert bottom.shutter.toolTip() == "Capture (Space)"
    assert "107" in bottom.badge.text()
    observe(session)
    assert finder.steady
    assert bottom.guidance.text() == "Keep still…"
    shown = finder.grab().toImage()
    assert shown.pixelColor(QPoint(shown.width() // 2, shown.height() // 12)).red() == RED


def test_while_another_engine_is_loaded_no_outline_stays(capturing, session) -> None:
    finder = capturing.stage.viewfinder
    session.engine.changed.emit("CPU · ONNX Runtime", 5.0)
    assert finder.steady
    session.engine.changed.emit("", 0.0)
    assert not finder.steady
    assert capturing.bottom.badge.text() == "Detector is loading…"


@pytest.mark.parametrize(("kind", "colours"), [("", True), ("gone", False)])
def test_of_a_camera_that_is_gone_no_first_picture_is_waited_for(
    window, session, kind: str, colours: bool
) -> None:
    session.sources.source = "camera:Webcam"
    session.enter("live")
    tell(session, kind)
    shown = window.stage.viewfinder.grab().toImage()
    row = {shown.pixel(x, shown.height() // 2) for x in range(shown.width())}
    assert (len(row) > 1) == colours  # letters, or none
