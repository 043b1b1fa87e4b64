"""A watermark is everywhere, on whatever is below it, and leaves a page what it is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.document import watermark as watermark_module
from app.document.watermark import MAX_CHARACTERS, Watermark, written_across

SIZES = [(540, 856), (1754, 1240), (1200, 200), (90, 142)]


def line(aspect: float = 8.0) -> np.ndarray:
    """Bars, about as much ink as letters have."""
    mask = np.zeros((96, round(96 * aspect)), np.uint8)
    mask[20:76, ::12] = 255
    return cv2.dilate(mask, np.ones((1, 5), np.uint8))


def mark(aspect: float = 8.0) -> Watermark:
    return Watermark("Copy for a test", line(aspect))


def plain(height: int, width: int, value: int) -> np.ndarray:
    return np.full((height, width, 3), value, np.uint8)


def inked(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Where the page has changed so that it can be seen."""
    return np.abs(before.astype(int) - after).max(axis=2) >= 20


@pytest.mark.parametrize("colours", ["colour", "grey", "bw"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("aspect", [2.0, 8.0, 60.0])
def test_no_part_of_a_page_is_without(
    size: tuple[int, int], aspect: float, colours: watermark_module.Colours
) -> None:
    page = plain(*size, 255)
    ink = inked(page, written_across(page, mark(aspect), colours))
    side = min(size) // 2
    for top in range(0, size[0] - side + 1, side):
        for left in range(0, size[1] - side + 1, side):
            share = ink[top : top + side, left : left + side].mean()
            assert share > 0.005, (top, left)
    assert ink.mean() < 0.35  # what it is written across can be read


@pytest.mark.parametrize("value", [0, 60, 128, 200, 255])
@pytest.mark.parametrize("colours", ["colour", "grey"])
def test_it_is_seen_on_whatever_is_below(value: int, colours: watermark_module.Colours) -> None:
    page = plain(540, 856, value)
    assert inked(page, written_across(page, mark(), colours)).mean() > 0.02


def test_grey_stays_grey_and_black_and_white_has_two_values() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (300, 400, 1), np.uint8).repeat(3, axis=2)
    grey = written_across(noise, mark(), "grey")
    assert (grey[..., 0] == grey[..., 1]).all()
    assert (grey[..., 0] == grey[..., 2]).all()
    two = written_across(np.where(noise < 128, np.uint8(0), np.uint8(255)), mark(), "bw")
    assert set(np.unique(two)) == {0, 255}


@pytest.mark.parametrize("colours", ["colour", "grey", "bw"])
def test_what_lies_between_the_letters_is_untouched(colours: watermark_module.Colours) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (300, 400, 3), np.uint8)
    after = written_across(noise, mark(), colours)
    assert (after == noise).all(axis=2).mean() > 0.5


@pytest.mark.parametrize("colours", ["colour", "bw"])
def test_a_page_is_the_same_however_it_is_cut_for_the_work(
    monkeypatch: pytest.MonkeyPatch, colours: watermark_module.Colours
) -> None:
    noise = np.random.default_rng(2).integers(0, 256, (310, 200, 3), np.uint8)
    whole = written_across(noise, mark(), colours)
    monkeypatch.setattr(watermark_module, "BAND", 7)
    np.testing.assert_array_equal(written_across(noise, mark(), colours), whole)


def test_a_thumbnail_shows_it_where_the_page_has_it() -> None:
    large = written_across(plain(1080, 1712, 255), mark(), "colour")
    small = written_across(plain(270, 428, 255), mark(), "colour")
    shrunk = cv2.resize(large, (428, 270), interpolation=cv2.INTER_AREA)
    assert np.abs(shrunk.astype(int) - small).mean() < 6
    assert np.abs(255 - small.astype(int)).mean() > 3


def test_the_given_page_is_not_written_to() -> None:
    page = plain(100, 150, 255)
    page.setflags(write=False)
    written_across(page, mark(), "colour")
    assert (page == 255).all()


@pytest.mark.parametrize("text", ["", "x" * (MAX_CHARACTERS + 1)])
def test_a_text_is_neither_empty_nor_endless(text: str) -> None:
    with pytest.raises(ValueError, match="characters"):
        Watermark(text, line())


def test_a_mask_has_two_dimensions() -> None:
    with pytest.raises(ValueError, match="shape"):
        Watermark("x", np.zeros((3, 3, 3), np.uint8))
