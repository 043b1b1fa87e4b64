"""The homography between any four points and any four others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.errors import GeometryError
from detector.quad import Quad, perspective, project

SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1)]


@st.composite
def quads(draw: st.DrawFn) -> Quad:
    """Anything that a document may look like at 12 MP."""
    left, top = draw(st.floats(-500, 3500)), draw(st.floats(-500, 2500))
    width, height = draw(st.floats(60, 2500)), draw(st.floats(60, 2500))
    moves = draw(st.lists(st.floats(-0.18, 0.18), min_size=8, max_size=8))
    return Quad((np.array(SQUARE) + np.reshape(moves, (4, 2))) * (width, height) + (left, top))


@given(quads(), quads())
def test_each_of_the_points_goes_to_its_own(source: Quad, target: Quad) -> None:
    matrix = perspective(source.corners, target.corners)
    np.testing.assert_allclose(project(matrix, source.corners), target.corners, atol=1e-5)
    assert matrix[2, 2] == 1


@given(quads(), quads(), quads())
def test_by_way_of_another_is_the_same(source: Quad, between: Quad, target: Quad) -> None:
    straight = perspective(source.corners, target.corners)
    first = perspective(source.corners, between.corners)
    second = perspective(between.corners, target.corners)
    inside = source.corners.mean(axis=0, keepdims=True)
    there = project(second, project(first, inside))
    np.testing.assert_allclose(there, project(straight, inside), rtol=1e-6, atol=1e-3)


def test_parallel_sides_stay_parallel_from_a_square_to_a_parallelogram() -> None:
    matrix = perspective(SQUARE, [(10, 10), (50, 20), (70, 60), (30, 50)])
    np.testing.assert_allclose(matrix, [(40, 20, 10), (10, 40, 10), (0, 0, 1)], atol=1e-12)


@pytest.mark.parametrize("on_the_line", [0, 1, 2, 3])
def test_from_three_points_on_a_line_nothing_follows(on_the_line: int) -> None:
    points = list(SQUARE)
    before, after = points[on_the_line - 1], points[(on_the_line + 1) % 4]
    points[on_the_line] = ((before[0] + after[0]) / 2, (before[1] + after[1]) / 2)
    with pytest.raises(GeometryError, match="no perspective transform"):
        perspective(points, SQUARE)
