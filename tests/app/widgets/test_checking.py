"""Pages that want a look: how many there are, where it is said, and what names them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_session import FakeSession, page
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from test_telling import doubtful, select, settle

from app.session import Notice
from app.session.doubt_wording import beside
from app.widgets import guide_wording
from app.widgets.main_window import MainWindow


def test_what_is_said_beside_a_doubt_stays_when_the_doubt_goes(
    window: MainWindow, session: FakeSession
) -> None:
    doubt = doubtful(session, "b", "c")
    files = Notice("error", "x.jpg cannot be opened.", "open", "x.jpg")
    both = beside(files, doubt)
    assert both is not None
    session.notices.posted.emit(both)
    told = window.notices.text
    assert told.text() == "x.jpg cannot be opened. Check the corners of 2 pages."
    assert window.notices.action.text() == "Edit corners"
    session.enter("review")  # another line speaks of the page that is looked at
    assert (told.text(), window.notices.action.text()) == (files.text, "Open a picture")
    settle(session, "b")
    session.enter("page")
    assert told.text() == "x.jpg cannot be opened. 1 left"
    settle(session, "c")
    assert (told.text(), window.notices.action.text()) == (files.text, "Open a picture")
    session.notices.posted.emit(replace(both, page_ids=("a",)))
    session.checks.doubts = {"a": "unsure"}
    select(session, "c")  # what was said of the page shown goes with it
    assert told.text() == files.text


@pytest.mark.parametrize(
    ("count", "unsaved", "text"),
    [
        (1, 1, "One page to check, then save"),
        (2, 1, "2 pages to check, then save"),
        (1, 0, "All pages are saved, one was not checked"),
        (2, 0, "All pages are saved, 2 were not checked"),
    ],
)
def test_the_line_and_the_list_say_how_many_pages_want_a_look(
    window: MainWindow, session: FakeSession, qtbot: QtBot, count: int, unsaved: int, text: str
) -> None:
    session.saving.unsaved = unsaved
    doubtful(session, *"bc"[:count])
    line, button = window.bottom.guidance, window.tray.check
    assert line.text() == text
    assert (button.isVisible(), button.text()) == (True, f"{count} to check")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.calls[-1] == ("check",)
    settle(session, *"bc"[:count])
    assert line.text() == ("Ready to save" if unsaved else "All pages are saved")
    assert not button.isVisible()


@pytest.mark.parametrize(("flaws", "caption"), [({}, "Check"), ({"c": "blurred"}, "Show")])
def test_where_the_list_is_hidden_the_way_there_is_beside_the_line(
    window: MainWindow, session: FakeSession, qtbot: QtBot, flaws: dict[str, str], caption: str
) -> None:
    button = window.bottom.check
    doubtful(session, "b", "c")
    assert not button.isVisible()  # the list has it
    window.resize(640, 520)
    session.legibility.flaws = flaws
    if flaws:
        session.legibility.flaws_changed.emit()
        settle(session, "b", "c")
    assert not window.tray.check.isVisible()
    assert (button.isVisible(), button.text()) == (True, caption)
    assert window.tray.check.accessibleName() == button.accessibleName()
    session.calls.clear()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert session.calls == ([("select", "c")] if flaws else [("check",)])
    session.enter("review")  # whose line speaks of one page
    assert not button.isVisible()
    assert window.focusWidget() not in {window.bottom.auto, window.bottom.shutter}
    session.enter("page")
    assert button.isVisible()
    window.resize(1200, 760)
    assert not button.isVisible()


@pytest.mark.parametrize(
    ("pages", "saved", "told", "second"),
    [
        ("", "", "Saved in tmp as a.pdf", "Clear session"),
        ("b", "", "Saved in tmp as a.pdf. One page was not checked.", "Check corners"),
        ("bc", "", "Saved in tmp as a.pdf. 2 pages were not checked.", "Check corners"),
        ("bc", "a", "Saved in tmp as a.pdf", "Clear session"),
        ("bc", "c", "Saved in tmp as a.pdf. One page was not checked.", "Check corners"),
    ],
)
def test_a_save_says_how_many_of_its_pages_were_not_looked_at(
    window: MainWindow,
    session: FakeSession,
    qtbot: QtBot,
    pages: str,
    saved: str,
    told: str,
    second: str,
) -> None:
    doubtful(session, *pages)
    taken = [each for each in session.pages if each.id in (saved or "abc")]
    session.saving.files.begin(taken, Path("a"), together=True)
    session.saving.files.end([Path("/tmp/a.pdf")])
    session.saving.pages_saved.emit([Path("/tmp/a.pdf")], False)
    assert window.notices.text.text() == told
    assert window.notices.second.text() == second
    qtbot.mouseClick(window.notices.second, Qt.MouseButton.LeftButton)
    if pages and saved != "a":
        assert session.calls[-1] == ("check", ())


@pytest.mark.parametrize(
    ("is_new", "doubt", "words"),
    [
        (True, "cut_off", "outside the picture: retake or accept"),
        (False, "cut_off", "outside the picture"),
        (False, "missing", "No document found"),
        (False, "", "then accept"),
    ],
)
def test_a_review_says_what_is_in_doubt_and_which_page_of_how_many_it_is(
    is_new: bool, doubt: str, words: str
) -> None:
    alone = guide_wording.review_line(doubt, is_new=is_new, place=(1, 1))
    assert words in alone
    assert guide_wording.review_line(doubt, is_new=is_new, place=(2, 3)) == f"2 of 3 · {alone}"


def test_the_keys_edit_the_corners_and_go_to_the_next_page_to_check(
    window: MainWindow, session: FakeSession, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_E)  # no page is shown
    assert "edit_page" not in session.names()
    doubtful(session, "b")
    qtbot.keyClick(window, Qt.Key.Key_E)
    assert session.calls[-1] == ("edit_page", "a")
    for state in ("page", "review", "live"):
        session.calls.clear()
        session.enter(state)
        qtbot.keyClick(window, Qt.Key.Key_N)
        assert session.calls[-1] == ("check",)
    assert "(E)" in window.stage.page.edit.toolTip()
    assert "(N)" in window.tray.check.toolTip()


def named(page_id: str, name: str, **shape: Any) -> Any:
    made = page(page_id, **shape)
    made.name, made.from_file = name, True
    return made


def test_a_card_bears_its_place_and_the_name_of_its_file(
    window: MainWindow, session: FakeSession
) -> None:
    session.pages = (named("a", "IMG_1"), page("b"), named("c", "IMG_3"))
    for each in session.pages:
        each.format = "A4"
    session.pages_changed.emit()
    items = [window.tray.list.item(row) for row in range(3)]
    assert [item.text() for item in items] == ["1 · IMG_1", "Page 2", "3 · IMG_3"]
    said = [item.data(Qt.ItemDataRole.AccessibleTextRole) for item in items]
    assert said == ["Page 1, IMG_1", "Page 2", "Page 3, IMG_3"]
    for each in session.pages:
        each.format = "ID-1"
    session.pages_changed.emit()
    assert [item.text() for item in items] == ["Front · IMG_1", "Back", "3 · IMG_3"]


def caption(window: MainWindow) -> QImage:
    """What is painted below the picture of the first card."""
    tray = window.tray.list
    area = tray.visualItemRect(tray.item(0))
    area.setTop(area.bottom() - 26)
    return tray.viewport().grab(area).toImage()


def test_a_long_name_shows_its_beginning_and_its_end(
    window: MainWindow, session: FakeSession
) -> None:
    shown = []
    for name in ("A" * 60 + "_1", "A" * 60 + "_2", "A" * 30 + "B" * 10 + "A" * 20 + "_2"):
        session.pages = (named("a", name),)
        session.pages_changed.emit()
        shown.append(caption(window))
    assert shown[0] != shown[1]
    assert shown[1] == shown[2]  # its middle is left out
