"""A camera that the system has refused, and what follows once its settings allow it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from tests.app.session.conftest import Photo
from tests.app.session.desk import open_one


class Asked:
    """A system that refuses the camera until it is allowed in its settings."""

    allowed = False

    def __init__(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: list[str] = []
        monkeypatch.setattr(session._live.camera, "open", self.opened.append)
        monkeypatch.setattr(
            "app.session.live.with_camera_permission",
            lambda context, granted, denied: (granted if self.allowed else denied)(),
        )
        monkeypatch.setattr("app.session.sources.may_use_camera", lambda: self.allowed)

    @staticmethod
    def come_back() -> None:
        """Somebody was in the settings' window, and is in ours again."""
        kinds = Qt.ApplicationState
        for state in (kinds.ApplicationInactive, kinds.ApplicationActive):
            QGuiApplication.instance().applicationStateChanged.emit(state)


def test_a_camera_that_was_asked_for_starts_once_the_settings_allow_it(
    session: Session, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(session, monkeypatch)
    session.sources.start_camera("usb-1")
    assert "starts by itself" in notices[-1].text
    asked.come_back()
    assert (asked.opened, session.state) == ([], "empty")
    asked.allowed = True
    asked.come_back()
    assert (asked.opened, session.state) == (["usb-1"], "live")
    session.sources.stop_live()
    asked.come_back()
    assert asked.opened == ["usb-1"]  # once


@pytest.mark.parametrize("other", [False, True], ids=["as it was", "another page chosen"])
def test_a_page_that_waited_to_be_replaced_waits_for_the_camera_that_starts_later(
    qtbot: QtBot,
    session: Session,
    photo: Photo,
    monkeypatch: pytest.MonkeyPatch,
    other: bool,
) -> None:
    asked = Asked(session, monkeypatch)
    first = open_one(qtbot, session, photo("a.png"))
    second = open_one(qtbot, session, photo("b.png"))
    session.select(first)
    session.sources.start_feed(lambda: None)
    session.capturing.replace_page(first)
    session.sources.start_camera("usb-1")
    assert (session.state, session.capturing.replacing) == ("page", False)
    if other:
        session.select(second)
    asked.allowed = True
    asked.come_back()
    assert (asked.opened, session.capturing.replacing) == (["usb-1"], not other)


@pytest.mark.parametrize(
    "leave",
    [
        lambda session, photo: session.sources.stop_live(),
        lambda session, photo: session.sources.start_sample(),
        lambda session, photo: session.clear(),
        lambda session, photo: session.opening.open_paths([photo("other.png")]),
    ],
    ids=["stop", "sample", "clear", "picture"],
)
def test_nobody_is_filmed_who_has_done_something_else_since(
    qtbot: QtBot,
    session: Session,
    photo: Photo,
    monkeypatch: pytest.MonkeyPatch,
    leave: Callable[[Session, Photo], None],
) -> None:
    asked = Asked(session, monkeypatch)
    session.sources.start_camera("usb-1")
    leave(session, photo)
    qtbot.waitUntil(lambda: not session.opening.under_way)
    asked.allowed = True
    asked.come_back()
    assert asked.opened == []
