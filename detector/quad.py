"""A document's outline: four corners in pixels.

Convention, stated once for the whole project: pixel centres lie at integers (OpenCV's), so that
a picture of width w and height h covers [-0.5, w - 0.5] × [-0.5, h - 0.5]. Corners run clockwise
as seen in the picture, from the document's own top-left: TL, TR, BR, BL.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

import cv2
import numpy as np

from detector.aspect import single_view_aspect
from detector.errors import GeometryError
from detector.overlap import shared_area

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

Point = tuple[float, float]
Box = tuple[float, float, float, float]

# Below this area a quad holds nothing that a person could read: 4 × 4 px.
MIN_AREA_PX = 16.0
# Sine of the flattest corner that still counts as one (about 2°): a flatter quad is a triangle.
MIN_CORNER_SINE = 0.035
# Each corner's follower.
NEXT = np.array([1, 2, 3, 0])
# Shortest ÷ longest side: below, two corners are one and the quad is a triangle, or a thread. A
# receipt is 1 : 10; the far side of a card at 58° (the steepest synthesised) is half the near one.
MIN_SIDE_RATIO = 0.01


@dataclass(frozen=True, eq=False)
class Quad:
    """A strictly convex, clockwise quadrilateral.

    corners : float64 array of shape (4, 2), read-only, (x, y) px, TL, TR, BR, BL.

    Raises GeometryError where the points are not four finite ones, cross, are concave, collapse
    into a triangle, run counter-clockwise (a mirrored document) or enclose under MIN_AREA_PX px².
    """

    corners: NDArray[np.float64]

    def __init__(self, corners: ArrayLike) -> None:
        points = np.array(corners, dtype=np.float64)
        _check(points)
        points.setflags(write=False)
        object.__setattr__(self, "corners", points)

    @classmethod
    def full(cls, width: int, height: int) -> Self:
        """The outline of a whole picture of width × height px."""
        right, bottom = width - 0.5, height - 0.5
        return cls([(-0.5, -0.5), (right, -0.5), (right, bottom), (-0.5, bottom)])

    @classmethod
    def inset(cls, width: int, height: int, fraction: float = 0.1) -> Self:
        """The picture's outline drawn in by a fraction (0 to < 0.5) of each side."""
        dx, dy = width * fraction - 0.5, height * fraction - 0.5
        right, bottom = width - 1 - dx, height - 1 - dy
        return cls([(dx, dy), (right, dy), (right, bottom), (dx, bottom)])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quad) and np.array_equal(self.corners, other.corners)

    def __reduce__(self) -> tuple[type[Self], tuple[NDArray[np.float64]]]:
        """Copied and pickled as it was made, so that the copy's corners are read-only too."""
        return type(self), (self.corners,)

    def __hash__(self) -> int:
        return hash(self.corners.tobytes())

    def __repr__(self) -> str:
        return f"Quad({self.corners.round(2).tolist()})"

    @cached_property
    def area(self) -> float:
        """Enclosed area, px²."""
        return polygon_area(self.corners)

    @property
    def box(self) -> Box:
        """(x0, y0, x1, y1) px, the smallest upright box around the corners."""
        (x0, y0), (x1, y1) = self.corners.min(axis=0), self.corners.max(axis=0)
        return float(x0), float(y0), float(x1), float(y1)

    @property
    def side_lengths(self) -> tuple[float, float, float, float]:
        """Top, right, bottom, left, px."""
        first, second, third, fourth = self.corners.tolist()
        return (
            math.dist(first, second),
            math.dist(second, third),
            math.dist(third, fourth),
            math.dist(fourth, first),
        )

    def jaccard(self, other: Quad) -> float:
        """Intersection over union of the two areas, 0 to 1."""
        shared = self.shared_area(other)
        union = self.area + other.area - shared
        return float(min(max(shared / union, 0.0), 1.0)) if union > 0 else 0.0

    def shared_area(self, other: Quad) -> float:
        """The area that both enclose, px²."""
        return shared_area(self.corners.tolist(), other.corners.tolist())

    def moved(self, dx: float, dy: float) -> Quad:
        """The quad shifted by (dx, dy) px."""
        return Quad(self.corners + np.array([dx, dy]))

    def scaled(self, sx: float, sy: float | None = None) -> Quad:
        """The quad after its picture was resized by sx, sy: x' = (x + .5)·s - .5."""
        return Quad((self.corners + 0.5) * (sx, sx if sy is None else sy) - 0.5)

    def window(self, low: ArrayLike, high: ArrayLike) -> Quad:
        """A rectangle in the document's own plane, from low to high, where (0, 0) is its top left
        and (1, 1) its bottom right. Raises GeometryError where it reaches past the horizon."""
        (left, top), (right, bottom) = np.asarray(low), np.asarray(high)
        rectangle = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
        plane = np.linalg.inv(self.homography(1, 1)).astype(np.float64)
        # homography() maps to px of a 1 × 1 picture, whose corners lie half a px outside.
        return Quad(project(plane, rectangle - 0.5))

    def turned(self, quarter_turns: int) -> Quad:
        """The same outline read from another corner.

        One turn makes the flattened page appear rotated by 90° clockwise.
        """
        # Not checked anew: what is sound read from one corner is so from all.
        quad = object.__new__(Quad)
        corners = self.corners[(np.arange(4) - quarter_turns) % 4]
        corners.setflags(write=False)
        object.__setattr__(quad, "corners", corners)
        return quad

    def with_corner(self, index: int, point: Point) -> Quad:
        """One corner (0 to 3: TL, TR, BR, BL) moved to a point, px."""
        corners = self.corners.copy()
        corners[index] = point
        return Quad(corners)

    def contains(self, point: Point) -> bool:
        """Whether a point (x, y) px lies inside or on the outline."""
        polygon = self.corners.astype(np.float32)
        return bool(cv2.pointPolygonTest(polygon, (float(point[0]), float(point[1])), False) >= 0)

    def homography(self, width: float, height: float) -> NDArray[np.float64]:
        """Picture px → page px, shape (3, 3), for a page of width × height px."""
        right, bottom = width - 0.5, height - 0.5
        page = [(-0.5, -0.5), (right, -0.5), (right, bottom), (-0.5, bottom)]
        return perspective(self.corners, page)

    def aspect(self, width: int, height: int) -> float:
        """True width ÷ height of the document, from one view in a picture of width × height px.

        By the closed formula, see detector.aspect; detector.shape weighs formats as well.
        """
        return single_view_aspect(self.corners, width, height)


def polygon_area(points: NDArray[np.float64]) -> float:
    """Area enclosed by the points (N, 2), px²."""
    x, y = points.T.tolist()
    return abs(float(sum(x[i - 1] * y[i] - x[i] * y[i - 1] for i in range(len(x))))) / 2


def perspective(source: ArrayLike, target: ArrayLike) -> NDArray[np.float64]:
    """The homography, shape (3, 3), taking four source points to four target points exactly.

    By the closed form for the unit square (Heckbert, "Fundamentals of Texture Mapping and Image
    Warping", 1989, section 2.2), there and back, in float64: cv2.getPerspectiveTransform takes
    float32 points, too coarse at 12 MP. Raises GeometryError where the points leave no solution.
    """
    back, there = _from_square(source), _from_square(target)
    a, b, c, d, e, f, g, h = back
    # The adjugate: an inverse but for its scale, of which a homography has none.
    adjugate = (
        (e - f * h, c * h - b, b * f - c * e),
        (f * g - d, a - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    matrix = np.reshape((*there, 1.0), (3, 3)) @ np.array(adjugate)
    determinant = a * adjugate[0][0] + b * adjugate[1][0] + c * adjugate[2][0]
    scale = matrix[2, 2]
    if 0 in (determinant, scale):
        raise GeometryError("the four points leave no perspective transform")
    return np.asarray(matrix / scale)


def _from_square(points: ArrayLike) -> tuple[float, ...]:
    """The first eight numbers, row by row, of the homography, its last one 1, from the unit square
    to four points."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = np.asarray(points, np.float64).tolist()
    right_x, right_y, left_x, left_y = x1 - x2, y1 - y2, x3 - x2, y3 - y2
    determinant = right_x * left_y - left_x * right_y
    if determinant == 0:
        raise GeometryError("the four points leave no perspective transform")
    skew_x, skew_y = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    g = (skew_x * left_y - left_x * skew_y) / determinant
    h = (right_x * skew_y - skew_x * right_y) / determinant
    return x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h


def project(matrix: NDArray[np.float64], points: ArrayLike) -> NDArray[np.float64]:
    """Points of shape (N, 2) through a homography of shape (3, 3)."""
    array = np.asarray(points, np.float64)
    mapped = array @ matrix[:, :2].T + matrix[:, 2]
    result: NDArray[np.float64] = mapped[:, :2] / mapped[:, 2:]
    return result


# What can be wrong with four points, in the order in which it is looked for; 0 is nothing.
FAULTS = (
    "",
    "corners must be finite numbers",
    "corners must form a convex quad, clockwise from the top-left",
    "a side has no length: two corners of the quad are one",
    f"the quad is smaller than {MIN_AREA_PX:.0f} px²",
)


def faults(quads: NDArray[np.float64]) -> NDArray[np.intp]:
    """The first of FAULTS that each of (N, 4, 2) points, px, has, shape (N,); a Quad has none."""
    # Written for few calls of numpy: each costs more than the arithmetic.
    finite = np.asarray(np.isfinite(quads).all(axis=(1, 2), keepdims=True))
    points = quads if finite.all() else np.where(finite, quads, 0.0)
    edges = points[:, NEXT] - points
    x, y = edges[..., 0], edges[..., 1]
    lengths = np.sqrt(x * x + y * y)
    cross = x * y[:, NEXT] - y * x[:, NEXT]
    flat = (cross <= MIN_CORNER_SINE * lengths * lengths[:, NEXT]).any(axis=1)
    thin = lengths.min(axis=1) < MIN_SIDE_RATIO * lengths.max(axis=1)
    small = quad_areas(points) < MIN_AREA_PX
    shape = np.where(flat, 2, np.where(thin, 3, np.where(small, 4, 0)))
    return np.where(finite[:, 0, 0], shape, 1)


def quad_areas(quads: NDArray[np.float64]) -> NDArray[np.float64]:
    """Areas enclosed by (N, 4, 2) points, px², shape (N,): half the diagonals' cross product."""
    first, second = quads[:, 2] - quads[:, 0], quads[:, 3] - quads[:, 1]
    return np.abs(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]) / 2


def _check(points: NDArray[np.float64]) -> None:
    if points.shape != (4, 2):
        raise GeometryError(f"expected four (x, y) points, got shape {points.shape}")
    fault = _fault(points)
    if fault:
        raise GeometryError(FAULTS[fault])


def _fault(points: NDArray[np.float64]) -> int:
    """As faults, of one quad (4, 2): plain numbers take a tenth of numpy's time for so few."""
    flat = points.ravel().tolist()
    if not all(map(math.isfinite, flat)):
        return 1
    ax, ay, bx, by, cx, cy, dx, dy = flat
    edges = ((bx - ax, by - ay), (cx - bx, cy - by), (dx - cx, dy - cy), (ax - dx, ay - dy))
    lengths = [math.sqrt(x * x + y * y) for x, y in edges]
    for n in range(4):
        (x, y), (next_x, next_y) = edges[n - 1], edges[n]
        if x * next_y - y * next_x <= MIN_CORNER_SINE * lengths[n - 1] * lengths[n]:
            return 2
    if min(lengths) < MIN_SIDE_RATIO * max(lengths):
        return 3
    return 4 if abs((cx - ax) * (dy - by) - (cy - ay) * (dx - bx)) / 2 < MIN_AREA_PX else 0


def clockwise(points: Sequence[Point] | NDArray[np.float64]) -> bool:
    """Whether a polygon runs clockwise as seen in the picture (y downwards). points : (N, 2),
    (x, y) px."""
    array = np.asarray(points, np.float64)
    x, y = array[:, 0], array[:, 1]
    return bool(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)) > 0)
