"""Which way up: the corner that is the document's own top-left.

The document is flattened lying down, wider than tall, into a small grey crop; a network says by how
many quarter turns it has to be turned until it can be read. A card lies with its head up or down, a
sheet of A4 to the left or to the right, so that the crop's shape already halves the question.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import cv2
import numpy as np

from detector.formats import A4, snap
from detector.quad import Quad

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.mipmap import Mipmap

# 3 : 2 lies between ID-1 (1.59) and ID-3, A4 and an open passport (1.41 to 1.42).
CROP_WIDTH, CROP_HEIGHT = 192, 128
TURNS = 4
# An answer less probable than this is none: the camera's up is kept.
MIN_PROBABILITY = 0.8
# Less sure than this at first sight, the crop is looked at upside down too, and the mean counts.
SURE_AT_ONCE = 0.95


class UprightNetwork(Protocol):
    """uint8 (N, CROP_HEIGHT, CROP_WIDTH) grey → probabilities (N, TURNS)."""

    def __call__(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Of 0 to 3 quarter turns clockwise that make each crop upright; rows sum to 1."""


@dataclass(frozen=True)
class Upright:
    """quad : read from the document's top-left. sure : whether the network decided, otherwise it is
    the camera's up. confidence : probability of the likeliest reading, 0 to 1."""

    quad: Quad
    sure: bool
    confidence: float


def lying(quad: Quad, aspect: float) -> Quad:
    """The reading of a quad that is wider than tall, the camera's up first.

    aspect : its true width ÷ height as it is read now.
    """
    wide = quad if aspect >= 1 else quad.turned(1)
    return min((wide, wide.turned(2)), key=lambda each: float(each.corners[:2, 1].sum()))


def crop(picture: Mipmap, quad: Quad) -> NDArray[np.uint8]:
    """The document flattened, uint8 (CROP_HEIGHT, CROP_WIDTH), grey.

    What lies outside of the picture repeats its edge.
    """
    top, right, bottom, left = quad.side_lengths
    shrink = max(1.0, min(max(top, bottom) / CROP_WIDTH, max(left, right) / CROP_HEIGHT))
    # What is left to shrink is a factor below 2, for which two px each way see everything.
    image, scale = picture.at_scale(2.0 ** math.floor(math.log2(shrink)))
    page = cv2.warpPerspective(
        image,
        quad.scaled(1 / scale).homography(CROP_WIDTH, CROP_HEIGHT),
        (CROP_WIDTH, CROP_HEIGHT),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), np.uint8)


def set_upright(
    picture: Mipmap, quad: Quad, network: UprightNetwork, least: float = MIN_PROBABILITY
) -> Upright:
    """The quad read from the document's own top-left; as it is given where that cannot be told.

    quad : the document, the camera's up first. least : probability below which nothing is decided.
    """
    flat = lying(quad, quad.aspect(picture.width, picture.height))
    chances = _chances(crop(picture, flat), network)
    turns = int(chances.argmax())
    confidence = float(chances[turns])
    if confidence < least:
        return Upright(quad, sure=False, confidence=confidence)
    return Upright(flat.turned(turns), sure=True, confidence=confidence)


def _chances(seen: NDArray[np.uint8], network: UprightNetwork) -> NDArray[np.float32]:
    """The probability of each number of turns, shape (TURNS,)."""
    first: NDArray[np.float32] = network(seen[None])[0]
    if first.max() >= SURE_AT_ONCE:
        return first
    # Upside down it needs two turns more.
    second = network(np.ascontiguousarray(seen[::-1, ::-1])[None])[0]
    return np.asarray((first + np.roll(second, 2)) / 2, np.float32)


def assume_upright(quad: Quad, width: int, height: int) -> Quad:
    """The outline read from the corner that is most likely the document's top-left.

    Cards and passport pages are wider than tall, A4 sheets taller than wide; of the two ways left,
    the one whose top side lies higher in the picture, the camera's up.
    """
    heights = quad.corners[:, 1].tolist()
    first = min(range(4), key=lambda k: heights[k] + heights[k - 3])
    upright = quad.turned(-first)
    known = snap(upright.aspect(width, height))
    if known is None or known is A4 or known.aspect > 1:
        return upright
    turned = [upright.turned(k) for k in (1, -1)]
    return min(turned, key=lambda each: float(each.corners[:2, 1].sum()))
