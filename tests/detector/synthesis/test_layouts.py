"""Sides without a portrait, cards that stand, frames that keep clear of the edge."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from detector.formats import A4, FORMATS, ID1, ID2, ID3
from detector.synthesis.assets import Assets
from detector.synthesis.colourings import draw_halves, draw_inset, draw_pictured, draw_plain
from detector.synthesis.layouts import render_layout
from detector.synthesis.papers import draw_booklet_page, draw_certificate, draw_record
from detector.synthesis.sheet import SheetPool

Draw = Callable[..., None]

SEEDS = range(160)


def test_the_same_seed_draws_the_same_document() -> None:
    for seed in SEEDS[:10]:
        first, again = (render_layout(np.random.default_rng(seed)) for _ in range(2))
        assert np.array_equal(first.image, again.image)
        assert np.array_equal(first.mask, again.mask)
    assert not np.array_equal(first.image, render_layout(np.random.default_rng(99)).image)


def test_each_has_the_shape_of_its_format_lying_or_standing() -> None:
    seen: set[tuple[str, bool]] = set()
    for seed in SEEDS:
        each = render_layout(np.random.default_rng(seed))
        height, width = each.image.shape[:2]
        sheet, stands = FORMATS[each.format], height > width
        long, short = max(sheet.width_mm, sheet.height_mm), min(sheet.width_mm, sheet.height_mm)
        assert abs(max(width, height) / min(width, height) - long / short) < 0.01
        # Whole in the middle of each side; of a card the very corners are round.
        assert each.mask[0, width // 2] == each.mask[height // 2, 0] == 255
        rounded = each.mask[0, 0] == each.mask[-1, -1] == 0
        assert rounded == (each.mask.min() == 0)
        assert rounded or each.format != ID1.name
        seen.add((each.format, stands))
    assert seen >= {(ID1.name, False), (ID1.name, True), (ID2.name, False), (ID3.name, True)}
    assert (A4.name, True) in seen


@pytest.mark.parametrize("draw", [draw_inset, draw_halves, draw_pictured, draw_plain])
def test_a_ground_that_misleads_is_drawn_over_the_whole_card(draw: Draw) -> None:
    untouched = []
    for seed in range(8):
        image = np.full((240, 380, 3), 77, np.uint8)
        draw(np.random.default_rng(seed), image, ())
        untouched.append((image == 77).all(axis=2).mean())
        assert image.std() > 1
    # Two grounds leave one of them; what is pale may come out as what was there.
    assert np.median(untouched) < (0.75 if draw is draw_halves else 0.01)


def test_a_print_within_a_margin_keeps_clear_of_the_edge() -> None:
    for seed in range(8):
        image = np.zeros((240, 380, 3), np.uint8)
        draw_inset(np.random.default_rng(seed), image, ())
        rim = np.concatenate([image[:3].reshape(-1, 3), image[:, -3:].reshape(-1, 3)])
        assert (rim == rim[0]).all()
        assert (image[:, 190] != rim[0]).any()


@pytest.mark.parametrize("draw", [draw_certificate, draw_record, draw_booklet_page])
def test_papers_are_drawn_on_any_shape(draw: Draw) -> None:
    for size in ((448, 640), (640, 448), (96, 128)):
        image = np.full((*size, 3), 230, np.uint8)
        draw(np.random.default_rng(3), image, ())
        assert image.std() > 2


def test_each_has_print_and_no_two_are_alike() -> None:
    spreads = [float(render_layout(np.random.default_rng(seed)).image.std()) for seed in SEEDS]
    assert min(spreads) > 1.5
    assert len(set(spreads)) == len(spreads)


def test_a_pool_draws_the_share_of_them_that_it_was_asked_for() -> None:
    def standing(layouts: float) -> int:
        pool = SheetPool(Assets(), 80, seed=4, width_px=128, layouts=layouts)
        sheets = [pool._render(index) for index in range(80)]
        return sum(sheet.image.shape[0] > 1.4 * sheet.image.shape[1] for sheet in sheets)

    none, all_ = standing(0.0), standing(1.0)
    assert all_ >= none + 8


@pytest.mark.parametrize("kind", ["layouts", "collages"])
def test_without_a_share_a_pool_is_what_it_was(kind: str) -> None:
    before = SheetPool(Assets(), 12, seed=3)
    after = SheetPool(Assets(), 12, seed=3, **{kind: 0.0})
    turned = SheetPool(Assets(), 12, seed=3, **{kind: 0.5})

    def drawn(pool: SheetPool) -> list[np.ndarray]:
        return [pool.draw(np.random.default_rng(n)).image for n in range(12)]

    usual = drawn(before)
    assert all(map(np.array_equal, usual, drawn(after)))
    pairs = zip(usual, drawn(turned), strict=True)
    assert any(a.shape != b.shape or not np.array_equal(a, b) for a, b in pairs)
