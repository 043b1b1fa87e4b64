"""An outline in doubt, looked for from more than one place.

The corner network answers from a view around the outline that it is given, and errs with it: with
the view a little to one side, or with a side of it elsewhere, it often takes another of two likely
edges. What leaves no doubt is told after that, unless a glance from further out, by a network of
its own, leads elsewhere. The rest is looked at from around, and from what else the first network
hinted at (detector.guesses): on whether there is a document the near looks are witnesses, and of
the outlines that all looks lead to the one is taken that the picture bears out best, by what its
sides show and by what the verifier says.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from detector.confidence import Confidence
from detector.corners import NEAR_JACCARD, Cornered, pooled
from detector.errors import GeometryError
from detector.guesses import hints
from detector.quad import Quad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detector.outlines import Outline
    from detector.refine import Evidence, Refined
    from detector.weights import WeightCard

# Where else an outline is looked at from, in shares of √area: far enough for another view, near
# enough to see the whole.
SHIFTS = 0.04 * np.array([(-1, -1), (1, 1), (-1, 1), (1, -1)])
# … and with one side elsewhere, in shares of the way to the side across: what was taken for it may
# be a line of print inside, the edge of film or of a sheet outside.
SLIPS = (-0.35, -0.2, -0.1, 0.12, 0.25)
# … of which the looks from further out need fewer: from between these they find the same.
OUTER_SLIPS = (-0.35, -0.1, 0.25)
# Looks that lead to outlines of this Jaccard index say the same: one of them is followed.
ALIKE = 0.95
# And from further out, in shares of it on every side: of a frame or a margin that is printed within
# the edge all four sides were taken at once, and from close by they are taken again.
MARGINS = (0.1, 0.22)
# What leaves no doubt has one such glance, from hardly further out: the nearer, the more exact, and
# the view shows what lies around.
GLANCE_MARGIN = 0.05
# So many of them are followed to the end, those that the verifier finds likeliest.
MAX_FOLLOWED = 6
# What shares less than this of the smaller one with an outline is another document's.
LEAST_SHARED = 0.5
# Less likely than this to be a document, and it is none; more likely than that to be one, and to
# have the right outline, and it needs no other look.
LEAST_DOUBT, MOST_DOUBT = 0.1, 0.95
# Each look costs time, and of a scene full of doubts the likeliest are worth it.
MAX_SETTLED = 3
# A document surer than this whose corners agree by more: most looks would lead to the same outline,
# and it needs them only where that one is less likely than the last to be right.
PLAIN_CHANCE, PLAIN_AGREED, PLAIN_DOUBT = 0.95, 0.99, 0.8


class Chances(NamedTuple):
    """right : that an outline is right. present : that there is a document."""

    right: Confidence
    present: Confidence


class Sight(Protocol):
    """What of a picture can be looked at."""

    def glanced(self, quads: Sequence[Quad]) -> list[Cornered]:
        """The quads with the corners that one flattened view of each shows."""

    def cornered(self, quads: Sequence[Quad]) -> list[Cornered]:
        """The same, looked at again from where the corners lie far off."""

    def outside(self, quads: Sequence[Quad], more_looks: int = ...) -> list[Cornered]:
        """The documents that may lie well within the quads; none where nobody looks from there."""

    def exact(self, seen: Cornered) -> Refined:
        """The outline that corners lead to."""

    def verified(self, quads: Sequence[Quad]) -> list[float]:
        """The verifier's chance of each outline to be right."""


class Doubts:
    """What is in doubt, and which of several outlines is the best. first, settled : the chances of
    outlines after one look, and of those that were in doubt and were settled."""

    def __init__(self, first: Chances, settled: Chances) -> None:
        self._first, self._settled = first, settled

    def right(self, found: Outline, evidence: Evidence) -> float:
        """The chance that an outline with that evidence is right."""
        chances = self._of(evidence).right
        return chances.probability(found.network_score, evidence, closer=found.closer)

    def present(self, found: Outline, evidence: Evidence) -> float:
        """The chance that there is a document."""
        chances = self._of(evidence).present
        return chances.probability(found.network_score, evidence, closer=found.closer)

    def _of(self, evidence: Evidence) -> Chances:
        return self._first if evidence.verified is None else self._settled

    def of(self, found: Sequence[Outline], seen: Sequence[Refined]) -> list[int]:
        """Places of those that one look leaves in doubt, MAX_SETTLED at most, the likeliest to be
        documents first. seen : what each one's own corners led to."""
        chances = {
            n: self.present(each, refined.evidence)
            for n, (each, refined) in enumerate(zip(found, seen, strict=True))
            if self._has(each, refined.evidence)
        }
        return sorted(chances, key=lambda n: -chances[n])[:MAX_SETTLED]

    def misled(self, found: Sequence[Outline], seen: Sequence[Refined], sight: Sight) -> list[int]:
        """Places of those that leave no doubt, though a glance from further out leads elsewhere."""
        plain = [
            n
            for n, (each, refined) in enumerate(zip(found, seen, strict=True))
            if self.present(each, refined.evidence) >= LEAST_DOUBT
            and not self._has(each, refined.evidence)
        ]
        starts = {n: grown(seen[n].quad, (GLANCE_MARGIN,)) for n in plain}
        asked = [n for n in plain if starts[n]]
        glances = dict(
            zip(asked, sight.outside([starts[n][0] for n in asked], more_looks=0), strict=False)
        )
        other = {
            n: glance.quad
            for n, glance in glances.items()
            if glance.quad.jaccard(seen[n].quad) < ALIKE
        }
        chances = sight.verified([*(seen[n].quad for n in other), *other.values()])
        return [
            n
            for n, own, elsewhere in zip(other, chances, chances[len(other) :], strict=False)
            if elsewhere > own
        ]

    def _has(self, found: Outline, evidence: Evidence) -> bool:
        plain = evidence.chance > PLAIN_CHANCE and evidence.agreed > PLAIN_AGREED
        present = self.present(found, evidence)
        surest = PLAIN_DOUBT if plain else MOST_DOUBT
        return present >= LEAST_DOUBT and min(present, self.right(found, evidence)) <= surest

    def settle(self, found: Outline, first: Refined, sight: Sight) -> Refined:
        """The likeliest of the outlines that the looks lead to. first : what found's own corners
        led to."""
        near, others = looked_around(found, sight)
        likely = sight.verified([each.quad for each in others])
        ranked = sorted(range(len(others)), key=lambda n: -likely[n])[:MAX_FOLLOWED]
        outlines = [first, *(sight.exact(others[n]) for n in ranked)]
        judged = _witnessed(outlines, pooled([each.chance for each in near]), sight)
        return _borne_out(judged, [self.right(found, each.evidence) for each in judged])


def doubts_of(card: WeightCard) -> Doubts | None:
    """As a card weighs them; None where it does not."""
    if not (card.confidence and card.presence):
        return None
    first = Chances(Confidence.of(card.confidence), Confidence.of(card.presence))
    if not (card.settled_confidence and card.settled_presence):
        return Doubts(first, first)
    settled = Chances(Confidence.of(card.settled_confidence), Confidence.of(card.settled_presence))
    return Doubts(first, settled)


def looked_around(found: Outline, sight: Sight) -> tuple[list[Cornered], list[Cornered]]:
    """What looks from hardly elsewhere lead to, its own corners first; and where else than those
    all looks lead to, on its place."""
    near = [found.corners, *sight.cornered(shifted(found.quad))]
    hinted = hints(found.looks, [found.quad, found.corners.quad])
    led = _led(near, found.quad, hinted, sight)
    return near, [each for each in led if _on_one_place(each.quad, found.quad)]


def _on_one_place(one: Quad, other: Quad) -> bool:
    """Whether two outlines may be one document's, or its part's."""
    return one.shared_area(other) >= LEAST_SHARED * min(one.area, other.area)


def _borne_out(judged: list[Refined], chances: list[float]) -> Refined:
    """The outline whose chance of being right, times what it shares with all of them, each as
    likely as it is, is the highest: of outlines that are about as likely the one between the others
    is the nearest to the document, as in minimum Bayes risk decisions (Kumar and Byrne, 2004)."""
    shared = [
        sum(
            chance * each.quad.jaccard(other.quad)
            for chance, other in zip(chances, judged, strict=True)
        )
        for each in judged
    ]
    return judged[max(range(len(judged)), key=lambda n: chances[n] * shared[n])]


def _led(near: list[Cornered], quad: Quad, hinted: list[Quad], sight: Sight) -> list[Cornered]:
    """Where else than its own corners, the first of near, the looks lead to. near : what the quad's
    near looks led to. hinted : where else the network saw it."""
    apart = unlike_looks(near)
    starts = [*slipped(quad), *hinted]
    glances = sight.glanced(starts)
    # Most glances say the same; of the others, what lies far from where it was looked for is seen
    # better from where it lies.
    places = [n - len(apart) for n in _unlike(apart + glances)[len(apart) :]]
    far = [n for n in places if glances[n].quad.jaccard(starts[n]) < NEAR_JACCARD]
    for n, seen in zip(far, sight.cornered([glances[n].quad for n in far]), strict=True):
        glances[n] = seen
    led = unlike_looks(apart + [glances[n] for n in places])
    further = sight.outside([*grown(near[0].quad, MARGINS), *slipped(quad, OUTER_SLIPS)])
    places = _unlike(led + further)[len(led) :]
    other = [further[n - len(led)] for n in places]
    # The network that judges looks there as well: it knows better where exactly the corners lie.
    again = sight.glanced([each.quad for each in other])
    return unlike_looks([*led, *again, *other])[1:]


def _witnessed(outlines: list[Refined], chance: float, sight: Sight) -> list[Refined]:
    """With what the near looks, the verifier, and a last look at each outline say of it. chance :
    the near ones' of a document."""
    quads = [each.quad for each in outlines]
    witnesses = zip(outlines, sight.cornered(quads), sight.verified(quads), strict=True)
    return [
        replace(
            each,
            evidence=replace(
                each.evidence,
                chance=pooled([chance, last.chance]),
                agreed=(each.evidence.agreed + last.agreed) / 2,
                verified=verified,
            ),
        )
        for each, last, verified in witnesses
    ]


def shifted(quad: Quad) -> list[Quad]:
    """The quad moved by each of SHIFTS."""
    return [Quad(quad.corners + shift * quad.area**0.5) for shift in SHIFTS]


def slipped(quad: Quad, slips: Sequence[float] = SLIPS) -> list[Quad]:
    """The quad with each of its sides moved by each of the slips, in its own plane: those of them
    that are quads."""
    found = []
    for axis in (0, 1):
        for slip in slips:
            for first in (True, False):
                low, high = np.zeros(2), np.ones(2)
                if first:
                    low[axis] -= slip
                else:
                    high[axis] += slip
                try:
                    found.append(quad.window(low, high))
                except GeometryError:  # past the horizon
                    continue
    return found


def grown(quad: Quad, margins: Sequence[float]) -> list[Quad]:
    """The quad with each of the margins around it, shares of it, in its own plane: those of them
    that are quads."""
    found = []
    for margin in margins:
        try:
            found.append(quad.window((-margin, -margin), (1 + margin, 1 + margin)))
        except GeometryError:  # past the horizon
            continue
    return found


def unlike_looks(looks: list[Cornered]) -> list[Cornered]:
    """Those that lead to other outlines than the ones before them; the first is always one."""
    return [looks[n] for n in _unlike(looks)]


def _unlike(looks: list[Cornered]) -> list[int]:
    """Their places."""
    areas = [each.quad.area for each in looks]
    kept: list[int] = []
    for n, each in enumerate(looks):
        # What two outlines share is no more than the smaller one.
        like = [other for other in kept if ALIKE <= areas[n] / areas[other] <= 1 / ALIKE]
        if all(each.quad.jaccard(looks[other].quad) < ALIKE for other in like):
            kept.append(n)
    return kept
