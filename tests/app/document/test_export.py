"""Pages into files: whole or not at all, never over another, true in size."""

from __future__ import annotations

import errno
import os
import stat
import time
import weakref
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pikepdf
import pytest
from PIL import Image

from app.document import export
from app.document.estimate import estimated_bytes
from app.document.export import save_pages
from app.document.form import Form
from app.document.page import Page
from app.document.render import render
from app.document.rendered import Rendered
from app.errors import ExportError


def test_a_drive_that_is_gone_is_told_in_words_of_ours(
    tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_given: Any, **_named: Any) -> None:
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))

    monkeypatch.setattr(Path, "mkdir", gone)
    with pytest.raises(ExportError, match="the folder is not there and cannot be made"):
        save_pages([page], tmp_path / "gone" / "card", Form("png", 300))


def test_that_every_name_is_taken_is_told(
    tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MAX_ATTEMPTS", 3)
    for name in ("card.png", "card (2).png"):
        (tmp_path / name).touch()
    with pytest.raises(ExportError, match="every name like this one is taken"):
        save_pages([page], tmp_path / "card", Form("png", 300))


@pytest.mark.parametrize("file_format", ["png", "jpeg", "tiff"])
def test_resolution_is_written(tmp_path: Path, page: Page, file_format: str) -> None:
    (path,) = save_pages([page], tmp_path / "card", Form(file_format, 300))
    with Image.open(path) as picture:
        assert picture.size == (1011, 638)
        assert [round(float(value)) for value in picture.info["dpi"]] == [300, 300]


@pytest.mark.parametrize("file_format", ["png", "jpeg", "tiff"])
@pytest.mark.parametrize(
    ("dpi", "expected"), [(150, "own"), (600, 600), (0, "own")], ids=["sharper", "softer", "none"]
)
def test_a_sharper_picture_keeps_its_own_resolution_where_asked_to(
    tmp_path: Path, page: Page, file_format: str, dpi: int, expected: int | str
) -> None:
    own = render(page).size
    assert own.dpi == pytest.approx(856 / 85.6 * 25.4, rel=0.01)
    size = own if expected == "own" else render(page, dpi).size
    (path,) = save_pages([page], tmp_path / "card", Form(file_format, dpi, keep_sharper=True))
    with Image.open(path) as picture:
        assert picture.size == (size.width_px, size.height_px)
        assert [round(float(value)) for value in picture.info["dpi"]] == [round(size.dpi)] * 2


@pytest.mark.parametrize("file_format", ["pdf", "sheet"])
def test_a_sharper_page_of_a_pdf_is_finer_and_not_larger(
    tmp_path: Path, page: Page, file_format: str
) -> None:
    own, boxes, pixels = render(page).size, [], []
    for sharper in (False, True):
        form = Form(file_format, 100, keep_sharper=sharper)
        (path,) = save_pages([page.rotated(1)], tmp_path / "card", form)
        with pikepdf.open(path) as pdf:
            (each,) = pdf.pages
            box = each.mediabox
            if file_format == "sheet":  # the page lies on it as a form
                (each,) = each.Resources.XObject.values()
                box = each.BBox
            boxes.append([float(v) for v in box])
            (picture,) = each.Resources.XObject.values()
            pixels.append((int(picture.Height), int(picture.Width)))
    assert boxes[0] == boxes[1]
    assert pixels == [(337, 213), (own.width_px, own.height_px)]


@pytest.mark.parametrize("file_format", ["png", "jpeg", "sheet"])
def test_the_estimate_follows_whether_sharper_pictures_keep_theirs(
    tmp_path: Path, page: Page, file_format: str
) -> None:
    pages, counted = [page, page.rotated(1)], []
    for sharper in (True, False):
        about = estimated_bytes(pages, Form(file_format, 100, 90, keep_sharper=sharper))
        paths = save_pages(pages, tmp_path / "x", Form(file_format, 100, 90, keep_sharper=sharper))
        assert about == pytest.approx(sum(path.stat().st_size for path in paths), rel=0.2)
        counted.append(about)
    assert counted[0] > 2 * counted[1]
    # Where no picture is sharper it makes no difference.
    fine = [
        estimated_bytes(pages, Form(file_format, 400, 90, keep_sharper=sharper))
        for sharper in (True, False)
    ]
    assert fine[0] == fine[1]


def test_pdf_page_has_the_cards_millimetres(tmp_path: Path, page: Page) -> None:
    turned = page.rotated(1)
    (path,) = save_pages([page, turned], tmp_path / "card.pdf", Form("pdf", 300))
    with pikepdf.open(path) as pdf:
        sizes = [[float(v) / 72 * 25.4 for v in each.mediabox[2:]] for each in pdf.pages]
    np.testing.assert_allclose(sizes, [(85.6, 53.98), (53.98, 85.6)], atol=0.05)


def test_tiff_holds_every_page(tmp_path: Path, page: Page) -> None:
    (path,) = save_pages([page, page, page], tmp_path / "all", Form("tiff", 150))
    with Image.open(path) as picture:
        assert picture.n_frames == 3


@pytest.mark.parametrize("file_format", ["png", "jpeg", "tiff", "pdf", "sheet"])
def test_no_drawn_page_is_held_beyond_its_turn(
    tmp_path: Path, page: Page, file_format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[weakref.ref] = []
    alive: list[int] = []

    def watch(each: Page, **how: Any) -> Rendered:
        made = render(each, **how)
        alive.append(sum(old() is not None for old in drawn))
        drawn.append(weakref.ref(made))
        return made

    monkeypatch.setattr(export, "render", watch)
    save_pages([page.rotated(n) for n in range(5)], tmp_path / "all", Form(file_format, 72))
    assert len(drawn) == 5
    assert max(alive) <= 1  # the one before, until the next takes its place


@pytest.mark.parametrize("file_format", ["png", "jpeg", "tiff", "pdf"])
def test_same_pages_same_bytes_and_owner_only(tmp_path: Path, page: Page, file_format: str) -> None:
    folder = tmp_path / "a" / "folder of a folder"  # neither is there yet
    first = save_pages([page, page.rotated(1)], folder / "x", Form(file_format, 200))
    time.sleep(1.1)  # whatever a format knows of time, it knows in seconds
    second = save_pages([page, page.rotated(1)], tmp_path / "b" / "x", Form(file_format, 200))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in first)


def test_a_taken_name_is_left_alone(tmp_path: Path, page: Page) -> None:
    (tmp_path / "card.png").write_bytes(b"mine")
    (path,) = save_pages([page], tmp_path / "card.png", Form("png", 100))
    assert path.name == "card (2).png"
    assert (tmp_path / "card.png").read_bytes() == b"mine"


def test_dots_in_a_name_stay(tmp_path: Path, page: Page) -> None:
    (path,) = save_pages([page], tmp_path / "J. Smith v1.2", Form("png", 100))
    assert path.name == "J. Smith v1.2.png"


def test_long_and_foreign_names(tmp_path: Path, page: Page) -> None:
    (path,) = save_pages([page], tmp_path / ("证" * 300), Form("png", 100))
    assert len(os.fsencode(path.name)) <= 255
    assert path.name.startswith("证证证")


def test_a_long_name_leaves_room_for_its_number(tmp_path: Path, page: Page) -> None:
    names = [save_pages([page], tmp_path / ("a" * 300), Form("png", 100))[0].name for _ in range(2)]
    assert names[1].endswith(" (2).png")
    assert max(map(len, names)) <= 255


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_nothing(
    tmp_path: Path, page: Page, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(export.os, "fsync", full)
    with pytest.raises(ExportError, match="disk is full") as caught:
        save_pages([page], tmp_path / "card", Form("png", 100))
    assert caught.value.reason == "the disk is full"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "the folder may not be written to"),
        (errno.EPERM, "the folder may not be written to"),
    ],
)
def test_a_folder_that_takes_no_file(
    tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(export.os, "open", refuse)
    with pytest.raises(ExportError) as caught:
        save_pages([page], tmp_path / "card", Form("png", 100))
    assert caught.value.reason == reason


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize(
    "error", [MemoryError(), cv2.error("Insufficient memory"), cv2.error("Assertion failed")]
)
def test_a_page_that_cannot_be_drawn_leaves_no_file_of_any(
    tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch, error: Exception, first: int
) -> None:
    lack = "memory" in str(error) or isinstance(error, MemoryError)
    if isinstance(error, cv2.error):
        error.code = cv2.Error.StsNoMem if lack else cv2.Error.StsAssert  # type: ignore[attr-defined]
    drawn: list[Page] = []

    def fail(page: Page, **how: Any) -> Rendered:
        drawn.append(page)
        if len(drawn) > first:
            raise error
        return render(page, **how)

    monkeypatch.setattr(export, "render", fail)
    with pytest.raises(ExportError) as caught:
        save_pages([page, page], tmp_path / "card", Form("png", 100))
    assert (caught.value.reason == "the page does not fit into the memory") == lack
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [32, 33])  # as Windows counts
def test_a_file_in_use_is_no_lack_of_permission(
    tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> Path:
        error = PermissionError(errno.EACCES, "Permission denied")
        error.winerror = number  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportError) as caught:
        save_pages([page], tmp_path / "card", Form("png", 100))
    assert caught.value.reason == "another program is using it"


def test_another_fault_is_told_in_the_systems_words_without_a_path(
    tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(tmp_path))

    monkeypatch.setattr(export.os, "fsync", fail)
    with pytest.raises(ExportError) as caught:
        save_pages([page], tmp_path / "card", Form("png", 100))
    assert caught.value.reason == os.strerror(errno.EIO)


def test_a_file_where_a_folder_is_wanted(tmp_path: Path, page: Page) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(ExportError):
        save_pages([page], tmp_path / "out" / "card", Form("png", 100))


def test_no_pages_and_unknown_formats_are_refused(tmp_path: Path, page: Page) -> None:
    with pytest.raises(ExportError):
        save_pages([], tmp_path / "x", Form("png", 100))
    with pytest.raises(ExportError):
        save_pages([page], tmp_path / "x", Form("heic", 100))


@pytest.mark.parametrize("given", ["card.tiff", "card.TIF", "card.jpeg", "card"])
def test_a_known_suffix_is_replaced_not_added_to(tmp_path: Path, page: Page, given: str) -> None:
    (path,) = save_pages([page], tmp_path / given, Form("tiff", 150))
    assert path.name == "card.tif"


@pytest.mark.parametrize(("count", "last"), [(2, "-02"), (101, "-101")])
@pytest.mark.parametrize("stem", ["x", "证" * 300])
def test_pages_sort_by_name(tmp_path: Path, page: Page, stem: str, count: int, last: str) -> None:
    paths = save_pages([page] * count, tmp_path / stem, Form("jpeg", 5, 30))
    assert paths == sorted(paths)
    assert set(paths[-1].stem.removesuffix(last)) == {stem[0]}
