"""The buttons that zoom a page: real clicks and keys on the real window and session."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.page_view import PageView
from tests.app.test_controls import turn_wheel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> PageView:
    """A page of 2400 × 1800 px."""
    assert not window.stage.page.view.bar.isVisible()  # there is nothing to zoom
    picture = np.full((1800, 2400, 3), 200, np.uint8)
    (tmp_path / "a.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    window.session.opening.open_paths([tmp_path / "a.png"])
    page = window.stage.page.view
    qtbot.waitUntil(lambda: not page.image.isNull())
    window.notices.hide()
    qtbot.wait(20)
    return page


def test_buttons_zoom_as_their_keys_do(view: PageView, qtbot: QtBot) -> None:
    whole = view.place
    qtbot.mouseClick(view.bar.larger, LEFT)
    assert view.place.scale == pytest.approx(1.25 * whole.scale)
    by_button = view.place
    qtbot.mouseClick(view.bar.smaller, LEFT)
    assert view.place == whole
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.place == by_button


def test_the_percentage_is_what_is_shown_and_leads_to_100_and_back(
    view: PageView, qtbot: QtBot
) -> None:
    percent, whole = view.bar.percent, view.place
    assert percent.text() == f"{round(100 * whole.scale)} %"
    assert "100 %" in percent.toolTip()
    qtbot.mouseClick(percent, LEFT)
    assert (view.place.scale, percent.text()) == (1, "100 %")
    assert "whole" in percent.toolTip()
    qtbot.mouseClick(percent, LEFT)
    assert view.place == whole
    turn_wheel(view, 3)
    assert percent.text() == view.percent
    turn_wheel(view, -9)
    view.window().resize(1300, 900)
    qtbot.waitUntil(lambda: view.place.scale > whole.scale)
    assert percent.text() == f"{round(100 * view.place.scale)} %"


def test_the_bar_is_reached_by_tab_after_the_page_and_named(view: PageView, qtbot: QtBot) -> None:
    bar, window = view.bar, view.window()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for button in (bar.smaller, bar.percent, bar.larger):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert button.hasFocus()
        assert button.accessibleName()
    qtbot.keyClick(bar.larger, Qt.Key.Key_Space)
    assert view.zoomed
    assert bar.percent.accessibleName() == f"Zoom: {view.percent}"
    assert bar.larger.hasFocus()


@pytest.mark.parametrize("size", [(640, 480), (900, 640), (1600, 960)])
def test_the_bar_lies_beside_a_page_that_is_shown_whole(
    view: PageView, qtbot: QtBot, size: tuple[int, int]
) -> None:
    view.window().resize(*size)
    qtbot.wait(20)
    assert view.rect().contains(view.bar.geometry())
    assert not view.place.rect.toAlignedRect().intersects(view.bar.geometry())


def test_the_wheel_zooms_over_the_bar_too(view: PageView) -> None:
    assert not view.zoomed
    turn_wheel(view.bar.larger, 4)
    assert view.zoomed
    assert view.bar.larger.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_keyboard_stays_with_a_button_of_the_bar_from_page_to_page(
    view: PageView, qtbot: QtBot, tmp_path: Path
) -> None:
    session = view.window().session
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes())
    session.opening.open_paths([tmp_path / "b.png"])
    qtbot.waitUntil(lambda: len(session.pages) == 2)
    qtbot.waitUntil(view.bar.isVisible)
    larger = view.bar.larger
    larger.setFocus(Qt.FocusReason.TabFocusReason)
    for turn in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        qtbot.keyClick(larger, turn)
        assert view.hasFocus()  # no filter, which Space would choose
        qtbot.waitUntil(view.bar.isVisible)
        assert larger.hasFocus()
    qtbot.keyClick(larger, Qt.Key.Key_PageUp)
    view.window().tray.list.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(view.bar.isVisible)
    assert view.window().tray.list.hasFocus()  # who went on is not fetched back
