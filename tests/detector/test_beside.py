"""Documents beside each other: an outline in doubt takes none of another one, and may be two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from detector.around import shifted
from detector.confidence import FEATURES
from detector.corners import Cornered
from detector.mipmap import Mipmap
from detector.outlines import Outline
from detector.quad import Quad
from detector.refine import Refined
from detector.runtime import Detector
from detector.starts import LEAST_BESIDE
from tests.detector.test_second_look import CARD as LOOKS
from tests.detector.test_second_look import WIDE, Blank, Seer
from tests.detector.test_starts import CARD, PLAIN, Seen, doubts, outline, weighing

WIDTH = np.array((CARD.side_lengths[0], 0.0))
NEXT = Quad(CARD.corners + WIDTH)
BOTH = Quad(np.array([CARD.corners[0], NEXT.corners[1], NEXT.corners[2], CARD.corners[3]]))
# What the network saw of both: the right half of one, the left half of the other.
ACROSS = Quad(CARD.corners + 0.5 * WIDTH)


class Led(Seen):
    """Near looks lead to these outlines, by turns; the verifier's chance of each is given."""

    def __init__(self, near: list[Quad], chances: dict[Quad, float], start: Quad = CARD) -> None:
        super().__init__([], [], [], {}, {})
        self._start, self._near, self._chances = start, near, chances

    def glanced(self, quads: Sequence[Quad]) -> list[Cornered]:
        return [Cornered(self._start, 0.5, 0.5) for _ in quads]

    def cornered(self, quads: Sequence[Quad]) -> list[Cornered]:
        near = [self._near[n % len(self._near)] for n in range(len(quads))]
        moved = list(quads) == shifted(self._start)
        return [
            Cornered(led if moved else own, 0.5, 0.5) for own, led in zip(quads, near, strict=True)
        ]

    def verified(self, quads: Sequence[Quad]) -> list[float]:
        return [self._chances[quad] for quad in quads]


@pytest.mark.parametrize(("beside", "taken"), [([], BOTH), ([NEXT], CARD)])
def test_an_outline_does_not_take_the_document_beside_it(beside: list[Quad], taken: Quad) -> None:
    judge = doubts(weighing(0.0, verified=1.0), weighing(0.0))
    sight = Led([BOTH], {CARD: 0.1, BOTH: 0.4})
    (best,) = judge.settle(outline(), Refined(CARD, PLAIN), sight, beside)
    assert best.quad == taken


@pytest.mark.parametrize(("chance", "told"), [(0.5, [NEXT]), (0.7, [NEXT, CARD])])
def test_a_find_that_lies_on_two_documents_is_both(chance: float, told: list[Quad]) -> None:
    assert 0.5 < LEAST_BESIDE < 0.7
    judge = doubts(weighing(0.0, verified=1.0), weighing(0.0))
    sight = Led([CARD, NEXT], {ACROSS: 0.1, CARD: chance, NEXT: 0.9}, ACROSS)
    settled = judge.settle(outline(quad=ACROSS), Refined(ACROSS, PLAIN), sight)
    assert [each.quad for each in settled] == told


def test_both_are_told() -> None:
    class Two(Detector):
        def settled(self, picture: Mipmap, found: list[Outline]) -> list[list[Refined]]:
            return [[Refined(CARD, PLAIN), Refined(NEXT, PLAIN)] for _ in found]

    likely = (0.0,) * len(FEATURES) + (3.0,)
    card = replace(LOOKS, confidence=likely, presence=likely)
    found = Two(Seer({320: 0.9}), card, refiner=Blank()).detect(WIDE, upright=False)
    assert [each.quad for each in found] == [CARD, NEXT]


def test_the_other_one_may_be_known_already() -> None:
    judge = doubts(weighing(0.0, verified=1.0), weighing(0.0))
    sight = Led([CARD, NEXT], {ACROSS: 0.1, CARD: 0.7, NEXT: 0.9}, ACROSS)
    settled = judge.settle(outline(quad=ACROSS), Refined(ACROSS, PLAIN), sight, [NEXT])
    assert [each.quad for each in settled] == [CARD]


def test_what_is_likely_and_lies_apart_is_beside() -> None:
    judge = doubts(weighing(0.0, chance=1.0), weighing(0.0))

    def led(quad: Quad, chance: float) -> Refined:
        return Refined(quad, replace(PLAIN, chance=chance))

    far = Quad(CARD.corners + 3 * WIDTH)
    seen = [led(CARD, 0.9), led(NEXT, 0.9), led(BOTH, 0.9), led(far, 0.5)]
    assert judge.beside(0, [outline()] * 4, seen) == [NEXT]
