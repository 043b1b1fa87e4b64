"""Notices hold for the pages that they are about, and the guidance line tells of an opening."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_session import FakeSession, page
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.session import Action, Notice, opening_wording
from app.session.opening import Progress
from app.widgets import bottom_bar
from app.widgets.main_window import MainWindow
from app.widgets.page_card import DOUBT_ROLE


def doubtful(session: FakeSession, *ids: str) -> Notice:
    """A notice about these of three pages, the first of which is shown."""
    session.pages, session.selected = tuple(page(each) for each in "abc"), "a"
    session.checks.doubts = dict.fromkeys(ids, "unsure")
    session.enter("page")
    session.pages_changed.emit()
    session.selection_changed.emit("a")
    notice = Notice("warning", "Check the corners.", "edit", page_ids=ids)
    session.notices.posted.emit(notice)
    return notice


def select(session: FakeSession, page_id: str) -> None:
    session.selected = page_id
    session.selection_changed.emit(page_id)


def settle(session: FakeSession, *ids: str) -> None:
    for each in ids:
        session.checks.doubts.pop(each)
    session.checks.doubts_changed.emit()


@pytest.mark.parametrize("action", ["edit", "check"])
def test_the_action_has_the_pages_looked_at_that_are_meant(
    window: MainWindow, session: FakeSession, action: Action
) -> None:
    notice = doubtful(session, "b", "c")
    session.notices.posted.emit(replace(notice, action=action))
    window.notices.action.click()
    assert session.calls[-1] == ("check", ("b", "c"))


def test_a_notice_goes_with_the_last_page_that_it_is_about(
    window: MainWindow, session: FakeSession
) -> None:
    doubtful(session, "b", "c")
    settle(session, "b")
    assert window.notices.isVisible()
    assert window.notices.page_ids == ("c",)
    session.checks.doubts, session.pages = {}, session.pages[:2]
    session.pages_changed.emit()  # c was removed
    assert not window.notices.isVisible()


def test_it_is_set_aside_for_a_review_and_comes_back_while_it_holds(
    window: MainWindow, session: FakeSession
) -> None:
    doubtful(session, "b", "c")
    for left in (("b", "c"), ("c",)):
        window.notices.action.click()
        session.enter("review")
        assert not window.notices.isVisible()
        if left == ("c",):
            settle(session, "b")
        session.enter("page")
        assert window.notices.isVisible()
        assert window.notices.page_ids == left
    window.notices.action.click()
    session.enter("review")
    settle(session, "c")
    session.enter("page")
    assert not window.notices.isVisible()


def test_what_is_posted_in_a_review_waits_for_its_end(
    window: MainWindow, session: FakeSession
) -> None:
    session.enter("review")
    session.checks.doubts = {"b": "unsure"}
    session.notices.posted.emit(Notice("warning", "Check b.", "edit", page_ids=("b",)))
    assert not window.notices.isVisible()
    session.enter("page")
    assert window.notices.page_ids == ("b",)
    assert window.notices.isVisible()


def test_what_is_said_of_the_page_shown_goes_with_it_but_not_what_is_said_of_others(
    window: MainWindow, session: FakeSession
) -> None:
    for ids, stays in (("a", False), ("b", True), ("ab", True)):
        doubtful(session, *ids)
        assert window.notices.isVisible()
        select(session, "c")
        assert window.notices.isVisible() is stays


def test_a_cleared_session_leaves_no_name_of_a_file(
    window: MainWindow, session: FakeSession
) -> None:
    session.notices.posted.emit(Notice("error", "Zoë.jpg cannot be opened.", "open", "Zoë.jpg"))
    session.cleared.emit()
    assert not window.notices.isVisible()
    assert "Zoë" not in window.notices.text.text() + window.notices.toolTip()
    session.notices.posted.emit(Notice("error", "No camera found.", "retry", lasting=True))
    session.cleared.emit()
    assert window.notices.isVisible()


def test_cards_in_doubt_are_marked_until_they_were_looked_at(
    window: MainWindow, session: FakeSession
) -> None:
    doubtful(session, "a", "b")
    session.checks.doubts["b"] = "missing"
    session.pages_changed.emit()
    items = [window.tray.list.item(row) for row in range(3)]
    assert [bool(item.data(DOUBT_ROLE)) for item in items] == [True, True, False]
    assert "Not sure" in items[0].toolTip()
    assert "No document" in items[1].toolTip()
    said = items[1].data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith(items[1].text())
    assert "No document" in said
    marked = _corner(window)
    settle(session, "a", "b")
    assert not any(item.data(DOUBT_ROLE) for item in items)
    assert items[0].toolTip() == "photo.jpg"
    assert _corner(window) != marked


def _corner(window: MainWindow) -> QImage:
    """The upper right of the first card."""
    tray = window.tray.list
    area = tray.visualItemRect(tray.item(0))
    area.setLeft(area.right() - 40)
    area.setHeight(40)
    return tray.viewport().grab(area).toImage()


def opening(session: FakeSession, progress: Progress | None) -> None:
    session.opening.progress = progress
    session.opening.progress_changed.emit(progress)


def test_the_line_says_how_far_an_opening_is(window: MainWindow, session: FakeSession) -> None:
    line = window.bottom.guidance
    for progress, text in (
        (Progress(), "Opening…"),
        (Progress(0, 1), "Opening…"),
        (Progress(0, 40), "Opening 1 of 40…"),
        (Progress(7, 40), "Opening 8 of 40…"),
        (Progress(40, 40), "Opening 40 of 40…"),
    ):
        opening(session, progress)
        assert line.text() == text
    session.enter("page")
    assert line.text() == "Opening 40 of 40…"
    session.saving.unsaved = 40
    opening(session, None)
    assert line.text() == "Ready to save"


@pytest.mark.parametrize("state", ["empty", "page", "live", "review"])
def test_what_is_being_opened_can_be_stopped_where_it_is_said(
    window: MainWindow, session: FakeSession, qtbot: QtBot, state: str
) -> None:
    stop = window.bottom.stop
    session.enter(state)
    opening(session, Progress(0, 1))
    assert not stop.isVisible()
    opening(session, Progress(7, 40))
    assert stop.isVisible()
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert session.names()[-1] == "stop_opening"
    opening(session, None)
    assert not stop.isVisible()


def test_the_line_keeps_its_room_beside_the_way_to_stop(
    window: MainWindow, session: FakeSession, qtbot: QtBot
) -> None:
    bottom, line = window.bottom, window.bottom.guidance
    window.resize(900, 600)
    assert bottom.confirm.isVisible()
    opening(session, Progress(7, 60))
    one = line.fontMetrics().height()
    qtbot.waitUntil(lambda: line.heightForWidth(line.width()) <= one)
    assert not bottom.confirm.isVisible()  # the menu has it
    opening(session, None)
    assert bottom.confirm.isVisible()
    session.enter("live")  # two lines to be read, in the smallest window
    window.resize(640, 480)
    opening(session, Progress(7, 60))
    assert not bottom.stop.isVisible()
    window.resize(1280, 800)
    assert bottom.stop.isVisible()
    assert bottom.confirm.isVisible()


@pytest.mark.parametrize("state", ["live", "review"])
def test_a_feed_and_a_review_speak_for_themselves_and_an_opening_is_told_of_beside(
    window: MainWindow, session: FakeSession, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(bottom_bar, "announce", lambda _widget, text: said.append(text))
    session.enter(state)
    line, aside, badge = window.bottom.guidance, window.bottom.aside, window.bottom.badge
    before = line.text()
    for progress, text in (
        (Progress(), "Opening…"),
        (Progress(0, 40), "Opening 1 of 40…"),
        (Progress(7, 40), "Opening 8 of 40…"),
    ):
        opening(session, progress)
        assert (line.text(), aside.text(), badge.isVisible()) == (before, text, False)
    assert said[-2:] == ["Opening…", "Opening 1 of 40…"]  # not each number
    session.enter("page")
    assert (line.text(), aside.isVisible()) == ("Opening 8 of 40…", False)
    session.enter(state)
    assert (aside.text(), aside.isVisible()) == ("Opening 8 of 40…", True)
    session.saving.under_way = True
    opening(session, None)
    assert aside.text() == "Saving…"
    session.saving.under_way = False
    session.busy_changed.emit(0)
    assert (line.text(), aside.isVisible(), badge.isVisible()) == (before, False, True)


def test_what_is_told_beside_a_line_takes_no_more_room_once_it_is_over(
    window: MainWindow, session: FakeSession
) -> None:
    session.enter("live")
    session.saving.under_way = True
    session.busy_changed.emit(1)
    needed = window.bottom.aside.sizeHint().width()
    opening(session, Progress(7, 40))
    assert window.bottom.aside.minimumWidth() > needed
    session.saving.under_way = False
    opening(session, None)
    session.saving.under_way = True
    session.busy_changed.emit(1)
    assert window.bottom.aside.minimumWidth() == needed


def test_the_line_says_when_all_pages_are_saved_and_when_they_are_not_any_more(
    window: MainWindow, session: FakeSession
) -> None:
    line = window.bottom.guidance
    session.pages, session.saving.unsaved = (page(),), 1
    session.enter("page")
    assert line.text() == "Ready to save"
    session.saving.unsaved, session.saving.under_way = 0, True
    session.pages_changed.emit()
    assert line.text() == "Saving…"
    session.saving.under_way = False
    session.saving.pages_saved.emit([], False)
    assert line.text() == "All pages are saved"
    session.saving.unsaved = 1
    session.pages_changed.emit()
    assert line.text() == "Ready to save"
    session.saving.unsaved = 0
    session.saving.pages_saved.emit([], False)
    session.saving.unsaved = 1  # another save of them has failed
    session.notices.posted.emit(Notice("error", "Not saved.", "save_elsewhere"))
    assert line.text() == "Ready to save"


def test_sentences_are_set_apart_as_their_language_does_it(chinese: None) -> None:
    told = opening_wording.left_out([("a.png", "is empty (0 bytes)")], ["b.pdf"])
    assert told is not None
    assert "。已跳过" in told.text
