"""Headers in their surroundings' colour, as networks see them in training."""

from __future__ import annotations

import cv2
import numpy as np

from detector.training.headers import DEPTH, headed

CARD = np.array([(60.0, 40.0), (340.0, 50.0), (330.0, 230.0), (70.0, 220.0)])


def picture() -> np.ndarray:
    image = np.full((280, 400, 3), 60, np.uint8)
    cv2.fillConvexPoly(image, CARD.astype(np.int32), (220, 220, 220))
    return image


def test_a_band_along_one_side_takes_on_the_surroundings_colour() -> None:
    plain = picture()
    for seed in range(20):
        seen = headed(np.random.default_rng(seed), plain, CARD)
        changed = (seen != plain).any(axis=2)
        inside = (plain[..., 0] == 220) & changed
        share = inside.sum() / (plain[..., 0] == 220).sum()
        assert DEPTH[0] * 0.7 < share < DEPTH[1] * 1.1
        # Outside, no more than the rim.
        assert (changed & ~inside).sum() < 0.05 * changed.size
        # Nearer to the table than to the card.
        assert np.median(seen[inside]) < 140


def test_the_given_picture_stays_as_it_is_and_bad_corners_change_nothing() -> None:
    plain = picture()
    headed(np.random.default_rng(1), plain, CARD)
    assert np.array_equal(plain, picture())
    line = np.array([(0.0, 0.0), (10.0, 10.0), (20.0, 20.0), (30.0, 30.0)])
    assert headed(np.random.default_rng(1), plain, line) is plain
    assert headed(np.random.default_rng(1), plain, CARD + 9000) is plain


def test_bands_are_as_thin_as_a_rim_and_as_deep_as_a_header() -> None:
    plain = picture()
    card = plain[..., 0] == 220
    shares = []
    for seed in range(60):
        changed = (headed(np.random.default_rng(seed), plain, CARD) != plain).any(axis=2)
        shares.append((changed & card).sum() / card.sum())
    assert np.mean(np.array(shares) < 0.05) > 0.2
    assert np.mean(np.array(shares) > 0.15) > 0.15
