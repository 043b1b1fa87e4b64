"""A watched folder: each picture once, when it is whole, and none of what was there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.document.export import save_pages
from app.document.form import Form
from app.document.page import Page
from app.document.watch import QUIET_SLOW, Come, FolderWatch
from app.errors import PictureError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    (made / "old.jpg").write_bytes(b"there before")
    return made


@pytest.fixture
def watch(folder: Path) -> FolderWatch:
    """It has looked once."""
    made = FolderWatch(folder)
    assert made.look() == Come()
    return made


def names(paths: Sequence[Path]) -> list[str]:
    return [path.name for path in paths]


def write(path: Path, data: bytes, at_s: int) -> None:
    path.write_bytes(data)
    os.utime(path, (at_s, at_s))


def test_a_picture_is_told_of_once_it_stays_as_it_is(folder: Path, watch: FolderWatch) -> None:
    for length in (1, 2, 3):  # it is being written
        write(folder / "new.jpg", b"x" * length, length)
        assert watch.look().pictures == ()
    assert names(watch.look().pictures) == ["new.jpg"]
    assert watch.look() == watch.look() == Come()


def test_a_file_of_the_same_length_that_is_written_again_is_not_whole(
    folder: Path, watch: FolderWatch
) -> None:
    for at_s in (1, 2):
        write(folder / "new.jpg", b"xxx", at_s)
        assert watch.look().pictures == ()
    assert names(watch.look().pictures) == ["new.jpg"]


def test_another_picture_under_the_same_name_is_told_of_as_well(
    folder: Path, watch: FolderWatch
) -> None:
    for at_s in (1, 2):  # as a scanner writes that counts nothing
        write(folder / "scan.png", b"page", at_s)
        watch.look()
        assert names(watch.look().pictures) == ["scan.png"]
    write(folder / "old.jpg", b"replaced", 3)
    watch.look()
    assert names(watch.look().pictures) == ["old.jpg"]


def test_what_is_empty_hidden_or_no_picture_is_not_told_of(
    folder: Path, watch: FolderWatch
) -> None:
    (folder / "empty.jpg").touch()
    (folder / ".hidden.jpg").write_bytes(b"x")
    (folder / "letter.txt").write_bytes(b"x")
    (folder / "new.jpg.part").write_bytes(b"x")
    (folder / "folder.jpg").mkdir()
    (folder / "folder.jpg" / "inside.jpg").write_bytes(b"x")
    (folder / "nowhere.jpg").symlink_to(folder / "missing")
    watch.look()
    assert watch.look().pictures == ()
    (folder / "empty.jpg").write_bytes(b"now it is there")
    watch.look()
    assert names(watch.look().pictures) == ["empty.jpg"]


def test_a_file_that_does_not_open_waits(
    folder: Path, watch: FolderWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise PermissionError("used by another program")

    (folder / "new.jpg").write_bytes(b"x")
    watch.look()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        assert watch.look().pictures == ()
    assert names(watch.look().pictures) == ["new.jpg"]


def test_they_come_as_they_were_written(folder: Path, watch: FolderWatch) -> None:
    for name, at_s in (("10.jpg", 5), ("2.jpg", 5), ("1.jpg", 9), ("z.jpg", 1)):
        write(folder / name, b"x", at_s)
    watch.look()
    assert names(watch.look().pictures) == ["z.jpg", "2.jpg", "10.jpg", "1.jpg"]


@pytest.mark.parametrize("file_format", ["png", "jpeg", "tiff"])
def test_what_this_program_saved_is_not_told_of_whoever_ran_it(
    folder: Path, watch: FolderWatch, page: Page, file_format: str
) -> None:
    save_pages([page], folder / "mine", Form(file_format, 100))
    write(folder / "new.jpg", b"x", 7)
    told = [each for _ in range(QUIET_SLOW + 2) for each in names(watch.look().pictures)]
    assert told == ["new.jpg"]


def test_results_are_told_of_by_themselves_and_all_at_once(
    folder: Path, watch: FolderWatch, page: Page
) -> None:
    save_pages([page], folder / "a", Form("png", 100))
    watch.look()
    save_pages([page], folder / "b", Form("png", 100))
    assert watch.look() == watch.look() == Come()  # one after the other
    assert watch.look() == Come(results=(folder / "a.png", folder / "b.png"))
    assert watch.look() == Come()


def test_a_folder_that_is_gone_and_comes_back_brings_only_what_is_new(
    folder: Path, watch: FolderWatch
) -> None:
    away = folder.rename(folder.with_name("away"))
    with pytest.raises(PictureError, match="cannot be listed"):
        watch.look()
    (away / "new.jpg").write_bytes(b"x")
    away.rename(folder)
    watch.look()
    assert names(watch.look().pictures) == ["new.jpg"]


def test_files_that_only_got_other_numbers_are_no_news(folder: Path, watch: FolderWatch) -> None:
    (folder / "new.jpg").write_bytes(b"x")
    watch.look()
    assert names(watch.look().pictures) == ["new.jpg"]
    # As a camera's card does that is put in again, or a share of the network.
    away = folder.rename(folder.with_name("away"))
    shutil.copytree(away, folder)
    assert {path.stat().st_ino for path in away.iterdir()}.isdisjoint(
        path.stat().st_ino for path in folder.iterdir()
    )
    (folder / "newest.jpg").write_bytes(b"y")
    told = [each for _ in range(3) for each in names(watch.look().pictures)]
    assert told == ["newest.jpg"]


def test_nothing_in_the_folder_is_changed(folder: Path, watch: FolderWatch) -> None:
    write(folder / "new.jpg", b"x", 7)
    before = {path.name: path.stat() for path in folder.iterdir()}
    for _ in range(3):
        watch.look()
    after = {path.name: path.stat() for path in folder.iterdir()}
    assert {n: (s.st_mtime_ns, s.st_size) for n, s in before.items()} == {
        n: (s.st_mtime_ns, s.st_size) for n, s in after.items()
    }


@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_a_transfer_may_stall(folder: Path, watch: FolderWatch, suffix: str) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (300, 300, 3), np.uint8)
    data = cv2.imencode(suffix, noise)[1].tobytes()
    path = folder / f"new{suffix}"
    for end in (len(data) // 3, len(data) - 1):
        path.write_bytes(data[:end])
        for _ in range(QUIET_SLOW):
            assert watch.look().pictures == ()
    path.write_bytes(data)
    assert watch.look().pictures == ()
    assert watch.look().pictures == (path,)


def test_what_stays_cut_off_is_told_of_at_last(folder: Path, watch: FolderWatch) -> None:
    (folder / "cut.jpg").write_bytes(b"\xff\xd8\xff and no more")
    told = [watch.look().pictures for _ in range(QUIET_SLOW + 1)]
    assert told == [()] * QUIET_SLOW + [(folder / "cut.jpg",)]


def test_a_tiff_may_grow_sheet_by_sheet(folder: Path, watch: FolderWatch) -> None:
    told: list[Path] = []
    for sheet in range(1, 4):
        write(folder / "stack.tif", b"x" * sheet, sheet)
        for _ in range(QUIET_SLOW):  # while the next sheet is drawn in
            told += watch.look().pictures
    assert told == []
    assert names(watch.look().pictures) == ["stack.tif"]


def test_another_name_makes_no_other_picture(folder: Path, watch: FolderWatch) -> None:
    (folder / "old.jpg").rename(folder / "passport.jpg")
    watch.look()
    assert watch.look().pictures == ()
