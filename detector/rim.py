"""What a picture does not hold of a document that reaches beyond its rim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.overlap import shared_polygon
from detector.quad import project

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Quad

# Of the picture's longer side. A corner this far outside may be one of a document that is all
# there: an outline's corners lie outside of rounded ones, and it is never exact.
RIM_SHARE = 0.01
# Of a page's fixed-point coordinates: 1/16 px.
SHIFT = 4


def cut_off(quad: Quad, width: int, height: int) -> bool:
    """Whether a part of the document lies outside of its picture of width × height px."""
    return any(_passed(quad, width, height))


def beyond(
    quad: Quad, width: int, height: int, page_width: int, page_height: int
) -> NDArray[np.bool_] | None:
    """Where a page of page_width × page_height px shows what its picture of width × height px does
    not hold: (page_height, page_width); None where a document is not cut off.

    Cut at the rims that the document passes by more than RIM_SHARE, at no others: a thread of
    white along a side would look like an edge.
    """
    passed = _passed(quad, width, height)
    if not any(passed):
        return None
    far = 1e9  # of a side that cuts nothing, px
    left, top, right, bottom = (
        rim if cuts else out
        for rim, cuts, out in zip(
            (-0.5, -0.5, width - 0.5, height - 0.5), passed, (-far, -far, far, far), strict=True
        )
    )
    held = [(left, top), (right, top), (right, bottom), (left, bottom)]
    inside = np.zeros((page_height, page_width), np.uint8)
    shared = shared_polygon(quad.corners.tolist(), held)
    if shared:
        # All of it lies within the quad, so that none of it is past the page's horizon.
        corners = project(quad.homography(page_width, page_height), shared)
        fixed = np.round(corners * 2**SHIFT).astype(np.int32)
        cv2.fillConvexPoly(inside, fixed, 255, shift=SHIFT)
    return np.equal(inside, 0)


def _passed(quad: Quad, width: int, height: int) -> list[bool]:
    """Which rims the quad passes, each by more than RIM_SHARE: left, top, right, bottom."""
    x0, y0, x1, y1 = quad.box
    most = RIM_SHARE * max(width, height)
    return [each > most for each in (-0.5 - x0, -0.5 - y0, x1 - width + 0.5, y1 - height + 0.5)]
