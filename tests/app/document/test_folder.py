"""What paths stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.document.folder import KINDS, SUFFIXES, kinds_of, look_into
from app.errors import PictureError


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).touch()


def names(paths: tuple[Path, ...]) -> list[str]:
    return [path.name for path in paths]


def test_every_file_of_a_folder_is_a_picture_or_skipped(tmp_path: Path) -> None:
    (tmp_path / "more.jpg").mkdir()
    fill(tmp_path, "b.png", "a.jpg", "notes.txt", "IMG_1.HEIC", "film.mp4", "README")
    found = look_into(tmp_path)
    assert names(found.pictures) == ["a.jpg", "b.png"]
    assert sorted(names(found.skipped)) == ["IMG_1.HEIC", "README", "film.mp4", "notes.txt"]


def test_what_nobody_put_there_is_not_missed(tmp_path: Path) -> None:
    fill(tmp_path, ".hidden.png", ".DS_Store", "Thumbs.db", "desktop.ini")
    found = look_into(tmp_path)
    assert found.pictures == found.skipped == ()


def test_a_file_and_a_pattern_mean_what_they_name(tmp_path: Path) -> None:
    fill(tmp_path, "b.png", "letter.pdf")
    assert names(look_into(tmp_path / "*.png").pictures) == ["b.png"]
    assert names(look_into(tmp_path / "letter.pdf").pictures) == ["letter.pdf"]
    assert look_into(Path("nowhere.png")).pictures == (Path("nowhere.png"),)


def test_a_folder_that_cannot_be_listed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(PictureError, match="Permission denied"):
        look_into(tmp_path)


def test_kinds_are_named_once() -> None:
    files = [Path(name) for name in ("b.heic", "a.HEIC", "c.pdf", "README")]
    assert kinds_of(files) == ["", "HEIC", "PDF"]


def test_each_kind_that_is_told_can_be_opened() -> None:
    """And none that can be is kept quiet: the names differ from the suffixes, their number less."""
    told = {kind.replace(" ", "").lower() for kind in KINDS}
    suffixes = {suffix.removeprefix(".") for suffix in SUFFIXES}
    other = {"jpg": "jpeg", "tif": "tiff", "jp2": "jpeg2000", "pgm": "ppm"}
    assert told == {other.get(suffix, suffix) for suffix in suffixes}
