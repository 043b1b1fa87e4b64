"""The true shape from one view: degenerate views, formats and how far they are believed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.errors import GeometryError
from detector.formats import A4, ID1, ID3
from detector.quad import Quad
from detector.shape import estimate_shape
from detector.synthesis.camera import Pose, project_sheet
from detector.training.aspect_table import measure, row, views

coordinate = st.floats(-500, 2500)
aspects = st.floats(0.5, 2.0)


def seen(aspect: float, tilt: float = 0, axis: float = 0, roll: float = 0) -> Quad:
    pose = Pose(tilt, axis, roll, 0.8, 0.5, (0.5, 0.5))
    return Quad(project_sheet(pose, aspect, 1920, 1080))


@given(st.lists(st.tuples(coordinate, coordinate), min_size=4, max_size=4))
def test_every_usable_quad_has_a_shape(points: list[tuple[float, float]]) -> None:
    middle = np.mean(points, axis=0)
    around = sorted(points, key=lambda point: math.atan2(*(point - middle)[::-1]))
    try:
        quad = Quad(around)
    except GeometryError:
        return
    shape = estimate_shape(quad, 1920, 1080)
    assert math.isfinite(shape.estimate)
    assert shape.estimate > 0
    assert 0 <= shape.confidence <= 1
    closed = quad.aspect(1920, 1080)
    assert math.isfinite(closed)
    assert closed > 0


def test_a_quad_that_no_camera_sees_is_of_no_format() -> None:
    quad = Quad([(61.75, 583.09), (57.24, 556.5), (52.65, 371.88), (83.1, 261.85)])
    shape = estimate_shape(quad, 640, 480)
    assert (shape.format, shape.confidence) == ("other", 0.0)


@given(aspects, st.floats(0, 360))
def test_seen_from_straight_above_the_sides_tell(aspect: float, roll: float) -> None:
    quad = seen(aspect, roll=roll)
    assert quad.aspect(1920, 1080) == pytest.approx(aspect, rel=1e-4)
    assert estimate_shape(quad, 1920, 1080).estimate == pytest.approx(aspect, rel=5e-3)


@given(aspects, st.floats(0, 40), st.floats(0, 360), st.floats(0, 360))
def test_a_turned_quad_has_the_inverse_ratio(
    aspect: float, tilt: float, axis: float, roll: float
) -> None:
    quad = seen(aspect, tilt, axis, roll)
    turned = quad.turned(1)
    product = quad.aspect(1920, 1080) * turned.aspect(1920, 1080)
    assert product == pytest.approx(1, rel=1e-6)
    estimates = [estimate_shape(each, 1920, 1080).estimate for each in (quad, turned)]
    assert estimates[0] * estimates[1] == pytest.approx(1, rel=1e-6)


@given(aspects, st.floats(0, 40), st.floats(0, 360), st.sampled_from([0.5, 2.0, 3.0]))
def test_the_ratio_does_not_depend_on_the_resolution(
    aspect: float, tilt: float, axis: float, scale: float
) -> None:
    quad = seen(aspect, tilt, axis, 10)
    larger = quad.scaled(scale).aspect(round(1920 * scale), round(1080 * scale))
    assert larger == pytest.approx(quad.aspect(1920, 1080), rel=1e-6)


@pytest.mark.parametrize("axis", [0, 90])
@pytest.mark.parametrize("tilt", [10, 25, 40])
def test_with_one_pair_of_sides_parallel_it_beats_the_sides_lengths(
    tilt: float, axis: float
) -> None:
    quad, aspect = seen(1.3, tilt, axis), 1.3
    top, right, bottom, left = quad.side_lengths
    by_sides = abs((top + bottom) / (left + right) / aspect - 1)
    for ratio in (quad.aspect(1920, 1080), estimate_shape(quad, 1920, 1080).estimate):
        assert abs(ratio / aspect - 1) < 0.5 * by_sides


@pytest.mark.parametrize("known", [ID1, ID3, A4])
@pytest.mark.parametrize("tilt", [0, 10, 20, 30])
def test_formats_are_recognised_under_tilt(known, tilt: float) -> None:
    shape = estimate_shape(seen(known.aspect, tilt, 40, 8), 1920, 1080)
    assert shape.format == known.name
    assert shape.confidence > 0.6


def test_what_is_no_format_keeps_its_ratio() -> None:
    for aspect in (1.0, 1.2, 1.9, 0.5):
        shape = estimate_shape(seen(aspect, 10, 40, 8), 1920, 1080)
        assert shape.format == "other"
        assert shape.estimate == pytest.approx(aspect, rel=0.02)


def test_confidence_and_accuracy_fall_as_the_tilt_rises() -> None:
    shapes = [estimate_shape(seen(ID1.aspect, tilt, 0), 1920, 1080) for tilt in (0, 20, 40)]
    confidences, deviations = zip(*((s.confidence, s.deviation) for s in shapes), strict=True)
    assert confidences[0] > 0.99
    assert list(confidences) == sorted(confidences, reverse=True)
    assert list(deviations) == sorted(deviations)


def test_formats_of_one_ratio_are_not_claimed_for_certain() -> None:
    shape = estimate_shape(seen(ID3.aspect), 1920, 1080)
    assert shape.format == "ID-3"
    assert 0.5 < shape.confidence < 0.95


def test_a_cropped_picture_still_tells_a_card() -> None:
    quad = seen(ID1.aspect, 15, 60, 5)
    x0, y0, x1, y1 = quad.box
    part = quad.moved(10 - x0, 300 - y0)
    shape = estimate_shape(part, round(x1 - x0) + 400, round(y1 - y0) + 310)
    assert shape.format == "ID-1"


@pytest.mark.parametrize("kind", ["any", "lean", "cropped"])
def test_a_row_of_the_table(kind: str) -> None:
    found = views(np.random.default_rng(1), kind, ID1.aspect, 15, 1.0, 20)
    errors = [measure(view, ID1.aspect, ID1.name) for view in found]
    assert np.median([each.page for each in errors]) < np.median([each.sides for each in errors])
    assert len(row(errors).split()) == 7
