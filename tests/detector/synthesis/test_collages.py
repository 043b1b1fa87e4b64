"""Documents whose parts stand anywhere, and the pictures of them that are trained on."""

from __future__ import annotations

import numpy as np

from detector.formats import FORMATS, ID1
from detector.synthesis.assets import Assets
from detector.synthesis.collages import render_collage

SEEDS = range(40)


def test_the_same_seed_draws_the_same_document() -> None:
    for seed in SEEDS[:8]:
        first, again = (render_collage(np.random.default_rng(seed)) for _ in range(2))
        assert np.array_equal(first.image, again.image)
        assert np.array_equal(first.mask, again.mask)


def test_each_has_the_shape_of_its_format_lying_or_standing_and_no_two_are_alike() -> None:
    stands, spreads = [], []
    for seed in SEEDS:
        each = render_collage(np.random.default_rng(seed))
        height, width = each.image.shape[:2]
        long, short = max(height, width), min(height, width)
        known = FORMATS[each.format]
        assert abs(long / short - max(known.aspect, 1 / known.aspect)) < 0.01
        assert (each.mask[0, 0] == 0) == (each.format == ID1.name)
        assert each.mask[height // 2, width // 2] == 255
        stands.append(height > width)
        spreads.append(float(each.image.std()))
    assert 0.2 < np.mean(stands) < 0.6
    assert len(set(spreads)) == len(spreads)


def test_a_portrait_may_stand_anywhere() -> None:
    """Red faces on documents that are drawn without red, near each of the four corners."""
    face = np.zeros((60, 48, 3), np.uint8)
    face[:] = (0, 0, 255)
    places = []
    for seed in range(90):
        image = render_collage(np.random.default_rng(seed), [face]).image.astype(int)
        red = (image[..., 2] > 230) & (image[..., 0] < 40) & (image[..., 1] < 40)
        if red.mean() > 0.04:
            y, x = np.nonzero(red)
            places.append(
                (np.median(y) / image.shape[0] > 0.5, np.median(x) / image.shape[1] > 0.5)
            )
    assert len(places) > 12
    assert len(set(places)) == 4
    assert all(places.count(each) > 1 for each in set(places))


def test_print_on_a_dark_ground_is_light() -> None:
    """Of the darkest documents the print is above the ground, of the lightest below it."""
    images = [render_collage(np.random.default_rng(seed)).image for seed in range(70)]
    grounds = [float(np.median(each)) for each in images]
    dark = [each for each, ground in zip(images, grounds, strict=True) if ground < 50]
    light = [each for each, ground in zip(images, grounds, strict=True) if ground > 235]
    assert len(dark) > 2 < len(light)
    assert np.mean([np.quantile(each, 0.995) for each in dark]) > 150
    assert np.mean([np.quantile(each, 0.005) for each in light]) < 110


def test_what_is_trained_on_has_them_and_figures_are_of_what_they_were() -> None:
    from detector.training.upright_cache import OneSheetPool

    plain, same = (OneSheetPool(Assets(), n, collages=0.0).only() for n in (5, 5))
    assert np.array_equal(plain.image, same.image)
    asked = [OneSheetPool(Assets(), n, collages=1.0).only().image for n in range(12)]
    usual = [OneSheetPool(Assets(), n).only().image for n in range(12)]
    unlike = [
        a.shape != b.shape or not np.array_equal(a, b) for a, b in zip(asked, usual, strict=True)
    ]
    assert sum(unlike) >= 10  # but for open booklets, which are drawn in either
