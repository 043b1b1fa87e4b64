"""A screen as a source of the session."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.session import Notice, ScreenInfo, Session
from app.session.screen_wording import screen_notice
from app.workers.screen_choice import screens_by_info
from tests.app.scenes import FakeDetector
from tests.app.session.desk import CARD, store
from tests.app.session.shown_screen import ShownWorker

pytestmark = pytest.mark.usefixtures("shown")


def test_the_screens_are_told_and_none_is_watched_before_a_click(
    qtbot: QtBot, session: Session
) -> None:
    with qtbot.waitSignal(session.screens.screens_changed) as told:
        session.prepare()
    assert all(isinstance(each, ScreenInfo) for each in told.args[0])
    assert len(told.args[0]) == len(screens_by_info())
    assert (ShownWorker.opens, session.sources.source, session.state) == (0, "", "empty")


def test_a_document_on_the_screen_is_outlined_and_captured_by_itself(
    qtbot: QtBot, session: Session, screen_id: str
) -> None:
    with qtbot.waitSignals([session.capturing.preview_changed, session.capturing.observed]):
        session.screens.start_screen(screen_id)
    assert session.state == "live"
    assert session.sources.source == "screen:"
    assert session.sources.running_camera == screen_id
    with qtbot.waitSignal(session.review.started) as review:
        pass
    page = review.args[0]
    extents = np.ptp(CARD.quad.corners, axis=0)
    assert np.ptp(page.quad.corners, axis=0) == pytest.approx(extents, abs=2)
    session.review.accept_review(page.quad)
    assert [each.id for each in session.pages] == [page.id]
    assert session.state == "live"


def test_the_shutter_takes_what_is_shown(qtbot: QtBot, session: Session, screen_id: str) -> None:
    session.capturing.set_auto_capture(False)
    with qtbot.waitSignal(session.capturing.observed):
        session.screens.start_screen(screen_id)
    with qtbot.waitSignal(session.review.started):
        session.capturing.capture()


def stop(session: Session) -> None:
    session.sources.stop_live()


@pytest.mark.parametrize(
    "end",
    [stop, Session.clear, lambda session: session.sources.start_sample()],
    ids=["stop", "clear", "sample"],
)
def test_what_ends_it_lets_the_screen_go(
    qtbot: QtBot, session: Session, screen_id: str, end: Callable[[Session], None]
) -> None:
    with qtbot.waitSignal(session.capturing.preview_changed):
        session.screens.start_screen(screen_id)
    end(session)
    assert not session.screens.screen_runs
    assert session.screens.watched is None
    qtbot.waitUntil(lambda: session._live.screen.worker._timer is None)
    late = Frame(np.zeros((480, 640, 3), np.uint8), time.monotonic(), 99, "screen:")
    shown: list[object] = []
    session.capturing.observed.connect(shown.append)
    session._live._outlet.publish(late)  # it was under way
    qtbot.wait(60)
    assert not [each for each in shown if each.frame is late]
    assert not session.sources.source.startswith("screen:")


def test_a_cleared_session_offers_no_way_back_to_it(
    qtbot: QtBot, session: Session, screen_id: str
) -> None:
    with qtbot.waitSignal(session.capturing.preview_changed):
        session.screens.start_screen(screen_id)
    session.clear()
    session.sources.try_again()
    qtbot.wait(50)
    assert (ShownWorker.opens, session.state) == (1, "empty")


def test_a_screen_is_no_part_of_the_settings_and_not_watched_at_the_next_start(
    qtbot: QtBot, session: Session, screen_id: str, ini: Path
) -> None:
    before = session.settings
    with qtbot.waitSignal(session.capturing.preview_changed):
        session.screens.start_screen(screen_id)
    assert session.settings == before
    session.close()
    kept = store(ini)
    assert not [key for key in kept.allKeys() if screen_id in str(kept.value(key))]
    again = Session(store(ini), lambda device: FakeDetector())
    again.prepare()
    qtbot.wait(50)
    assert (ShownWorker.opens, again.sources.source) == (1, "")
    assert again.close()


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("denied", "screen_settings"),
        ("declined", "retry"),
        ("gone", "open"),
        ("changed", "retry"),
        ("unavailable", "open"),
        ("broken", "retry"),
        ("timeout", "retry"),
        ("silent", "retry"),
    ],
)
def test_a_fault_ends_it_and_is_said_with_a_way_on(
    qtbot: QtBot,
    session: Session,
    notices: list[Notice],
    screen_id: str,
    kind: str,
    action: str,
) -> None:
    with qtbot.waitSignal(session.capturing.preview_changed):
        session.screens.start_screen(screen_id)
    session._live.screen.failed.emit(kind, "said by the system")
    assert (session.state, session.sources.source, session.screens.screen_runs) == (
        "empty",
        "",
        False,
    )
    assert notices[-1] == screen_notice(kind, "said by the system")
    assert notices[-1].action == action
    assert notices[-1].detail == "said by the system"
    if action == "retry":
        with qtbot.waitSignal(session.capturing.preview_changed):
            session.notices.retry()
        assert session.screens.screen_runs


def test_a_screen_that_is_not_there_leaves_no_empty_stage(
    qtbot: QtBot, session: Session, notices: list[Notice]
) -> None:
    session.screens.start_screen("9:gone")
    assert session.state == "empty"
    assert "unplugged" in notices[-1].text


def test_where_the_own_window_lies_reaches_the_feed(
    qtbot: QtBot, session: Session, screen_id: str
) -> None:
    with qtbot.waitSignal(session.capturing.preview_changed):
        session.screens.start_screen(screen_id)
    own: QObject = object()
    session.screens.hide_own(own)
    assert session._live.screen.worker.own is own
