"""An outline in doubt, looked for from more than one place.

What leaves no doubt after one look is told, unless a glance from further out, by a network of its
own, leads elsewhere. The rest is looked at from around (detector.around): on whether there is a
document the near looks are witnesses, and of the outlines that all looks lead to the one is taken
that the picture bears out best, by what its sides show and by what the verifier says. None takes a
document that lies beside it, and where the looks show two, both are told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from detector.around import ALIKE, grown, looked_around, on_one_place
from detector.confidence import Confidence
from detector.corners import pooled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detector.around import Sight
    from detector.outlines import Outline
    from detector.quad import Quad
    from detector.refine import Evidence, Refined
    from detector.weights import WeightCard

# What leaves no doubt has one such glance, from hardly further out: the nearer, the more exact, and
# the view shows what lies around.
GLANCE_MARGIN = 0.05
# So many of them are followed to the end, those that the verifier finds likeliest.
MAX_FOLLOWED = 6
# An outline as likely as this to be right is a document's, which none of the one beside it takes.
LEAST_BESIDE = 0.6
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

    def beside(self, n: int, found: Sequence[Outline], seen: Sequence[Refined]) -> list[Quad]:
        """Documents, in all likelihood, that lie beside the nth. seen : what each one leads to."""
        return [
            refined.quad
            for each, refined in zip(found, seen, strict=True)
            if not on_one_place(refined.quad, seen[n].quad)
            and self.right(each, refined.evidence) >= LEAST_BESIDE
        ]

    def settle(
        self, found: Outline, first: Refined, sight: Sight, beside: Sequence[Quad] = ()
    ) -> list[Refined]:
        """The likeliest of the outlines that the looks lead to, of those that take none of the
        documents beside it; and what else of them is a document of its own, beside that one: the
        find lay on both. first : what found's own corners led to."""
        near, others = looked_around(found, sight)
        others = [each for each in others if not _takes(each.quad, beside)]
        likely = sight.verified([each.quad for each in others])
        ranked = sorted(range(len(others)), key=lambda n: -likely[n])[:MAX_FOLLOWED]
        outlines = [first, *(sight.exact(others[n]) for n in ranked)]
        judged = _witnessed(outlines, pooled([each.chance for each in near]), sight)
        chances = [self.right(found, each.evidence) for each in judged]
        told = [_borne_out(judged, chances)]
        for n in sorted(range(len(judged)), key=lambda n: -chances[n]):
            taken = _takes(judged[n].quad, [*beside, *(each.quad for each in told)])
            if chances[n] >= LEAST_BESIDE and not taken:
                told.append(judged[n])
        return told


def doubts_of(card: WeightCard) -> Doubts | None:
    """As a card weighs them; None where it does not."""
    if not (card.confidence and card.presence):
        return None
    first = Chances(Confidence.of(card.confidence), Confidence.of(card.presence))
    if not (card.settled_confidence and card.settled_presence):
        return Doubts(first, first)
    settled = Chances(Confidence.of(card.settled_confidence), Confidence.of(card.settled_presence))
    return Doubts(first, settled)


def _takes(quad: Quad, beside: Sequence[Quad]) -> bool:
    """Whether an outline holds one of those, or is on its place."""
    return any(on_one_place(quad, other) for other in beside)


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
