"""A document's true width ÷ height from one view, and the format that it speaks for.

Zhang & He, "Whiteboard scanning and image enhancement" (2007), give the two sides of a rectangle as
directions N2 (across) and N3 (down) in the camera's space, up to the focal length. The closed
formula (detector.aspect) solves for the focal length, which fails where a pair of sides is parallel
in the picture: a camera leaning over a card tells nothing about it. Here the focal length is
weighed instead: over a grid of them, by how common each is and by how near it brings N2 and N3 to a
right angle, in view of what the corners and the principal point may be off by.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from detector.aspect import edge_directions
from detector.formats import A4, ID1, ID2, ID3, OTHER, DocumentFormat

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Quad

# Focal lengths in picture diagonals: main cameras of telephones have .55 to .65, webcams about .7,
# twofold ones 1.2; cropping makes it longer.
FOCALS = np.geomspace(0.45, 4.0, 32)
FOCAL_MEDIAN, FOCAL_SPREAD = 0.8, 0.45
# Corners: half a px, and what the refinement leaves, as a share of √area (evaluate --refine).
NOISE_PX, NOISE_SHARE = 0.5, 0.002
# The principal point: near the middle of a whole picture, anywhere near it in a cropped one. Spread
# in diagonals, and how common.
CENTRES = ((0.015, 0.85), (0.15, 0.15))
# What no geometry explains: lens distortion and bent cards; trimming and wear.
ANGLE_FLOOR, ASPECT_FLOOR = 0.01, 0.006
# How common each format is, read upright. "other" is as likely at any ratio of 1 : 3 to 3 : 1.
PRIORS: tuple[tuple[DocumentFormat, float], ...] = (
    (ID1, 0.56),
    (ID1.turned, 0.04),
    (ID2, 0.03),
    (ID3, 0.18),
    (ID3.turned, 0.005),
    (A4, 0.07),
    (A4.turned, 0.005),
)
PRIOR_LOGS = np.log([known.aspect for known, _ in PRIORS])
PRIOR_CHANCES = np.array([chance for _, chance in PRIORS])
OTHER_PRIOR = 0.11
LOG_RANGE = 2 * math.log(3)
# A format less probable than this is not taken: the estimate is then the smaller lie.
MIN_CONFIDENCE = 0.5


@dataclass(frozen=True)
class Shape:
    """What a document's outline tells.

    estimate : width ÷ height, whatever the format. deviation : of its logarithm, about its relative
    error. format : a name or "other". confidence : probability of the format, 0 to 1; ID-2, ID-3
    and A4 share a ratio and so share it.
    """

    estimate: float
    deviation: float
    format: str
    confidence: float


def estimate_shape(quad: Quad, width: int, height: int) -> Shape:
    """The shape of a document in a picture of width × height px.

    quad : read from its top-left; formats lying where they should stand count as unlikely.
    """
    # Upside down it has the same shape: asked for both ways, it is worked out once.
    turned = quad.turned(2)
    return _shape(min(quad, turned, key=lambda each: each.corners[0].tolist()), width, height)


@lru_cache(maxsize=64)  # the refinement and the result ask about the same quad
def _shape(quad: Quad, width: int, height: int) -> Shape:
    weights, angle, ratio, spreads = _views(quad, width, height)
    evidence = np.empty(len(PRIORS) + 1)
    evidence[:-1] = PRIOR_CHANCES * (
        weights * _bivariate(angle, ratio - PRIOR_LOGS[:, None, None], spreads)
    ).sum(axis=(1, 2))
    alone = weights * _univariate(angle, spreads[0])
    evidence[-1] = OTHER_PRIOR * float(alone.sum()) / LOG_RANGE
    total = float(alone.sum())
    # Of a quad that no camera sees all of it is too small for the numbers.
    if total <= 0 or not 0 < float(evidence.sum()) < math.inf:
        return Shape(math.exp(float(ratio.mean())), 1.0, OTHER, 0.0)
    middle = float((alone * ratio).sum()) / total
    spread = math.sqrt(float((alone * ((ratio - middle) ** 2 + spreads[2])).sum()) / total)
    return _chosen(evidence / evidence.sum(), math.exp(middle), spread)


def forget_shapes() -> None:
    """Empties what is remembered of the last quads, for a benchmark: pictures differ."""
    _shape.cache_clear()


def _chosen(chances: NDArray[np.float64], estimate: float, deviation: float) -> Shape:
    """The most probable format, both its readings together; "other" where none is probable."""
    best = int(chances[:-1].argmax())
    known = PRIORS[best][0]
    confidence = sum(
        float(each)
        for each, (other, _) in zip(chances[:-1], PRIORS, strict=True)
        if other.name == known.name
    )
    if confidence < MIN_CONFIDENCE:
        return Shape(estimate, deviation, OTHER, float(chances[-1]))
    return Shape(estimate, deviation, known.name, confidence)


def _views(
    quad: Quad, width: int, height: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Weights, cosines of the angle between the sides, log aspects, and their spreads.

    Each of shape (CENTRES, FOCALS), cosine and log aspect broadcast; spreads (3, CENTRES, FOCALS):
    variance of the cosine, covariance, variance of the log aspect.
    """
    diagonal = math.hypot(width, height)
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    base = (quad.corners - middle) / diagonal
    noise = (NOISE_PX + NOISE_SHARE * quad.area**0.5) / diagonal
    # The quad itself; each coordinate off by the noise; the principal point off along x and y.
    moves = np.zeros((11, 4, 2))
    moves[1:9] = np.eye(8).reshape(8, 4, 2) * noise
    moves[9, :, 0] = moves[10, :, 1] = min(0.02, 10 * noise)
    across, down = edge_directions(base + moves)
    focal = FOCALS[:, None]
    long2 = np.sqrt((across[:, :2] ** 2).sum(axis=1) / focal**2 + across[:, 2] ** 2)
    long3 = np.sqrt((down[:, :2] ** 2).sum(axis=1) / focal**2 + down[:, 2] ** 2)
    dot = (across[:, :2] * down[:, :2]).sum(axis=1) / focal**2 + across[:, 2] * down[:, 2]
    angle, ratio = dot / (long2 * long3), np.log(long2 / long3)
    d_angle, d_ratio = (values[:, 1:] - values[:, :1] for values in (angle, ratio))
    spreads = np.empty((3, len(CENTRES), len(FOCALS)))
    for n, (spread, _) in enumerate(CENTRES):
        scale = np.ones(10)
        scale[8:] = (spread / moves[9, 0, 0]) ** 2
        spreads[0, n] = (d_angle**2 * scale).sum(axis=1) + ANGLE_FLOOR**2
        spreads[1, n] = (d_angle * d_ratio * scale).sum(axis=1)
        spreads[2, n] = (d_ratio**2 * scale).sum(axis=1) + ASPECT_FLOOR**2
    common = np.exp(-0.5 * (np.log(FOCALS / FOCAL_MEDIAN) / FOCAL_SPREAD) ** 2)
    weights = np.array([share for _, share in CENTRES])[:, None] * common / common.sum()
    return weights, angle[None, :, 0], ratio[None, :, 0], spreads


def _univariate(x: NDArray[np.float64], variance: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.exp(-0.5 * x * x / variance) / np.sqrt(2 * np.pi * variance))


def _bivariate(
    x: NDArray[np.float64], y: NDArray[np.float64], spreads: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Density of a Gaussian around 0 with variances spreads[0], spreads[2], covariance [1].

    x, y : of shapes that broadcast with (CENTRES, FOCALS).
    """
    xx, xy, yy = spreads
    determinant = xx * yy - xy * xy
    power = (x * x * yy - 2 * x * y * xy + y * y * xx) / determinant
    return np.asarray(np.exp(-0.5 * power) / (2 * np.pi * np.sqrt(determinant)))
