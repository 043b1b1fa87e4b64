from __future__ import annotations

import pytest
from fake_session import FakeSession, page
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app.session import Notice


def leave(session: FakeSession, pages: int) -> None:
    """An earlier run left so many pages, and it is said."""
    session.recovery.left = pages
    notice = Notice("warning", f"{pages} pages were left", "restore", second="discard", waits=True)
    session.notices.posted.emit(notice)
    session.recovery.left_changed.emit()


def offers(window) -> list[str]:
    return [each.text() for each in window.top.build_menu().actions() if "Restore" in each.text()]


def test_what_was_left_is_brought_back_by_its_notice(window, session, qtbot) -> None:
    leave(session, 2)
    qtbot.mouseClick(window.notices.action, Qt.MouseButton.LeftButton)
    assert session.names()[-1] == "restore_left"


def test_the_menu_offers_it_after_another_notice_as_well(window, session) -> None:
    assert offers(window) == []
    leave(session, 3)
    session.notices.posted.emit(Notice("info", "something else"))
    assert offers(window) == ["Restore unsaved pages (3)"]
    (action,) = [a for a in window.top.build_menu().actions() if "Restore" in a.text()]
    action.trigger()
    assert session.names()[-1] == "restore_left"
    session.recovery.left = 0
    session.recovery.left_changed.emit()
    assert offers(window) == []
    assert window.notices.isVisible()  # it is about something else


def test_the_offer_goes_once_nothing_is_left(window, session) -> None:
    leave(session, 1)
    assert window.notices.isVisible()
    session.recovery.left = 0
    session.recovery.left_changed.emit()
    assert window.notices.isHidden()


@pytest.mark.parametrize(
    ("answer", "asked"),
    [("Cancel", ""), ("Restore", "restore_left"), ("Discard", "discard_left")],
)
def test_nothing_is_forgotten_unasked(window, session, qtbot, answer: str, asked: str) -> None:
    leave(session, 2)
    session.calls.clear()
    qtbot.mouseClick(window.notices.second, Qt.MouseButton.LeftButton)
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    assert box.defaultButton().text().replace("&", "") == "Cancel"
    assert set(session.names()) == {"hold"}  # the feed, while it asks
    (button,) = [each for each in box.buttons() if each.text().replace("&", "") == answer]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [name for name in session.names() if name.endswith("_left")] == [asked] * bool(asked)
    # Who forgets nothing after all finds the offer where it was.
    assert window.notices.isVisible() is (answer == "Cancel")
    assert window.notices.action.text() == "Restore"


def test_an_offer_put_off_does_not_take_the_place_of_what_was_said_meanwhile(
    window, session, qtbot
) -> None:
    leave(session, 2)
    qtbot.mouseClick(window.notices.second, Qt.MouseButton.LeftButton)
    session.notices.posted.emit(Notice("error", "The camera has failed."))
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    box.reject()
    assert window.notices.text.text() == "The camera has failed."


def test_the_offer_comes_back_once_what_took_its_place_is_gone(window, session, qtbot) -> None:
    leave(session, 2)
    for closed in (window.notices.dismiss, window.notices.action):
        session.notices.posted.emit(Notice("error", "No camera found.", "retry"))
        assert window.notices.text.text() == "No camera found."
        qtbot.mouseClick(closed, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(window.notices.isVisible)
        assert window.notices.text.text() == "2 pages were left"
    qtbot.mouseClick(window.notices.action, Qt.MouseButton.LeftButton)
    assert session.names()[-1] == "restore_left"


def test_an_offer_that_was_closed_or_holds_no_longer_does_not_come_back(
    window, session, qtbot
) -> None:
    leave(session, 2)
    qtbot.mouseClick(window.notices.dismiss, Qt.MouseButton.LeftButton)
    session.notices.posted.emit(Notice("info", "something else"))
    qtbot.mouseClick(window.notices.dismiss, Qt.MouseButton.LeftButton)
    qtbot.wait(1)
    assert window.notices.isHidden()
    leave(session, 2)
    session.notices.posted.emit(Notice("info", "something else"))
    session.recovery.left = 0  # the menu has brought them back
    session.recovery.left_changed.emit()
    qtbot.mouseClick(window.notices.dismiss, Qt.MouseButton.LeftButton)
    qtbot.wait(1)
    assert window.notices.isHidden()


def test_the_offer_does_not_keep_away_what_is_said_of_pages_after_their_review(
    window, session, qtbot
) -> None:
    leave(session, 2)
    session.pages, session.checks.doubts = (page("a"),), {"a": "unsure"}
    session.notices.posted.emit(Notice("warning", "Check a.", "edit", page_ids=("a",)))
    session.enter("review")
    qtbot.waitUntil(window.notices.isVisible)
    assert window.notices.text.text() == "2 pages were left"
    session.enter("page")
    assert window.notices.page_ids == ("a",)


def test_a_dialog_that_is_left_has_what_led_to_it_said_again_before_the_offer(
    window, session, qtbot
) -> None:
    leave(session, 2)
    failed = Notice("error", "The disk is full.", "discard")  # any that opens a dialog
    session.notices.posted.emit(failed)
    window.notices.action.click()
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    qtbot.waitUntil(lambda: window.notices.text.text() == "2 pages were left")
    box.reject()
    assert window.notices.text.text() == "The disk is full."


def test_the_menu_switches_it_off(window, session) -> None:
    (switch,) = [a for a in window.top.build_menu().actions() if "crash" in a.text()]
    assert switch.isChecked()
    switch.trigger()
    assert session.calls[-1] == ("update_settings", ("recovery", False))
