"""Laws of a document's outline."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from detector.errors import GeometryError
from detector.overlap import shared_area
from detector.quad import (
    FAULTS,
    MIN_AREA_PX,
    MIN_SIDE_RATIO,
    Quad,
    clockwise,
    faults,
    project,
    quad_areas,
)

share = st.floats(-0.18, 0.18)
part = st.floats(0.1, 0.9)


@st.composite
def quads(draw: st.DrawFn) -> Quad:
    """Convex quads of 60 to 2000 px a side, anywhere near a picture."""
    width, height = draw(st.floats(60, 2000)), draw(st.floats(60, 2000))
    x, y = draw(st.floats(-50, 3000)), draw(st.floats(-50, 3000))
    base = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], float)
    jitter = np.array([[draw(share), draw(share)] for _ in range(4)])
    return Quad((base + jitter) * (width, height) + (x, y))


@given(quads())
def test_homography_takes_corners_to_the_pages_corners(quad: Quad) -> None:
    page = project(quad.homography(856, 540), quad.corners)
    expected = [(-0.5, -0.5), (855.5, -0.5), (855.5, 539.5), (-0.5, 539.5)]
    np.testing.assert_allclose(page, expected, atol=1e-5)


@given(quads(), st.floats(0, 1), st.floats(0, 1))
def test_homography_after_its_inverse_is_the_identity(quad: Quad, u: float, v: float) -> None:
    matrix = quad.homography(856, 540)
    point = np.array([[u * 855, v * 539]])
    back = project(matrix, project(np.linalg.inv(matrix), point))
    np.testing.assert_allclose(back, point, atol=1e-4)


@given(quads())
def test_jaccard_with_itself_is_one_and_is_symmetric(quad: Quad) -> None:
    other = quad.moved(quad.side_lengths[0] * 0.1, 3)
    assert quad.jaccard(quad) == pytest.approx(1, abs=1e-3)
    assert quad.jaccard(other) == pytest.approx(other.jaccard(quad), abs=1e-3)
    assert 0 < quad.jaccard(other) < 1


def _window(quad: Quad, low: tuple[float, float], high: tuple[float, float]) -> Quad:
    """See Quad.window; an example past the horizon, or too thin for a quad, is left out."""
    try:
        return quad.window(low, high)
    except GeometryError:
        assume(False)
        raise


@given(quads(), part, part, st.integers(0, 3))
def test_a_part_shares_all_of_itself(quad: Quad, low: float, high: float, turn: int) -> None:
    assume(abs(high - low) > 0.02)
    band = _window(quad.turned(turn), (min(low, high), 0.0), (max(low, high), 1.0))
    assert quad.shared_area(band) == pytest.approx(band.area, rel=1e-6)
    assert band.shared_area(quad) == pytest.approx(band.area, rel=1e-6)
    assert quad.jaccard(band) == pytest.approx(band.area / quad.area, rel=1e-6)


@given(quads(), st.floats(0.05, 0.4), st.integers(0, 3))
def test_of_a_quad_with_one_side_moved_outwards_all_is_shared(
    quad: Quad, by: float, turn: int
) -> None:
    stretched = _window(quad.turned(turn), (0.0, -by), (1.0, 1.0))
    assert quad.shared_area(stretched) == pytest.approx(quad.area, rel=1e-6)


@given(quads(), part, part)
def test_two_overlapping_bands_share_what_lies_between(
    quad: Quad, one: float, other: float
) -> None:
    low, high = sorted((one, other))
    assume(high - low > 0.02)
    left, right = _window(quad, (0.0, 0.0), (high, 1.0)), _window(quad, (low, 0.0), (1.0, 1.0))
    between = _window(quad, (low, 0.0), (high, 1.0))
    assert left.shared_area(right) == pytest.approx(between.area, rel=1e-6)


@given(quads(), part)
def test_neighbours_along_a_line_share_nothing(quad: Quad, at: float) -> None:
    left, right = _window(quad, (0.0, 0.0), (at, 1.0)), _window(quad, (at, 0.0), (1.0, 1.0))
    assert left.shared_area(right) == pytest.approx(0, abs=1e-6 * quad.area)
    assert left.area + right.area == pytest.approx(quad.area, rel=1e-6)


@given(quads(), st.floats(-1, 1), st.floats(-1, 1))
def test_as_many_points_lie_in_both_as_the_area_says(quad: Quad, dx: float, dy: float) -> None:
    unit = quad.area**0.5
    other = quad.moved(dx * unit, dy * unit)
    x0, y0, x1, y1 = quad.box
    grid = np.stack(np.meshgrid(np.linspace(x0, x1, 80), np.linspace(y0, y1, 80)), axis=-1)
    points = grid.reshape(-1, 2)
    inside = np.ones(len(points), bool)
    for each in (quad, other):
        flat = project(each.homography(1, 1), points) + 0.5
        depth = np.column_stack([points, np.ones(len(points))]) @ each.homography(1, 1)[2]
        sign = np.sign(np.append(each.corners.mean(axis=0), 1) @ each.homography(1, 1)[2])
        inside &= ((flat >= 0) & (flat <= 1)).all(axis=1) & (depth * sign > 0)
    counted = inside.mean() * (x1 - x0) * (y1 - y0)
    assert quad.shared_area(other) == pytest.approx(counted, abs=0.05 * (x1 - x0) * (y1 - y0))


def test_far_apart_is_nothing() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert shared_area(square, [(x + 11, y) for x, y in square]) == 0


@given(quads(), st.integers(-4, 4))
def test_turning_keeps_the_outline(quad: Quad, turns: int) -> None:
    turned = quad.turned(turns)
    assert turned.area == pytest.approx(quad.area)
    assert turned.turned(-turns) == quad


@given(quads(), st.floats(0.1, 8))
def test_scaling_there_and_back_is_the_identity(quad: Quad, factor: float) -> None:
    back = quad.scaled(factor).scaled(1 / factor)
    np.testing.assert_allclose(back.corners, quad.corners, atol=1e-6)


@pytest.mark.parametrize(
    "corners",
    [
        [(0, 0), (10, 10), (10, 0), (0, 10)],  # crossed
        [(0, 0), (100, 0), (20, 20), (0, 100)],  # concave
        [(0, 0), (0, 100), (100, 100), (100, 0)],  # mirrored
        [(0, 0), (50, 0), (100, 0), (50, 80)],  # a triangle
        [(0, 0), (1, 0), (1, 1), (0, 1)],  # tiny
        [(0, 0), (float("nan"), 0), (100, 100), (0, 100)],
        [(0, 0), (100, 0), (100, 100)],
    ],
)
def test_bad_geometry_is_refused(corners: list[tuple[float, float]]) -> None:
    with pytest.raises(GeometryError):
        Quad(corners)


coordinate = st.floats(-1e4, 1e4)
anywhere = st.lists(st.tuples(coordinate, coordinate), min_size=4, max_size=4)


def _is_proper(quad: Quad) -> bool:
    edges = np.roll(quad.corners, -1, axis=0) - quad.corners
    after = np.roll(edges, -1, axis=0)
    turns_right = edges[:, 0] * after[:, 1] - edges[:, 1] * after[:, 0] > 0
    return bool(turns_right.all()) and clockwise(quad.corners) and quad.area >= MIN_AREA_PX


@given(anywhere)
def test_any_four_points_are_refused_or_proper(points: list[tuple[float, float]]) -> None:
    try:
        quad = Quad(points)
    except GeometryError:
        return
    assert _is_proper(quad)
    # What one reading allows, every other one does.
    assert all(_is_proper(quad.turned(turn)) for turn in range(1, 4))


@given(quads(), st.integers(0, 3))
def test_crossed_and_mirrored_readings_are_refused(quad: Quad, turn: int) -> None:
    corners = np.roll(quad.corners, turn, axis=0)
    crossed, mirrored = corners[[0, 2, 1, 3]], corners[::-1]
    for bad in (crossed, mirrored):
        with pytest.raises(GeometryError):
            Quad(bad)


@given(quads(), st.floats(0.02, 0.9), st.integers(0, 3))
def test_a_corner_pushed_over_the_diagonal_is_refused(quad: Quad, share: float, index: int) -> None:
    before, after = quad.corners[index - 1], quad.corners[(index + 1) % 4]
    opposite = quad.corners[(index + 2) % 4]
    inwards = (before + after) / 2 * (1 - share) + opposite * share
    concave = quad.corners.copy()
    concave[index] = inwards
    with pytest.raises(GeometryError):
        Quad(concave)


@given(quads(), st.floats(0.01, 0.99))
def test_a_corner_on_a_side_is_a_triangle_and_refused(quad: Quad, share: float) -> None:
    corners = quad.corners.copy()
    corners[1] = corners[0] * (1 - share) + corners[2] * share
    with pytest.raises(GeometryError):
        Quad(corners)


@given(quads(), st.integers(0, 3), st.floats(0, 0.4))
def test_two_corners_in_one_place_are_a_triangle_and_refused(
    quad: Quad, index: int, share: float
) -> None:
    corners = quad.corners.copy()
    step = MIN_SIDE_RATIO * share * (corners[index] - corners[index - 1])
    corners[index] = corners[index - 1] + step
    with pytest.raises(GeometryError):
        Quad(corners)


@given(quads())
def test_a_quad_shrunk_to_nothing_is_refused(quad: Quad) -> None:
    with pytest.raises(GeometryError):
        quad.scaled((0.5 * MIN_AREA_PX / quad.area) ** 0.5)


@given(quads(), st.floats(-500, 500), st.floats(-500, 500), st.floats(0.1, 8))
def test_cropping_before_or_after_resizing_is_the_same(
    quad: Quad, dx: float, dy: float, factor: float
) -> None:
    # A crop that starts at px (dx, dy) covers from (dx - .5, dy - .5) on.
    first = quad.moved(-dx, -dy).scaled(factor)
    last = quad.scaled(factor).moved(-dx * factor, -dy * factor)
    np.testing.assert_allclose(first.corners, last.corners, atol=1e-6)


@given(quads(), st.floats(0.1, 8))
def test_the_page_does_not_depend_on_the_pictures_resolution(quad: Quad, factor: float) -> None:
    point = quad.corners.mean(axis=0)[None]
    page = project(quad.homography(300, 200), point)
    larger = project(quad.scaled(factor).homography(300, 200), (point + 0.5) * factor - 0.5)
    np.testing.assert_allclose(larger, page, atol=1e-5)


@pytest.mark.parametrize("tilt_deg", [0, 5, 15, 30, 45])
@pytest.mark.parametrize("axis_deg", [0, 35, 90])
def test_true_aspect_survives_tilt(tilt_deg: float, axis_deg: float) -> None:
    from detector.synthesis.camera import Pose, project_sheet

    true = 85.6 / 53.98
    pose = Pose(tilt_deg, axis_deg, 20, 1.1, 0.5, (0.5, 0.5))
    corners = project_sheet(pose, true, 1920, 1080)
    assert Quad(corners).aspect(1920, 1080) == pytest.approx(true, rel=0.01)


@given(st.lists(st.tuples(*[st.floats(-60, 60)] * 2), min_size=4, max_size=4))
def test_faults_are_what_a_quad_refuses(points: list[tuple[float, float]]) -> None:
    fault = int(faults(np.array([points]))[0])
    if fault:
        with pytest.raises(GeometryError, match=re.escape(FAULTS[fault])):
            Quad(points)
    else:
        assert Quad(points).area == pytest.approx(float(quad_areas(np.array([points]))[0]))


def test_a_window_lies_in_the_document_s_own_plane() -> None:
    square = Quad([(99.5, 99.5), (499.5, 99.5), (499.5, 299.5), (99.5, 299.5)])
    part = square.window((0.25, 0.5), (1, 1))
    np.testing.assert_allclose(
        part.corners, [(199.5, 199.5), (499.5, 199.5), (499.5, 299.5), (199.5, 299.5)], atol=1e-6
    )
    leaning = Quad([(100, 100), (500, 140), (460, 300), (120, 330)])
    whole = leaning.window((0, 0), (1, 1))
    np.testing.assert_allclose(whole.corners, leaning.corners, atol=1e-6)
    with pytest.raises(GeometryError):
        leaning.window((-50, -50), (50, 50))
