"""A camera that is back under another id is the one that was chosen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from app.session.wording import camera_notice
from app.workers import camera as camera_module
from app.workers.camera_choice import CameraInfo
from tests.app.session.conftest import Photo
from tests.app.session.desk import open_one
from tests.app.workers.stub_camera import DESK, StubWorker

# Without a graphics card Qt converts frames on the CPU, and says so as a warning.
pytestmark = pytest.mark.qt_log_ignore("No RHI backend", extend=True)

LID, MOVED = CameraInfo("built-in", "Lid camera"), CameraInfo("usb-7", DESK.name)


class LidByDefault(StubWorker):
    """As the real one: where a camera is not there, the system's default is opened."""

    plugged = (LID, DESK)

    def _open_device(self, camera_id: str) -> None:
        there = any(each.id == camera_id for each in self.plugged)
        super()._open_device(camera_id if there else LID.id)


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera_module, "CameraWorker", LidByDefault)
    monkeypatch.setattr(
        "app.session.live.with_camera_permission", lambda context, granted, denied: granted()
    )


@pytest.fixture
def moved(qtbot: QtBot, stand_in: None, session: Session) -> Session:
    """The desk's camera was chosen, and is in another socket by now."""
    camera = session._live.camera
    with qtbot.waitSignal(session.sources.cameras_changed):
        session.sources.list_cameras()
    with qtbot.waitSignal(session.sources.feed_opened):
        session.sources.start_camera(DESK.id)
    for plugged, told in (
        ((LID,), session.sources.fault_changed),
        ((LID, MOVED), session.sources.feed_opened),
    ):
        camera.worker.plugged = plugged
        with qtbot.waitSignal(told):
            session.sources.list_cameras()
    assert session.sources.running_camera == MOVED.id
    return session


def test_retry_opens_it_and_no_other(qtbot: QtBot, moved: Session) -> None:
    moved._live.camera.worker.failed.emit("broken", "I/O error")
    qtbot.waitUntil(lambda: moved.sources.fault == "broken")
    with qtbot.waitSignal(moved.sources.feed_opened):
        moved.notices.retry()
    assert moved.sources.running_camera == MOVED.id
    assert moved.sources.source == f"camera:{DESK.name}"


def test_unplugged_it_is_waited_for_and_no_other_is_opened(
    qtbot: QtBot, moved: Session, photo: Photo
) -> None:
    told: list[Notice] = []
    moved.notices.posted.connect(told.append)
    camera = moved._live.camera
    camera.worker.plugged = (LID,)
    with qtbot.waitSignal(moved.sources.fault_changed):
        moved.sources.list_cameras()
    open_one(qtbot, moved, photo("a.png"))
    assert moved.state == "page"
    with qtbot.assertNotEmitted(moved.sources.feed_opened, wait=100):
        moved.notices.retry()
    assert (moved.state, moved.sources.fault) == ("live", "gone")
    assert [each.text for each in told].count(camera_notice("gone", "").text) == 2
    camera.worker.plugged = (LID, MOVED)
    with qtbot.waitSignal(moved.sources.feed_opened):
        moved.sources.list_cameras()
    assert moved.sources.running_camera == MOVED.id


def test_it_is_the_one_that_is_remembered(qtbot: QtBot, moved: Session) -> None:
    assert moved.settings.camera_id == MOVED.id
    moved.sources.stop_live()
    with qtbot.waitSignal(moved.sources.feed_opened):
        moved.sources.start_camera()
    assert moved.sources.running_camera == MOVED.id


def test_another_one_that_opens_in_its_stead_is_not_remembered(
    qtbot: QtBot, session: Session
) -> None:
    session._live.camera.worker.plugged = (LID,)
    session.update_settings(camera_id=DESK.id)
    with qtbot.waitSignal(session.sources.feed_opened):
        session.sources.start_camera()
    assert session.sources.running_camera == LID.id
    assert session.settings.camera_id == DESK.id
