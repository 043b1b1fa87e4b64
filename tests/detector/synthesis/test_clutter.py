"""Things around documents, and light in bars."""

from __future__ import annotations

import numpy as np
import pytest

from detector.quad import Quad
from detector.synthesis.clutter import beside, blend_in, draw_things, slip_into_sleeve
from detector.synthesis.light import bars

CARD = Quad([(100.0, 80.0), (300.0, 90.0), (295.0, 215.0), (95.0, 205.0)])


@pytest.mark.parametrize("seed", range(8))
def test_a_neighbour_touches_and_does_not_cover(seed: int) -> None:
    neighbour = Quad(beside(np.random.default_rng(seed), CARD, 1.6))
    assert neighbour.jaccard(CARD) < 0.01
    gaps = np.abs(neighbour.corners[:, None] - CARD.corners).max(axis=2)
    assert gaps.min() < 0.15 * CARD.area**0.5


def test_a_sleeve_leaves_no_trace_far_away() -> None:
    canvas = np.full((300, 400, 3), 90, np.uint8)
    slipped = slip_into_sleeve(np.random.default_rng(0), canvas, CARD)
    assert (slipped != canvas).any()
    assert (slipped[:40] == 90).all()


def test_things_lie_near_the_document() -> None:
    canvas = np.full((900, 1200, 3), 90, np.uint8)
    changed = draw_things(np.random.default_rng(1), canvas, CARD) != canvas
    assert changed.any()
    assert not changed[600:, 900:].any()


def test_blending_in_brings_the_surroundings_near_the_rim() -> None:
    sheet = np.full((50, 80, 3), 230, np.uint8)
    canvas = np.full((300, 400, 3), 20, np.uint8)
    assert blend_in(np.random.default_rng(2), canvas, sheet).mean() > 110


def test_bars_only_darken() -> None:
    gains = np.stack([bars(np.random.default_rng(seed), 120, 160) for seed in range(20)])
    assert gains.max() <= 1
    assert gains.min() > 0.2
    assert (np.ptp(gains, axis=(1, 2)) > 0.1).mean() > 0.8
