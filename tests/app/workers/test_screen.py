"""A screen as a feed: the real worker over a real sink; only the capture is a stand-in."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor, QGuiApplication
from pytestqt.qtbot import QtBot

from app.workers import camera as camera_module
from app.workers import screen as screen_module
from app.workers import screen_device
from app.workers.own_window import OwnWindow
from app.workers.screen import ScreenFeed
from app.workers.screen_choice import ASKED, portal_asks
from tests.app.workers.shown import RED, StubWorker, first_id, made_feed, multimedia, opened


@pytest.fixture(params=[False, True], ids=["sent", "fetched"])
def fetched(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether frames are fetched one by one, as from X11, or sent where something has changed."""
    monkeypatch.setattr(screen_device, "grabs_each", lambda: request.param)
    return bool(request.param)


@pytest.fixture
def feed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScreenFeed]:
    monkeypatch.setattr(screen_module, "ScreenWorker", StubWorker)
    yield from made_feed()


@pytest.fixture
def real_feed(qtbot: QtBot) -> Iterator[ScreenFeed]:
    yield from made_feed()


def test_screens_are_listed_and_none_is_watched_before_it_is_asked_for(
    qtbot: QtBot, feed: ScreenFeed
) -> None:
    with qtbot.waitSignal(feed.screens_listed) as listed:
        feed.list_screens()
    assert [each.id for each in listed.args[0]] == [first_id()]
    assert feed.current == ""
    assert feed.watched is None
    assert not feed.thread_.isRunning()


def test_a_picture_of_the_screen_arrives_as_an_array(qtbot: QtBot, feed: ScreenFeed) -> None:
    with qtbot.waitSignal(feed.opened) as told:
        feed.open(first_id())
    assert told.args == ["screen:"]
    preview = feed.outlet.previews.wait(30)
    assert preview is not None
    assert preview.frame.of_screen
    assert preview.frame.image.shape == (48, 65, 3)
    assert set(map(tuple, preview.frame.image.reshape(-1, 3).tolist())) == {(30, 20, 200)}


def test_of_every_picture_the_own_window_is_taken_out(
    qtbot: QtBot, feed: ScreenFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blank(image: np.ndarray, own: OwnWindow) -> None:
        image[:] = len(own.places)

    monkeypatch.setattr(screen_device, "without_own", blank)
    opened(qtbot, feed)
    feed.hide_own(OwnWindow(((0, 0, 1, 1),) * 7))
    feed.outlet.previews.take()
    feed.worker.frame_wanted.emit(RED)
    qtbot.waitUntil(lambda: _shown(feed) == [7, 7, 7])
    seen = feed.outlet.previews.wait(30)
    assert seen is not None
    assert (seen.frame.image == 7).all()


def test_a_screen_that_does_not_change_is_seen_on_and_on(
    qtbot: QtBot, feed: ScreenFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_device, "grabs_each", lambda: False)
    opened(qtbot, feed)
    qtbot.waitUntil(lambda: feed.worker._number >= 3)
    seen = feed.outlet.previews.take()
    assert seen is not None
    assert seen.frame.number >= 2
    assert seen.frame.image[0, 0].tolist() == [30, 20, 200]


def test_a_stream_that_the_desktop_may_have_ended_is_not_looked_at_for_ever(
    qtbot: QtBot, feed: ScreenFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((screen_device, "grabs_each"), (screen_device, "portal_asks")):
        monkeypatch.setattr(module, name, lambda name=name: name == "portal_asks")
    monkeypatch.setattr(screen_device, "STREAM_SILENCE_S", 0.0)
    monkeypatch.setattr(camera_module, "SILENCE_MS", 3 * screen_device.INTERVAL_MS)
    feed._watchdog.setInterval(20)
    opened(qtbot, feed)
    with qtbot.waitSignal(feed.failed) as failed:
        pass
    assert failed.args[0] == "silent"


def test_from_x11_a_frame_is_fetched_only_where_one_is_wanted(
    qtbot: QtBot, feed: ScreenFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen_device, "grabs_each", lambda: True)
    opened(qtbot, feed)
    capture = feed.worker.capture
    qtbot.waitUntil(lambda: capture.starts == 1 and feed.worker._number == 1)
    qtbot.wait(3 * screen_device.INTERVAL_MS)
    assert capture.active  # still waiting for it
    assert (capture.starts, feed.worker._number) == (1, 1)
    feed.worker.frame_wanted.emit(QColor("blue"))
    qtbot.waitUntil(lambda: capture.starts == 2)
    assert feed.worker._number == 2


def test_of_a_burst_of_frames_only_the_newest_is_looked_at(
    qtbot: QtBot, feed: ScreenFeed, fetched: bool
) -> None:
    opened(qtbot, feed)
    before = feed.worker._number
    for shade in range(100, 200):
        feed.worker.frame_wanted.emit(QColor(shade, 0, 0))
    began_s = time.monotonic()
    newest = [0, 0, 199]
    qtbot.waitUntil(lambda: _shown(feed) == newest)
    # As many as there was time for at this rate, and one that was under way.
    waited_ms = (time.monotonic() - began_s) * 1000
    assert feed.worker._number - before <= waited_ms / screen_device.INTERVAL_MS + 2


def _shown(feed: ScreenFeed) -> list[int]:
    last = feed.worker._last
    return [] if last is None else last[0, 0].tolist()


def test_while_nobody_looks_nothing_is_converted_but_the_feed_is_known_to_live(
    qtbot: QtBot, feed: ScreenFeed, fetched: bool
) -> None:
    opened(qtbot, feed)
    feed.outlet.paused = True
    qtbot.wait(2 * screen_device.INTERVAL_MS)
    feed.outlet.previews.take()
    before_s, number = feed._last_frame_s, feed.worker._number
    feed.worker.frame_wanted.emit(QColor("blue"))
    qtbot.waitUntil(lambda: feed._last_frame_s > before_s)
    assert feed.outlet.previews.take() is None
    assert feed.worker._number == number


def test_stopped_it_holds_no_picture_and_fetches_none(qtbot: QtBot, feed: ScreenFeed) -> None:
    opened(qtbot, feed)
    capture = feed.worker.capture
    feed.close()
    qtbot.waitUntil(lambda: not capture.active)
    assert feed.watched is None
    qtbot.waitUntil(lambda: feed.worker._last is None)
    starts = capture.starts
    with qtbot.assertNotEmitted(feed.worker.frame_published, wait=2 * screen_device.INTERVAL_MS):
        pass
    assert capture.starts == starts


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (lambda feed, screen: feed._on_removed(screen), "gone"),
        (lambda _feed, screen: screen.geometryChanged.emit(screen.geometry()), "changed"),
    ],
)
def test_a_screen_that_goes_or_changes_is_watched_no_longer(
    qtbot: QtBot, feed: ScreenFeed, event, kind: str
) -> None:
    opened(qtbot, feed)
    capture, screen = feed.worker.capture, QGuiApplication.primaryScreen()
    with qtbot.waitSignal(feed.failed) as failed:
        event(feed, screen)
    assert failed.args[0] == kind
    qtbot.waitUntil(lambda: not capture.active)
    with qtbot.assertNotEmitted(feed.opened, wait=2 * screen_device.INTERVAL_MS):
        feed.list_screens()  # it does not come back by itself
    feed.close()
    with qtbot.assertNotEmitted(feed.failed):  # what happens to it is nobody's matter any more
        event(feed, screen)


def test_a_screen_that_is_not_there_is_said_to_be_gone(qtbot: QtBot, feed: ScreenFeed) -> None:
    with qtbot.waitSignal(feed.failed) as failed:
        feed.open("9:gone")
    assert failed.args[0] == "gone"
    assert feed.current == ""


def test_faults_are_told_apart(qtbot: QtBot, feed: ScreenFeed) -> None:
    opened(qtbot, feed)
    error = multimedia.QScreenCapture.Error
    for given, kind in (
        ((error.CaptureFailed, "Permissions denied"), "denied"),
        ((error.CapturingNotSupported, "no"), "unavailable"),
        ((error.CaptureFailed, "Failed to grab"), "broken"),
    ):
        with qtbot.waitSignal(feed.failed) as failed:
            feed.worker._report(*given)
        assert failed.args == [kind, given[1]]
    with qtbot.assertNotEmitted(feed.failed):
        feed.worker._report(error.NoError, "")


def test_where_the_desktop_asks_the_person_may_take_longer_and_decline(
    qtbot: QtBot, feed: ScreenFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "wayland")
    assert portal_asks()
    monkeypatch.setattr(screen_module, "ASK_TIMEOUT_MS", 60)
    feed.worker.silent = True
    feed.list_screens()
    with qtbot.waitSignal(feed.failed) as failed:
        feed.open(ASKED)
    assert failed.args[0] == "declined"
    assert feed.watched is None  # and where the window is in it, nobody knows


@pytest.mark.qt_log_ignore("No RHI backend", extend=True)
def test_qt_itself_delivers_the_screen_that_was_asked_for(
    qtbot: QtBot, real_feed: ScreenFeed
) -> None:
    if QGuiApplication.platformName() not in {"offscreen", "xcb"}:
        pytest.skip("elsewhere the system asks a person first")
    opened(qtbot, real_feed)
    preview = real_feed.outlet.previews.wait(30)
    screen = QGuiApplication.primaryScreen()
    assert preview is not None
    size = screen.size() * screen.devicePixelRatio()
    assert (preview.frame.width, preview.frame.height) == size.toTuple()
    qtbot.waitUntil(lambda: real_feed.worker._number >= 3)  # fetched again and again
    real_feed.close()
