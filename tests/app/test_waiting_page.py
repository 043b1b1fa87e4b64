"""A page that waits to be replaced is told of, can be kept, and waits no longer than the feed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from tests.app.scenes import shot


def test_what_waits_to_be_replaced_is_told_until_it_is(sides: MainWindow, qtbot: QtBot) -> None:
    session = sides.session
    session.capturing.set_confirm(False)
    session.editing.remove(session.pages[1].id)
    session.sources.start_feed(lambda: None)
    session.capturing.replace_page(session.pages[0].id)
    assert "(front): the next capture replaces it" in sides.notices.text.text()
    assert sides.notices.isVisible()
    # The front is to be captured again: nobody may turn the card over.
    sides.guide.show_live("next_document")
    assert "Turn the card over" not in sides.bottom.guidance.text()
    session.capturing.take_shot(shot(0.99))
    assert not sides.notices.isVisible()
    session.editing.set_format(session.pages[0].id, "ID-1")
    sides.guide.show_live("next_document")
    assert "Turn the card over" in sides.bottom.guidance.text()
    session.sources.stop_live()


def test_what_waits_to_be_replaced_is_told_whatever_is_done_to_other_pages(
    sides: MainWindow,
) -> None:
    session = sides.session
    session.sources.start_feed(lambda: None)
    session.capturing.replace_page(session.pages[0].id)
    session.editing.order([session.pages[1].id])
    assert session.capturing.replacing
    assert sides.notices.isVisible()
    assert "(front): the next capture replaces it" in sides.notices.text.text()
    session.sources.stop_live()


def test_a_page_that_waits_can_be_kept_also_after_a_retake(sides: MainWindow, qtbot: QtBot) -> None:
    session = sides.session
    session.sources.start_feed(lambda: None)
    session.capturing.replace_page(session.pages[0].id)
    session.capturing.take_shot(shot(0.99))
    assert session.state == "review"
    session.review.retake()
    assert session.state == "live"
    assert "(front): the next capture replaces it" in sides.notices.text.text()
    assert sides.notices.action.text() == "Keep the page"
    qtbot.mouseClick(sides.notices.action, Qt.MouseButton.LeftButton)
    assert not session.capturing.replacing
    assert (session.state, session.selected) == ("page", session.pages[0].id)
    assert not sides.notices.isVisible() or "replaces" not in sides.notices.text.text()
    session.sources.stop_live()


def test_the_end_of_the_feed_says_no_more_of_a_replacement(sides: MainWindow) -> None:
    session = sides.session
    session.sources.start_feed(lambda: None)
    session.capturing.replace_page(session.pages[0].id)
    assert sides.notices.isVisible()
    session.sources.stop_live()
    assert "(front): no document found" in sides.notices.text.text()
