"""What was left twice, cannot be read, or is on its way while somebody turns to something else."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.session import Session
from app.session import journals as journals_module
from detector.quad import Quad
from tests.app.scenes import FakeDetector
from tests.app.session.conftest import Photo, Start
from tests.app.session.desk import kept, leave, offered, open_one, store


@pytest.mark.parametrize("content", ["[", '{"version": 2}'])
def test_what_cannot_be_read_is_left_where_it_is(
    qtbot: QtBot, start: Start, photo: Photo, root: Path, content: str
) -> None:
    for name in ("other", "left"):
        (root / name).mkdir(parents=True)
        (root / name / "a.picture").write_bytes(b"x")
    (root / "other" / "pages.json").write_text(content)
    session = start()
    qtbot.waitUntil(lambda: not (root / "left").exists())  # which has no list
    assert (session.recovery.left, (root / "other" / "a.picture").exists()) == (0, True)


def test_a_page_that_two_programs_left_comes_back_once_and_newest(
    qtbot: QtBot, start: Start, photo: Photo, root: Path
) -> None:
    first = start()
    page_id = open_one(qtbot, first, photo("a.png"))
    qtbot.waitUntil(lambda: kept(root) == [1])
    qtbot.waitUntil(lambda: not first.recovery._journals._writing)
    (folder,) = root.iterdir()
    shutil.copytree(folder, root / "before", ignore=shutil.ignore_patterns("lock"))
    os.utime(root / "before" / "pages.json", (1, 1))
    first.editing.rotate(page_id, 1)
    first.close()
    second = start()
    assert offered(qtbot, second) == 1
    second.recovery.restore_left()
    qtbot.waitUntil(lambda: bool(second.pages))
    assert [page.edits.turns for page in second.pages] == [1]
    qtbot.waitUntil(lambda: kept(root) == [1])


def test_a_session_that_is_cleared_meanwhile_gets_nothing_restored(
    qtbot: QtBot, start: Start, photo: Photo, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(qtbot, start(), root, photo("a.png"))
    second, gate, read = start(), threading.Event(), journals_module.read_all
    offered(qtbot, second)
    monkeypatch.setattr(journals_module, "read_all", lambda left: gate.wait(30) and read(left))
    second.recovery.restore_left()
    second.clear()
    gate.set()
    qtbot.wait(100)
    assert (second.pages, second.recovery.left) == ((), 1)


def test_corners_that_are_being_moved_are_kept(
    qtbot: QtBot, start: Start, photo: Photo, root: Path
) -> None:
    first = start()
    page_id = open_one(qtbot, first, photo("a.png"))
    first.review.edit_page(page_id)
    moved = Quad.inset(640, 480, 0.3)
    first.review.adjust_review(moved)
    first.close()
    second = start()
    offered(qtbot, second)
    second.recovery.restore_left()
    qtbot.waitUntil(lambda: bool(second.pages))
    np.testing.assert_array_equal(second.pages[0].quad.corners, moved.corners)


def test_what_was_discarded_is_gone_though_the_window_is_closed_at_once(
    qtbot: QtBot, start: Start, photo: Photo, root: Path
) -> None:
    leave(qtbot, start(), root, photo("a.png"))
    second, gate = start(), threading.Event()
    offered(qtbot, second)
    # A write that takes long.
    second.recovery._journals._lane.submit(lambda: gate.wait(30), print, print)
    second.recovery.discard_left()
    threading.Timer(0.1, gate.set).start()
    second.close(keep=False)
    assert kept(root) == []


def test_earlier_journals_may_be_elsewhere(
    qtbot: QtBot, start: Start, photo: Photo, root: Path, ini: Path
) -> None:
    leave(qtbot, start(), root, photo("a.png"))
    second = Session(store(ini), lambda device: FakeDetector())
    second.recovery.recover_in(root.with_name("memory"), root)
    second.prepare()
    assert offered(qtbot, second) == 1
    second.close()


def test_a_watched_picture_takes_no_page_s_place(
    qtbot: QtBot, session: Session, photo: Photo
) -> None:
    page_id = open_one(qtbot, session, photo("a.png"))
    session.capturing.replace_page(page_id)
    session.opening.open_paths([photo("b.png")], shown=False)
    qtbot.waitUntil(lambda: len(session.pages) == 2)
    assert session.capturing.replacing
