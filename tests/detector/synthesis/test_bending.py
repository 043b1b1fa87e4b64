"""Sheets that are not flat: their corners stay theirs, their sides bow, but not far."""

from __future__ import annotations

import numpy as np
import pytest

from detector.quad import Quad
from detector.synthesis import bending
from detector.synthesis.bending import BOW, bent
from detector.synthesis.sheet import Sheet

WIDE, TALL = 320, 200


def _sheet() -> Sheet:
    """Grey, with a white square of 9 px at each corner."""
    image = np.full((TALL, WIDE, 3), 110, np.uint8)
    for y in (slice(0, 9), slice(-9, None)):
        for x in (slice(0, 9), slice(-9, None)):
            image[y, x] = 255
    return Sheet(image, np.full((TALL, WIDE), 255, np.uint8), Quad.full(WIDE, TALL).corners)


def _edge(line: np.ndarray) -> tuple[float, float]:
    """Where a line of a mask begins and ends, px, to a part of one."""
    weight = line.astype(float) / 255
    inside = np.flatnonzero(weight > 0)
    first, last = int(inside[0]), int(inside[-1])
    return first + 0.5 - weight[first], last - 0.5 + weight[last]


@pytest.mark.parametrize("seed", range(24))
def test_the_mask_ends_at_the_labelled_corners(seed: int) -> None:
    curved = bent(np.random.default_rng(seed), _sheet())
    for index, (x, y) in enumerate(curved.corners):
        inward = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])[index]
        # All around the corner, what is white is the sheet's own square and within the mask.
        near = np.round(np.array([x, y]) + 4.5 * inward).astype(int)
        assert curved.mask[near[1], near[0]] == 255
        assert curved.image[near[1], near[0]].min() > curved.image[TALL // 2, WIDE // 2].max() * 1.2
        beyond = np.round(np.array([x, y]) - 2.5 * inward).astype(int)
        assert curved.mask[beyond[1], beyond[0]] == 0


@pytest.mark.parametrize("seed", range(12))
def test_a_cylinder_bows_one_pair_of_sides_within_the_range(seed: int) -> None:
    curved = bending._cylinder(np.random.default_rng(seed), _sheet())
    (x0, y0), (x1, y1) = curved.corners[0], curved.corners[2]
    bows = []
    for at in np.linspace(0.1, 0.9, 9):
        across = _edge(curved.mask[:, round(x0 + at * (x1 - x0))])
        along = _edge(curved.mask[round(y0 + at * (y1 - y0))])
        bows.append((across[0] - y0, across[1] - y1, along[0] - x0, along[1] - x1))
    found = np.abs(bows).max(axis=0)
    up, side = found[:2].max(), found[2:].max()
    bow, length, straight = (up, WIDE, side) if up > side else (side, TALL, up)
    assert BOW[0] * length - 0.6 < bow < BOW[1] * length + 0.6
    assert straight < 0.1


@pytest.mark.parametrize("seed", range(12))
def test_a_lift_moves_one_corner_only(seed: int) -> None:
    flat = _sheet()
    curved = bending._lifted(np.random.default_rng(seed), flat)
    room = (curved.mask.shape[0] - TALL) // 2
    moved = np.hypot(*(curved.corners - room - flat.corners).T)
    assert (moved > 1e-6).sum() == 1
    assert bending.LIFT[0] * TALL - 0.1 < moved.max() < bending.LIFT[1] * TALL + 0.1


def test_what_lies_within_a_page_stays_where_it_is() -> None:
    corners = np.array([(60.0, 40.0), (240.0, 40.0), (240.0, 150.0), (60.0, 150.0)])
    page = Sheet(_sheet().image, _sheet().mask, corners)
    for seed in range(12):
        curved = bent(np.random.default_rng(seed), page)
        room = (curved.mask.shape[0] - TALL) // 2
        np.testing.assert_allclose(curved.corners, corners + room)
