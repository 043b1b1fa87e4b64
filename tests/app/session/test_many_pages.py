"""A long day with many pages: what is looked at comes first, what is gone is let go."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.document import scan as scan_module
from app.session import Session
from app.session import desk as desk_module
from tests.app.scenes import FakeDetector
from tests.app.session.desk import open_one, wait_open

Photo = Callable[[str], Path]


@pytest.fixture
def busy(session: Session) -> list[int]:
    """Jobs in flight, as they are told."""
    told = [0]
    session.busy_changed.connect(told.append)
    return told


@pytest.fixture
def closed_gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Thumbnails are drawn once it is set."""
    gate, draw = threading.Event(), desk_module.thumbnail

    def wait(*given: object) -> object:
        assert gate.wait(timeout=60)
        return draw(*given)

    monkeypatch.setattr(desk_module, "thumbnail", wait)
    yield gate
    gate.set()


def test_the_page_that_is_shown_does_not_wait_for_thumbnails(
    qtbot: QtBot, session: Session, photo: Photo, busy: list[int], closed_gate: threading.Event
) -> None:
    session.opening.open_paths([photo(f"{n}.png") for n in range(3)])
    wait_open(qtbot, session)
    last = session.pages[-1].id
    with qtbot.waitSignal(
        session.drawing.page_rendered, check_params_cb=lambda page, _: page == last
    ):
        session.select(last)
    with qtbot.waitSignal(
        session.drawing.page_rendered, check_params_cb=lambda page, _: page == last
    ):
        session.editing.rotate(last, 1, [page.id for page in session.pages])
    with qtbot.waitSignal(session.drawing.page_copied):
        session.drawing.copy(last)
    assert busy[-1]
    closed_gate.set()
    qtbot.waitUntil(lambda: not busy[-1])


def test_a_picture_that_no_step_brings_back_is_let_go(
    qtbot: QtBot,
    session: Session,
    detector: FakeDetector,
    photo: Photo,
    busy: list[int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scan_module, "MAX_STEPS", 2)
    detector.answer = lambda _image: ()  # a doubt, which is settled
    kept, gone = (open_one(qtbot, session, photo(f"{name}.png")) for name in ("kept", "gone"))
    session.review.edit_page(gone)
    session.review.accept_shown()
    with qtbot.waitSignal(session.saving.pages_saved):
        session.saving.save([], tmp_path / "scan.pdf", "pdf", 150, keep_sharper=False)
    picture = weakref.ref(session.pages[-1].original)
    session.editing.remove(gone)
    assert picture() is not None
    for _ in range(2):
        session.editing.rotate(kept, 1)
    qtbot.waitUntil(lambda: not busy[-1])
    gc.collect()
    assert picture() is None


def test_what_was_saved_counts_as_such_as_long_as_a_step_brings_it_back(
    qtbot: QtBot, session: Session, photo: Photo, tmp_path: Path
) -> None:
    page = open_one(qtbot, session, photo("card.png"))
    with qtbot.waitSignal(session.saving.pages_saved):
        session.saving.save([], tmp_path / "scan.pdf", "pdf", 150, keep_sharper=False)
    session.editing.rotate(page, 1)
    assert session.saving.unsaved == 1
    session.editing.undo()
    assert session.saving.unsaved == 0
