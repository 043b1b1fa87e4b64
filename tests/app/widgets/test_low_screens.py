"""The window on a screen of few px, as where all is scaled up much."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from fake_session import FakeSession, page
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget

from app.session import Notice
from app.widgets.main_window import MainWindow

# 1600 × 1000 px of which one of the window takes 2.25, and 1366 × 768 of which it takes 2.
SCREENS = [QSize(711, 444), QSize(683, 384)]


@pytest.fixture(params=SCREENS, ids=["444", "384"])
def low(qtbot, session: FakeSession, monkeypatch, request) -> Iterator[MainWindow]:
    monkeypatch.setattr(QScreen, "availableSize", lambda _self: request.param)
    made = MainWindow(session)
    made.show()
    qtbot.waitExposed(made)
    qtbot.addWidget(made)
    yield made
    made.close()


def rect(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def enter(window: MainWindow, session: FakeSession, state: str) -> None:
    if state != "empty":
        session.pages, session.selected = (page(),), "p1"
    session.enter(state)
    session.pages_changed.emit()
    if state == "review":
        session.review.started.emit(page())
    for _ in range(3):
        QApplication.processEvents()


@pytest.mark.parametrize("state", ["empty", "live", "page", "review"])
def test_the_window_fits_and_its_bottom_bar_is_whole(low, session, state) -> None:
    enter(low, session, state)
    screen = low.screen().availableSize()
    assert low.width() < screen.width()
    assert low.height() < screen.height()
    assert low.minimumHeight() < screen.height()
    bottom = low.bottom
    for part in (bottom, bottom.guidance, bottom.shutter, bottom.auto, low.top.save):
        assert part.isVisible()
        assert low.rect().contains(rect(low, part)), part
        assert part.height() >= part.minimumSizeHint().height()


@pytest.mark.parametrize("notice", [False, True])
def test_what_is_to_be_pressed_first_is_whole(low, session, notice) -> None:
    enter(low, session, "empty")
    if notice:
        session.notices.posted.emit(Notice("error", "No camera found.", "retry", "", "open"))
    empty = low.stage.empty
    column = [rect(low, each) for each in (empty.camera, empty.open)]
    assert all(above.bottom() < below.top() for above, below in pairwise(column))
    stage = rect(low, low.stage)
    for button in (empty.camera, empty.sample, empty.open, empty.paste):
        assert stage.contains(rect(low, button))
        assert button.height() >= button.minimumSizeHint().height()


def test_tools_and_buttons_of_a_review_lie_on_nothing(low, session) -> None:
    enter(low, session, "page")
    tools = low.stage.page
    assert rect(low, tools.mrz).bottom() < rect(low, low.bottom).top()
    assert rect(low, tools.filters["grey"]).bottom() < rect(low, tools.mrz).top()
    assert tools.view.height() > 100
    enter(low, session, "review")
    review = low.stage.review
    column = [review.detected, review.full, review.retake, review.accept]
    if review.loupe.isVisible():
        column.insert(0, review.loupe)
    places = [rect(low, each) for each in column]
    assert all(above.bottom() < below.top() for above, below in pairwise(places))
    assert places[-1].bottom() < rect(low, low.bottom).top()


def test_a_large_screen_has_the_usual_sizes(window) -> None:
    assert window.minimumSize() == QSize(640, 480)
    assert window.stage.empty._mark.isVisible()
