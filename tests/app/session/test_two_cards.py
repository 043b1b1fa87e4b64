"""Two cards on a desk, captured one after the other, and what comes between."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.session import Session
from app.session import sources as sources_module
from app.workers import detection as detection_module
from tests.app.scenes import FakeDetector, card_quad, found, scene
from tests.app.session.desk import LoopReel

UPPER, LOWER = card_quad(0, -120, 0.72), card_quad(0, 120, 0.72)
BOTH = np.vstack([scene(UPPER)[:240], scene(LOWER)[240:]])


class TwoCards(LoopReel):
    """Shows them for as long as it is asked."""

    interval_s = 0.03

    def read(self) -> np.ndarray:
        return BOTH.copy()


@pytest.fixture
def two(session: Session, detector: FakeDetector, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr(sources_module, "ClipSource", TwoCards)
    detector.answer = lambda _image: (found(UPPER, 0.95), found(LOWER, 0.93))
    session.capturing.set_auto_capture(True)
    session.capturing.set_confirm(False)
    return session


def middles(session: Session) -> list[int]:
    return [round(float(page.quad.corners[:, 1].mean()) / 120) for page in session.pages]


def test_a_page_is_replaced_by_its_own_card(qtbot: QtBot, two: Session) -> None:
    two.sources.start_video(Path("film.mp4"))
    qtbot.waitUntil(lambda: len(two.pages) == 2)
    before = [page.id for page in two.pages]
    assert middles(two) == [1, 3]
    two.select(before[1])
    two.capturing.replace_page(before[1])
    qtbot.waitUntil(lambda: not two.capturing.replacing)
    qtbot.wait(1500)
    assert middles(two) == [1, 3]


@pytest.mark.parametrize("between", ["hold", "page"])
def test_what_is_being_kept_is_neither_lost_nor_makes_the_other_one_new(
    between: str, qtbot: QtBot, two: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, free, real = threading.Event(), threading.Event(), detection_module.second_look
    looks: list[None] = []

    def look(*arguments: object) -> object:
        looks.append(None)
        if len(looks) == 2:
            begun.set()
            assert free.wait(30)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(detection_module, "second_look", look)
    two.sources.start_video(Path("film.mp4"))
    qtbot.waitUntil(begun.is_set)
    if between == "hold":
        two.capturing.hold(held=True)
        free.set()
        qtbot.wait(300)
        two.capturing.hold(held=False)
    else:
        two.select(two.pages[0].id)
        two.sources.show_live()
        free.set()
    qtbot.waitUntil(lambda: len(two.pages) == 2)
    qtbot.wait(1500)
    assert middles(two) == [1, 3]
