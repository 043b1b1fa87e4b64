"""Areas of a picture that are to be hidden, and what they cover."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from detector.quad import Point, Quad, project

# Parts of a px that corners are drawn at, as a power of two.
FINE_BITS = 4


@dataclass(frozen=True)
class Area:
    """A convex part of a picture. corners : four (x, y), px of it, one after another around it."""

    corners: tuple[Point, ...]

    @classmethod
    def under(cls, quad: Quad, low: Point, high: Point) -> Area:
        """What a rectangle of the page covers in the picture that the page was flattened from.

        quad : the page in the picture. low, high : top left and bottom right of the rectangle,
        shares of the page's width and height, 0 to 1.
        """
        (left, top), (right, bottom) = low, high
        rectangle = [(left, top), (right, top), (right, bottom), (left, bottom)]
        return cls(tuple(point_under(quad, point) for point in rectangle))

    def moved(self, dx: float, dy: float) -> Area:
        """The area shifted by (dx, dy) px."""
        return Area(tuple((x + dx, y + dy) for x, y in self.corners))

    def contains(self, point: Point) -> bool:
        """Whether a point (x, y) of the picture, px, lies inside or on the rim."""
        polygon = np.array(self.corners, np.float32)
        return bool(cv2.pointPolygonTest(polygon, point, False) >= 0)


def point_under(quad: Quad, point: Point) -> Point:
    """Where a point of the page lies in the picture, px. Arguments as of Area.under."""
    # homography() maps to px of a 1 × 1 picture, whose corners lie half a px outside.
    plane = np.linalg.inv(quad.homography(1, 1)).astype(np.float64)
    x, y = project(plane, [(point[0] - 0.5, point[1] - 0.5)])[0].tolist()
    return x, y


def mask_of(
    shape: tuple[int, ...],
    areas: Iterable[Area],
    pen_px: int,
    origin: tuple[int, int] = (0, 0),
) -> NDArray[np.uint8]:
    """Areas with a line along their rims: uint8 (H, W), 255 inside, smooth at the edges.

    shape : (H, W). pen_px : how wide the line is; half of it lies outside. origin : (x, y) of the
    first px in the areas' picture.
    """
    mask = np.zeros(shape, np.uint8)
    for area in areas:
        points = np.round((np.array(area.corners) - origin) * 2**FINE_BITS).astype(np.int32)
        cv2.fillConvexPoly(mask, points, 255, cv2.LINE_AA, FINE_BITS)
        cv2.polylines(mask, [points], True, 255, pen_px, cv2.LINE_AA, FINE_BITS)
    return mask
