"""While a dialog is open or the window is minimised nothing is captured; real events throughout."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.capture.frame import Frame
from app.capture.moment import STEADY_S, Shot
from app.session import Session
from app.session import sources as sources_module
from app.widgets.main_window import MainWindow
from tests.app.scenes import FakeDetector, card_quad, found, scene
from tests.app.session.desk import LoopReel

LONG_MS = 2500  # by far enough for a capture of what lies still


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window with a feed of a card that lies still, which was captured, and removed."""
    monkeypatch.setattr(sources_module, "ClipSource", LoopReel)
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Session(store, lambda device: FakeDetector()))
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    qtbot.waitExposed(window)
    session = window.session
    session.capturing.set_confirm(False)
    session.sources.start_video(Path("film.mp4"))
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    assert session.state == "live"
    yield window
    window.closing.leave()


def dialog() -> QDialog:
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    assert len(shown) == 1
    return shown[0]


def captured_in(window: MainWindow, qtbot: QtBot, wait_ms: int) -> int:
    """How many pages come in a while, of a document that counts as another one."""
    before = len(window.session.pages)
    window.session._live.restart()
    qtbot.wait(wait_ms)
    assert window.session.state == "live"
    return len(window.session.pages) - before


@pytest.mark.parametrize(
    "ask",
    [
        lambda window: window.saving.save_as(),
        lambda window: window.requests.ask_open(),
        lambda window: window.requests.show_help(),
        lambda window: window.clearing.ask(),
        lambda window: window.close(),
    ],
    ids=["save", "open", "help", "clear", "close"],
)
def test_nothing_is_captured_behind_a_dialog(
    live: MainWindow, qtbot: QtBot, ask: Callable[[MainWindow], object]
) -> None:
    ask(live)
    assert captured_in(live, qtbot, LONG_MS) == 0
    dialog().reject()
    qtbot.waitUntil(lambda: len(live.session.pages) == 2)


def test_no_review_begins_behind_a_dialog(live: MainWindow, qtbot: QtBot) -> None:
    live.session.capturing.set_confirm(True)
    live.requests.show_help()
    assert captured_in(live, qtbot, LONG_MS) == 0
    dialog().reject()
    qtbot.waitUntil(lambda: live.session.state == "review")


def test_nothing_is_captured_while_the_window_is_minimised(live: MainWindow, qtbot: QtBot) -> None:
    live.showMinimized()
    assert captured_in(live, qtbot, LONG_MS) == 0
    live.requests.show_help()  # one reason goes, the other one is left
    dialog().reject()
    assert captured_in(live, qtbot, LONG_MS) == 0
    live.showNormal()
    qtbot.waitUntil(lambda: len(live.session.pages) == 2)


def test_the_steady_moment_begins_anew_after_a_dialog(live: MainWindow, qtbot: QtBot) -> None:
    live.session._live.restart()
    qtbot.wait(int(STEADY_S * 500))  # half-way
    live.requests.show_help()
    shown = dialog()
    qtbot.wait(300)
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    began_s = time.monotonic()
    qtbot.waitUntil(lambda: len(live.session.pages) == 2)
    assert time.monotonic() - began_s >= STEADY_S


def test_a_feed_that_is_started_behind_a_dialog_waits_too(live: MainWindow, qtbot: QtBot) -> None:
    live.requests.show_help()
    live.session.sources.start_video(Path("film.mp4"))
    assert captured_in(live, qtbot, LONG_MS) == 0
    dialog().reject()
    qtbot.waitUntil(lambda: len(live.session.pages) == 2)


def test_what_was_under_way_when_the_dialog_came_may_be_captured_afterwards(
    live: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    restarts: list[None] = []
    monkeypatch.setattr(live.session._live._detection, "release", lambda: restarts.append(None))
    card, now_s = found(card_quad()), time.monotonic()
    live.requests.show_help()
    live.session._live._on_shot(
        Shot(Frame(scene(card.quad), now_s, 0, live.session.sources.source), card.quad, card)
    )
    assert len(live.session.pages) == 1
    assert len(restarts) == 1
    dialog().reject()


def test_a_window_that_only_changes_its_size_drops_nothing(live: MainWindow) -> None:
    card, now_s = found(card_quad()), time.monotonic()
    live.showMaximized()
    live.showNormal()
    live.session._live._on_shot(
        Shot(Frame(scene(card.quad), now_s, 0, live.session.sources.source), card.quad, card)
    )
    assert len(live.session.pages) == 2
