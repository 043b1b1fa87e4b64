"""Outlines in doubt: which are looked at from elsewhere, and what becomes of the answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detector.confidence import FEATURES, Confidence
from detector.corners import Cornered
from detector.outlines import Outline
from detector.quad import Quad
from detector.refine import Evidence, Refined
from detector.starts import SHIFTS, Doubts, around

CARD = Quad([(100, 100), (260, 100), (260, 200), (100, 200)])
PLAIN = Evidence(seen=1.0, least_seen=1.0, deviation=0.02, believed=1.0, kept=1.0)


def weighing(bias: float, **weights: float) -> Confidence:
    """A regression of nothing but these features."""
    return Confidence(tuple(weights.get(name, 0.0) for name in FEATURES), bias)


def outline(chance: float = 0.5, quad: Quad = CARD) -> Outline:
    return Outline(quad, quad.box, 0.5, 0.5, seen=Cornered(quad, chance, 0.5))


def moved(quad: Quad, by_px: float) -> Quad:
    return Quad(quad.corners + by_px)


def test_it_is_looked_at_from_all_sides() -> None:
    quads = around(CARD)
    shifts = [quad.corners - CARD.corners for quad in quads]
    for shift, share in zip(shifts, SHIFTS, strict=True):
        np.testing.assert_allclose(shift, np.tile(share * CARD.area**0.5, (4, 1)))
    np.testing.assert_allclose(np.sum(shifts, axis=0), 0, atol=1e-9)


@pytest.mark.parametrize(
    ("right", "present", "doubted"),
    [(4.0, 4.0, False), (0.0, 4.0, True), (4.0, 0.0, True), (4.0, -4.0, False), (-4.0, 4.0, True)],
)
def test_what_is_plain_is_told_after_one_look(right: float, present: float, doubted: bool) -> None:
    doubts = Doubts(weighing(right), weighing(present))
    assert doubts.of([outline()], [Refined(CARD, PLAIN)]) == ([0] if doubted else [])
    # Where every corner is plain to see, no look leads elsewhere.
    plain = replace(PLAIN, chance=0.96, agreed=0.995)
    assert doubts.of([outline()], [Refined(CARD, plain)]) == []


def test_of_many_doubts_the_likeliest_are_settled() -> None:
    doubts = Doubts(weighing(0.0), weighing(0.0, chance=1.0))
    seen = [Refined(CARD, replace(PLAIN, chance=each)) for each in (0.3, 0.05, 0.6, 0.5, 0.4)]
    assert doubts.of([outline()] * 5, seen) == [2, 3]


def test_the_outline_that_the_picture_bears_out_best_is_taken() -> None:
    doubts = Doubts(weighing(0.0, seen=3.0), weighing(0.0))
    seen_at = {0.0: 0.4, 20.0: 0.7, 40.0: 0.9, 60.0: 0.5, 80.0: 0.1}
    asked: list[list[Quad]] = []

    def look(quads: list[Quad]) -> list[Cornered]:
        asked.append(quads)
        return [Cornered(moved(CARD, by), 0.5, 0.5) for by in (20.0, 40.0, 60.0, 80.0)]

    def follow(corners: Cornered) -> Refined:
        by = float(corners.quad.corners[0, 0] - CARD.corners[0, 0])
        return Refined(corners.quad, replace(PLAIN, seen=seen_at[by]))

    found = outline()
    best = doubts.settle(found, follow(found.corners), look, follow)
    assert best.quad == moved(CARD, 40.0)
    assert asked == [around(CARD)]


def test_all_looks_are_witnesses_of_a_document_and_like_ones_lead_to_one_outline() -> None:
    doubts = Doubts(weighing(0.0), weighing(0.0, chance=1.0))
    followed: list[Cornered] = []

    def follow(corners: Cornered) -> Refined:
        followed.append(corners)
        return Refined(corners.quad, replace(PLAIN, chance=corners.chance))

    def look(quads: list[Quad]) -> list[Cornered]:
        return [Cornered(moved(CARD, by), 0.1, 0.5) for by in (0.5, 50.0, 1.0, 50.5)]

    found = outline(chance=0.9)
    first = Refined(CARD, replace(PLAIN, chance=0.9))
    best = doubts.settle(found, first, look, follow)
    assert [each.quad for each in followed] == [moved(CARD, 50.0)]
    # The mean of the five log odds, ±log 9.
    assert best.evidence.chance == pytest.approx(1 / (1 + 9 ** (3 / 5)))
    assert doubts.present(found, best.evidence) == pytest.approx(best.evidence.chance)
    # None is likelier: the first look's outline stays.
    assert best.quad == CARD
