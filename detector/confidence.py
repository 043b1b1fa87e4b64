"""How sure a detection is: the network's score and the refinement's evidence → one probability.

The network scores what it saw at a few hundred px; the refinement then looked along each side at
full resolution, and knows far better whether there is an edge. A logistic regression weighs both,
once for whether the outline is right, which is the score that is told, and once for whether there
is a document at all, which decides what is told: one held by its rim is one, however its outline.
Of what was in doubt and was settled (detector.starts) more is known; it has regressions of its own.
The coefficients stand in the weight card, fitted by detector.training.calibrate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detector.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detector.refine import Evidence

# Scores this near to 0 or 1 say no more than this.
LEAST_CHANCE = 1e-3
# A deviation of a strip's row or two is none; logarithms of more than this are not told apart.
LEAST_DEVIATION = 0.01
FEATURES = (
    "score",
    "seen",
    "least seen",
    "deviation",
    "believed",
    "kept",
    "known shape",
    "chance",
    "agreed",
    "seen × score",
    "closer",
    "closer × score",
    "verified",
)


def features(score: float, evidence: Evidence, *, closer: bool = False) -> tuple[float, ...]:
    """What the regression weighs, in the order of FEATURES.

    score : the network's, 0 to 1. closer : whether it is of the second look, which sees more that
    might be a document.
    """
    scored = logit(score)
    return (
        scored,
        evidence.seen,
        evidence.least_seen,
        math.log(max(evidence.deviation, LEAST_DEVIATION)),
        evidence.believed,
        evidence.kept,
        evidence.known,
        logit(evidence.chance),
        evidence.agreed,
        evidence.seen * scored,
        float(closer),
        closer * scored,
        0.0 if evidence.verified is None else logit(evidence.verified),
    )


def logit(chance: float) -> float:
    """The logarithm of the odds; of no more than LEAST_CHANCE against or for it."""
    sure = min(max(chance, LEAST_CHANCE), 1 - LEAST_CHANCE)
    return math.log(sure / (1 - sure))


@dataclass(frozen=True)
class Confidence:
    """The regression. weights : one a feature. bias : added to their sum."""

    weights: tuple[float, ...]
    bias: float

    @classmethod
    def of(cls, coefficients: Sequence[float]) -> Confidence:
        """From a card's list, the bias last. Raises WeightsError where its length is another."""
        if len(coefficients) != len(FEATURES) + 1:
            expected = len(FEATURES) + 1
            raise WeightsError(f"expected {expected} coefficients, got {len(coefficients)}")
        return cls(tuple(coefficients[:-1]), coefficients[-1])

    def probability(self, score: float, evidence: Evidence, *, closer: bool = False) -> float:
        """Of what was fitted: that the outline's Jaccard index with a document's is at least .9
        (a card's confidence), or .5 (its presence); 0 to 1."""
        found = features(score, evidence, closer=closer)
        total = self.bias + sum(w * x for w, x in zip(self.weights, found, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
