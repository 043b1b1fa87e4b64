"""What was captured by itself and is not wanted so is left to the person, through session, thread
and pipeline. Frames tell their own time: nothing here waits for a clock."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.session import Session
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, found, scene

FPS = 10.0
MOVED = card_quad(dx=25)


class Feed:
    """A camera's, frame by frame; each is shown once the one before was looked at."""

    def __init__(self, qtbot: QtBot, session: Session, detector: FakeDetector) -> None:
        self._qtbot, self._session, self._detector = qtbot, session, detector
        self._from_s, self._number = time.monotonic() + 60, 0  # later than whatever is asked for
        self._captures: dict[int, bool] = {}
        session.capturing.observed.connect(
            lambda seen: self._captures.update({seen.frame.number: seen.capture})
        )

    def captures(self, quad: Quad, seconds: float) -> bool:
        """Shows a card for as long, or until it is captured; whether it was."""
        self._detector.answer = lambda _image: (found(quad),)
        for _ in range(round(seconds * FPS)):
            self._number += 1
            at_s = self._from_s + self._number / FPS
            self._session._live._detection.inbox.put(Frame(scene(quad), at_s, self._number, "test"))
            self._qtbot.waitUntil(lambda: self._number in self._captures)
            if self._captures[self._number]:
                self._qtbot.waitUntil(lambda: self._session.state == "review")
                return True
        return False


@pytest.fixture
def feed(qtbot: QtBot, session: Session, detector: FakeDetector) -> Feed:
    session.capturing.set_auto_capture(True)
    session.capturing.set_confirm(True)
    live = session._live
    with qtbot.waitSignal(live.engine_changed):
        live.prepare()
    session.sources.start_feed(lambda: live.pause(paused=False))
    live.camera.opened.emit("test")
    return Feed(qtbot, session, detector)


def test_what_was_retaken_is_captured_again_once_it_was_moved(feed: Feed, session: Session) -> None:
    assert feed.captures(card_quad(), 2)
    session.review.retake()
    assert not feed.captures(card_quad(), 3)
    assert feed.captures(MOVED, 2)
    assert session.pages == ()
