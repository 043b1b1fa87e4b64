"""The live view, its shutter and its faults."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.errors import CameraError
from app.session import Notice, Session
from app.session import preferences as preferences_module
from app.session import sources as sources_module
from app.settings import load_settings, save_settings
from detector.quad import Quad
from tests.app.scenes import FakeDetector, scene
from tests.app.session.conftest import Photo
from tests.app.session.desk import CARD, LoopReel, open_one, store


def test_the_sample_plays_live_with_overlay_and_is_captured_by_itself(
    qtbot: QtBot, session: Session
) -> None:
    with qtbot.waitSignals([session.capturing.preview_changed, session.capturing.observed]):
        session.sources.start_sample()
    assert session.state == "live"
    assert session.sources.source == "sample"
    with qtbot.waitSignal(session.review.started) as review:
        pass
    page = review.args[0]
    assert page.quad.jaccard(CARD.quad) > 0.99
    assert session.state == "review"
    assert session.pages == ()
    session.review.accept_review(page.quad)
    assert session.state == "live"
    assert [each.id for each in session.pages] == [page.id]
    session.sources.stop_live()
    assert session.state == "page"
    assert session.sources.source == ""


def test_without_confirmation_the_capture_goes_straight_to_the_pages(
    qtbot: QtBot, session: Session
) -> None:
    session.capturing.set_confirm(False)
    session.sources.start_sample()
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    assert session.state == "live"
    qtbot.wait(1200)  # the same document, still there, is not taken twice
    assert len(session.pages) == 1


def test_the_document_that_was_captured_is_captured_again_in_a_page_s_place(
    qtbot: QtBot, session: Session
) -> None:
    session.capturing.set_confirm(False)
    session.sources.start_sample()
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    (before,) = session.pages
    session.capturing.replace_page(before.id)
    assert session.capturing.replacing
    qtbot.waitUntil(lambda: session.pages[0].original is not before.original)
    assert [page.id for page in session.pages] == [before.id]
    assert not session.capturing.replacing


def test_without_auto_capture_only_the_shutter_takes_a_page(qtbot: QtBot, session: Session) -> None:
    session.capturing.set_auto_capture(False)
    shown: list[object] = []
    session.capturing.observed.connect(shown.append)
    session.sources.start_sample()
    qtbot.wait(1300)
    qtbot.waitUntil(lambda: bool(shown))
    assert session.state == "live"
    session.capturing.capture()
    qtbot.waitUntil(lambda: session.state == "review")
    assert session.review.detected_quad() == shown[-1].quad
    session.review.retake()
    assert session.state == "live"
    assert session.pages == ()


def test_auto_capture_that_was_switched_off_is_off_at_the_next_start(
    qtbot: QtBot, session: Session, ini: Path
) -> None:
    session.capturing.set_auto_capture(False)
    session.close()
    again, progress = Session(store(ini), lambda device: FakeDetector()), []
    again.capturing.observed.connect(lambda seen: progress.append(seen.stable_progress))
    again.sources.start_sample()
    qtbot.waitUntil(lambda: len(progress) > 5)
    assert set(progress) == {0.0}
    assert again.close()


def test_the_shutter_crops_the_very_frame_and_outline_that_are_shown(
    qtbot: QtBot, session: Session
) -> None:
    session.capturing.set_auto_capture(False)
    session.sources.start_sample()
    with qtbot.waitSignal(session.capturing.observed) as observed:
        pass
    reviewed: list[object] = []
    session.review.started.connect(reviewed.append)
    session.capturing.capture()
    qtbot.waitUntil(lambda: bool(reviewed))
    assert reviewed[0].original.pixels() is observed.args[0].frame.image
    assert reviewed[0].quad == observed.args[0].quad


def test_an_outline_that_the_feed_has_left_behind_is_not_cropped(
    qtbot: QtBot, session: Session, detector: FakeDetector
) -> None:
    gate = threading.Event()
    session.capturing.set_auto_capture(False)
    session.sources.start_sample()
    with qtbot.waitSignal(session.capturing.observed):
        pass
    detector.answer = lambda image: (CARD,) if gate.wait(60) else ()
    assert session._live.latest().quad == CARD.quad
    qtbot.waitUntil(lambda: session._live.latest().quad is None)
    gate.set()


def test_a_small_window_shows_small_frames_and_captures_whole_ones(
    qtbot: QtBot, session: Session
) -> None:
    session.capturing.set_auto_capture(False)
    session.capturing.set_preview_room(320, 200)
    shown: list[QImage] = []
    session.capturing.preview_changed.connect(shown.append)
    with qtbot.waitSignals([session.capturing.preview_changed, session.capturing.observed]):
        session.sources.start_sample()
    assert {(each.width(), each.height()) for each in shown} == {(267, 200)}
    with qtbot.waitSignal(session.review.started) as review:
        session.capturing.capture()
    assert review.args[0].original.pixels().shape == (480, 640, 3)


def test_the_shutter_works_without_a_document(
    qtbot: QtBot, session: Session, detector: FakeDetector
) -> None:
    detector.answer = lambda image: ()
    session.capturing.set_confirm(False)
    session.sources.start_sample()
    qtbot.waitSignal(session.capturing.observed).wait()
    with qtbot.waitSignal(session.review.started) as review:
        session.capturing.capture()
    assert review.args[0].quad == Quad.inset(640, 480)
    assert review.args[0].detected is None


def test_looking_at_a_page_pauses_the_feed_and_it_goes_on_afterwards(
    qtbot: QtBot, session: Session
) -> None:
    session.capturing.set_confirm(False)
    session.sources.start_sample()
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    session.select(session.pages[0].id)
    assert session.state == "page"
    qtbot.wait(60)
    with qtbot.assertNotEmitted(session.capturing.preview_changed, wait=100):
        pass
    with qtbot.waitSignal(session.capturing.preview_changed):
        session.select("")
    assert session.state == "live"


@pytest.mark.parametrize("turn", [Session.select, lambda session, _: session.sources.stop_live()])
def test_a_capture_under_way_is_kept_where_somebody_turns_to_a_page_meanwhile(
    qtbot: QtBot,
    session: Session,
    notices: list[Notice],
    photo: Photo,
    turn: Callable[[Session, str], None],
) -> None:
    page_id = open_one(qtbot, session, photo("card.png"))
    session.capturing.set_auto_capture(False)
    with qtbot.waitSignal(session.capturing.observed):
        session.sources.start_sample()
    session.capturing.capture()
    turn(session, page_id)
    qtbot.waitUntil(lambda: len(session.pages) == 2)
    assert (session.state, session.selected) == ("page", page_id)
    assert notices[-1].action == "undo"
    session.editing.undo()
    assert [page.id for page in session.pages] == [page_id]


def test_a_video_that_cannot_be_read_leaves_a_notice(
    qtbot: QtBot, session: Session, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Torn(LoopReel):
        def open(self) -> None:
            raise CameraError("unreadable", "no picture in it")

    monkeypatch.setattr(sources_module, "ClipSource", Torn)
    session.opening.open_paths([Path("film.mp4")])
    qtbot.waitUntil(lambda: len(notices) == 1)
    assert notices[0].detail == "no picture in it"
    assert session.state == "empty"


def test_a_camera_fault_offers_retry_and_keeps_the_last_frame(
    qtbot: QtBot, session: Session, notices: list[Notice]
) -> None:
    session.sources.start_sample()
    qtbot.waitSignal(session.capturing.preview_changed).wait()
    session._live.failed.emit("gone", "")
    assert notices[-1].action == "retry"
    assert session.state == "live"
    session.notices.retry()
    with qtbot.waitSignal(session.capturing.preview_changed):
        pass


def test_a_feed_says_that_it_is_there_also_where_its_camera_came_back(
    qtbot: QtBot, session: Session
) -> None:
    with qtbot.waitSignal(session.sources.feed_opened):
        session.sources.start_sample()
    session._live.camera.failed.emit("gone", "")
    with qtbot.waitSignal(session.sources.feed_opened):
        session._live.camera.opened.emit(session.sources.source)


def test_a_denied_camera_points_to_the_settings(
    qtbot: QtBot, session: Session, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "app.session.live.with_camera_permission", lambda context, granted, denied: denied()
    )
    session.sources.start_camera("usb-1")
    assert notices[-1].action == "settings"
    assert session.state == "empty"
    assert session.settings.camera_id == "usb-1"


@pytest.mark.parametrize("leave", ["stop_live", "start_sample"])
def test_no_camera_is_opened_for_an_answer_that_comes_too_late(
    qtbot: QtBot,
    session: Session,
    notices: list[Notice],
    monkeypatch: pytest.MonkeyPatch,
    leave: str,
) -> None:
    asked: list[tuple[Callable[[], None], ...]] = []
    monkeypatch.setattr(
        "app.session.live.with_camera_permission", lambda context, *acts: asked.append(acts)
    )
    opened: list[str] = []
    monkeypatch.setattr(session._live.camera, "open", opened.append)
    session.sources.start_camera("usb-1")
    getattr(session.sources, leave)()
    for act in asked[0]:
        act()
    assert (opened, notices) == ([], [])
    session.sources.start_camera("usb-1")
    asked[1][0]()
    assert opened == ["usb-1"]


def test_a_feed_that_was_replaced_has_no_say(
    qtbot: QtBot, session: Session, notices: list[Notice]
) -> None:
    session.sources.start_video(Path("old.mp4"))
    qtbot.waitUntil(lambda: session.sources.source == "video:old.mp4")
    old = session._live._film._playing
    session.sources.start_video(Path("new.mp4"))
    old.failed.emit("unreadable", "it was closed")
    qtbot.waitUntil(lambda: session.sources.source == "video:new.mp4")
    session._live._outlet.paused = True  # nothing comes of itself from now on
    qtbot.waitUntil(lambda: session._live.latest() is not None)
    qtbot.wait(50)
    with qtbot.assertNotEmitted(session.capturing.preview_changed, wait=50):
        image = scene(None)
        session._live._outlet.publish(Frame(image, time.monotonic(), 0, "video:old.mp4"))
    assert notices == []


def test_settings_are_written_off_the_window_s_thread(
    qtbot: QtBot, session: Session, ini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, writers = threading.get_ident(), []

    def save(*given: object) -> None:
        writers.append(threading.get_ident())
        save_settings(*given)

    monkeypatch.setattr(preferences_module, "save_settings", save)
    session.update_settings(theme="dark")
    session.close()
    assert len(writers) == 2
    assert here not in writers
    assert load_settings(store(ini)).theme == "dark"
