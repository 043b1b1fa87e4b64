"""What paths stand for."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from app.document.folder import (
    FILES_A_PICTURE,
    KINDS,
    MAX_DEPTH,
    SUFFIXES,
    is_nowhere,
    kinds_of,
    look_into,
)
from app.document.picture import load_picture
from app.errors import PictureError


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).touch()


def lock(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Tests may run as one whom no mode keeps out."""
    real = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def test_every_file_of_a_folder_is_a_picture_or_skipped(tmp_path: Path) -> None:
    (tmp_path / "more.jpg").mkdir()
    fill(tmp_path, "b.png", "a.jpg", "notes.txt", "IMG_1.DNG", "film.mp4", "README")
    found = look_into(tmp_path)
    assert names(found.pictures) == ["a.jpg", "b.png"]
    assert sorted(names(found.skipped)) == ["IMG_1.DNG", "README", "film.mp4", "notes.txt"]


@pytest.mark.parametrize("name", ["a.jfif", "a.JPE", "a.mpo"])
def test_a_jpeg_by_its_rarer_names_is_one(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    grey = Image.new("RGB", (40, 30), "grey")
    kind, more = ("MPO", [grey]) if name == "a.mpo" else ("JPEG", [])
    grey.save(path, kind, save_all=bool(more), append_images=more)
    assert look_into(tmp_path).pictures == (path,)
    assert load_picture(path).image.shape == (30, 40, 3)


def test_what_nobody_put_there_is_not_missed(tmp_path: Path) -> None:
    fill(tmp_path, ".hidden.png", ".DS_Store", "Thumbs.db", "desktop.ini")
    found = look_into(tmp_path)
    assert found.pictures == found.skipped == ()


def test_a_folder_that_cannot_be_listed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock(monkeypatch, tmp_path)
    with pytest.raises(PictureError, match="permission denied"):
        look_into(tmp_path)


# --------------------------------------------------------------------------- folders in folders
def test_folders_in_a_folder_are_entered_in_natural_order(tmp_path: Path) -> None:
    made = ["case 10/b.png", "case 2/IMG_10.jpg", "case 2/IMG_9.JPG", "case 2/old/x.png", "z.png"]
    for name in [*made, "Case 3/a.png", "case 2/notes.txt"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        fill(tmp_path, name)
    found = look_into(tmp_path)
    assert [str(path.relative_to(tmp_path)) for path in found.pictures] == [
        str(Path(name))
        for name in (
            "z.png",
            "case 2/IMG_9.JPG",
            "case 2/IMG_10.jpg",
            "case 2/old/x.png",
            "Case 3/a.png",
            "case 10/b.png",
        )
    ]
    assert names(found.skipped) == ["notes.txt"]


def test_hidden_folders_and_bins_are_left_out_unless_they_are_meant(tmp_path: Path) -> None:
    for name in (".thumbnails", "$RECYCLE.BIN"):
        (tmp_path / name).mkdir()
        fill(tmp_path / name, "a.png")
    assert look_into(tmp_path).pictures == ()
    assert names(look_into(tmp_path / ".thumbnails").pictures) == ["a.png"]


@pytest.mark.parametrize(
    "hidden",
    [{"st_file_attributes": stat.FILE_ATTRIBUTE_HIDDEN}, {"st_flags": stat.UF_HIDDEN}],
    ids=["Windows", "macOS"],
)
def test_a_folder_that_its_system_hides_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hidden: dict[str, int]
) -> None:
    real = Path.lstat

    def told(path: Path) -> os.stat_result | SimpleNamespace:
        found = real(path)
        if path.name != "hidden":
            return found
        return SimpleNamespace(st_mode=found.st_mode, **hidden)

    monkeypatch.setattr(Path, "lstat", told)
    for name in ("hidden", "plain"):
        (tmp_path / name).mkdir()
        fill(tmp_path / name, f"{name}.png")
    for path in (tmp_path, tmp_path / "*"):
        assert names(look_into(path).pictures) == ["plain.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="links want a right of their own")
def test_a_link_leads_into_no_circle_and_to_no_picture_twice(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    fill(inside, "a.png")
    (inside / "up").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(inside)
    (tmp_path / "b.png").symlink_to(inside / "a.png")  # a picture like any other
    assert names(look_into(tmp_path).pictures) == ["b.png", "a.png"]
    assert names(look_into(tmp_path / "again").pictures) == ["a.png"]


def test_a_mount_or_junction_leads_into_no_circle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a folder is no link, and is the same folder as one that is entered already."""
    around = tmp_path / "case" / "around"
    around.mkdir(parents=True)
    fill(around.parent, "a.png")
    fill(around, "b.png")
    real = Path.stat

    def leading_back(path: Path, **how: bool) -> os.stat_result:
        return real(path.parent if path.name == "around" and not how else path, **how)

    assert names(look_into(tmp_path).pictures) == ["a.png", "b.png"]
    monkeypatch.setattr(Path, "stat", leading_back)
    assert names(look_into(tmp_path).pictures) == ["a.png"]


def test_a_folder_in_it_that_cannot_be_listed_is_named_and_the_others_are_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        fill(tmp_path / name, "x.png")
    lock(monkeypatch, tmp_path / "a")
    found = look_into(tmp_path)
    assert names(found.pictures) == ["x.png"]
    (fault,) = found.errors
    assert (fault.path, fault.reason) == (tmp_path / "a", "cannot be listed (permission denied)")


@pytest.mark.parametrize("results", [None, "not there yet"])
def test_each_folder_that_may_not_be_entered_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, results: str | None
) -> None:
    real = Path.stat

    def refuse(path: Path, **how: bool) -> os.stat_result:
        if path.parent == tmp_path:
            raise PermissionError(13, "Permission denied")
        return real(path, **how)

    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        fill(tmp_path / name, "x.png")
    monkeypatch.setattr(Path, "stat", refuse)
    lock(monkeypatch, tmp_path / "a")
    lock(monkeypatch, tmp_path / "b")
    without = None if results is None else tmp_path / results
    for path in (tmp_path, tmp_path / "[ab]"):
        found = look_into(path, without=without)
        assert [fault.path.name for fault in found.errors] == ["a", "b"]


def test_what_lies_too_deep_is_named(tmp_path: Path) -> None:
    deepest = tmp_path.joinpath(*["in"] * MAX_DEPTH)
    (deepest / "more").mkdir(parents=True)
    fill(deepest, "a.png")
    fill(deepest / "more", "b.png")
    found = look_into(tmp_path)
    assert names(found.pictures) == ["a.png"]
    assert [fault.path for fault in found.errors] == [deepest / "more"]


def test_more_pictures_than_asked_for_are_not_opened_at_all(tmp_path: Path) -> None:
    fill(tmp_path, *[f"{n}.png" for n in range(4)])
    assert len(look_into(tmp_path, most=4).pictures) == len(look_into(tmp_path).pictures) == 4
    with pytest.raises(PictureError, match="holds more than 3 pictures"):
        look_into(tmp_path, most=3)


def test_a_home_that_was_dropped_by_mistake_is_not_searched_to_its_end(tmp_path: Path) -> None:
    fill(tmp_path, *[f"{n}.txt" for n in range(FILES_A_PICTURE)])
    assert len(look_into(tmp_path, most=1).skipped) == FILES_A_PICTURE
    fill(tmp_path, "one more.txt")
    with pytest.raises(PictureError, match="too many files"):
        look_into(tmp_path, most=1)


def test_results_in_the_folder_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    fill(tmp_path, "a.png", "out/a.png")
    assert names(look_into(tmp_path, without=tmp_path / "out").pictures) == ["a.png"]
    assert len(look_into(tmp_path, without=tmp_path / "not there").pictures) == 2


def test_kinds_are_named_once() -> None:
    files = [Path(name) for name in ("b.dng", "a.DNG", "c.pdf", "README")]
    assert kinds_of(files) == ["", "DNG", "PDF"]


def test_each_kind_that_is_told_can_be_opened() -> None:
    """And none that can be is kept quiet: the names differ from the suffixes, their number less."""
    told = {kind.replace(" ", "").lower() for kind in KINDS}
    suffixes = {suffix.removeprefix(".") for suffix in SUFFIXES}
    other = {"jpg": "jpeg", "tif": "tiff", "jp2": "jpeg2000", "pgm": "ppm"}
    other |= dict.fromkeys(("heif", "hif"), "heic")
    other |= dict.fromkeys(("jpe", "jfif", "mpo"), "jpeg")
    assert told == {other.get(suffix, suffix) for suffix in suffixes}


def test_what_may_not_be_looked_at_may_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "a.png")
    for nowhere in ("b.png", "a.png/b.png", "n" * 5000, "a\0b"):
        assert is_nowhere(tmp_path / nowhere)
    assert not is_nowhere(tmp_path / "a.png")

    def refuse(self: Path) -> os.stat_result:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "lstat", refuse)
    assert not is_nowhere(tmp_path / "b.png")
