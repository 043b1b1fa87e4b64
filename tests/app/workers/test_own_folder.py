"""What programs left that ended, where not all of it can be looked at."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from app.workers.dragged import DraggedFiles, remove_left
from app.workers.recovery import leftovers


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """Below a root, the folder of a program that ended, with a journal of one page."""
    folder = tmp_path / "root" / "left"
    folder.mkdir(parents=True)
    (folder / "pages.json").write_text(json.dumps({"pages": [{"id": "a"}], "masks": {}}))
    return folder


@pytest.fixture
def unlisted(tmp_path: Path) -> Path:
    """A root that the system does not list."""
    return tmp_path / ("x" * 300)


def test_a_root_that_cannot_be_looked_at_does_not_keep_the_pages_of_the_others(
    left: Path, unlisted: Path
) -> None:
    found = leftovers(unlisted, left.parent)
    assert [(each.locked.path, each.page_ids) for each in found] == [(left, frozenset("a"))]


def test_a_root_that_cannot_be_looked_at_keeps_no_dragged_files_in_the_others(
    unlisted: Path, tmp_path: Path
) -> None:
    (tmp_path / "root" / "left" / "drag").mkdir(parents=True)
    remove_left([unlisted, tmp_path / "root"])
    assert not any((tmp_path / "root").iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="a link needs a right of its own there")
def test_what_is_no_folder_of_a_program_is_left_alone(left: Path, tmp_path: Path) -> None:
    link, note = left.parent / "link", left.parent / "note.txt"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link.symlink_to(elsewhere, target_is_directory=True)
    note.write_text("x")
    remove_left([left.parent, tmp_path / "not there"])
    assert (link.exists(), note.exists(), [*elsewhere.iterdir()]) == (True, True, [])


def test_the_folder_of_a_program_that_runs_is_not_left(tmp_path: Path) -> None:
    running = DraggedFiles(tmp_path)
    folder = running.new_folder()
    remove_left([tmp_path])
    assert folder.is_dir()
    running.remove()
    assert not any(tmp_path.iterdir())
