"""A film that is over: the feed settles, and nothing of its last frames is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from app.session import sources as sources_module
from tests.app.scenes import FakeDetector
from tests.app.session.desk import CARD, LoopReel


class Gate:
    """What the film and the detector wait for."""

    def __init__(self) -> None:
        self.over, self.look = threading.Event(), threading.Event()
        self.look.set()


@pytest.fixture
def gate(
    session: Session, detector: FakeDetector, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Gate]:
    """Of a film that ends, and a detector that looks, when the test says so."""
    made = Gate()

    class Reel(LoopReel):
        def read(self) -> np.ndarray | None:
            return None if made.over.is_set() else super().read()

    def answer(image: object) -> tuple[object, ...]:
        made.look.wait(60)
        return (CARD,)

    monkeypatch.setattr(sources_module, "ClipSource", Reel)
    detector.answer = answer
    session.capturing.set_auto_capture(False)
    session.capturing.set_confirm(False)
    yield made
    made.look.set()


def play(qtbot: QtBot, session: Session) -> None:
    """Until a frame is shown with its outline."""
    with qtbot.waitSignals([session.capturing.preview_changed, session.capturing.observed]):
        session.sources.start_video(Path("film.mp4"))


def capture_at_the_end(qtbot: QtBot, session: Session, gate: Gate) -> None:
    """The shutter, just before the film is over; the capture is looked at only afterwards."""
    gate.look.clear()
    session.capturing.capture()
    gate.over.set()
    qtbot.waitUntil(session._live._film._playing.isFinished)


def test_a_film_without_a_page_leaves_no_feed_behind(
    qtbot: QtBot, session: Session, gate: Gate, notices: list[Notice]
) -> None:
    play(qtbot, session)
    gate.over.set()
    qtbot.waitUntil(lambda: bool(notices))
    assert notices[0].text == "The video has ended. No page came of it."
    assert notices[0].action == "again"
    assert (session.state, session.sources.source) == ("empty", "")
    session.capturing.capture()
    assert session.state == "empty"
    gate.over.clear()
    with qtbot.waitSignal(session.capturing.preview_changed):
        session.notices.retry()
    assert (session.state, session.sources.source) == ("live", "video:film.mp4")


def test_that_a_part_could_not_be_read_is_told_at_the_end(
    qtbot: QtBot,
    session: Session,
    gate: Gate,
    notices: list[Notice],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(LoopReel, "whole", False)
    for shots, words in enumerate(("No page", "One page")):
        gate.over.clear()
        play(qtbot, session)
        for _ in range(shots):
            session.capturing.capture()
            qtbot.waitUntil(lambda: bool(session.pages))
        gate.over.set()
        qtbot.waitUntil(lambda: session.state != "live")
        assert notices[-1].text == f"Part of the video could not be read. {words} came of it."
        assert (notices[-1].kind, notices[-1].action) == ("warning", "again")


def test_a_capture_of_the_last_frame_comes_first_and_is_shown(
    qtbot: QtBot, session: Session, gate: Gate, notices: list[Notice]
) -> None:
    play(qtbot, session)
    capture_at_the_end(qtbot, session, gate)
    assert (session.state, notices) == ("live", [])
    gate.look.set()
    qtbot.waitUntil(lambda: bool(notices))
    assert [page.id for page in session.pages] == [session.selected]
    assert (session.state, session.sources.source) == ("page", "")
    assert "One page" in notices[0].text


@pytest.mark.parametrize("accept", [True, False])
def test_a_capture_of_the_last_frame_is_reviewed_before_the_end_is_told(
    qtbot: QtBot, session: Session, gate: Gate, notices: list[Notice], accept: bool
) -> None:
    session.capturing.set_confirm(True)
    play(qtbot, session)
    capture_at_the_end(qtbot, session, gate)
    with qtbot.waitSignal(session.review.started) as review:
        gate.look.set()
    qtbot.waitUntil(lambda: not session.sources.source)
    assert (session.state, notices) == ("review", [])
    if accept:
        session.review.accept_review(review.args[0].quad)
    else:
        session.review.retake()
    assert session.state == ("page" if accept else "empty")
    assert ("One page" if accept else "No page") in notices[0].text


def test_pages_are_counted_for_each_film_anew(
    qtbot: QtBot, session: Session, gate: Gate, notices: list[Notice]
) -> None:
    for shots, words in ((2, "2 pages"), (0, "No page"), (1, "One page")):
        gate.over.clear()
        play(qtbot, session)
        for _ in range(shots):
            count = len(session.pages)
            session.capturing.capture()
            qtbot.waitUntil(lambda count=count: len(session.pages) > count)
            qtbot.waitSignal(session.capturing.observed).wait()
        shown = session.pages[-1].id
        gate.over.set()
        qtbot.waitUntil(lambda: session.state == "page")
        assert words in notices[-1].text
        assert session.selected == shown


def test_a_film_that_was_replaced_does_not_end_the_feed_that_follows(
    qtbot: QtBot, session: Session, gate: Gate, notices: list[Notice]
) -> None:
    play(qtbot, session)
    gate.look.clear()
    session.capturing.capture()
    gate.over.set()
    qtbot.waitUntil(session._live._film._playing.isFinished)
    gate.over.clear()
    session.sources.start_video(Path("other.mp4"))
    gate.look.set()
    qtbot.waitSignal(session.capturing.observed).wait()
    assert (session.state, session.sources.source, notices) == ("live", "video:other.mp4", [])
