"""An outline in doubt, looked for from more than one place.

The corner network answers from a view around the outline that it is given, and errs with it: with
the view a little to one side it often takes another of two likely edges. What leaves no doubt is
told after one look. The rest is looked at from around: on whether there is a document all looks
are witnesses, and of the outlines that they lead to the picture bears one out best.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detector.corners import Cornered, pooled
from detector.quad import Quad

if TYPE_CHECKING:
    from detector.confidence import Confidence
    from detector.outlines import Outline
    from detector.refine import Evidence, Refined

# Where else an outline is looked at from, in shares of √area: far enough for another view, near
# enough to see the whole.
SHIFTS = 0.04 * np.array([(-1, -1), (1, 1), (-1, 1), (1, -1)])
# Looks that lead to outlines of this Jaccard index say the same: one of them is followed.
ALIKE = 0.95
# Less likely than this to be a document, and it is none; more likely than that to be one, and to
# have the right outline, and it needs no other look.
LEAST_DOUBT, MOST_DOUBT = 0.1, 0.95
# Each look costs time, and of a scene full of doubts the likeliest are worth it.
MAX_SETTLED = 2
# A document surer than this whose corners agree by more: any look would lead to the same outline.
PLAIN_CHANCE, PLAIN_AGREED = 0.95, 0.99


class Doubts:
    """What is in doubt, and which of several outlines is the best. right, present : the chances
    that an outline is right, and that there is a document."""

    def __init__(self, right: Confidence, present: Confidence) -> None:
        self._right, self._present = right, present

    def right(self, found: Outline, evidence: Evidence) -> float:
        """The chance that an outline with that evidence is right."""
        return self._right.probability(found.network_score, evidence, closer=found.closer)

    def present(self, found: Outline, evidence: Evidence) -> float:
        """The chance that there is a document."""
        return self._present.probability(found.network_score, evidence, closer=found.closer)

    def of(self, found: Sequence[Outline], seen: Sequence[Refined]) -> list[int]:
        """Places of those that one look leaves in doubt, MAX_SETTLED at most, the likeliest to be
        documents first. seen : what each one's own corners led to."""
        chances = {
            n: self.present(each, refined.evidence)
            for n, (each, refined) in enumerate(zip(found, seen, strict=True))
            if self._has(each, refined.evidence)
        }
        return sorted(chances, key=lambda n: -chances[n])[:MAX_SETTLED]

    def _has(self, found: Outline, evidence: Evidence) -> bool:
        if evidence.chance > PLAIN_CHANCE and evidence.agreed > PLAIN_AGREED:
            return False
        present = self.present(found, evidence)
        return present >= LEAST_DOUBT and min(present, self.right(found, evidence)) <= MOST_DOUBT

    def settle(
        self,
        found: Outline,
        first: Refined,
        look: Callable[[list[Quad]], list[Cornered]],
        follow: Callable[[Cornered], Refined],
    ) -> Refined:
        """The likeliest of the outlines that the looks lead to.

        first : what found's own corners led to. look : sees the corners of quads. follow : makes
        the outline that corners lead to.
        """
        looks = [found.corners, *look(around(found.quad))]
        chance = pooled([each.chance for each in looks])
        outlines = [first, *(follow(each) for each in _unlike(looks)[1:])]
        judged = [
            replace(each, evidence=replace(each.evidence, chance=chance)) for each in outlines
        ]
        return max(judged, key=lambda each: self.right(found, each.evidence))


def around(quad: Quad) -> list[Quad]:
    """The quad moved by each of SHIFTS."""
    return [Quad(quad.corners + shift * quad.area**0.5) for shift in SHIFTS]


def _unlike(looks: list[Cornered]) -> list[Cornered]:
    """Those that lead to other outlines than the ones before them; the first is always one."""
    kept: list[Cornered] = []
    for each in looks:
        if all(each.quad.jaccard(other.quad) < ALIKE for other in kept):
            kept.append(each)
    return kept
