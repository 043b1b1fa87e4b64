"""Scenes with hardly any light."""

from __future__ import annotations

import numpy as np

from detector.exposure import lifted
from detector.synthesis.darkness import LIGHT, NOISE, dimmed


def test_light_is_left_within_its_range_and_the_picture_keeps_its_form() -> None:
    picture = np.full((120, 160, 3), 200, np.uint8)
    for seed in range(30):
        dark = dimmed(np.random.default_rng(seed), picture)
        assert dark.shape == picture.shape
        assert dark.dtype == np.uint8
        # Noise is cut off at 0: the mean of what is left may lie a little above.
        assert 200 * LIGHT[0] - 1 < dark.mean() < 200 * LIGHT[1] + NOISE[1]


def test_noise_stays_beside_what_is_lifted() -> None:
    picture = np.zeros((240, 320, 3), np.uint8)
    picture[:, 160:] = 220
    for seed in range(10):
        bright = lifted(dimmed(np.random.default_rng(seed), picture)).astype(float)
        left, right = bright[:, :160], bright[:, 160:]
        assert right.mean() > left.mean() + 60
        assert right.std() > 1


def test_the_same_seed_gives_the_same_darkness() -> None:
    picture = np.random.default_rng(5).integers(0, 256, (40, 60, 3), np.uint8)
    first, second = (dimmed(np.random.default_rng(9), picture) for _ in range(2))
    np.testing.assert_array_equal(first, second)
