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


def solid(aspect: int) -> Watermark:
    """Nothing but ink, so many times as wide as it is high."""
    return Watermark("Copy for a test", np.full((10, 10 * aspect), 255, np.uint8))


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


@pytest.mark.parametrize(
    ("value", "colours", "expected"),
    [
        # 42 % of the ink, of a dark red or a dark grey, and 58 % of the page.
        (255, "colour", (174.8, 166.4, 220.1)),
        (255, "grey", (164.7,) * 3),
        (100, "grey", (74.8,) * 3),
        # Where a page is dark, 42 % of white.
        (80, "grey", (153.5,) * 3),
        (0, "colour", (107.1,) * 3),
    ],
)
def test_what_is_below_full_ink_is_seen_through_it(
    value: int, colours: watermark_module.Colours, expected: tuple[float, float, float]
) -> None:
    after = written_across(plain(300, 400, value), solid(8), colours)
    pixels = after.reshape(-1, 3).astype(int)
    furthest = pixels[np.abs(pixels - value).sum(axis=1).argmax()]
    np.testing.assert_allclose(furthest, expected, atol=1.5)


def test_in_black_and_white_every_third_px_of_the_ink_is_turned() -> None:
    page = plain(600, 600, 255)
    turned = inked(page, written_across(page, solid(8), "bw"))
    assert turned.sum() / inked(page, written_across(page, solid(8), "grey")).sum() == (
        pytest.approx(1 / 3, rel=0.02)
    )


@pytest.mark.parametrize(
    ("aspect", "thickness_px"),
    [
        (8, 55.0),  # 0.055 of the shorter side
        (60, 20.0),  # a long one: 0.85 of the diagonal of 1414 px is a line's length
    ],
)
def test_a_line_rises_to_the_right_and_is_as_high_as_a_thumbnail_needs(
    aspect: int, thickness_px: float
) -> None:
    page = plain(1000, 1000, 255)
    ink = inked(page, written_across(page, solid(aspect), "colour")).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    y, x = np.nonzero(labels == 1 + stats[1:, cv2.CC_STAT_AREA].argmax())
    (dx, dy, *_) = cv2.fitLine(np.float32([x, y]).T, cv2.DIST_L2, 0, 0.01, 0.01).ravel()
    assert dy / dx == pytest.approx(-np.tan(np.radians(30)), abs=0.02)
    across = x * np.sin(np.radians(30)) + y * np.cos(np.radians(30))
    assert np.ptp(across) == pytest.approx(thickness_px, abs=2)


def test_ink_lies_one_and_a_half_heights_apart_on_lines_two_and_a_half_heights_apart() -> None:
    page = plain(2000, 2000, 255)
    share = inked(page, written_across(page, solid(8), "colour")).mean()
    assert share == pytest.approx(8 / (8 + 1.5) / 2.6, rel=0.03)


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
