"""Frames and margins within a document's edge, as networks see them in training."""

from __future__ import annotations

import cv2
import numpy as np

from detector.quad import Quad
from detector.training.framing import GAP, framed

CARD = np.array([(60.0, 40.0), (340.0, 50.0), (330.0, 230.0), (70.0, 220.0)])
SEEDS = range(60)


def picture() -> np.ndarray:
    image = np.full((280, 400, 3), 60, np.uint8)
    cv2.fillConvexPoly(image, CARD.astype(np.int32), (180, 200, 220))
    cv2.circle(image, (200, 130), 30, (20, 40, 60), -1)
    return image


def outside() -> np.ndarray:
    """bool (280, 400): farther from the card than its edge is soft."""
    card = np.zeros((280, 400), np.uint8)
    cv2.fillConvexPoly(card, CARD.astype(np.int32), 255)
    return cv2.dilate(card, np.ones((5, 5), np.uint8)) == 0


def test_all_that_changes_lies_within_the_document_and_not_in_its_middle() -> None:
    plain = picture()
    for seed in SEEDS:
        seen = framed(np.random.default_rng(seed), plain, CARD)
        changed = (seen != plain).any(axis=2)
        assert changed.mean() > 0.002
        assert not (changed & outside()).any()
    assert np.array_equal(plain, picture())


def test_it_runs_along_all_four_sides_the_same_distance_from_each() -> None:
    plain = picture()
    page, told = Quad(CARD).homography(280, 180), 0
    for seed in SEEDS:
        seen = framed(np.random.default_rng(seed), plain, CARD)
        flat = [cv2.warpPerspective(each, page, (280, 180)).astype(int) for each in (plain, seen)]
        changed = np.abs(flat[0] - flat[1]).max(axis=2) > 25
        # From each side as far as a frame may lie within it, px; the middle's print lies beyond.
        depth = round(GAP[1] * 180) + 4
        rays = (changed[:depth, 140], changed[: -depth - 1 : -1, 140])
        rays += (changed[90, :depth], changed[90, : -depth - 1 : -1])
        firsts = [int(np.argmax(ray)) for ray in rays if ray.any()]
        told += len(firsts) == 4
        assert not firsts or max(firsts) - min(firsts) <= 6
    assert told > 0.6 * len(SEEDS)


def test_a_margin_draws_the_print_together_and_a_line_leaves_it() -> None:
    plain = picture()
    moved = 0
    for seed in SEEDS:
        seen = framed(np.random.default_rng(seed), plain, CARD)
        dark = (seen[100:160, 160:240] < 70).all(axis=2).sum()
        before = (plain[100:160, 160:240] < 70).all(axis=2).sum()
        moved += dark < before
    assert 0.2 * len(SEEDS) < moved < 0.8 * len(SEEDS)


def test_bad_corners_change_nothing() -> None:
    plain = picture()
    line = np.array([(0.0, 0.0), (10.0, 10.0), (20.0, 20.0), (30.0, 30.0)])
    assert framed(np.random.default_rng(1), plain, line) is plain
