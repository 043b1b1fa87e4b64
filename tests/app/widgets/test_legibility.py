"""Where the window says that a page's print can hardly be read."""

from __future__ import annotations

import pytest
from fake_session import FakeSession
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from test_telling import doubtful, select, settle

from app.widgets import names
from app.widgets.main_window import MainWindow
from app.widgets.page_card import DOUBT_ROLE, FLAW_ROLE


def tell(session: FakeSession, **flaws: str) -> None:
    session.legibility.flaws = dict(flaws)
    session.legibility.flaws_changed.emit()


def corner(window: MainWindow) -> QImage:
    """The upper right of the second card."""
    tray = window.tray.list
    area = tray.visualItemRect(tray.item(1))
    area.setLeft(area.right() - 40)
    area.setHeight(80)
    return tray.viewport().grab(area).toImage()


def test_the_page_says_it_above_its_tools_and_only_that_page(
    window: MainWindow, session: FakeSession
) -> None:
    doubtful(session)
    window.notices.hide()
    strip = window.stage.page.flaw
    assert not strip.isVisible()
    tell(session, b="blurred")
    assert not strip.isVisible()
    select(session, "b")
    assert strip.isVisible()
    assert strip.text.text() == names.flaw("blurred")
    select(session, "c")
    assert not strip.isVisible()


def test_its_buttons_replace_the_picture_or_keep_it_by_the_keyboard_too(
    window: MainWindow, session: FakeSession, qtbot: QtBot
) -> None:
    doubtful(session)
    tell(session, a="glare")
    session.sources.source = "camera:a"  # else a file is asked for
    strip = window.stage.page.flaw
    for button, call in (
        (strip.replace, ("replace_page", "a")),
        (strip.keep, ("accept", "a")),
    ):
        button.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(button, Qt.Key.Key_Space)
        assert call in session.calls
        assert button.accessibleName()


def test_the_card_has_a_sign_of_its_own_and_words_beside_those_of_a_doubt(
    window: MainWindow, session: FakeSession
) -> None:
    doubtful(session, "b")
    before, item = corner(window), window.tray.list.item(1)
    tell(session, b="dark")
    assert item.data(DOUBT_ROLE)
    assert item.data(FLAW_ROLE) == names.flaw("dark")
    for said in (item.toolTip(), item.data(Qt.ItemDataRole.AccessibleTextRole)):
        assert names.doubt("unsure") in said
        assert names.flaw("dark") in said
    both = corner(window)
    assert both != before
    session.checks.doubts.clear()
    session.checks.doubts_changed.emit()
    assert corner(window) not in (before, both)  # an eye, not the sign of a doubt
    tell(session)
    assert not item.data(FLAW_ROLE)
    assert item.toolTip() == "photo.jpg"


@pytest.mark.parametrize(
    ("pages", "unsaved", "text"),
    [
        ("b", 1, "Ready to save, one is hard to read"),
        ("bc", 1, "Ready to save, 2 are hard to read"),
        ("b", 0, "All pages are saved, one is hard to read"),
        ("bc", 0, "All pages are saved, 2 are hard to read"),
    ],
)
def test_the_line_says_how_many_pages_are_hard_to_read_after_those_to_check(
    window: MainWindow, session: FakeSession, pages: str, unsaved: int, text: str
) -> None:
    session.saving.unsaved = unsaved
    doubtful(session, "a")
    checked = window.bottom.guidance.text()
    tell(session, **dict.fromkeys(pages, "blurred"))
    assert window.bottom.guidance.text() == checked
    session.checks.doubts.clear()
    session.checks.doubts_changed.emit()
    assert window.bottom.guidance.text() == text
    tell(session)
    assert "read" not in window.bottom.guidance.text()


def test_every_flaw_has_words_and_a_good_page_has_none() -> None:
    texts = {names.flaw(key) for key in ("small", "dark", "glare", "blurred")}
    assert len(texts) == 4
    assert names.flaw("") == ""


def test_the_list_and_a_key_lead_from_one_page_that_is_hard_to_read_to_the_next(
    window: MainWindow, session: FakeSession, qtbot: QtBot
) -> None:
    doubtful(session, "a")
    tell(session, b="dark", c="blurred")
    button = window.tray.check
    assert button.text() == "1 to check"  # corners come first
    settle(session, "a")
    assert (button.isVisible(), button.text()) == (True, "2 hard to read")
    assert "hard to read" in button.accessibleName()
    assert "(N)" in button.toolTip()
    for following in "bcb":
        qtbot.keyClick(window, Qt.Key.Key_N)
        assert session.calls[-1] == ("select", following)
        select(session, following)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.calls[-1] == ("select", "c")
    tell(session)
    assert not button.isVisible()


def test_the_key_stays_with_a_round_of_corners_to_its_end(
    window: MainWindow, session: FakeSession, qtbot: QtBot
) -> None:
    doubtful(session)
    tell(session, b="dark")
    session.checks.place = (2, 2)  # its last page, whose corners were just set
    session.enter("review")
    qtbot.keyClick(window, Qt.Key.Key_N)
    assert session.calls[-1] == ("check",)


def test_the_keyboard_goes_to_no_filter_with_the_line_that_had_it(
    window: MainWindow, session: FakeSession, qtbot: QtBot
) -> None:
    doubtful(session)
    strip, stage = window.stage.page.flaw, window.stage.page
    for button in (strip.replace, strip.keep):
        tell(session, a="glare")
        button.setFocus(Qt.FocusReason.TabFocusReason)
        tell(session)
        assert stage.hasFocus()
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is stage.view
