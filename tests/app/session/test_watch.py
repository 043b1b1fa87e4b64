"""What comes into a watched folder becomes a page, and leaves the stage to what is on it."""

from __future__ import annotations

import itertools
import shutil
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from app.document.export import save_pages
from app.document.form import Form
from app.document.watch import Come, FolderWatch
from app.session import Notice, Session
from app.workers import watching as watching_module
from tests.app.session.conftest import Photo
from tests.app.session.desk import open_one, wait_open

Notices = list[Notice]


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching_module, "PAUSE_MS", 10)


@pytest.fixture
def inbox(tmp_path: Path, photo: Photo) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    shutil.move(photo("old.png"), made)
    return made


@pytest.fixture
def watching(qtbot: QtBot, session: Session, inbox: Path) -> Session:
    """… a folder that was looked at once."""
    session.watching.watch_folder(inbox)
    qtbot.waitUntil(lambda: session.watching._watching._watch._seen is not None)
    return session


def drop(inbox: Path, path: Path) -> None:
    shutil.move(path, inbox)


def names(session: Session) -> list[str]:
    return [page.name for page in session.pages]


def test_a_picture_that_comes_is_opened_and_what_was_there_is_not(
    qtbot: QtBot, watching: Session, inbox: Path, photo: Photo
) -> None:
    for name in ("a", "b"):
        drop(inbox, photo(f"{name}.png"))
        qtbot.waitUntil(lambda: name == (names(watching) or [""])[-1])  # noqa: B023
    assert names(watching) == ["a", "b"]
    assert (watching.state, watching.watching.folder) == ("page", inbox)


def test_the_page_that_is_looked_at_stays(
    qtbot: QtBot, watching: Session, inbox: Path, photo: Photo
) -> None:
    page_id = open_one(qtbot, watching, photo("mine.png"))
    wait_open(qtbot, watching)
    watching.select(page_id)
    drop(inbox, photo("a.png"))
    qtbot.waitUntil(lambda: len(watching.pages) == 2)
    wait_open(qtbot, watching)
    assert watching.selected == page_id


def test_a_feed_goes_on_beside_it(
    qtbot: QtBot, watching: Session, inbox: Path, photo: Photo
) -> None:
    watching.capturing.set_auto_capture(False)
    watching.sources.start_sample()
    drop(inbox, photo("a.png"))
    qtbot.waitUntil(lambda: names(watching) == ["a"])
    assert watching.state == "live"


def test_what_is_saved_into_the_folder_does_not_come_back(
    qtbot: QtBot, watching: Session, inbox: Path, photo: Photo
) -> None:
    open_one(qtbot, watching, photo("mine.png"))
    with qtbot.waitSignal(watching.saving.pages_saved):
        watching.saving.save([], inbox / "saved.png", "png", 100, keep_sharper=False)
    drop(inbox, photo("a.png"))
    qtbot.waitUntil(lambda: len(watching.pages) > 1)
    wait_open(qtbot, watching)
    assert names(watching) == ["mine", "a"]


def test_what_another_run_saves_into_the_folder_does_not_come(
    qtbot: QtBot, watching: Session, inbox: Path, photo: Photo
) -> None:
    open_one(qtbot, watching, photo("mine.png"))
    save_pages([watching.pages[0]], inbox / "saved", Form("png", 100))  # a command's
    drop(inbox, photo("a.png"))
    qtbot.waitUntil(lambda: len(watching.pages) > 1)
    wait_open(qtbot, watching)
    assert names(watching) == ["mine", "a"]


def test_after_a_stop_nothing_comes(
    qtbot: QtBot, watching: Session, inbox: Path, photo: Photo
) -> None:
    told: list[Path | None] = []
    watching.watching.watch_changed.connect(lambda: told.append(watching.watching.folder))
    watching.watching.stop_watching()
    drop(inbox, photo("a.png"))
    qtbot.wait(100)
    assert (names(watching), told) == ([], [None])


def test_a_folder_that_is_gone_is_told_of_once_and_goes_on_later(
    qtbot: QtBot, watching: Session, inbox: Path, photo: Photo, notices: Notices
) -> None:
    away = inbox.rename(inbox.with_name("away"))
    qtbot.waitUntil(lambda: bool(notices))
    qtbot.wait(100)
    assert [(each.kind, each.of) for each in notices] == [("warning", "watch")]
    drop(away, photo("a.png"))
    with qtbot.waitSignal(watching.watching.watch_changed):  # what was said is over
        away.rename(inbox)
    qtbot.waitUntil(lambda: names(watching) == ["a"])


def test_a_folder_that_takes_long_is_looked_at_less_often(
    qtbot: QtBot, watching: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float] = []

    def slowly(_watch: FolderWatch) -> Come:
        looks.append(time.monotonic())
        time.sleep(0.05)
        return Come()

    monkeypatch.setattr(FolderWatch, "look", slowly)
    qtbot.waitUntil(lambda: len(looks) > 1)
    # Qt's coarse timers may be early by a twentieth.
    assert looks[1] - looks[0] >= 0.9 * 0.05 * watching_module.PATIENT


def test_a_busy_window_does_not_make_the_looks_rare(
    qtbot: QtBot, watching: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On whose clock 100 s pass from one glance at it to the next."""
    busy, looks = itertools.count(step=100), []
    main = threading.main_thread()
    clock = SimpleNamespace(
        monotonic=lambda: next(busy) if threading.current_thread() is main else 0.0
    )
    monkeypatch.setattr(watching_module, "time", clock)
    monkeypatch.setattr(FolderWatch, "look", lambda _watch: looks.append(1) or Come())
    qtbot.waitUntil(lambda: len(looks) > 3)


def test_what_is_saved_into_the_folder_stays_away_from_a_cleared_session(
    qtbot: QtBot, watching: Session, inbox: Path, photo: Photo
) -> None:
    open_one(qtbot, watching, photo("mine.png"))
    with qtbot.waitSignal(watching.saving.pages_saved):
        watching.saving.save([], inbox / "saved.png", "png", 100, keep_sharper=False)
        watching.clear()
    drop(inbox, photo("a.png"))
    qtbot.waitUntil(lambda: bool(watching.pages))
    wait_open(qtbot, watching)
    assert names(watching) == ["a"]


def test_another_folder_is_watched_though_the_first_one_does_not_answer(
    qtbot: QtBot, session: Session, inbox: Path, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    with monkeypatch.context() as patched:
        patched.setattr(FolderWatch, "look", lambda _: gate.wait(30) and Come())
        session.watching.watch_folder(inbox.with_name("hangs"))
        qtbot.wait(50)
    session.watching.stop_watching()
    session.watching.watch_folder(inbox)
    qtbot.waitUntil(lambda: session.watching._watching._watch._seen is not None)
    drop(inbox, photo("a.png"))
    qtbot.waitUntil(lambda: names(session) == ["a"])
    gate.set()
