"""The sample is played once, and what it shows is a page once, however often it is played."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from app.session import sources as sources_module
from tests.app.scenes import card_quad, scene
from tests.app.session.desk import LoopReel

END = "That was the sample. Now try it with a document of your own."
THERE = "This side of the sample is a page already."


class Clip:
    """What is shown, until it is over."""

    def __init__(self) -> None:
        self.picture, self.over = scene(card_quad()), threading.Event()


@pytest.fixture
def clip(session: Session, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clip]:
    made = Clip()

    class Reel(LoopReel):
        def read(self) -> np.ndarray | None:
            return None if made.over.is_set() else made.picture.copy()

    monkeypatch.setattr(sources_module, "ClipSource", Reel)
    session.capturing.set_auto_capture(False)
    session.capturing.set_confirm(False)
    yield made
    made.over.set()


def back() -> np.ndarray:
    """The same card, with another print."""
    image = scene(card_quad())
    blocks = np.random.default_rng(7).integers(0, 2, (9, 14), np.uint8) * 190 + 30
    blocks[4, 7] = 30  # the middle
    image[110:370, 110:530] = cv2.resize(blocks, (420, 260), interpolation=0)[..., None]
    return image


def play(qtbot: QtBot, session: Session, clip: Clip) -> None:
    clip.over.clear()
    with qtbot.waitSignals([session.capturing.preview_changed, session.capturing.observed]):
        session.sources.start_sample()


def end(qtbot: QtBot, session: Session, clip: Clip) -> None:
    clip.over.set()
    qtbot.waitUntil(lambda: session.state != "live")


def capture(qtbot: QtBot, session: Session) -> None:
    qtbot.waitSignal(session.capturing.observed).wait()  # of after the last capture
    with qtbot.waitSignal(session.capturing.taken):
        session.capturing.capture()


def test_its_end_is_told_and_leads_to_a_camera(
    qtbot: QtBot, session: Session, clip: Clip, notices: list[Notice]
) -> None:
    play(qtbot, session, clip)
    capture(qtbot, session)
    end(qtbot, session, clip)
    assert (session.state, session.sources.source) == ("page", "")
    (told,) = notices
    assert (told.text, told.action, told.second) == (END, "camera", "again")
    clip.over.clear()
    with qtbot.waitSignal(session.capturing.preview_changed):
        session.notices.retry()
    assert session.sources.source == "sample"


def test_what_is_a_page_already_makes_no_other_one(
    qtbot: QtBot, session: Session, clip: Clip, notices: list[Notice]
) -> None:
    play(qtbot, session, clip)
    capture(qtbot, session)
    end(qtbot, session, clip)
    play(qtbot, session, clip)
    capture(qtbot, session)
    assert len(session.pages) == 1
    assert notices[-1].text == THERE
    clip.picture = back()
    qtbot.waitUntil(lambda: session._live.latest().frame.image[240, 320].max() < 60)
    capture(qtbot, session)
    assert len(session.pages) == 2


@pytest.mark.parametrize("confirm", [False, True])
def test_a_page_that_was_removed_or_never_accepted_is_taken_again(
    qtbot: QtBot, session: Session, clip: Clip, confirm: bool
) -> None:
    session.capturing.set_confirm(confirm)
    play(qtbot, session, clip)
    capture(qtbot, session)
    if confirm:
        session.review.retake()
    else:
        session.editing.remove(session.pages[0].id)
    session.capturing.set_confirm(False)
    play(qtbot, session, clip)
    capture(qtbot, session)
    assert len(session.pages) == 1


def test_a_page_is_replaced_by_what_it_shows(qtbot: QtBot, session: Session, clip: Clip) -> None:
    play(qtbot, session, clip)
    capture(qtbot, session)
    (before,) = session.pages
    session.capturing.replace_page(before.id)
    capture(qtbot, session)
    (page,) = session.pages
    assert page.original is not before.original
