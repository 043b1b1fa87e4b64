"""What a quad is not completed by: conditions that one thing seen alone does not meet.

The network is one that sees red: edges are where a picture is painted so, and nothing else is.
"""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from detector.completion import refine_whole
from detector.formats import ID1, ID3, OTHER
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.shape import estimate_shape
from detector.strips import SIDES, STRETCHES
from detector.synthesis.camera import Pose, project_sheet
from tests.detector.test_hidden import HEIGHT, WIDTH, cut, guessed

TOP, RIGHT, BOTTOM, LEFT = range(SIDES)
SIZE = (1280, 800)  # width and height of a picture
LEFT_PX, TOP_PX, WIDE_PX = 330.0, 180.0, 570.0
# By how much a passport is taller than its page above the machine readable zone.
ZONE = 88 / (88 - 23.2)

Point = tuple[float, float]
Edge = tuple[Point, Point]


class SeesRed:
    """A strip network for which an edge runs where it is red, in as much of a stretch as is."""

    def __call__(
        self, strips: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        red = strips[..., 2].astype(np.float32)
        stretches = red.reshape(*red.shape[:2], STRETCHES, -1)
        visible = (stretches.max(axis=1) > 40).mean(axis=2)
        rows = stretches.mean(axis=3) + 1e-3
        return rows / rows.sum(axis=1, keepdims=True), visible.astype(np.float32)


def upright(aspect: float, tall: float = 1.0) -> Quad:
    """A rectangle of WIDE_PX, so much taller than by its width ÷ height."""
    right, bottom = LEFT_PX + WIDE_PX, TOP_PX + WIDE_PX / aspect * tall
    return Quad([(LEFT_PX, TOP_PX), (right, TOP_PX), (right, bottom), (LEFT_PX, bottom)])


def edges(quad: Quad, *sides: int) -> list[Edge]:
    """The sides of a quad, to be painted."""
    x, y = quad.corners.T.tolist()
    return [((x[k], y[k]), (x[(k + 1) % 4], y[(k + 1) % 4])) for k in sides]


def painted(lines: list[Edge], size: tuple[int, int] = SIZE) -> Mipmap:
    """A picture of nothing but edges."""
    image = np.zeros((size[1], size[0], 3), np.uint8)
    for start, end in lines:
        first, last = (tuple(round(16 * each) for each in point) for point in (start, end))
        cv2.line(image, first, last, (0, 0, 255), 2, cv2.LINE_AA, 4)
    return Mipmap(
        cv2.GaussianBlur(image, (0, 0), 1.0)
    )  # of a line as wide as a strip, no row is it


def off_by(quad: Quad, share: float) -> NDArray[np.float64]:
    """How far sides may be off, px, as a share of √area."""
    return np.full((SIDES, 2), share * quad.area**0.5)


# ------------------------------------------------------------------------- a side from further off
@pytest.mark.parametrize(("aspect", "taken"), [(1.8, False), (ID1.aspect, True)])
def test_a_side_from_further_off_is_believed_where_it_makes_a_document_s_shape(
    aspect: float, taken: bool
) -> None:
    expected, there = upright(aspect, 1.08), upright(aspect)
    sure = off_by(expected, 0.04)
    lines = [*edges(expected, TOP, RIGHT, LEFT), *edges(there, BOTTOM)]
    found = refine_whole(painted(lines), expected, SeesRed(), sure)
    assert found.quad.jaccard(there if taken else expected) > 0.99
    assert found.evidence.believed == (1.0 if taken else 0.75)


# ------------------------------------------------------------------------------------- stretching
@pytest.mark.parametrize("whole", [True, False])
def test_the_other_sides_are_seen_along_a_stretched_quad(whole: bool) -> None:
    """An edge where a passport's would be is none of it where the sides beside it end before."""
    part, page = upright(ID3.aspect, 1 / ZONE), upright(ID3.aspect)
    beside = page if whole else part
    lines = [*edges(part, TOP, BOTTOM), *edges(beside, RIGHT, LEFT), *edges(page, BOTTOM)]
    found = refine_whole(painted(lines), part, SeesRed())
    assert found.quad.jaccard(page if whole else part) > 0.99


@pytest.mark.parametrize(("aspect", "doubtful"), [(1.76, True), (1.9, False)])
def test_what_may_well_have_a_document_s_shape_is_not_stretched(
    aspect: float, doubtful: bool
) -> None:
    """… though edges bear it out: of what leans, the shape is not known that well."""
    part = Quad(project_sheet(Pose(15, 40, 5, 0.8, 0.45, (0.5, 0.5)), aspect, *SIZE))
    page = part.window((0.0, 0.0), (1.0, aspect / ID3.aspect))
    shape = estimate_shape(part, *SIZE)
    assert shape.format == OTHER
    assert (shape.confidence < 0.6) is doubtful
    lines = [*edges(part, TOP, BOTTOM), *edges(page, RIGHT, BOTTOM, LEFT)]
    found = refine_whole(painted(lines), part, SeesRed())
    assert found.quad.jaccard(part if doubtful else page) > 0.99


@pytest.mark.parametrize("seen", [(TOP, BOTTOM), (TOP, BOTTOM, LEFT)])
def test_of_two_sides_the_shape_says_nothing(seen: tuple[int, ...]) -> None:
    part, page = upright(ID3.aspect, 1 / ZONE), upright(ID3.aspect)
    beside = [side for side in seen if side not in {TOP, BOTTOM}]
    lines = [*edges(part, TOP, BOTTOM), *edges(page, BOTTOM, *beside)]
    found = refine_whole(painted(lines), part, SeesRed())
    assert found.quad.jaccard(part if len(seen) == 2 else page) > 0.99
    assert (found.evidence.known == 0.5) is (len(seen) == 2)


# ----------------------------------------------------------------------------- cut by the rim
RIM = (1280, 520)


@pytest.mark.parametrize("running", [(RIGHT, LEFT), (RIGHT,), (LEFT,), ()])
def test_both_sides_run_on_up_to_the_rim(running: tuple[int, ...]) -> None:
    part, page = upright(ID3.aspect, 1 / ZONE), upright(ID3.aspect)
    ending = [side for side in (RIGHT, LEFT) if side not in running]
    lines = [*edges(part, TOP, BOTTOM, *ending), *edges(page, *running)]
    found = refine_whole(painted(lines, RIM), part, SeesRed())
    assert found.quad.jaccard(page if len(running) == 2 else part) > 0.99


@pytest.mark.parametrize("running", [True, False])
def test_a_side_that_ends_beyond_the_rim_is_not_asked(running: bool) -> None:
    """The other one decides: the page lies aslant, and the rim has cut off a corner already."""
    matrix = cv2.getRotationMatrix2D((600.0, 400.0), 6.0, 1.0)

    def aslant(quad: Quad) -> Quad:
        return Quad(quad.corners @ matrix[:, :2].T + matrix[:, 2])

    part, page = aslant(upright(ID3.aspect, 1 / ZONE)), aslant(upright(ID3.aspect))
    left, right = part.corners[3, 1], part.corners[2, 1]
    size = (1280, round(left) - 2)
    assert right < size[1] - 40
    lines = [*edges(part, TOP, BOTTOM, LEFT), *edges(page if running else part, RIGHT)]
    found = refine_whole(painted(lines, size), part, SeesRed())
    assert found.quad.jaccard(page if running else part) > 0.98


# ------------------------------------------------------------------------------- hidden by the rim
def test_a_side_beyond_the_rim_is_placed_by_the_others() -> None:
    truth = cut(ID1.aspect)
    coarse = guessed(truth, BOTTOM, -0.04)
    lines = edges(truth, TOP, RIGHT, LEFT)
    found = refine_whole(painted(lines, (WIDTH, HEIGHT)), coarse, SeesRed())
    assert coarse.jaccard(truth) < 0.965
    assert found.quad.jaccard(truth) > 0.985
