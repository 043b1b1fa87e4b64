"""What several looks at one picture found → one label for each thing, with what speaks for it.

How to ensemble is what Radosavovic et al. ("Data Distillation", 2018) leave open: a document's
corners are averaged by score, and how far they lie apart is the doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.quad import Quad

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Finds of two looks that overlap so much are of one thing.
SAME_IOU = 0.6
# A label's least score, a mean over its looks.
TAKEN_SCORE = 0.5
# Of the looks, in how many a document must be found; and how far its corners may lie apart, as a
# share of √area (the median over looks of the mean distance from the ensembled ones).
TAKEN_LOOKS = 0.7
TAKEN_SPREAD = 0.04
# A find that so few looks share is noise; between this and TAKEN_LOOKS it is in doubt.
NOISE_LOOKS = 0.2


@dataclass(frozen=True)
class Label:
    """An ensembled quad and what speaks for it: mean score, share of looks, spread of corners.

    hull : float (N, 2), around all that the looks took for it, px.
    """

    quad: Quad
    score: float
    looks: float
    spread: float
    hull: NDArray[np.float64]

    @property
    def sure(self) -> bool:
        """Whether it is taken as a label."""
        return (
            self.score >= TAKEN_SCORE and self.looks >= TAKEN_LOOKS and self.spread <= TAKEN_SPREAD
        )

    @property
    def noise(self) -> bool:
        """Whether it is nothing: next to no other look shares it."""
        return self.looks <= NOISE_LOOKS


def ensemble(finds: list[list[tuple[Quad, float]]]) -> list[Label]:
    """One label for each thing that any look found, best first.

    Greedy: the best find gathers the best of every other look that overlaps it.
    """
    left = [list(look) for look in finds]
    labels = []
    while any(left):
        best = max((find for look in left for find in look), key=lambda find: find[1])[0]
        group = []
        for look in left:
            near = [find for find in look if find[0].jaccard(best) >= SAME_IOU]
            if near:
                group.append(max(near, key=lambda find: find[1]))
            look[:] = [find for find in look if find not in near]
        labels.append(_label(best, group, len(finds)))
    return labels


def _label(best: Quad, group: list[tuple[Quad, float]], looks: int) -> Label:
    """The mean of the group's corners, by score; each round begins where it lies nearest."""
    turned = [_turned_to(best, quad) for quad, _ in group]
    scores = np.array([score for _, score in group])
    mean = np.average(turned, axis=0, weights=scores)
    try:
        quad = Quad(mean)
    except GeometryError:
        quad = best
    distances = [np.linalg.norm(each - quad.corners, axis=1).mean() for each in turned]
    spread = float(np.median(distances) / quad.area**0.5)
    hull = cv2.convexHull(np.concatenate(turned).astype(np.float32)).reshape(-1, 2)
    return Label(quad, float(scores.mean()), len(group) / looks, spread, hull.astype(np.float64))


def _turned_to(quad: Quad, other: Quad) -> NDArray[np.float64]:
    turns = [np.roll(other.corners, k, axis=0) for k in range(4)]
    return min(turns, key=lambda turn: float(np.abs(turn - quad.corners).sum()))
