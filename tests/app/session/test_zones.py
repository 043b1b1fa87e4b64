"""A page's machine readable zone is read when somebody asks for it, and kept nowhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import cv2
import pytest
from pytestqt.qtbot import QtBot

from app.document.mrz import Mrz, parse
from app.document.mrz_reader import MrzReader, Zone
from app.document.page import Page
from app.session import Notice, Session
from detector.errors import WeightsError
from tests.app.mrz_zones import CARD, TODAY, sheet
from tests.app.scenes import FakeDetector
from tests.app.session.desk import open_one

Read = Callable[[Page, date], Mrz | None]


@pytest.fixture
def detector() -> FakeDetector:
    return FakeDetector(lambda image: ())


@pytest.fixture
def page_id(qtbot: QtBot, session: Session, tmp_path: Path) -> str:
    path = tmp_path / "card.png"
    path.write_bytes(cv2.imencode(".png", sheet(CARD))[1].tobytes())
    return open_one(qtbot, session, path)


@pytest.fixture
def answers(session: Session) -> list[tuple[str, Mrz]]:
    given: list[tuple[str, Mrz]] = []
    session.zones.zone_read.connect(lambda page_id, mrz, _strip: given.append((page_id, mrz)))
    return given


def settled(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: not session.zones.reading)


def reads(monkeypatch: pytest.MonkeyPatch, how: Read) -> None:
    def read(_reader: MrzReader, page: Page, today: date) -> Zone | None:
        mrz = how(page, today)
        return None if mrz is None else Zone(mrz, sheet(CARD))

    monkeypatch.setattr(MrzReader, "read", read)


def test_what_a_page_says_is_told(qtbot: QtBot, session: Session, page_id: str) -> None:
    with qtbot.waitSignal(session.zones.zone_read) as read:
        session.zones.read_mrz(page_id)
    assert read.args[0] == page_id
    assert read.args[1].lines == CARD


def test_nothing_is_read_unasked(
    qtbot: QtBot, session: Session, page_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    reads(monkeypatch, lambda page, today: asked.append(page.id))  # type: ignore[func-returns-value]
    session.editing.rotate(page_id, 1)
    with qtbot.waitSignal(session.drawing.page_rendered):
        session.select(page_id)
    assert asked == []


def test_a_page_without_a_zone_gets_a_word(
    qtbot: QtBot,
    session: Session,
    page_id: str,
    notices: list[Notice],
    answers: list[tuple[str, Mrz]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reads(monkeypatch, lambda page, today: None)
    session.zones.read_mrz(page_id)
    qtbot.waitUntil(lambda: any("No machine readable zone" in each.text for each in notices))
    assert answers == []


def test_an_installation_that_cannot_read_says_why(
    qtbot: QtBot,
    session: Session,
    page_id: str,
    notices: list[Notice],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(page: Page, today: date) -> Mrz | None:
        raise WeightsError("no weights are installed")

    reads(monkeypatch, fail)
    session.zones.read_mrz(page_id)
    qtbot.waitUntil(lambda: any("cannot be read" in each.text for each in notices))
    assert "no weights" in notices[-1].detail


def test_of_a_page_that_was_blacked_out_meanwhile_only_what_is_left_is_told(
    qtbot: QtBot,
    session: Session,
    page_id: str,
    answers: list[tuple[str, Mrz]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goes_on, seen = threading.Event(), []

    def slowly(page: Page, today: date) -> Mrz | None:
        seen.append(len(page.edits.hidden))
        goes_on.wait()
        return parse(CARD, TODAY)

    reads(monkeypatch, slowly)
    session.zones.read_mrz(page_id)
    qtbot.waitUntil(lambda: len(seen) == 1)
    session.editing.black_out(page_id, (0.1, 0.1), (0.9, 0.9))
    goes_on.set()
    qtbot.waitUntil(lambda: len(answers) == 1)
    settled(qtbot, session)
    assert seen == [0, 1]


@pytest.mark.parametrize("end", ["clear", "remove", "review"])
def test_of_a_page_that_is_gone_or_left_nothing_is_told(
    end: str,
    qtbot: QtBot,
    session: Session,
    page_id: str,
    notices: list[Notice],
    answers: list[tuple[str, Mrz]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    goes_on, begun = threading.Event(), threading.Event()

    def slowly(page: Page, today: date) -> Mrz | None:
        begun.set()
        goes_on.wait()
        return parse(CARD, TODAY)

    reads(monkeypatch, slowly)
    session.zones.read_mrz(page_id)
    qtbot.waitUntil(begun.is_set)
    ends = {
        "clear": session.clear,
        "remove": lambda: session.editing.remove(page_id),
        "review": lambda: session.review.edit_page(page_id),
    }
    ends[end]()
    goes_on.set()
    settled(qtbot, session)
    assert answers == []
    assert not any("machine readable" in each.text for each in notices)
