"""Pages that no file holds outlive a run that did not end by a person's word, and no others."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.document import export as export_module
from app.document.render import render
from app.document.rendered import Rendered
from detector.quad import Quad
from tests.app.session.conftest import Photo, Start, Told
from tests.app.session.desk import kept, leave, offered, open_one


def test_what_was_left_is_offered_and_comes_back(
    qtbot: QtBot, start: Start, photo: Photo, root: Path, told: Told
) -> None:
    first = start()
    page_id = open_one(qtbot, first, photo("a.png"))
    first.editing.rotate(page_id, 1)
    open_one(qtbot, first, photo("b.png"))
    qtbot.waitUntil(lambda: kept(root) == [2])
    pages, doubts = first.pages, first.checks.doubts
    assert first.close()
    second = start()
    assert offered(qtbot, second) == 2
    (notice,) = told[second]
    assert (notice.action, notice.second) == ("restore", "discard")
    second.recovery.restore_left()
    qtbot.waitUntil(lambda: len(second.pages) == 2)
    assert [each.id for each in second.pages] == [each.id for each in pages]
    assert [each.edits for each in second.pages] == [each.edits for each in pages]
    for one, other in zip(second.pages, pages, strict=True):
        np.testing.assert_array_equal(render(one).image, render(other).image)
    assert (second.checks.doubts, second.saving.unsaved, second.recovery.left) == (doubts, 2, 0)
    assert told[second][-1].text == "2 pages are back, with their edits."
    # One journal again, of the program that runs.
    qtbot.waitUntil(lambda: kept(root) == [2])
    assert start().recovery.left == 0


def test_corners_that_were_accepted_are_in_no_doubt_afterwards(
    qtbot: QtBot, start: Start, photo: Photo, root: Path
) -> None:
    first = start()
    first._desk._detect = lambda image: ()
    page_id = open_one(qtbot, first, photo("a.png"))
    open_one(qtbot, first, photo("b.png"))
    first.review.edit_page(page_id)
    first.review.accept_review(Quad.inset(640, 480, 0.3))
    assert list(first.checks.doubts) == [first.pages[1].id]
    qtbot.waitUntil(lambda: kept(root) == [2])
    first.close()
    second = start()
    offered(qtbot, second)
    second.recovery.restore_left()
    qtbot.waitUntil(lambda: len(second.pages) == 2)
    assert list(second.checks.doubts) == [second.pages[1].id]


def test_a_save_empties_the_journal_once_it_is_done(
    qtbot: QtBot,
    start: Start,
    photo: Photo,
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session, gate = start(), threading.Event()
    open_one(qtbot, session, photo("a.png"))
    qtbot.waitUntil(lambda: kept(root) == [1])

    def wait(*given: object, **named: object) -> Rendered:
        assert gate.wait(30)
        return render(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(export_module, "render", wait)
    session.saving.save([], tmp_path / "a.pdf", "pdf", 100, keep_sharper=False)
    session.update_settings(theme="dark")  # has the journal written once more
    assert session.saving.unsaved == 0  # as far as asking goes
    qtbot.waitUntil(lambda: not session.recovery._journals._writing)
    assert kept(root) == [1]  # but a crash would lose it
    with qtbot.waitSignal(session.saving.pages_saved):
        gate.set()
    qtbot.waitUntil(lambda: kept(root) == [])


@pytest.mark.parametrize("end", ["close", "clear", "switch"])
def test_what_a_person_gives_up_leaves_nothing(
    qtbot: QtBot, start: Start, photo: Photo, root: Path, end: str
) -> None:
    session = start()
    open_one(qtbot, session, photo("a.png"))
    qtbot.waitUntil(lambda: kept(root) == [1])
    if end == "close":
        session.close(keep=False)
    elif end == "clear":
        session.clear()
    else:
        session.update_settings(recovery=False)
    qtbot.waitUntil(lambda: list(root.iterdir()) == [])
    if end == "switch":
        session.update_settings(recovery=True)
        qtbot.waitUntil(lambda: kept(root) == [1])


def test_a_capture_in_review_is_kept(qtbot: QtBot, start: Start, root: Path, photo: Photo) -> None:
    session = start()
    page_id = open_one(qtbot, session, photo("a.png"))
    page = session.pages[0]
    session.clear()
    qtbot.waitUntil(lambda: kept(root) == [])
    session.review.start(page, new=True)
    qtbot.waitUntil(lambda: kept(root) == [1])
    session.review.retake()
    qtbot.waitUntil(lambda: kept(root) == [])
    assert page_id == page.id


def test_what_runs_is_not_offered_to_another_window(
    qtbot: QtBot, start: Start, photo: Photo, root: Path, told: Told
) -> None:
    first = start()
    open_one(qtbot, first, photo("a.png"))
    qtbot.waitUntil(lambda: kept(root) == [1])
    second = start()
    with qtbot.waitSignal(second.pages_changed):
        second.opening.open_paths([photo("b.png")])
    qtbot.waitUntil(lambda: kept(root) == [1, 1])
    assert (second.recovery.left, told[second]) == (0, [])


def test_what_nobody_answers_is_offered_again_until_it_is_discarded(
    qtbot: QtBot, start: Start, photo: Photo, root: Path
) -> None:
    leave(qtbot, start(), root, photo("a.png"))
    second = start()
    assert offered(qtbot, second) == 1
    second.close()
    third = start()
    assert offered(qtbot, third) == 1
    third.recovery.discard_left()
    qtbot.waitUntil(lambda: list(root.iterdir()) == [])
    assert third.recovery.left == 0


def test_pages_whose_pictures_are_gone_are_told_of(
    qtbot: QtBot, start: Start, photo: Photo, root: Path, told: Told
) -> None:
    first = start()
    paths = [photo("a.png"), photo("b.png")]
    for path in paths:
        open_one(qtbot, first, path)
    qtbot.waitUntil(lambda: kept(root) == [2])
    first.close()
    modified = paths[0].stat().st_atime_ns, paths[0].stat().st_mtime_ns
    paths[0].unlink()
    second = start()
    offered(qtbot, second)
    second.recovery.restore_left()
    qtbot.waitUntil(lambda: len(second.pages) == 1)
    assert second.pages[0].name == "b"
    assert told[second][-1].text.endswith("1")
    # Its picture may come back, on a stick that is plugged in again.
    qtbot.waitUntil(lambda: kept(root) == [1, 1])
    second.close(keep=False)
    photo("a.png")
    os.utime(paths[0], ns=modified)
    third = start()
    assert offered(qtbot, third) == 1
    third.recovery.restore_left()
    qtbot.waitUntil(lambda: [page.name for page in third.pages] == ["a"])


def test_a_disk_that_takes_nothing_is_told_of_once(
    qtbot: QtBot, start: Start, photo: Photo, root: Path, told: Told
) -> None:
    root.write_text("no folder")
    session = start()
    for name in ("a.png", "b.png"):
        open_one(qtbot, session, photo(name))
    qtbot.waitUntil(lambda: not session.recovery._journals._writing and bool(told[session]))
    assert [each.kind for each in told[session]] == ["warning"]
    assert len(session.pages) == 2


@pytest.mark.parametrize("keep", [True, False])
def test_what_came_back_is_left_again_only_where_nobody_gave_it_up(
    qtbot: QtBot, start: Start, photo: Photo, root: Path, keep: bool
) -> None:
    leave(qtbot, start(), root, photo("a.png"))
    second = start()
    offered(qtbot, second)
    second.recovery.restore_left()
    qtbot.waitUntil(lambda: len(second.pages) == 1)
    second.close(keep=keep)  # before its own journal was told to be done
    assert kept(root) == [1] * keep
