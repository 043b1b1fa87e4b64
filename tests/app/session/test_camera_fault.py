"""A camera that is gone: nothing of it is told or taken until its pictures come again."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.capture.pipeline import Observation
from app.session import Notice, Session
from app.workers import camera as camera_module
from tests.app.scenes import card_quad, scene
from tests.app.workers.stub_camera import DESK, StubWorker

# Without a graphics card Qt converts frames on the CPU, and says so as a warning.
pytestmark = pytest.mark.qt_log_ignore("No RHI backend", extend=True)


class CardCamera(StubWorker):
    """Shows a card that lies still, one picture for each that is wanted, with a sensor's noise."""

    number = 0

    def picture(self) -> QImage:
        self.number += 1
        noise = np.random.default_rng(self.number).integers(0, 3, (480, 640, 1), np.uint8)
        pixels = np.ascontiguousarray(scene(card_quad()) + noise)
        return QImage(pixels.data, 640, 480, 3 * 640, QImage.Format.Format_BGR888).copy()


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module, "CameraWorker", CardCamera)
    monkeypatch.setattr(
        "app.session.live.with_camera_permission", lambda context, granted, denied: granted()
    )


@pytest.fixture
def live(qtbot: QtBot, stand_in: None, session: Session) -> Session:
    session.capturing.set_auto_capture(False)
    with qtbot.waitSignals(
        [session.sources.feed_opened, session.capturing.observed, session.capturing.preview_changed]
    ):
        session.sources.start_camera(DESK.id)
    assert session._live.latest() is not None
    return session


def unplug(qtbot: QtBot, session: Session) -> None:
    session._live.camera.worker.plugged = ()
    with qtbot.waitSignal(session.sources.fault_changed):
        session._live.camera.list_cameras()


def test_the_last_picture_of_an_unplugged_camera_is_not_taken_and_it_is_said_again(
    qtbot: QtBot, live: Session, notices: list[Notice]
) -> None:
    unplug(qtbot, live)
    assert (live.sources.fault, live.state, live.sources.source) == (
        "gone",
        "live",
        "camera:Desk camera",
    )
    (told,) = notices
    with qtbot.assertNotEmitted(live.review.started, wait=100):
        live.capturing.capture()
    assert notices == [told, told]
    assert told.action == "retry"


def test_what_was_seen_before_is_not_told_after_the_fault(qtbot: QtBot, live: Session) -> None:
    seen = live._live._shown.seen
    unplug(qtbot, live)
    outlet, detection = live._live._outlet, live._live._detection
    assert outlet.paused
    detection.outbox.put(seen)  # it took its time
    with qtbot.assertNotEmitted(live.capturing.observed, wait=50):
        detection.observed_ready.emit()
    live.capturing.set_auto_capture(True)
    live.select("")  # back from a page, the camera is still gone
    assert outlet.paused
    assert live.sources.fault == "gone"


def test_all_is_as_before_once_the_camera_is_plugged_in_again(qtbot: QtBot, live: Session) -> None:
    unplug(qtbot, live)
    live._live.camera.worker.plugged = (DESK,)
    with qtbot.waitSignals([live.sources.fault_changed, live.sources.feed_opened]):
        live._live.camera.list_cameras()
    assert live.sources.fault == ""
    with qtbot.waitSignals([live.capturing.observed, live.capturing.preview_changed]):
        live._live.camera.worker.frame_wanted.emit()
    with qtbot.waitSignal(live.review.started):
        live.capturing.capture()


def test_a_camera_that_went_silent_goes_on_with_its_next_picture(
    qtbot: QtBot, live: Session, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_module, "SILENCE_MS", 50)
    with qtbot.waitSignal(live.sources.fault_changed):
        pass
    assert live.sources.fault == "silent"
    assert [each.action for each in notices] == ["retry"]
    monkeypatch.setattr(camera_module, "SILENCE_MS", 30_000)
    with qtbot.waitSignals([live.sources.fault_changed, live.sources.feed_opened]):
        live._live.camera.worker.frame_wanted.emit()
    assert live.sources.fault == ""
    with qtbot.waitSignals([live.capturing.observed, live.capturing.preview_changed]):
        live._live.camera.worker.frame_wanted.emit()


def test_what_was_captured_before_the_fault_is_not_captured_again_after_it(
    qtbot: QtBot, session: Session
) -> None:
    session.capturing.set_confirm(False)
    seen: list[Observation] = []
    session.capturing.observed.connect(seen.append)
    session.sources.start_camera(DESK.id)
    film = QTimer(interval=60)
    film.timeout.connect(session._live.camera.worker.frame_wanted)
    film.start()
    qtbot.waitUntil(lambda: bool(session.pages), timeout=10_000)
    film.stop()
    unplug(qtbot, session)
    session._live.camera.worker.plugged = (DESK,)
    seen.clear()
    session.notices.retry()
    film.start()
    # Twice what a steady moment takes.
    qtbot.waitUntil(
        lambda: bool(seen) and seen[-1].frame.captured_at_s - seen[0].frame.captured_at_s > 1.6,
        timeout=10_000,
    )
    film.stop()
    assert not any(each.stable_progress for each in seen)
    assert len(session.pages) == 1


@pytest.mark.parametrize(
    "leave",
    [
        lambda session: session.sources.stop_live(),
        lambda session: session.sources.start_sample(),
    ],
    ids=["stop", "sample"],
)
def test_the_fault_goes_with_the_feed(qtbot: QtBot, live: Session, leave: object) -> None:
    unplug(qtbot, live)
    leave(live)
    assert live.sources.fault == ""
    assert "lost" not in live._live._rests


def test_a_camera_that_never_opened_is_no_feed_with_a_fault(
    qtbot: QtBot, session: Session, notices: list[Notice]
) -> None:
    session._live.camera.worker.silent = True
    session.sources.start_camera(DESK.id)
    session._live.camera._time_out()
    assert (session.state, session.sources.fault) == ("empty", "")
    assert len(notices) == 1


def test_a_steady_moment_that_the_camera_leaves_brings_no_page_until_another_has_passed(
    qtbot: QtBot, session: Session
) -> None:
    session.capturing.set_confirm(False)
    progress: list[float] = []
    session.capturing.observed.connect(lambda seen: progress.append(seen.stable_progress))
    session.sources.start_camera(DESK.id)
    film = QTimer(interval=60)
    film.timeout.connect(session._live.camera.worker.frame_wanted)
    film.start()
    qtbot.waitUntil(lambda: bool(progress) and progress[-1] > 0.4)
    unplug(qtbot, session)
    assert session.sources.fault == "gone"
    qtbot.wait(1000)
    assert session.pages == ()
    progress.clear()
    session._live.camera.worker.plugged = (DESK,)
    session._live.camera.list_cameras()
    qtbot.waitUntil(lambda: bool(session.pages))
    film.stop()
    assert progress[0] < 0.4  # begun anew
