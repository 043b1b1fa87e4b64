"""Outlines in doubt: which are looked at from elsewhere, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from detector.around import MARGINS, OUTER_SLIPS, grown, shifted, slipped
from detector.confidence import FEATURES, Confidence
from detector.corners import Cornered
from detector.outlines import Outline
from detector.quad import Quad
from detector.refine import Evidence, Refined
from detector.starts import GLANCE_MARGIN, MAX_FOLLOWED, Chances, Doubts

CARD = Quad([(100, 100), (260, 100), (260, 200), (100, 200)])
PLAIN = Evidence(seen=1.0, least_seen=1.0, deviation=0.02, believed=1.0, kept=1.0)


def weighing(bias: float, **weights: float) -> Confidence:
    """A regression of nothing but these features."""
    return Confidence(tuple(weights.get(name, 0.0) for name in FEATURES), bias)


def outline(chance: float = 0.5, quad: Quad = CARD) -> Outline:
    return Outline(quad, quad.box, 0.5, 0.5, seen=Cornered(quad, chance, 0.5))


def moved(quad: Quad, by_px: float) -> Quad:
    return Quad(quad.corners + by_px)


def doubts(right: Confidence, present: Confidence) -> Doubts:
    return Doubts(Chances(right, present), Chances(right, present))


class Seen:
    """What is seen of a card by px that it is moved by: the corners that near looks, glances, and
    looks from where these led, lead to, what its sides show, and what the verifier says of it; of
    an outline itself the last look sees last. further : what looks from further out lead to, none
    where that is None. asked, followed : what was."""

    def __init__(
        self,
        near: list[float],
        glances: list[float],
        again: list[float],
        seen: dict[float, float],
        verified: dict[float, float],
        chance: float = 0.5,
        last: tuple[float, float] = (0.5, 0.5),
        further: list[float] | None = None,
    ) -> None:
        self._further = further
        self._answers, self._glances = [near, again], glances
        self._seen, self._verified, self._chance, self._last = seen, verified, chance, last
        self.asked: list[list[Quad]] = []
        self.followed: list[float] = []

    def glanced(self, quads: Sequence[Quad]) -> list[Cornered]:
        self.asked.append(list(quads))
        if len(quads) < len(slipped(CARD)):  # at what was seen from further out: it stays there
            return [Cornered(quad, self._chance, 0.5) for quad in quads]
        return [Cornered(moved(CARD, by), self._chance, 0.5) for by in self._glances]

    def cornered(self, quads: Sequence[Quad]) -> list[Cornered]:
        self.asked.append(list(quads))
        if not self._answers:
            return [Cornered(quad, *self._last) for quad in quads]
        moves = self._answers.pop(0)
        return [Cornered(moved(CARD, by), self._chance, 0.5) for by in moves]

    def outside(self, quads: Sequence[Quad], more_looks: int = 2) -> list[Cornered]:
        if self._further is None:
            return []
        self.asked.append(list(quads))
        return [Cornered(moved(CARD, by), 0.5, 0.5) for by in self._further]

    def exact(self, seen: Cornered) -> Refined:
        by = shift(seen.quad)
        self.followed.append(by)
        evidence = replace(PLAIN, seen=self._seen.get(by, 0.5), chance=seen.chance)
        return Refined(seen.quad, evidence)

    def verified(self, quads: Sequence[Quad]) -> list[float]:
        return [self._verified.get(shift(quad), 0.1) for quad in quads]


def shift(quad: Quad) -> float:
    return float(quad.corners[0, 0] - CARD.corners[0, 0])


@pytest.mark.parametrize(
    ("right", "present", "doubted"),
    [(4.0, 4.0, False), (0.0, 4.0, True), (4.0, 0.0, True), (4.0, -4.0, False), (-4.0, 4.0, True)],
)
def test_what_is_plain_is_told_after_one_look(right: float, present: float, doubted: bool) -> None:
    judge = doubts(weighing(right), weighing(present))
    assert judge.of([outline()], [Refined(CARD, PLAIN)]) == ([0] if doubted else [])


@pytest.mark.parametrize(("right", "doubted"), [(2.0, False), (0.5, True)])
def test_where_every_corner_is_plain_to_see_less_is_in_doubt(right: float, doubted: bool) -> None:
    judge = doubts(weighing(right), weighing(4.0))
    plain = replace(PLAIN, chance=0.96, agreed=0.995)
    assert judge.of([outline()], [Refined(CARD, PLAIN)]) == [0]
    assert judge.of([outline()], [Refined(CARD, plain)]) == ([0] if doubted else [])


def test_of_many_doubts_the_likeliest_are_settled() -> None:
    judge = doubts(weighing(0.0), weighing(0.0, chance=1.0))
    seen = [Refined(CARD, replace(PLAIN, chance=each)) for each in (0.3, 0.05, 0.6, 0.5, 0.4)]
    assert judge.of([outline()] * 5, seen) == [2, 3, 4]


def test_the_outline_that_the_picture_bears_out_best_is_taken() -> None:
    judge = doubts(weighing(0.0, seen=3.0, verified=1.0), weighing(0.0))
    sight = Seen(
        [2.5, 5.0, 7.5, 10.0, 20.0, 25.0],
        [2.5, 15.0, 15.06],
        [12.5],
        seen={0.0: 0.4, 2.5: 0.9, 5.0: 0.8, 7.5: 0.9, 10.0: 0.1},
        verified={2.5: 0.3, 5.0: 0.9, 7.5: 0.2, 10.0: 0.4, 20.0: 0.15, 25.0: 0.12, 12.5: 0.1},
    )
    found = outline()
    (best,) = judge.settle(found, Refined(CARD, replace(PLAIN, seen=0.4)), sight)
    # Of the glances one says what is new, and far from where it was looked for.
    assert sight.asked[:3] == [shifted(CARD), slipped(CARD), [moved(CARD, 15.0)]]
    assert best.quad == moved(CARD, 5.0)
    assert best.evidence.verified == 0.9
    # What the verifier finds unlikeliest is not followed.
    assert sight.followed == [5.0, 10.0, 2.5, 7.5, 20.0, 25.0]
    assert len(sight.followed) == MAX_FOLLOWED


@pytest.mark.parametrize(("last", "taken"), [(0.52, 14.0), (0.95, 28.0)])
def test_of_outlines_that_are_about_as_likely_the_one_between_the_others_is_taken(
    last: float, taken: float
) -> None:
    judge = doubts(weighing(0.0, verified=1.0), weighing(0.0))
    sight = Seen([14.0, 28.0] * 2, [14.0], [], {}, {0.0: 0.5, 14.0: 0.5, 28.0: last})
    (best,) = judge.settle(outline(), Refined(CARD, PLAIN), sight)
    assert best.quad == moved(CARD, taken)


def test_a_glance_that_led_nowhere_far_is_not_looked_at_again() -> None:
    judge = doubts(weighing(0.0), weighing(0.0))
    start = slipped(CARD)[0]
    by_px = float(np.abs(start.corners - CARD.corners).max()) / 50
    near_start = moved(start, by_px)

    class Near(Seen):
        def glanced(self, quads: Sequence[Quad]) -> list[Cornered]:
            return [Cornered(near_start, 0.5, 0.5)]

        def exact(self, seen: Cornered) -> Refined:
            return Refined(seen.quad, PLAIN)

    sight = Near([0.0] * 4, [], [], {}, {})
    judge.settle(outline(), Refined(CARD, PLAIN), sight)
    assert sight.asked[1] == []
    assert near_start in sight.asked[2]


def test_what_is_seen_from_further_out_is_followed_as_well() -> None:
    judge = doubts(weighing(0.0, verified=1.0), weighing(0.0))
    sight = Seen([0.0] * 4, [0.0], [], {}, {30.0: 0.9}, further=[30.0, 30.2, 0.1])
    (best,) = judge.settle(outline(), Refined(CARD, PLAIN), sight)
    assert best.quad == moved(CARD, 30.0)
    # From around it on all sides, and with each side moved; once where two looks say the same.
    assert sight.asked[3] == [*grown(CARD, MARGINS), *slipped(CARD, OUTER_SLIPS)]
    assert sight.asked[4] == [moved(CARD, 30.0)]
    assert sight.followed == [30.0]


@pytest.mark.parametrize(
    ("further", "verified", "right", "misled"),
    [
        ([25.0], 0.9, 4.0, [0]),  # plain to see, and yet
        ([25.0], 0.05, 4.0, []),  # the verifier finds it no better there
        ([0.5], 0.9, 4.0, []),  # it is the same from there
        ([25.0], 0.9, 0.0, []),  # it is in doubt already
        (None, 0.9, 4.0, []),  # nobody looks from there
    ],
)
def test_what_is_plain_has_one_glance_from_further_out(
    further: list[float] | None, verified: float, right: float, misled: list[int]
) -> None:
    judge = doubts(weighing(right), weighing(4.0))
    sight = Seen([], [], [], {}, {25.0: verified}, further=further)
    assert judge.misled([outline()], [Refined(CARD, PLAIN)], sight) == misled
    asked = grown(CARD, (GLANCE_MARGIN,)) if right == 4.0 else []
    assert sight.asked == ([] if further is None else [asked])


def test_what_is_hardly_a_document_has_no_glance_from_further_out() -> None:
    judge = doubts(weighing(-4.0), weighing(-4.0))
    sight = Seen([], [], [], {}, {25.0: 0.9}, further=[25.0])
    assert judge.misled([outline()], [Refined(CARD, PLAIN)], sight) == []
    assert not any(sight.asked)


def test_witnesses_of_a_document_are_the_near_looks_and_a_last_one() -> None:
    judge = doubts(weighing(0.0), weighing(0.0, chance=1.0))
    last = (0.75, 0.9)
    sight = Seen([0.5, 10.0, 1.0, 10.06], [10.0, 0.5], [], {}, {}, chance=0.1, last=last)
    found = outline(chance=0.9)
    first = Refined(CARD, replace(PLAIN, chance=0.9, agreed=0.8))
    (best,) = judge.settle(found, first, sight)
    # Like looks lead to one outline.
    assert sight.followed == [10.0]
    # The mean of the near ones' five log odds, ±log 9, and of the last one's, log 3.
    odds = 9 ** (-3 / 5 / 2) * 3 ** (1 / 2)
    assert best.evidence.chance == pytest.approx(odds / (1 + odds))
    assert best.evidence.agreed == pytest.approx(0.85)
    assert judge.present(found, best.evidence) == pytest.approx(best.evidence.chance)
    # None is likelier: the first look's outline stays.
    assert best.quad == CARD


def test_what_was_settled_is_weighed_by_what_is_known_of_such() -> None:
    judge = Doubts(Chances(weighing(0.0), weighing(0.0)), Chances(weighing(3.0), weighing(-3.0)))
    found = outline()
    settled = replace(PLAIN, verified=0.5)
    assert judge.right(found, PLAIN) == judge.present(found, PLAIN) == 0.5
    assert judge.right(found, settled) > 0.9
    assert judge.present(found, settled) < 0.1
