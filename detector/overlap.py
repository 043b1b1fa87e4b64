"""The area that two convex polygons share.

OpenCV's intersectConvexConvex works in float32 and can fail, by all of the area, where sides of the
two lie on one line, as those of a quad do of which one side was moved.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Polygon = Sequence[Sequence[float]]


def shared_area(first: Polygon, second: Polygon) -> float:
    """px². first, second : as of shared_polygon."""
    left = shared_polygon(first, second)
    if not left:
        return 0.0
    # About its own corner: far from the origin the products would cancel.
    x0, y0 = left[0]
    moved = [(x - x0, y - y0) for x, y in left]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(moved))) / 2


def shared_polygon(first: Polygon, second: Polygon) -> list[Sequence[float]]:
    """Its corners, (x, y) px; none where nothing is shared. first, second : lists of (x, y) px,
    strictly convex, clockwise as seen in a picture.

    Sutherland and Hodgman, "Reentrant polygon clipping" (1974), in plain numbers: for so few
    points numpy takes longer.
    """
    left = list(first)
    start_x, start_y = second[-1]
    for end_x, end_y in second:
        left = _clipped(left, (start_x, start_y), (end_x - start_x, end_y - start_y))
        if len(left) < 3:
            return []
        start_x, start_y = end_x, end_y
    return left


def _clipped(
    polygon: Polygon, start: tuple[float, float], way: tuple[float, float]
) -> list[Sequence[float]]:
    """What of a polygon lies to the right of a line, as seen in a picture, or on it."""
    depths = [way[0] * (y - start[1]) - way[1] * (x - start[0]) for x, y in polygon]
    kept: list[Sequence[float]] = []
    (last_x, last_y), last = polygon[-1], depths[-1]
    for (x, y), depth in zip(polygon, depths, strict=True):
        if (depth >= 0) != (last >= 0):
            share = last / (last - depth)
            kept.append((last_x + share * (x - last_x), last_y + share * (y - last_y)))
        if depth >= 0:
            kept.append((x, y))
        last_x, last_y, last = x, y, depth
    return kept
