"""Each page of a TIFF is a picture of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.document import leaf as leaf_module
from app.document import picture as picture_module
from app.document.encode import encode_tiff
from app.document.leaf import Leaf, Origin, frames_in, leaves_of
from app.document.original import Original
from app.document.page import Page
from app.document.render import render
from app.errors import PictureError
from detector.quad import Quad
from tests.app.document.test_picture import TO_STORED, is_scene, scene

GREYS = (40, 90, 140, 190)


def write(path: Path, *pictures: Image.Image, **options: object) -> Path:
    pictures[0].save(path, save_all=True, append_images=pictures[1:], **options)
    return path


def greys(size: tuple[int, int] = (50, 30)) -> list[Image.Image]:
    return [Image.new("L", size, grey) for grey in GREYS]


@pytest.mark.parametrize("options", [{}, {"compression": "tiff_lzw"}, {"big_tiff": True}])
def test_pages_come_in_order_each_with_its_number(tmp_path: Path, options: dict) -> None:
    leaves = leaves_of(write(tmp_path / "fax.tif", *greys(), **options))
    assert [leaf.number for leaf in leaves] == [1, 2, 3, 4]
    assert [leaf.stem for leaf in leaves] == ["fax 1", "fax 2", "fax 3", "fax 4"]
    assert [int(leaf.load().image[0, 0, 0]) for leaf in leaves] == list(GREYS)
    assert not any(leaf.load().data for leaf in leaves)  # else each would keep all of them


def test_a_tiff_that_was_saved_here_comes_back_page_by_page(tmp_path: Path) -> None:
    shades = [np.full((30, 50, 3), grey, np.uint8) for grey in GREYS]
    pages = [Page(str(n), Original(shade), Quad.full(50, 30)) for n, shade in enumerate(shades)]
    path = tmp_path / "saved.tif"
    path.write_bytes(encode_tiff(map(render, pages)))
    assert [round(leaf.load().image.mean()) for leaf in leaves_of(path)] == list(GREYS)


@pytest.mark.parametrize("orientation", TO_STORED)
def test_each_page_comes_upright_by_its_own_note(tmp_path: Path, orientation: int) -> None:
    method = TO_STORED[orientation]
    turned = scene().transpose(method) if method is not None else scene()
    turned.encoderinfo = {"tiffinfo": {274: orientation}}
    leaves = leaves_of(write(tmp_path / "turned.tif", scene(), turned, scene()))
    assert [is_scene(leaf.load().image) for leaf in leaves] == [True, True, True]


@pytest.mark.parametrize("suffix", ["tif", "png", "jpg", "gif", "webp"])
def test_one_picture_is_one_leaf_with_the_name_and_the_bytes_of_its_file(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"one.{suffix}"
    scene().save(path)
    (leaf,) = leaves_of(path)
    assert leaf.stem == "one"
    assert leaf.load().data == path.read_bytes()


@pytest.mark.parametrize("suffix", ["gif", "webp", "png"])
def test_frames_that_move_are_no_pages(tmp_path: Path, suffix: str) -> None:
    moving = write(tmp_path / f"moving.{suffix}", scene(), Image.new("RGB", (60, 40)))
    (leaf,) = leaves_of(moving)
    assert is_scene(leaf.load().image)


def test_small_copies_and_masks_are_no_pages(tmp_path: Path) -> None:
    small = scene().resize((12, 8))
    small.encoderinfo = {"tiffinfo": {254: 1}}
    mask = scene().convert("L")
    mask.encoderinfo = {"tiffinfo": {254: 4}}
    for pictures in ((scene(), small, mask), (small, mask, scene())):
        (leaf,) = leaves_of(write(tmp_path / "copies.tif", *pictures))
        assert is_scene(leaf.load().image)


def test_the_limit_holds_for_each_page_before_its_pixels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = Image.new("L", (50, 30)), Image.new("L", (500, 300))
    first, second, third = leaves_of(write(tmp_path / "bomb.tif", small, large, small))
    monkeypatch.setattr(picture_module, "MAX_PIXELS", 2000)
    asked: list[int] = []
    first.load(asked.append)
    third.load(asked.append)
    with pytest.raises(PictureError, match="too large: 500 × 300"):
        second.load(asked.append)
    assert asked == [50 * 30 * 3] * 2


def test_a_page_that_is_damaged_does_not_take_the_others_along(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (3, 60, 80), np.uint8)
    path = write(
        tmp_path / "cut.tif", *map(Image.fromarray, noise), compression="tiff_adobe_deflate"
    )
    with Image.open(path) as opened:
        opened.seek(1)
        (where,) = opened.tag_v2[273]
    data = bytearray(path.read_bytes())
    data[where : where + 200] = bytes(200)
    path.write_bytes(data)
    first, second, third = leaves_of(path)
    with pytest.raises(PictureError, match="damaged"):
        second.load()
    np.testing.assert_array_equal(first.load().image[..., 0], noise[0])
    np.testing.assert_array_equal(third.load().image[..., 0], noise[2])


def test_a_page_at_which_a_file_is_cut_off_is_not_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "cut.tif", *greys())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 20])
    *whole, cut = leaves_of(path)
    assert [int(leaf.load().image[0, 0, 0]) for leaf in whole] == list(GREYS[: len(whole)])
    with pytest.raises(PictureError, match="damaged or cut off"):
        cut.load()


def test_a_chain_of_frames_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "long.tif", *greys())
    monkeypatch.setattr(leaf_module, "MAX_LEAVES", len(GREYS))
    assert len(leaves_of(path)) == len(GREYS)
    monkeypatch.setattr(leaf_module, "MAX_LEAVES", len(GREYS) - 1)
    with pytest.raises(PictureError, match="more than 3 pictures"):
        leaves_of(path)


def missing(_path: Path) -> None: ...


@pytest.mark.parametrize(
    "make",
    [missing, Path.touch, Path.mkdir, lambda path: path.write_bytes(b"II*\0 and no more")],
    ids=["missing", "empty", "folder", "cut"],
)
def test_what_cannot_be_read_is_one_leaf_that_says_so(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    make(tmp_path / "x.tif")
    assert leaves_of(tmp_path / "x.tif") == (Leaf(tmp_path / "x.tif"),)
    with pytest.raises(PictureError):
        Leaf(tmp_path / "x.tif").load()


@pytest.mark.parametrize("data", [b"", b"II*\0", b"II*\0\x08\0\0\0\xff\xff and no more", b"a note"])
def test_bytes_that_are_no_file_are_one_picture_which_says_what_is_wrong(data: bytes) -> None:
    assert frames_in(data, Path("pasted")) == [0]
    with pytest.raises(PictureError):
        picture_module.picture_in(data, Path("pasted"))


def test_a_file_is_there_as_long_as_it_is_what_it_was(tmp_path: Path) -> None:
    path = write(tmp_path / "a.png", Image.new("L", (50, 30), 90))
    origin = Origin.of(Leaf(path))
    assert origin.there
    os.utime(path, ns=(0, origin.modified_ns + 1_000_000_000))
    assert not origin.there
    assert Origin.of(Leaf(path)).there
    path.unlink()
    assert not origin.there
