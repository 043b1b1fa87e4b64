"""Frames and margins within a document's edge, drawn while networks train.

A card whose print stops short of its edge, or has a frame around it, on a table of the margin's
colour: the frame is the plainest line there, and a network that has seen few takes it for the edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.quad import Quad, perspective
from detector.synthesis.surfaces import random_colour

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of the document's shorter side: how far within its edge, on a logarithmic scale, and how thick a
# drawn line or band is, likewise.
GAP, THICK = (0.012, 0.14), (0.006, 0.1)
# How often the print is drawn together to leave a margin; otherwise lines are drawn over it.
MARGIN_SHARE = 0.45
# Fractional bits of the corners that are drawn.
SHIFT = 4


def framed(
    rng: np.random.Generator, image: NDArray[np.uint8], corners: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """The picture, uint8 (H, W, 3) BGR, with a margin or a frame within the document at corners
    (4, 2) px; as it is where these are no quad's."""
    try:
        quad = Quad(corners)
        gap = float(np.exp(rng.uniform(*np.log(GAP))))
        inner = _inset(quad, gap)
        if rng.random() < MARGIN_SHARE:
            return _within_margin(rng, image, quad, inner)
        seen = image.copy()
        for _ in range(int(rng.choice([1, 2, 3], p=[0.6, 0.3, 0.1]))):
            thick = float(np.exp(rng.uniform(*np.log(THICK))))
            _paint(
                seen, inner, random_colour(rng) * _light(image), without=_inset(quad, gap + thick)
            )
            gap += thick + float(rng.uniform(0.01, 0.05))
            inner = _inset(quad, gap)
        return seen
    except (GeometryError, np.linalg.LinAlgError):
        return image


def _inset(quad: Quad, gap: float) -> Quad:
    """The quad within, the same distance from all sides, a share of the shorter one."""
    top, right, bottom, left = quad.side_lengths
    wide, tall = (top + bottom) / 2, (left + right) / 2
    share = gap * min(wide, tall) / np.array([wide, tall])
    return quad.window(share, 1 - share)


def _within_margin(
    rng: np.random.Generator, image: NDArray[np.uint8], quad: Quad, inner: Quad
) -> NDArray[np.uint8]:
    """All of the document's print drawn together into the inner quad, a plain margin around it."""
    size = (image.shape[1], image.shape[0])
    drawn = cv2.warpPerspective(
        image,
        perspective(quad.corners, inner.corners),
        size,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    paper = rng.uniform(200, 255) + rng.normal(0, 6, 3)
    colour = paper if rng.random() < 0.7 else random_colour(rng)
    seen = image.copy()
    _paint(seen, quad, colour * _light(image))
    cover = np.zeros(image.shape[:2], np.uint8)
    cv2.fillPoly(cover, [_fixed(inner)], 255, cv2.LINE_AA, SHIFT)
    share = cover[..., None].astype(np.float32) / 255
    return np.asarray(drawn * share + seen * (1 - share), np.uint8)


def _light(image: NDArray[np.uint8]) -> float:
    """How light a picture is, up to 1: white paper in a dim room is grey."""
    return min(1.0, float(np.percentile(image.max(axis=2), 97)) / 235)


def _paint(
    image: NDArray[np.uint8],
    quad: Quad,
    colour: NDArray[np.floating],
    *,
    without: Quad | None = None,
) -> None:
    """Fills a quad, but for another one within it."""
    outlines = [_fixed(quad)] if without is None else [_fixed(quad), _fixed(without)]
    blue, green, red = (float(each) for each in np.clip(colour, 0, 255))
    cv2.fillPoly(image, outlines, (blue, green, red), cv2.LINE_AA, SHIFT)


def _fixed(quad: Quad) -> NDArray[np.int32]:
    return np.round(quad.corners * (1 << SHIFT)).astype(np.int32)
