"""Saving, its estimate, and what is safe."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from app.session import desk as desk_module
from app.session import session as session_module
from tests.app.scenes import FakeDetector
from tests.app.session.desk import open_one, store


def test_a_page_is_saved_and_the_choice_remembered(
    qtbot: QtBot, session: Session, ini: Path, tmp_path: Path, photo: Callable[[str], Path]
) -> None:
    open_one(qtbot, session, photo("card.png"))
    folder = tmp_path / "out"
    folder.mkdir()
    with qtbot.waitSignal(session.saving.pages_saved) as saved:
        session.saving.save([], folder / "scan.png", "png", 300, keep_sharper=False)
    (path,) = saved.args[0]
    assert path.read_bytes().startswith(b"\x89PNG")
    session.close()
    again = Session(store(ini), lambda device: FakeDetector())
    assert again.settings.last_folder == str(folder)
    assert (again.settings.format, again.settings.dpi) == ("png", 300)
    assert not again.settings.keep_sharper
    again.close()


def test_a_sharper_picture_is_saved_and_estimated_as_it_is_where_that_is_wanted(
    qtbot: QtBot, session: Session, tmp_path: Path, photo: Callable[[str], Path]
) -> None:
    open_one(qtbot, session, photo("card.png"))
    pixels: list[int] = []
    for sharper in (True, False):
        with qtbot.waitSignal(session.saving.size_estimated) as told:
            session.saving.estimate([], "png", 50, 90, keep_sharper=sharper)
        with qtbot.waitSignal(session.saving.pages_saved) as saved:
            session.saving.save([], tmp_path / "scan", "png", 50, keep_sharper=sharper)
        (path,) = saved.args[0]
        assert told.args[0] == pytest.approx(path.stat().st_size, rel=0.05)
        with Image.open(path) as picture:
            pixels.append(picture.width * picture.height)
        assert session.settings.keep_sharper is sharper
    assert pixels[0] > 2 * pixels[1]


@pytest.mark.parametrize("file_format", ["pdf", "jpeg", "png", "tiff"])
def test_the_estimate_is_near_to_what_a_save_writes(
    qtbot: QtBot,
    session: Session,
    tmp_path: Path,
    photo: Callable[[str], Path],
    file_format: str,
) -> None:
    for name in ("one.png", "two.png"):
        open_one(qtbot, session, photo(name))
    answers: list[int] = []
    session.saving.size_estimated.connect(answers.append)
    session.saving.estimate([], file_format, 600, 90, keep_sharper=False)
    session.saving.estimate([], file_format, 300, 90, keep_sharper=False)
    qtbot.waitUntil(lambda: session._desk._aside.busy == 0)
    assert len(answers) == 1
    with qtbot.waitSignal(session.saving.pages_saved) as saved:
        session.saving.save([], tmp_path / "scan", file_format, 300, keep_sharper=False)
    written = sum(path.stat().st_size for path in saved.args[0])
    assert answers[0] == pytest.approx(written, rel=0.2)


def test_a_save_that_fails_offers_another_place(
    qtbot: QtBot,
    session: Session,
    notices: list[Notice],
    tmp_path: Path,
    photo: Callable[[str], Path],
) -> None:
    open_one(qtbot, session, photo("card.png"))
    (tmp_path / "file").write_text("in the way")
    session.saving.save([], tmp_path / "file" / "scan.png", "png", 300, keep_sharper=False)
    qtbot.waitUntil(lambda: any(n.action == "save_elsewhere" for n in notices))
    assert len(session.pages) == 1


def test_a_save_that_runs_is_waited_for_though_all_else_is_not(
    qtbot: QtBot,
    session: Session,
    tmp_path: Path,
    photo: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save, begun = desk_module.save_pages, threading.Event()

    def slowly(*given: Any, **named: Any) -> list[Path]:
        begun.set()
        time.sleep(0.3)
        return save(*given, **named)

    monkeypatch.setattr(desk_module, "save_pages", slowly)
    monkeypatch.setattr(session_module, "CLOSE_MS", 20)
    open_one(qtbot, session, photo("card.png"))
    session.saving.save([], tmp_path / "scan", "png", 100, keep_sharper=False)
    assert begun.wait(30)
    session.close()
    with Image.open(tmp_path / "scan.png") as picture:
        picture.load()


def test_a_page_is_safe_once_a_save_took_it_as_it_is(
    qtbot: QtBot, session: Session, tmp_path: Path, photo: Callable[[str], Path]
) -> None:
    page_id = open_one(qtbot, session, photo("card.png"))
    assert session.saving.unsaved == 1
    with qtbot.waitSignal(session.saving.pages_saved):
        session.saving.save([], tmp_path / "scan.png", "png", 300, keep_sharper=False)
    assert session.saving.unsaved == 0
    session.editing.rotate(page_id, 1)
    assert session.saving.unsaved == 1
    session.editing.undo()
    assert session.saving.unsaved == 0
    (tmp_path / "file").write_text("in the way")
    with qtbot.waitSignal(session.notices.posted):
        session.saving.save([], tmp_path / "file" / "scan.png", "png", 300, keep_sharper=False)
    assert session.saving.unsaved == 1
    taken = session.pages[0]
    with qtbot.waitSignal(session.saving.pages_saved):
        session.saving.save([], tmp_path / "scan.png", "png", 300, keep_sharper=False)
    session.clear()
    assert session.saving.unsaved == 0
    assert session.saving.files.unsaved([taken]) == [taken]
