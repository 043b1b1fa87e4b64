"""A page that waits to be replaced by what a feed shows waits on where that feed is retried."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.session import Session
from tests.app.session.conftest import Photo
from tests.app.session.desk import open_one
from tests.app.session.test_replacing import names, shoot


class Broken:
    """Cameras and screens that do not open until they are repaired."""

    def __init__(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        self.kind = "busy"
        self._session = session
        for feed in (session._live.camera, session._live.screen):
            monkeypatch.setattr(feed, "open", lambda _id, feed=feed: self.open(feed))
        monkeypatch.setattr(
            "app.session.live.with_camera_permission", lambda context, granted, denied: granted()
        )

    def open(self, feed: object) -> None:
        if self.kind:
            feed.failed.emit(self.kind, "")
        else:
            feed.opened.emit("camera:Desk")


@pytest.fixture
def broken(session: Session, monkeypatch: pytest.MonkeyPatch) -> Broken:
    return Broken(session, monkeypatch)


@pytest.fixture
def waiting(qtbot: QtBot, session: Session, photo: Photo, broken: Broken) -> Session:
    """Two pages, the first of which waits for a camera that another program uses."""
    session.capturing.set_confirm(False)
    first = open_one(qtbot, session, photo("a.png"))
    open_one(qtbot, session, photo("b.png"))
    session.select(first)
    session.capturing.replace_page(first)
    session.sources.start_camera("usb-1")
    assert (session.state, session.capturing.replacing) == ("page", False)
    return session


@pytest.mark.parametrize("fails_again", [0, 1])
def test_the_next_capture_takes_its_place(
    waiting: Session, broken: Broken, fails_again: int
) -> None:
    for _ in range(fails_again):
        waiting.notices.retry()
    broken.kind = ""
    waiting.notices.retry()
    assert (waiting.state, waiting.capturing.replacing) == ("live", True)
    shoot(waiting)
    assert names(waiting) == ["Page 1", "b"]


def test_a_screen_that_is_retried_is_waited_for_too(
    qtbot: QtBot, session: Session, photo: Photo, broken: Broken
) -> None:
    page = open_one(qtbot, session, photo("a.png"))
    session.capturing.replace_page(page)
    session.screens.start_screen("screen-1")
    assert not session.capturing.replacing
    broken.kind = ""
    session.notices.retry()
    assert session.capturing.replacing


def test_of_films_the_next_one_that_can_be_read_is_waited_for(
    qtbot: QtBot, session: Session, photo: Photo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_one(qtbot, session, photo("a.png"))
    session.capturing.replace_page(page)
    plays = iter(["unreadable", ""])

    def start(_source: object) -> None:
        if kind := next(plays):
            session._live.failed.emit(kind, "")

    monkeypatch.setattr(session._live, "start_play", start)
    session.sources.play([tmp_path / "cut.mp4", tmp_path / "whole.mp4"])
    assert session.capturing.replacing


@pytest.mark.parametrize(
    "leave",
    [
        lambda session: session.select(session.pages[1].id),
        lambda session: session.sources.start_feed(lambda: None),
    ],
    ids=["another page", "another feed"],
)
def test_it_waits_no_longer_where_something_else_was_done_since(
    waiting: Session, broken: Broken, leave: Callable[[Session], None]
) -> None:
    leave(waiting)
    broken.kind = ""
    waiting.sources.try_again()
    assert not waiting.capturing.replacing
