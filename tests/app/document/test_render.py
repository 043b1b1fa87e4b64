"""A page's picture: always computed from the original and the edits."""

from __future__ import annotations

import numpy as np
import pytest

from app.document.page import Page
from app.document.render import apply_filter, render, thumbnail


def test_four_turns_are_none(page: Page) -> None:
    turned = page
    for _ in range(4):
        turned = turned.rotated(1)
    assert turned == page
    quarter = render(page.rotated(1))
    np.testing.assert_array_equal(quarter.image, np.rot90(render(page).image, -1))
    assert (quarter.size.width_mm, quarter.size.height_mm) == (53.98, 85.6)


def test_filters_start_from_the_original(page: Page) -> None:
    back = page.with_filter("bw").with_filter("clean").with_filter("colour")
    np.testing.assert_array_equal(render(back).image, render(page).image)
    black_and_white = render(page.with_filter("bw")).image
    assert set(np.unique(black_and_white)) <= {0, 255}
    grey = render(page.with_filter("grey")).image
    assert (grey[..., 0] == grey[..., 2]).all()


def test_round_corners_go_with_the_card_when_it_is_turned(page: Page) -> None:
    rounded = page.with_rounded(True)
    for turns in range(4):
        corner = render(rounded.rotated(turns)).image[[0, 0, -1, -1], [0, -1, 0, -1]]
        assert (corner == 255).all()
    np.testing.assert_array_equal(render(rounded.with_rounded(False)).image, render(page).image)
    as_passport = render(rounded.with_format("ID-3"))
    np.testing.assert_array_equal(as_passport.image, render(page.with_format("ID-3")).image)


def test_clean_paper_whitens_a_shadow() -> None:
    paper = np.full((200, 300, 3), 200, np.uint8)
    paper[:, 150:] = 120
    paper[98:104, 40:260] = 30
    cleaned = apply_filter(paper, "clean")
    assert cleaned[20, 20].min() > 230
    assert cleaned[20, 280].min() > 230
    assert cleaned[100, 60].max() < 80


def test_a_thumbnail_fits(page: Page) -> None:
    small = thumbnail(page, 120)
    assert max(small.shape[:2]) == 120
    assert small.shape[1] / small.shape[0] == pytest.approx(85.6 / 53.98, rel=0.02)


def test_a_thumbnail_is_no_larger_than_the_page(page: Page) -> None:
    assert thumbnail(page, 10_000).shape == render(page).image.shape
