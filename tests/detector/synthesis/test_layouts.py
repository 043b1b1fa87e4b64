"""Sides without a portrait, cards that stand, frames that keep clear of the edge."""

from __future__ import annotations

import numpy as np

from detector.formats import ID1
from detector.synthesis.assets import Assets
from detector.synthesis.layouts import render_layout
from detector.synthesis.sheet import SheetPool

SEEDS = range(60)


def test_the_same_seed_draws_the_same_document() -> None:
    for seed in SEEDS[:10]:
        first, again = (render_layout(np.random.default_rng(seed)) for _ in range(2))
        assert np.array_equal(first.image, again.image)
        assert np.array_equal(first.mask, again.mask)
    assert not np.array_equal(first.image, render_layout(np.random.default_rng(99)).image)


def test_all_are_cards_lying_or_standing() -> None:
    drawn = [render_layout(np.random.default_rng(seed)) for seed in SEEDS]
    standing = 0
    for each in drawn:
        height, width = each.image.shape[:2]
        shape = ID1.turned if height > width else ID1
        standing += height > width
        assert each.format == ID1.name
        assert abs(width / height - shape.aspect) < 0.005
        # Round where a card is: empty in the very corner, whole in the middle of each side.
        assert each.mask[0, 0] == each.mask[-1, -1] == 0
        assert each.mask[0, width // 2] == each.mask[height // 2, 0] == 255
    assert 8 < standing < 30


def test_each_has_print_and_no_two_are_alike() -> None:
    spreads = [float(render_layout(np.random.default_rng(seed)).image.std()) for seed in SEEDS]
    assert min(spreads) > 4
    assert len({round(each, 3) for each in spreads}) == len(spreads)


def test_a_pool_draws_the_share_of_them_that_it_was_asked_for() -> None:
    def standing(layouts: float) -> int:
        pool = SheetPool(Assets(), 80, seed=4, width_px=128, layouts=layouts)
        sheets = [pool._render(index) for index in range(80)]
        return sum(sheet.image.shape[0] > 1.4 * sheet.image.shape[1] for sheet in sheets)

    none, all_ = standing(0.0), standing(1.0)
    assert all_ >= none + 8


def test_without_a_share_a_pool_is_what_it_was() -> None:
    before, after = SheetPool(Assets(), 12, seed=3), SheetPool(Assets(), 12, seed=3, layouts=0.0)
    turned = SheetPool(Assets(), 12, seed=3, layouts=0.5)
    for index in range(12):
        assert np.array_equal(before._render(index).image, after._render(index).image)
    pairs = [(before._render(n).image, turned._render(n).image) for n in range(12)]
    assert any(a.shape != b.shape or not np.array_equal(a, b) for a, b in pairs)
