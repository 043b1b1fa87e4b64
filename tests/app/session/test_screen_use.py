"""A screen as a source of the session."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from pytestqt.qtbot import QtBot

from app.capture.autocapture import Shot
from app.capture.frame import Frame
from app.document.page import Page
from app.session import Notice, ScreenInfo, Session, recovery_use
from app.session.screen_wording import screen_notice
from app.workers import screen as screen_module
from app.workers.screen_choice import screens_by_info
from app.workers.screen_device import ScreenWorker
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, scene
from tests.app.session.conftest import Start
from tests.app.session.desk import CARD, kept, store


class ShownWorker(ScreenWorker):
    """A screen that shows a card; no capture behind it."""

    opens = 0

    def _open_device(self, camera_id: str) -> None:
        ShownWorker.opens += 1
        self._id, self._number = camera_id, 0
        self._image = scene(card_quad())
        self._timer = QTimer(self, interval=20)
        self._timer.timeout.connect(self.show_card)
        self._timer.start()

    @Slot()
    def show_card(self) -> None:
        if self._outlet.paused and self._number:
            return
        self._publish(self._image)


@pytest.fixture(autouse=True)
def shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_module, "ScreenWorker", ShownWorker)
    monkeypatch.setattr(ShownWorker, "opens", 0)


@pytest.fixture
def screen_id(session: Session) -> str:
    session._live.screen.list_screens()
    return next(iter(screens_by_info())).id


def test_the_screens_are_told_and_none_is_watched_before_a_click(
    qtbot: QtBot, session: Session
) -> None:
    with qtbot.waitSignal(session.screens_changed) as told:
        session.prepare()
    assert all(isinstance(each, ScreenInfo) for each in told.args[0])
    assert len(told.args[0]) == len(screens_by_info())
    assert (ShownWorker.opens, session.source, session.state) == (0, "", "empty")


def test_a_document_on_the_screen_is_outlined_and_captured_by_itself(
    qtbot: QtBot, session: Session, screen_id: str
) -> None:
    with qtbot.waitSignals([session.preview_changed, session.observed]):
        session.start_screen(screen_id)
    assert session.state == "live"
    assert session.source == "screen:"
    assert session.running_camera == screen_id
    with qtbot.waitSignal(session.review_started) as review:
        pass
    page = review.args[0]
    extents = np.ptp(CARD.quad.corners, axis=0)
    assert np.ptp(page.quad.corners, axis=0) == pytest.approx(extents, abs=2)
    session.accept_review(page.quad)
    assert [each.id for each in session.pages] == [page.id]
    assert session.state == "live"


def test_the_shutter_takes_what_is_shown(qtbot: QtBot, session: Session, screen_id: str) -> None:
    session.set_auto_capture(False)
    with qtbot.waitSignal(session.observed):
        session.start_screen(screen_id)
    with qtbot.waitSignal(session.review_started):
        session.capture()


def stop(session: Session) -> None:
    session.stop_live()


@pytest.mark.parametrize(
    "end", [stop, Session.clear_session, Session.start_sample], ids=["stop", "clear", "sample"]
)
def test_what_ends_it_lets_the_screen_go(
    qtbot: QtBot, session: Session, screen_id: str, end: Callable[[Session], None]
) -> None:
    with qtbot.waitSignal(session.preview_changed):
        session.start_screen(screen_id)
    end(session)
    assert not session.screen_runs
    assert session.watched_screen is None
    qtbot.waitUntil(lambda: session._live.screen.worker._timer is None)
    late = Frame(np.zeros((480, 640, 3), np.uint8), time.monotonic(), 99, "screen:")
    shown: list[object] = []
    session.observed.connect(shown.append)
    session._live._outlet.publish(late)  # it was under way
    qtbot.wait(60)
    assert not [each for each in shown if each.frame is late]
    assert not session.source.startswith("screen:")


def test_a_cleared_session_offers_no_way_back_to_it(
    qtbot: QtBot, session: Session, screen_id: str
) -> None:
    with qtbot.waitSignal(session.preview_changed):
        session.start_screen(screen_id)
    session.clear_session()
    session._try_again()
    qtbot.wait(50)
    assert (ShownWorker.opens, session.state) == (1, "empty")


def test_a_screen_is_no_part_of_the_settings_and_not_watched_at_the_next_start(
    qtbot: QtBot, session: Session, screen_id: str, ini: Path
) -> None:
    before = session.settings
    with qtbot.waitSignal(session.preview_changed):
        session.start_screen(screen_id)
    assert session.settings == before
    session.close()
    kept = store(ini)
    assert not [key for key in kept.allKeys() if screen_id in str(kept.value(key))]
    again = Session(store(ini), lambda device: FakeDetector())
    again.prepare()
    qtbot.wait(50)
    assert (ShownWorker.opens, again.source) == (1, "")
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
    with qtbot.waitSignal(session.preview_changed):
        session.start_screen(screen_id)
    session._live.screen.failed.emit(kind, "said by the system")
    assert (session.state, session.source, session.screen_runs) == ("empty", "", False)
    assert notices[-1] == screen_notice(kind, "said by the system")
    assert notices[-1].action == action
    assert notices[-1].detail == "said by the system"
    if action == "retry":
        with qtbot.waitSignal(session.preview_changed):
            session.retry()
        assert session.screen_runs


def test_a_screen_that_is_not_there_leaves_no_empty_stage(
    qtbot: QtBot, session: Session, notices: list[Notice]
) -> None:
    session.start_screen("9:gone")
    assert session.state == "empty"
    assert "unplugged" in notices[-1].text


def test_where_the_own_window_lies_reaches_the_feed(
    qtbot: QtBot, session: Session, screen_id: str
) -> None:
    with qtbot.waitSignal(session.preview_changed):
        session.start_screen(screen_id)
    own: QObject = object()
    session.hide_own(own)
    assert session._live.screen.worker.own is own


# ------------------------------------------------------- the shutter where nothing was found
PLACE = Quad([(200, 140), (420, 150), (415, 300), (205, 290)])


def shoot_whole(qtbot: QtBot, session: Session, screen_id: str, detector: FakeDetector) -> Page:
    """The page in review, of a screen on which no document was found."""
    detector.answer = lambda _image: ()
    with qtbot.waitSignal(session.observed):
        session.start_screen(screen_id)
    with qtbot.waitSignal(session.review_started) as review:
        session.capture()
    page: Page = review.args[0]
    assert (page.width, page.height) == (640, 480)
    return page


def assert_trimmed(page: Page) -> None:
    """Only what lies around PLACE is left, and the outline lies where it was."""
    assert page.width < 0.6 * 640
    assert page.height < 0.6 * 480
    way = PLACE.corners - page.quad.corners
    assert np.ptp(way, axis=0).max() < 1e-9
    left, top = (round(each) for each in way[0])
    whole = scene(card_quad())[top : top + page.height, left : left + page.width]
    np.testing.assert_array_equal(page.original.pixels(), whole)
    assert page.original.pixels().base is None


def test_where_nothing_was_found_the_rest_of_the_screen_goes_once_it_is_told_where_it_lies(
    qtbot: QtBot, session: Session, screen_id: str, detector: FakeDetector
) -> None:
    page = shoot_whole(qtbot, session, screen_id, detector)
    session.accept_review(PLACE)
    (trimmed,) = session.pages
    assert trimmed.id == page.id
    assert_trimmed(trimmed)
    assert session.doubts == {}  # a person set them
    session.edit_page(trimmed.id)
    session.accept_review(trimmed.quad.moved(3, 2))
    assert session.pages[0].original is trimmed.original


def test_so_it_does_where_a_review_is_left_and_in_another_page_s_place(
    qtbot: QtBot, session: Session, screen_id: str, detector: FakeDetector
) -> None:
    shoot_whole(qtbot, session, screen_id, detector)
    session.accept_review(PLACE)
    first = session.pages[0]
    with qtbot.waitSignal(session.observed):
        session.replace_page(first.id)
    with qtbot.waitSignal(session.review_started):
        session.capture()
    session.adjust_review(PLACE)
    session.show_live()
    (second,) = session.pages
    assert second.original is not first.original
    assert_trimmed(second)
    assert session.doubts == {}


def started(
    qtbot: QtBot, start: Start, detector: FakeDetector, monkeypatch: pytest.MonkeyPatch
) -> Session:
    """A session with a journal, and this detector once its own is loaded."""
    session = start()
    qtbot.waitUntil(lambda: session._live._detector.loaded)
    monkeypatch.setattr(session._live._detector, "get", lambda: detector)
    return session


def test_left_as_it_was_it_waits_for_its_corners(
    qtbot: QtBot,
    start: Start,
    screen_id: str,
    detector: FakeDetector,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = started(qtbot, start, detector, monkeypatch)
    page = shoot_whole(qtbot, session, screen_id, detector)
    session.show_live()
    (left,) = session.pages
    assert session.doubts == {left.id: "missing"}
    session.black_out(left.id, (0.4, 0.4), (0.5, 0.5))
    (area,) = session.pages[0].edits.hidden
    qtbot.wait(recovery_use.REST_MS + 200)
    assert kept(root) in ([], [0])
    session.edit_page(page.id)
    session.accept_review(PLACE)
    (trimmed,) = session.pages
    assert_trimmed(trimmed)
    assert session.doubts == {}
    (moved,) = trimmed.edits.hidden  # stays on what it hides
    way = np.array(area.corners) - np.array(moved.corners)
    np.testing.assert_allclose(way, PLACE.corners - trimmed.quad.corners, atol=1e-6)
    qtbot.waitUntil(lambda: kept(root) == [1])
    session.undo()
    assert session.pages[0].whole_screen
    session.redo()
    assert_trimmed(session.pages[0])


def test_taken_while_another_page_is_looked_at_it_waits_too(
    qtbot: QtBot, session: Session, screen_id: str, detector: FakeDetector
) -> None:
    page = shoot_whole(qtbot, session, screen_id, detector)
    session.accept_review(PLACE)
    session.select(page.id)
    late = Frame(scene(card_quad()), time.monotonic(), 99, "screen:")
    session._take(Shot(late, None))
    assert [each.whole_screen for each in session.pages] == [False, True]


def test_corners_that_are_being_moved_when_the_program_is_ended_trim_it(
    qtbot: QtBot,
    start: Start,
    screen_id: str,
    detector: FakeDetector,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = started(qtbot, start, detector, monkeypatch)
    shoot_whole(qtbot, session, screen_id, detector)
    session.adjust_review(PLACE)
    session.close(keep=True)
    assert kept(root) == [1]
    again = start()
    qtbot.waitUntil(lambda: again.left_unsaved == 1)
    again.restore_left()
    qtbot.waitUntil(lambda: len(again.pages) == 1)
    assert_trimmed(again.pages[0])


def test_a_whole_screen_is_in_no_journal(
    qtbot: QtBot,
    start: Start,
    screen_id: str,
    detector: FakeDetector,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = started(qtbot, start, detector, monkeypatch)
    shoot_whole(qtbot, session, screen_id, detector)
    session.adjust_review(PLACE)
    qtbot.wait(recovery_use.REST_MS + 200)
    assert kept(root) in ([], [0])
    session.accept_review(PLACE)
    qtbot.waitUntil(lambda: kept(root) == [1])
