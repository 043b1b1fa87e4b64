"""What this program had saved and somebody puts into a watched folder is named, and not opened."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.document.export import save_pages
from app.document.form import Form
from app.document.page import Page
from app.session import Notice, Session
from app.session import desk as desk_module
from app.workers import watching as watching_module
from tests.app.session.conftest import Photo
from tests.app.session.desk import open_one, wait_open

LEFT_OUT = "Pictures that Rectoscan saved were left out: {}."


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    return made


@pytest.fixture
def watching(
    qtbot: QtBot,
    session: Session,
    inbox: Path,
    photo: Photo,
    notices: list[Notice],
    monkeypatch: pytest.MonkeyPatch,
) -> Session:
    """… a folder that was looked at once; with one page, and nothing said."""
    monkeypatch.setattr(watching_module, "PAUSE_MS", 10)
    open_one(qtbot, session, photo("mine.png"))
    session.watching.watch_folder(inbox)
    qtbot.waitUntil(lambda: session.watching._watching._watch._seen is not None)
    notices.clear()
    return session


@pytest.fixture
def seen(watching: Session) -> threading.Event:
    """Set once something has come into the folder."""
    come = threading.Event()
    watching.watching._watching.found.connect(lambda _: come.set())
    return come


@pytest.fixture
def results(watching: Session, tmp_path: Path) -> list[Path]:
    """Two pictures that were saved elsewhere."""
    form = Form("png", 100)
    (page,) = watching.pages
    return [save_pages([page], tmp_path / "before" / name, form)[0] for name in ("a", "b")]


def told(notices: Sequence[Notice]) -> list[str]:
    return [each.text for each in notices if "left out" in each.text]


def test_results_that_are_copied_there_are_told_in_one_line_and_can_be_opened(
    qtbot: QtBot, watching: Session, inbox: Path, results: list[Path], notices: list[Notice]
) -> None:
    for each in results:
        shutil.copy(each, inbox)
    qtbot.waitUntil(lambda: bool(notices))
    wait_open(qtbot, watching)
    (notice,) = notices
    assert (notice.text, notice.action) == (LEFT_OUT.format(2), "results")
    assert len(watching.pages) == 1
    watching.opening.open_results()
    qtbot.waitUntil(lambda: len(watching.pages) == 3)
    wait_open(qtbot, watching)


def test_what_this_window_saves_there_is_no_news_also_while_the_save_goes_on(
    qtbot: QtBot,
    watching: Session,
    inbox: Path,
    results: list[Path],
    notices: list[Notice],
    seen: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on = threading.Event()

    def slowly(pages: Sequence[Page], target: Path, *rest: Any) -> list[Path]:
        written = save_pages(pages, target, *rest)
        assert go_on.wait(30)
        return [*written, *save_pages(pages, target, *rest)]

    monkeypatch.setattr(desk_module, "save_pages", slowly)
    watching.saving.save([], inbox / "saved.png", "png", 100, keep_sharper=False)
    qtbot.waitUntil(seen.is_set)  # the first of its files has come
    with qtbot.waitSignal(watching.saving.pages_saved):
        go_on.set()
    shutil.copy(results[0], inbox)
    qtbot.waitUntil(lambda: bool(told(notices)))
    assert told(notices) == [LEFT_OUT.format(1)]
    assert "a.png" in notices[-1].detail
    assert "saved" not in notices[-1].detail
    assert not watching.watching._own  # no name is kept that is of no use


def test_what_comes_while_a_save_runs_that_fails_is_told_then(
    qtbot: QtBot,
    watching: Session,
    inbox: Path,
    results: list[Path],
    notices: list[Notice],
    seen: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go_on = threading.Event()

    def fail(*_: Any) -> list[Path]:
        assert go_on.wait(30)
        raise OSError("the disk is full")

    monkeypatch.setattr(desk_module, "save_pages", fail)
    watching.saving.save([], inbox / "saved.png", "png", 100, keep_sharper=False)
    shutil.copy(results[0], inbox)
    qtbot.waitUntil(seen.is_set)
    assert told(notices) == []
    go_on.set()
    qtbot.waitUntil(lambda: told(notices) == [LEFT_OUT.format(1)])
