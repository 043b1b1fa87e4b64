"""Esc on a page: out of the tool first, then back to what runs."""

from __future__ import annotations

import pytest
from fake_session import page
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

ESC = Qt.Key.Key_Escape


@pytest.fixture
def on_page(window, session):
    session.pages, session.selected = (page(),), "p1"
    session.sources.source = "camera:Webcam"
    session.enter("page")
    session.pages_changed.emit()
    QApplication.processEvents()
    session.calls.clear()
    return window


@pytest.mark.parametrize("where", ["window", "list", "size"])
def test_escape_on_a_page_goes_back_to_the_feed(on_page, session, qtbot, where) -> None:
    places = {"window": on_page, "list": on_page.tray.list, "size": on_page.stage.page.format}
    places[where].setFocus()
    qtbot.keyClick(places[where], ESC)
    assert session.names() == ["show_live"]


def test_without_a_feed_escape_does_nothing(on_page, session, qtbot) -> None:
    session.sources.source = ""
    session.sources.source_changed.emit("")
    qtbot.keyClick(on_page, ESC)
    assert session.names() == []


def test_escape_leaves_the_tool_first(on_page, session, qtbot) -> None:
    on_page.stage.page.black_out.click()
    qtbot.keyClick(on_page, ESC)
    assert not on_page.stage.page.black_out.isChecked()
    assert "show_live" not in session.names()
    qtbot.keyClick(on_page, ESC)
    assert session.names() == ["show_live"]


def test_a_feed_that_begins_while_a_page_is_shown_counts(on_page, session, qtbot) -> None:
    for source in ("", "sample"):
        session.sources.source = source
        session.sources.source_changed.emit(source)
    qtbot.keyClick(on_page, ESC)
    assert session.names() == ["show_live"]


def test_in_a_review_escape_is_the_review_s(on_page, session, qtbot) -> None:
    session.enter("review")
    session.calls.clear()
    qtbot.keyClick(on_page, ESC)
    assert session.names() == ["retake"]
