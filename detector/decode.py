"""The network's outputs → scored quads, px of its input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.coding import BOX_SCALE, CORNER_SCALE, MAX_LOG_SIZE
from detector.errors import GeometryError
from detector.quad import NEXT, Quad, faults, quad_areas

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from detector.quad import Box

# Candidates looked at for each document, the best ones: those of a picture taken together would all
# be of the plainest of several.
MAX_CANDIDATES = 100
# A frame with more documents than this is no desk: two dozen cards lie there at times.
MAX_DOCUMENTS = 32
NMS_IOU = 0.45
# Candidates this close to the best one are its witnesses: what most of them say lies nearer than
# the answer of any one.
WITNESS_IOU = 0.7
# … down to this share of the best score: of a document that is hardly seen, most of them are below
# the threshold. Those further down weigh next to nothing.
WITNESS_SHARE = 0.25
# A cell knows best of the corners beside it: an answer from √area away counts e^-5 times.
FAR_PENALTY = 5.0
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
    lowest score, 0 to 1; witnesses of a candidate may have less. Corners that form no convex quad
    are dropped: bad geometry stays here.
    """
    # Of thousands of anchors a few are likely: only theirs become probabilities.
    with np.errstate(divide="ignore"):
        if logits.max(initial=-np.inf) < _log_odds(threshold):
            return []
        order = np.flatnonzero(logits >= _log_odds(WITNESS_SHARE * threshold))
    order = order[np.argsort(-logits[order], kind="stable")]
    scores = 1 / (1 + np.exp(-logits[order].astype(np.float64)))
    quads, centres = quads_of(corners[order], anchors[order])
    sound = np.flatnonzero(faults(quads) == 0)
    sound = sound[foremost(quads[sound], scores[sound], threshold)]
    found = []
    for best, witnesses in clusters(quads[sound], roughly_shared(quads[sound])):
        place = sound[best]
        if scores[place] < threshold:
            break
        told = sound[witnesses]
        quad = _fused(quads[told], scores[told], centres[told])
        box = _box(boxes[order[place]], anchors[order[place]])
        found.append(Candidate(quad, box, float(scores[place])))
    return found


def quads_of(
    corners: NDArray[np.float32], anchors: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What anchors tell: quads (N, 4, 2), sound or not, and the anchors' centres (N, 2), px of the
    input. corners : (N, 8) deltas. anchors : (N, 4)."""
    centres, sizes = np.split(anchors.astype(np.float64), 2, axis=1)
    quads = corners.reshape(-1, 4, 2) * CORNER_SCALE * sizes[:, None] + centres[:, None]
    return quads, centres


def _log_odds(chance: float) -> float:
    """The logarithm of the odds."""
    return float(np.log(chance) - np.log1p(-chance))


def foremost(
    quads: NDArray[np.float64], scores: NDArray[np.float64], threshold: float
) -> NDArray[np.intp]:
    """Places, ascending, of those of the quads (N, 4, 2), best first, that tell of a document: the
    MAX_CANDIDATES best around the middle of each one whose best has a score of `threshold` or more,
    down to WITNESS_SHARE of that."""
    middles, rest = quads.mean(axis=1), np.arange(len(quads))
    taken = [rest[:0]]
    for _ in range(MAX_DOCUMENTS):
        if not len(rest) or scores[rest[0]] < threshold:
            break
        around = inside(middles[rest], quads[rest[:1]])
        around[0] = True
        alike = around & (scores[rest] >= WITNESS_SHARE * scores[rest[0]])
        taken.append(rest[alike][:MAX_CANDIDATES])
        rest = rest[~around]
    return np.sort(np.concatenate(taken))


def inside(points: NDArray[np.float64], quads: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether clockwise quads (N, 4, 2) enclose points (N, 2), each its own; one of either is
    asked with all of the other."""
    edges = quads[:, NEXT] - quads
    x, y = np.moveaxis(points[:, None] - quads, 2, 0)
    return np.asarray((edges[..., 0] * y - edges[..., 1] * x >= 0).all(axis=1))


def roughly_shared(quads: NDArray[np.float64]) -> Callable[[int, int], float]:
    """The area that two of (N, 4, 2) quads share, by their places. OpenCV's fails where sides of
    both lie on one line (detector.overlap), which what a network gives does not."""
    polygons = quads.astype(np.float32)
    return lambda one, other: float(cv2.intersectConvexConvex(polygons[one], polygons[other])[0])


def clusters(
    quads: NDArray[np.float64], shared_by: Callable[[int, int], float]
) -> list[tuple[int, list[int]]]:
    """Places of the quads (N, 4, 2), best first, that show one document each: the best one, and
    itself with those that lie close enough to it to be its witnesses. shared_by : the area that
    those at two places share."""
    areas = quad_areas(quads).tolist()
    found: list[tuple[int, list[int]]] = []
    for place in range(len(quads)):
        for best, witnesses in found:
            shared = shared_by(place, best)
            overlap = shared / (areas[place] + areas[best] - shared)
            if overlap >= WITNESS_IOU:
                witnesses.append(place)
            least = CONTAINED_SHARE * min(areas[place], areas[best])
            if overlap > NMS_IOU or shared > least:
                break
        else:
            if len(found) < MAX_DOCUMENTS:
                found.append((place, [place]))
    return found


def _fused(
    quads: NDArray[np.float64], scores: NDArray[np.float64], centres: NDArray[np.float64]
) -> Quad:
    """The first of (N, 4, 2) quads with the corners that most agree on: medians of their
    coordinates, weighed by score and by how near to a corner the anchor's centre (N, 2) lies."""
    turned = quads[:, TURNS]
    turns = np.abs(turned - quads[0]).sum(axis=(2, 3)).argmin(axis=1)
    alike = turned[np.arange(len(quads)), turns]
    squares = ((alike - centres[:, None]) ** 2).sum(axis=2) / quad_areas(quads[:1])
    weights = scores[:, None] * np.exp(-FAR_PENALTY * squares)
    try:
        return Quad(_weighted_median(alike, np.broadcast_to(weights[..., None], alike.shape)))
    except GeometryError:
        return Quad(quads[0])


def _weighted_median(
    values: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Along the first axis: the least value up to which half of the weight lies."""
    order = values.argsort(axis=0)
    held = np.take_along_axis(weights, order, axis=0).cumsum(axis=0)
    place = (held >= held[-1:] / 2).argmax(axis=0)
    ranked = np.take_along_axis(values, order, axis=0)
    return np.asarray(np.take_along_axis(ranked, place[None], axis=0)[0])


def _box(deltas: NDArray[np.float32], anchor: NDArray[np.float32]) -> Box:
    centre, size = anchor[:2].astype(np.float64), anchor[2:].astype(np.float64)
    delta = deltas * np.asarray(BOX_SCALE)
    middle = delta[:2] * size + centre
    half = np.exp(np.minimum(delta[2:], MAX_LOG_SIZE)) * size / 2
    x0, y0 = (middle - half).tolist()
    x1, y1 = (middle + half).tolist()
    return x0, y0, x1, y1
