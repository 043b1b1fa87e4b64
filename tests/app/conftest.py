"""The real window over the real session; only the detector is a stand-in that finds nothing."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.session import Session
from app.session import core as core_module
from app.widgets.main_window import MainWindow
from tests.app.scenes import FakeDetector

PATIENCE_MS = 30_000
# A busy machine is slower by far than pytest-qt's 5 s allow for; what is right is not kept waiting.
for _wait in (QtBot.waitSignal, QtBot.waitSignals, QtBot.waitUntil):
    _wait.__kwdefaults__["timeout"] = PATIENCE_MS


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Searches for garbage between tests only, on this thread, as the program does.

    What a test leaves are whole sessions with timers and threads: a worker of a later test that
    happens to make one object too many would destroy them on its own thread.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect(1)  # with none in between, all that the test made is still young
        gc.enable()


@pytest.fixture(autouse=True)
def patient_close(monkeypatch: pytest.MonkeyPatch) -> None:
    """How soon a session gives threads up is test_exit's subject, in processes of their own."""
    monkeypatch.setattr(core_module, "CLOSE_MS", PATIENCE_MS)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    detector = FakeDetector(lambda image: ())
    made = MainWindow(Session(store, lambda device: detector))
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.closing.leave()
