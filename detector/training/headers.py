"""Headers that hardly differ from what lies around a document, drawn while networks train.

A card with a dark band along its whole upper side, on a dark table: the band's lower border is the
plainest line of the picture, and a network that has not seen it often takes it for the edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.quad import Quad, project

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of the document's extent across the side: how deep the band is, on a logarithmic scale. The thin
# ones look like the rim of a sheet that the document lies on, but for the three other sides.
DEPTH = (0.015, 0.34)
# How far outside the side its surroundings are looked at, likewise.
AROUND = (0.03, 0.1)
# How much the band's colour differs from theirs, standard deviations of 0 to 255.
SPREADS = (6.0, 14.0, 40.0)
# Fractional bits of the corners that are drawn.
SHIFT = 4


def headed(
    rng: np.random.Generator, image: NDArray[np.uint8], corners: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """The picture, uint8 (H, W, 3), with a band along one side of the document at corners (4, 2).

    Given back as it is where the corners are no quad's, or nothing of the surroundings is seen.
    """
    try:
        quad = Quad(corners)
        page = quad.turned(int(rng.integers(4))).homography(1, 1)
        plane = np.linalg.inv(page).astype(np.float64)
    except (GeometryError, np.linalg.LinAlgError):
        return image
    around = _colour(image, _part(plane, (0.05, -AROUND[1]), (0.95, -AROUND[0])))
    if around is None:
        return image
    depth = float(np.exp(rng.uniform(*np.log(DEPTH))))
    colour = around * np.exp(rng.normal(0, 0.15)) + rng.normal(0, float(rng.choice(SPREADS)), 3)
    left, right = rng.uniform(0.01, 0.06, 2) * (rng.random(2) < 0.25)
    band = _part(plane, (left, 0.0), (1 - right, depth))
    seen = image.copy()
    _paint(seen, band, colour, float(rng.uniform(0.75, 1.0)))
    ink, opacity = rng.choice([0.0, 255.0]) + rng.normal(0, 50, 3), float(rng.uniform(0.3, 1.0))
    for low, high in _words(rng, depth) if rng.random() < 0.7 else ():
        _paint(seen, _part(plane, low, high), ink, opacity)
    if rng.random() < 0.5:  # what an edge shows at least: a thin shine, or the shadow under it
        thick = float(rng.uniform(0.004, 0.012))
        rim = _part(plane, (0.0, -thick / 2), (1.0, thick / 2))
        _paint(seen, rim, colour + rng.normal(0, 40), 0.6)
    return seen


def _words(
    rng: np.random.Generator, depth: float
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Letters of a title as little blocks, in the band: their upper left and lower right."""
    tall = depth * float(rng.uniform(0.2, 0.45))
    top = float(rng.uniform(0.1 * depth, 0.9 * depth - tall))
    at, blocks = float(rng.uniform(0.03, 0.5)), []
    for _ in range(int(rng.integers(4, 22))):
        wide = tall * float(rng.uniform(0.2, 0.7))
        if at + wide > 0.97:
            break
        blocks.append(((at, top), (at + wide, top + tall)))
        at += wide * float(rng.choice([1.3, 1.5, 2.6]))
    return blocks


def _part(
    plane: NDArray[np.float64], low: tuple[float, float], high: tuple[float, float]
) -> NDArray[np.float64]:
    """A rectangle of the document's plane, (0, 0) to (1, 1), as corners (4, 2) px."""
    (left, top), (right, bottom) = low, high
    rectangle = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    return project(plane, rectangle - 0.5)


def _mask(shape: tuple[int, ...], polygon: NDArray[np.float64]) -> NDArray[np.uint8]:
    mask = np.zeros(shape[:2], np.uint8)
    limit = 4 * max(shape[:2])
    points = np.clip(polygon, -limit, limit) * (1 << SHIFT)
    cv2.fillConvexPoly(mask, np.round(points).astype(np.int32), 255, cv2.LINE_AA, SHIFT)
    return mask


def _colour(image: NDArray[np.uint8], polygon: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The mean colour in a polygon; None where it lies outside of the picture."""
    mask = _mask(image.shape, polygon)
    return np.array(cv2.mean(image, mask)[:3]) if mask.any() else None


def _paint(
    image: NDArray[np.uint8],
    polygon: NDArray[np.float64],
    colour: NDArray[np.floating],
    opacity: float,
) -> None:
    """Into the picture itself. opacity : 0 to 1."""
    low = np.clip(np.floor(polygon.min(axis=0)).astype(int) - 1, 0, None)
    high = np.clip(np.ceil(polygon.max(axis=0)).astype(int) + 2, 0, None)
    spot = image[low[1] : high[1], low[0] : high[0]]
    if spot.size:
        alpha = _mask(spot.shape, polygon - low)[..., None] * np.float32(opacity / 255)
        spot[:] = spot + alpha * (np.clip(colour, 0, 255).astype(np.float32) - spot)
