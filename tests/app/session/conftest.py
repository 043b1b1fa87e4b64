"""A session over a stand-in for the detector."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from app.session import sources as sources_module
from app.workers import screen as screen_module
from app.workers.screen_choice import screens_by_info
from detector.detection import Detection
from tests.app.scenes import FakeDetector, card_quad, scene
from tests.app.session.desk import CARD, LoopReel, store
from tests.app.session.shown_screen import ShownWorker

Photo = Callable[[str], Path]
Start = Callable[[], Session]
Told = dict[Session, list[Notice]]
Opening = Callable[[int, int], None]


@pytest.fixture
def detector() -> FakeDetector:
    return FakeDetector()


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


@pytest.fixture
def session(
    qtbot: QtBot, detector: FakeDetector, ini: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    monkeypatch.setattr(sources_module, "ClipSource", LoopReel)
    made = Session(store(ini), lambda device: detector)
    yield made
    made.close()
    made.close()


@pytest.fixture
def notices(session: Session) -> list[Notice]:
    posted: list[Notice] = []
    session.notices.posted.connect(posted.append)
    return posted


@pytest.fixture
def photo(tmp_path: Path) -> Callable[[str], Path]:
    def write(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(cv2.imencode(".png", scene(card_quad()))[1].tobytes())
        return path

    return write


@pytest.fixture
def gate(detector: FakeDetector) -> Iterator[threading.Semaphore]:
    """Lets as many pictures through as it is released for."""
    gate = threading.Semaphore(0)

    def answer(_image: np.ndarray) -> tuple[Detection, ...]:
        assert gate.acquire(timeout=30)
        return (CARD,)

    detector.answer = answer
    yield gate
    gate.release(100)


@pytest.fixture
def opening(
    qtbot: QtBot, session: Session, photo: Photo, gate: threading.Semaphore
) -> Callable[[int, int], None]:
    """Begins to open so many pictures, "0", "1" and so on, and waits until some of them are."""

    def begin(total: int, done: int) -> None:
        session.opening.open_paths([photo(f"{n}.png") for n in range(total)])
        gate.release(done)
        qtbot.waitUntil(lambda: len(session.pages) == done)

    return begin


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "unsaved"


@pytest.fixture
def told() -> Told:
    """What each program said so far."""
    return {}


@pytest.fixture
def start(ini: Path, root: Path, told: Told) -> Iterator[Start]:
    """Starts the program once more, beside those that run."""

    def begin() -> Session:
        session = Session(store(ini), lambda device: FakeDetector(lambda image: (CARD,)))
        session.recovery.recover_in(root)
        told[session] = []
        session.notices.posted.connect(told[session].append)
        session.prepare()
        return session

    yield begin
    for each in told:
        each.close()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each screen shows a card."""
    monkeypatch.setattr(screen_module, "ScreenWorker", ShownWorker)
    monkeypatch.setattr(ShownWorker, "opens", 0)


@pytest.fixture
def screen_id(session: Session) -> str:
    session._live.screen.list_screens()
    return next(iter(screens_by_info())).id
