"""What was seen in a frame is shown on those that follow it closely, and on no others."""

from __future__ import annotations

import time

import pytest
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.capture.pipeline import Pipeline
from app.session import Session
from app.widgets.main_window import MainWindow
from app.workers.outlet import Preview
from app.workers.pixels import to_qimage
from tests.app.scenes import card_quad, found, scene

LONG_S = 1.2


def show(session: Session, taken_s: float) -> None:
    """An empty table, as the newest frame, at which nobody looks."""
    frame, outlet = Frame(scene(None), taken_s, 1, "test"), session._live._outlet
    outlet.previews.put(Preview(frame, to_qimage(frame.image)))
    outlet.preview_ready.emit()


def observe(session: Session, taken_s: float) -> None:
    """A card that lies still, as it was seen in a frame of then."""
    pipeline = Pipeline(lambda _image: (found(card_quad()),))
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
