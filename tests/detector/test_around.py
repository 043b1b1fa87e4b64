"""Where else an outline in doubt is looked at from."""

from __future__ import annotations

from collections import Counter

import numpy as np

from detector.around import SHIFTS, SLIPS, grown, shifted, slipped
from detector.quad import Quad
from tests.detector.test_starts import CARD


def test_it_is_looked_at_from_all_sides() -> None:
    quads = shifted(CARD)
    for quad, share in zip(quads, SHIFTS, strict=True):
        np.testing.assert_allclose(
            quad.corners - CARD.corners, np.tile(share * CARD.area**0.5, (4, 1))
        )
    np.testing.assert_allclose(np.sum([q.corners - CARD.corners for q in quads], axis=0), 0, atol=1)


def test_each_side_is_moved_in_its_own_plane() -> None:
    quads = slipped(CARD)
    assert len(quads) == 4 * len(SLIPS)
    # Of a card 160 × 100 px, flat: one side each, in or out.
    moves = np.array([(quad.corners - CARD.corners) for quad in quads])
    assert (np.count_nonzero(np.abs(moves) > 1e-6, axis=(1, 2)) == 2).all()
    sides = [tuple(np.flatnonzero(np.abs(each).max(axis=1) > 1e-6)) for each in moves]
    assert Counter(sides) == dict.fromkeys([(0, 1), (1, 2), (2, 3), (0, 3)], len(SLIPS))
    sizes = [[round(side, 3) for side in quad.side_lengths[:2]] for quad in quads]
    heights = sorted({height for width, height in sizes if width == 160})
    np.testing.assert_allclose(heights, sorted(100 * (1 + slip) for slip in SLIPS))
    leaning = Quad([(100, 100), (260, 110), (250, 200), (110, 190)])
    ends = leaning.corners[[1, 2, 3, 0]] - leaning.corners
    for quad in slipped(leaning):
        moves = quad.corners - leaning.corners
        kept = np.abs(moves).max(axis=1) < 1e-6
        assert kept.sum() == 2
        # A corner that moves stays on the line of a side that does not.
        for move, along, before in zip(moves, ends, np.roll(ends, 1, axis=0), strict=True):
            off = [abs(move[0] * side[1] - move[1] * side[0]) for side in (along, before)]
            assert min(off) < 1e-6


def test_from_further_out_as_much_is_seen_on_every_side() -> None:
    (around,) = grown(CARD, (0.1,))
    np.testing.assert_allclose(around.corners, [(84, 90), (276, 90), (276, 210), (84, 210)])
