"""Pictures cropped through a document, as by the rim of a camera's frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detector.quad import Quad

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The px of a part: x0, y0, x1, y1, ends excluded.
Window = tuple[int, int, int, int]

# How often at two sides rather than one, up to which share of the document's extent, and how much
# of the document must be left.
CUT_TWICE, CUT_REACH, CUT_LEFT = 0.35, 0.5, 0.5
# A picture's least side after that.
LEAST_SIDE_PX = 16


def cropped(
    rng: np.random.Generator, picture: NDArray[np.uint8], quad: Quad
) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """The part of a picture that cuts through a quad, and where it begins, (x, y) px; all of it
    where too little of the quad would be left."""
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = crop_window(rng, width, height, quad)
    return picture[y0:y1, x0:x1], (x0, y0)


def crop_window(rng: np.random.Generator, width: int, height: int, quad: Quad) -> Window:
    """Of a picture of width × height px the part that cuts through a quad; see cropped."""
    x0, y0, x1, y1 = quad.box
    reach = CUT_REACH * rng.random(2) * (x1 - x0, y1 - y0)
    low, high = np.zeros(2, int), np.array([width, height])
    first = int(rng.integers(2))
    for axis in (0, 1) if rng.random() < CUT_TWICE else (first,):
        if rng.random() < 0.5:
            low[axis] = max(0, round((x0, y0)[axis] + reach[axis]))
        else:
            high[axis] = min((width, height)[axis], round((x1, y1)[axis] - reach[axis]))
    whole = (0, 0, width, height)
    if (high - low < LEAST_SIDE_PX).any():
        return whole
    left, top, right, bottom = (float(each) - 0.5 for each in (*low, *high))
    frame = Quad([(left, top), (right, top), (right, bottom), (left, bottom)])
    if frame.shared_area(quad) < CUT_LEFT * quad.area:
        return whole
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])
