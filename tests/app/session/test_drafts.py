"""The page that is shown is drawn before all that takes long, and roughly before it is in full."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.session import Session
from app.session import desk as desk_module
from app.workers.layers import Layers
from app.workers.pixels import to_array
from tests.app.scenes import FakeDetector
from tests.app.session.desk import open_one

WIDTH, HEIGHT = 3200, 2400


@pytest.fixture
def free(detector: FakeDetector, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """What is drawn in full, or estimated, waits for it. Pages are whole pictures."""
    event = threading.Event()
    detector.answer = lambda _image: ()

    def hold(name: str) -> None:
        real = getattr(desk_module, name)

        def held(*arguments: object, **named: object) -> object:
            assert event.wait(30)
            return real(*arguments, **named)

        monkeypatch.setattr(desk_module, name, held)

    for name in ("render", "estimated_bytes"):
        hold(name)
    yield event
    event.set()


def middle(layers: Layers) -> int:
    image = to_array(layers.full)
    return int(image[image.shape[0] // 2, image.shape[1] // 2].max())


@pytest.mark.parametrize("turns", [0, 1])
def test_what_is_black_by_now_is_shown_before_the_page_is_drawn_in_full(
    turns: int, qtbot: QtBot, session: Session, tmp_path: Path, free: threading.Event
) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(cv2.imencode(".png", np.full((HEIGHT, WIDTH, 3), 200, np.uint8))[1].tobytes())
    page_id = open_one(qtbot, session, path)
    shown: list[Layers] = []
    session.drawing.page_rendered.connect(lambda _id, layers: shown.append(layers))
    if turns:
        session.editing.rotate(page_id, turns)
    session.editing.black_out(page_id, (0.3, 0.3), (0.7, 0.7))
    qtbot.waitUntil(lambda: bool(shown) and middle(shown[-1]) == 0)
    session.editing.undo()
    qtbot.waitUntil(lambda: middle(shown[-1]) > 150)
    rough = shown[-1]
    free.set()
    qtbot.waitUntil(lambda: shown[-1].full.width() == shown[-1].size[0])
    assert shown[-1].size == rough.size  # so that what is zoomed stays so
    assert middle(shown[-1]) > 150


def test_the_page_that_is_shown_waits_for_no_estimate(
    qtbot: QtBot,
    session: Session,
    tmp_path: Path,
    free: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(cv2.imencode(".png", np.full((300, 400, 3), 200, np.uint8))[1].tobytes())
    page_id = open_one(qtbot, session, path)
    free.set()
    qtbot.waitUntil(lambda: session._desk._draw.busy == 0)
    free.clear()
    session.saving.estimate([page_id], "pdf", 300, 90, keep_sharper=True)
    monkeypatch.setattr(desk_module, "render", desk_module.thumbnail.__globals__["render"])
    with qtbot.waitSignal(session.drawing.page_rendered):
        session.editing.rotate(page_id, 1)
