"""What was seen in a frame is shown on those that follow it closely, and on no others."""

from __future__ import annotations

import itertools
import time

import pytest
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.capture.pipeline import Pipeline
from app.session import Session
from app.widgets.main_window import MainWindow
from app.workers.outlet import Preview
from app.workers.pixels import to_qimage
from detector.quad import Quad
from tests.app.scenes import card_quad, found, scene

LONG_S = 1.2


def show(session: Session, taken_s: float, there: Quad | None = None) -> None:
    """A table, empty or with a card, as the newest frame, at which nobody looks."""
    frame, outlet = Frame(scene(there), taken_s, 1, "test"), session._live._outlet
    outlet.previews.put(Preview(frame, to_qimage(frame.image)))
    outlet.preview_ready.emit()


def observe(session: Session, taken_s: float, took_s: float = 0.0) -> None:
    """A card that lies still, as it was seen in a frame of then. took_s : each look."""
    clock = itertools.count(0.0, took_s)
    pipeline = Pipeline(lambda _image: (found(card_quad()),), clock=lambda: next(clock))
    image = scene(card_quad())
    for number in range(-5, 1):
        seen = pipeline.observe(Frame(image, taken_s + number / 10, 0, "test"))
    assert seen.stable_progress > 0
    session._live._detection.outbox.put(seen)
    session._live._detection.observed_ready.emit()


@pytest.fixture
def live(window: MainWindow) -> MainWindow:
    session = window.session
    session.sources.start_feed(lambda: session._live.pause(paused=False))
    session._live.camera.opened.emit("test")
    return window


def test_an_outline_goes_as_the_frames_go_on_without_another_look(
    live: MainWindow, qtbot: QtBot
) -> None:
    now_s, finder = time.monotonic(), live.stage.viewfinder
    observe(live.session, now_s)
    show(live.session, now_s + 0.1)
    qtbot.waitUntil(lambda: finder.steady)
    show(live.session, now_s + LONG_S)
    qtbot.waitUntil(lambda: not finder.steady)
    shot = live.session._live.latest()
    assert shot is not None
    assert shot.quad is None  # the shutter takes what is shown


def test_what_was_seen_long_before_the_frame_on_the_stage_is_not_drawn_on_it(
    live: MainWindow, qtbot: QtBot
) -> None:
    now_s, finder = time.monotonic(), live.stage.viewfinder
    show(live.session, now_s + LONG_S)
    qtbot.waitUntil(lambda: not finder._frame.isNull())
    with qtbot.waitSignal(live.session.capturing.observed):
        observe(live.session, now_s)
    assert not finder.steady
    observe(live.session, now_s + LONG_S)
    assert finder.steady


SLOW_S = 1.5


@pytest.mark.parametrize("there", [card_quad(), card_quad(dx=-20, dy=12)], ids=["still", "held"])
def test_where_a_look_takes_long_its_outline_is_shown_for_as_long_as_the_next_one_takes(
    live: MainWindow, qtbot: QtBot, there: Quad
) -> None:
    now_s, finder = time.monotonic(), live.stage.viewfinder
    for after_s in (SLOW_S, 2 * SLOW_S):
        show(live.session, now_s + after_s, there)
        qtbot.waitUntil(lambda: live.session._live._outlet.previews.take() is None)
        if after_s == SLOW_S:
            observe(live.session, now_s, SLOW_S)
        assert finder.steady
        shot = live.session._live.latest()
        assert shot is not None
        assert shot.quad is not None  # the shutter takes what is shown
    show(live.session, now_s + 3 * SLOW_S, there)
    qtbot.waitUntil(lambda: not finder.steady)


@pytest.mark.parametrize("there", [None, card_quad(dx=-160, dy=60)], ids=["gone", "slid"])
def test_where_a_look_takes_long_its_outline_goes_with_the_document(
    live: MainWindow, qtbot: QtBot, there: Quad | None
) -> None:
    now_s, finder = time.monotonic(), live.stage.viewfinder
    show(live.session, now_s + SLOW_S, card_quad())
    observe(live.session, now_s, SLOW_S)
    assert finder.steady
    show(live.session, now_s + SLOW_S + 0.3, there)
    qtbot.waitUntil(lambda: not finder.steady)


def test_what_took_unheard_of_long_is_not_shown(live: MainWindow, qtbot: QtBot) -> None:
    now_s, finder = time.monotonic(), live.stage.viewfinder
    show(live.session, now_s + 9, card_quad())
    with qtbot.waitSignal(live.session.capturing.observed):
        observe(live.session, now_s, 9)
    assert not finder.steady
