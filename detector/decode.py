"""The network's outputs → scored quads, px of its input."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detector.coding import BOX_SCALE, CORNER_SCALE
from detector.errors import GeometryError
from detector.quad import Quad

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Box

# Candidates looked at a picture: a frame with more documents than this is no desk.
MAX_CANDIDATES = 100
MAX_DOCUMENTS = 16
NMS_IOU = 0.45
# Candidates this close to the best one are its witnesses: corners are their mean, by score². A
# mean of several cells' answers lies nearer than any one of them.
WITNESS_IOU = 0.7
# The four ways to begin a round of the corners.
TURNS = (np.arange(4)[:, None] + np.arange(4)) % 4
# A quad whose visible part would lie this deep inside a better one is the same document.
CONTAINED_SHARE = 0.8


@dataclass(frozen=True)
class Candidate:
    """A scored quad in px of the network's input, its first corner arbitrary."""

    quad: Quad
    box: Box
    score: float


def decode(
    logits: NDArray[np.float32],
    boxes: NDArray[np.float32],
    corners: NDArray[np.float32],
    anchors: NDArray[np.float32],
    threshold: float,
) -> list[Candidate]:
    """One picture's candidates, best first, no two of them the same document.

    logits : (N,). boxes : (N, 4) deltas. corners : (N, 8) deltas. anchors : (N, 4). threshold :
    lowest score, 0 to 1. Corners that form no convex quad are dropped: bad geometry stays here.
    """
    scores = 1 / (1 + np.exp(-logits.astype(np.float64)))
    order = np.flatnonzero(scores >= threshold)
    order = order[np.argsort(-scores[order], kind="stable")][:MAX_CANDIDATES]
    kept: list[tuple[Candidate, list[Candidate]]] = []
    for index in order:
        candidate = _candidate(boxes[index], corners[index], anchors[index], float(scores[index]))
        if candidate is None:
            continue
        witnesses = next((all_ for best, all_ in kept if _same(candidate, best)), None)
        if witnesses is not None:
            witnesses.append(candidate)
        elif len(kept) < MAX_DOCUMENTS:
            kept.append((candidate, [candidate]))
    return [_fused(best, witnesses) for best, witnesses in kept]


def _fused(best: Candidate, witnesses: list[Candidate]) -> Candidate:
    """The best candidate with the corners that its witnesses agree on."""
    total, weight = np.zeros((4, 2)), 0.0
    for each in witnesses:
        if each is not best and each.quad.jaccard(best.quad) < WITNESS_IOU:
            continue
        total += each.score**2 * _in_order_of(best.quad, each.quad)
        weight += each.score**2
    try:
        return replace(best, quad=Quad(total / weight))
    except GeometryError:
        return best


def _in_order_of(quad: Quad, other: Quad) -> NDArray[np.float64]:
    """The other's corners, beginning with the one that makes them lie nearest to the quad's."""
    turned = other.corners[TURNS]
    best = int(np.abs(turned - quad.corners).sum(axis=(1, 2)).argmin())
    return np.asarray(turned[best])


def _candidate(
    box: NDArray[np.float32],
    corners: NDArray[np.float32],
    anchor: NDArray[np.float32],
    score: float,
) -> Candidate | None:
    centre, size = anchor[:2].astype(np.float64), anchor[2:].astype(np.float64)
    try:
        quad = Quad(corners.reshape(4, 2) * CORNER_SCALE * size + centre)
    except GeometryError:
        return None
    delta = box * np.asarray(BOX_SCALE)
    middle = delta[:2] * size + centre
    half = np.exp(np.minimum(delta[2:], 4.0)) * size / 2
    x0, y0 = (middle - half).tolist()
    x1, y1 = (middle + half).tolist()
    return Candidate(quad, (x0, y0, x1, y1), score)


def _same(candidate: Candidate, better: Candidate) -> bool:
    overlap = candidate.quad.jaccard(better.quad)
    if overlap > NMS_IOU:
        return True
    first, second = candidate.quad.area, better.quad.area
    shared = overlap * (first + second) / (1 + overlap)
    return shared > CONTAINED_SHARE * min(first, second)
