"""Two things asked for at nearly the same moment: nothing is taken twice or comes too late."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.capture.moment import Shot
from app.widgets.keys import REPEATED
from app.widgets.main_window import MainWindow
from tests.app.scenes import card_quad, found, scene


@pytest.fixture
def live(window: MainWindow) -> MainWindow:
    """The window with a feed that is under way; its frames are the test's."""
    session = window.session
    session.capturing.set_confirm(False)
    session.sources.start_feed(lambda: session._live.pause(paused=False))
    session._live.camera.opened.emit("test")
    return window


def shot(captured_at_s: float) -> Shot:
    card = found(card_quad())
    return Shot(Frame(scene(card.quad), captured_at_s, 0, "test"), card.quad, card)


def test_the_shutter_and_the_automatic_one_take_one_moment_once(live: MainWindow) -> None:
    now_s = time.monotonic()
    for captured_at_s in (now_s, now_s):
        live.session._live._on_shot(shot(captured_at_s))
    assert len(live.session.pages) == 1
    live.session._live._on_shot(shot(time.monotonic()))  # another moment, by the shutter
    assert len(live.session.pages) == 2


def test_what_was_captured_but_not_accepted_may_be_captured_again(
    live: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = live.session
    session.capturing.set_confirm(True)
    session._live._on_shot(shot(time.monotonic()))
    assert session.state == "review"
    restarts: list[None] = []
    monkeypatch.setattr(session._live._detection, "retake", lambda: restarts.append(None))
    session.review.retake()
    assert session.state == "live"
    assert session.pages == ()
    assert len(restarts) == 1


@pytest.mark.parametrize("meanwhile", ["stop_live", "start_sample"])
@pytest.mark.parametrize("granted", [True, False])
def test_a_permission_that_comes_too_late_is_left_alone(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, meanwhile: str, granted: bool
) -> None:
    answers: list[Callable[[], None]] = []
    monkeypatch.setattr(
        "app.session.live.with_camera_permission",
        lambda context, yes, no: answers.append(yes if granted else no),
    )
    opened: list[str] = []
    monkeypatch.setattr(window.session._live.camera, "open", opened.append)
    window.session.sources.start_camera("a")
    getattr(window.session.sources, meanwhile)()
    answers[0]()
    assert opened == []
    assert not window.notices.isVisible()
    window.session.sources.start_camera("b")
    answers[1]()
    assert opened == (["b"] if granted else [])
    assert window.notices.isVisible() is not granted
    window.session.sources.stop_live()


def test_the_end_of_a_film_leaves_no_shutter_over_its_last_frame(live: MainWindow) -> None:
    feed = live.session._live
    live.session.sources.start_feed(lambda: feed.pause(paused=False), film="film.mp4")
    feed._on_shot(shot(time.monotonic()))
    feed.ended.emit(True)
    assert live.session.state == "page"
    assert live.stage.currentWidget() is live.stage.page
    assert not live.bottom.shutter.isEnabled()
    assert live.bottom.guidance.text() == "Ready to save"
    assert "One page" in live.notices.text.text()
    assert live.notices.action.text() == "Play again"


def test_a_feed_that_stands_still_shows_nothing_of_before_a_clear(
    live: MainWindow, qtbot: QtBot
) -> None:
    card = scene(card_quad())
    live.session._live._outlet.publish(Frame(card, time.monotonic(), 0, "test"))
    qtbot.waitUntil(lambda: not live.stage.viewfinder._frame.isNull())
    live.session.clear()
    assert live.session.state == "live"
    assert live.stage.viewfinder._frame.isNull()


def test_a_key_that_is_held_down_saves_and_removes_once(window: MainWindow) -> None:
    repeated = {name for name, act in window.actions_by_name.items() if act.autoRepeat()}
    assert repeated == REPEATED
    assert not {"save", "remove", "capture", "paste"} & repeated
