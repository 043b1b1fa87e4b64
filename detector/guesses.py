"""What else a look of the network hints at.

Hundreds of its anchors tell of one document, and where it is in doubt not all of them tell of the
same: of a card whose upper half is a photograph some see the photograph, some the lower half, and
a few the card. The best one gives the outline that is followed; what the others saw is kept here
until somebody asks.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from detector.decode import TURNS, inside, quads_of
from detector.quad import Quad, faults, quad_areas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from detector.letterbox import Letterbox

# Anchors of a lower score tell of nothing; and so many of the best at most are weighed.
LEAST_SCORE, MOST_WEIGHED = 0.03, 600
# So many hints at an outline, each of whose corners lie on average this share of √area from those
# of any other, and from the outline's own: what lies nearer leads to the same.
MOST, APART = 16, 0.06
# An outline that is larger or smaller by more than this is another thing's.
LARGEST_RATIO = 5.0


class Guesses:
    """Of one look. logits : (N,). corners : (N, 8) deltas. anchors : (N, 4) px of the network's
    input. frame : from the picture to that input."""

    def __init__(
        self,
        logits: NDArray[np.float32],
        corners: NDArray[np.float32],
        anchors: NDArray[np.float32],
        frame: Letterbox,
    ) -> None:
        self._logits, self._corners, self._anchors = logits, corners, anchors
        self._frame = frame

    @cached_property
    def ranked(self) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """Quads (M, 4, 2), px of the picture, and their logits (M,), best first."""
        order = np.flatnonzero(self._logits >= np.log(LEAST_SCORE / (1 - LEAST_SCORE)))
        order = order[np.argsort(-self._logits[order], kind="stable")][:MOST_WEIGHED]
        quads = self._frame.to_picture(quads_of(self._corners[order], self._anchors[order])[0])
        sound = faults(quads) == 0
        return quads[sound], self._logits[order[sound]]


def hints(looks: Sequence[Guesses], known: Sequence[Quad]) -> list[Quad]:
    """Where else the document may lie whose outline some looks gave, best first.

    known : where it was looked for already, px of the picture; the first is the outline.
    """
    if not looks:
        return []
    quads = np.concatenate([each.ranked[0] for each in looks])
    logits = np.concatenate([each.ranked[1] for each in looks])
    quads = quads[np.argsort(-logits, kind="stable")]
    quads = quads[_about(quads, known[0])]
    for each in known:
        quads = quads[_apart(quads, each.corners) >= APART]
    found: list[Quad] = []
    while len(quads) and len(found) < MOST:
        found.append(Quad(quads[0]))
        quads = quads[_apart(quads, quads[0]) >= APART]
    return found


def _about(quads: NDArray[np.float64], quad: Quad) -> NDArray[np.bool_]:
    """Which of (N, 4, 2) quads may be of the same document as one: the middle of either lies in the
    other, and neither is much larger."""
    ratios = quad_areas(quads) / quad.area
    middle = quad.corners.mean(axis=0)
    overlap = inside(quads.mean(axis=1), quad.corners[None]) | inside(middle[None], quads)
    return np.asarray(overlap & (ratios < LARGEST_RATIO) & (ratios > 1 / LARGEST_RATIO))


def _apart(quads: NDArray[np.float64], quad: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the corners of (N, 4, 2) quads lie on average from those of one, (4, 2), with which
    of them the round may begin, in shares of its √area; (N,)."""
    gaps = quads[:, None] - quad[TURNS]
    distances = np.hypot(gaps[..., 0], gaps[..., 1]).mean(axis=2).min(axis=1)
    return np.asarray(distances / quad_areas(quad[None])[0] ** 0.5)
