"""What patterns stand for, as where a shell leaves them to the program."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.document.folder import look_into
from tests.app.document.test_folder import fill, lock, names


def test_a_file_and_a_pattern_mean_what_they_name(tmp_path: Path) -> None:
    fill(tmp_path, "b.png", "letter.pdf")
    assert names(look_into(tmp_path / "*.png").pictures) == ["b.png"]
    assert names(look_into(tmp_path / "letter.pdf").pictures) == ["letter.pdf"]
    assert look_into(Path("nowhere.png")).pictures == (Path("nowhere.png"),)
    (tmp_path / "more").mkdir()
    assert names(look_into(tmp_path / "*").pictures) == ["b.png", "letter.pdf"]


def test_folders_that_a_pattern_matches_are_looked_through_and_one_of_no_use_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ["scans 10/a.png", "scans 2/b.png", "scans 2/in/c.png", "scans 2/notes.txt"]
    for name in [*made, "other/d.png", "scans 3/e.png", "scans 4/f.png", "scans 1.png"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        fill(tmp_path, name)
    lock(monkeypatch, tmp_path / "scans 3")
    found = look_into(tmp_path / "scans*", without=tmp_path / "scans 4")
    assert names(found.pictures) == ["scans 1.png", "b.png", "c.png", "a.png"]
    assert names(found.skipped) == ["notes.txt"]
    (fault,) = found.errors
    assert fault.path == tmp_path / "scans 3"
    assert fault.reason == "cannot be listed (permission denied)"


@pytest.mark.skipif(sys.platform == "win32", reason="links want a right of their own")
def test_hidden_folders_and_links_that_a_pattern_matches_are_left_out(tmp_path: Path) -> None:
    for name in (".old", "new"):
        (tmp_path / name).mkdir()
        fill(tmp_path / name, f"{name}.png")
    (tmp_path / "newer").symlink_to(tmp_path / "new")
    assert names(look_into(tmp_path / "new*").pictures) == ["new.png"]
    assert look_into(tmp_path / ".o*").pictures == ()


def test_a_name_that_looks_like_a_pattern_means_itself(tmp_path: Path) -> None:
    fill(tmp_path, "card [2].png", "card 2.png")
    assert names(look_into(tmp_path / "card [2].png").pictures) == ["card [2].png"]


def test_a_pattern_means_only_what_is_not_there(tmp_path: Path) -> None:
    for folder in ("scans [2026]", "scans 2", "[ab]", "a"):
        (tmp_path / folder / "in").mkdir(parents=True)
        fill(tmp_path / folder, f"{folder}.png")
    assert names(look_into(tmp_path / "scans [2026]" / "*.png").pictures) == ["scans [2026].png"]
    assert names(look_into(tmp_path / "[ab]" / "*.png").pictures) == ["[ab].png"]
    # Where nothing matches there, it may be meant as a pattern after all.
    assert names(look_into(tmp_path / "[ab]" / "a.*").pictures) == ["a.png"]


def test_a_pattern_from_where_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "g[1]").mkdir()
    fill(tmp_path / "g[1]", "b.png")
    fill(tmp_path, "a.png")
    monkeypatch.chdir(tmp_path)
    assert look_into(Path("*.png")).pictures == (Path("a.png"),)
    assert look_into(Path("g[1]/*.png")).pictures == (Path("g[1]/b.png"),)
    up = Path("..") / tmp_path.name
    assert look_into(up / "*.png").pictures == (up / "a.png",)


def test_a_folder_that_a_pattern_matches_is_looked_through_as_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path / "case"
    for name in ("out", "locked"):
        (case / name).mkdir(parents=True)
        fill(case / name, f"{name}.png")
    fill(case, "a.png")
    lock(monkeypatch, case / "locked")
    for path in (case, tmp_path / "c*"):
        found = look_into(path, without=case / "out")
        assert names(found.pictures) == ["a.png"]
        assert [fault.path for fault in found.errors] == [case / "locked"]


def test_a_folder_of_too_many_does_not_keep_the_rest_of_a_pattern(tmp_path: Path) -> None:
    for folder, count in (("many", 4), ("more", 3)):
        (tmp_path / folder).mkdir()
        fill(tmp_path / folder, *[f"{n}.png" for n in range(count)])
    found = look_into(tmp_path / "m*", most=3)
    assert {path.parent.name for path in found.pictures} == {"more"}
    assert [fault.path.name for fault in found.errors] == ["many"]
