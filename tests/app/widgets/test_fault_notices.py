"""What is said of a camera or of the engine goes once that works again."""

from __future__ import annotations

from fake_session import FakeSession

from app.session import wording
from app.widgets.main_window import MainWindow


def test_what_was_said_of_a_camera_goes_once_a_feed_is_there(
    window: MainWindow, session: FakeSession
) -> None:
    session.notices.posted.emit(wording.camera_notice("gone", ""))
    assert window.notices.isVisible()
    session.enter("live")
    assert window.notices.isVisible()  # its last frame is still shown
    session.sources.feed_opened.emit()
    assert not window.notices.isVisible()


def test_what_was_said_of_anything_else_stays_when_a_feed_begins(
    window: MainWindow, session: FakeSession
) -> None:
    for notice in (wording.bad_film("a.mp4", ""), wording.engine_notice("")):
        session.notices.posted.emit(notice)
        session.sources.feed_opened.emit()
        assert window.notices.isVisible()


def test_what_was_said_of_the_engine_goes_once_one_works_and_not_while_it_is_loaded(
    window: MainWindow, session: FakeSession
) -> None:
    session.notices.posted.emit(wording.engine_notice("no file"))
    session.engine.changed.emit("", 0.0)
    assert window.notices.isVisible()
    session.engine.changed.emit("CPU · ONNX Runtime", 0.0)
    assert not window.notices.isVisible()
    # What else is said stays, as that another device does the work.
    session.notices.posted.emit(wording.engine_replaced("no driver"))
    session.engine.changed.emit("CPU · ONNX Runtime", 6.0)
    assert window.notices.isVisible()
