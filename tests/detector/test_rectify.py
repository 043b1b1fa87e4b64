"""From a quad to a page of true shape."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from detector.errors import GeometryError, ImageError
from detector.formats import ID1, snap
from detector.quad import Quad
from detector.rectify import page_size, rectify
from detector.synthesis.camera import Pose, project_sheet


def test_whole_picture_at_its_own_size_is_unchanged() -> None:
    rng = np.random.default_rng(0)
    image = rng.integers(0, 256, (60, 90, 3), np.uint8)
    np.testing.assert_array_equal(rectify(image, Quad.full(90, 60), (90, 60)), image)


def test_halving_averages_each_pixels_area() -> None:
    rng = np.random.default_rng(1)
    image = rng.integers(0, 256, (64, 96, 3), np.uint8)
    expected = cv2.resize(image, (48, 32), interpolation=cv2.INTER_AREA)
    half = rectify(image, Quad.full(96, 64), (48, 32))
    assert np.abs(half.astype(int) - expected).max() <= 1


@pytest.mark.parametrize("roll", [0, 90, 180, 270])
def test_a_card_snaps_to_its_format_from_any_side(roll: float) -> None:
    pose = Pose(25, 40, roll, 1.0, 0.5, (0.5, 0.5))
    quad = Quad(project_sheet(pose, ID1.aspect, 1920, 1080))
    size = page_size(quad, 1920, 1080, dpi=300)
    assert (size.width_mm, size.height_mm) == (85.6, 53.98)
    assert (size.width_px, size.height_px) == (1011, 638)


def test_a_turned_quad_gives_a_turned_page() -> None:
    quad = Quad(project_sheet(Pose(0, 0, 0, 1, 0.5, (0.5, 0.5)), ID1.aspect, 1920, 1080))
    size = page_size(quad.turned(1), 1920, 1080, dpi=300)
    assert (size.width_mm, size.height_mm) == (53.98, 85.6)


def test_no_known_format_keeps_the_estimate() -> None:
    quad = Quad([(100, 100), (899, 100), (899, 349), (100, 349)])
    size = page_size(quad, 1200, 800)
    assert size.width_mm is None
    assert size.width_px / size.height_px == pytest.approx(799 / 249, rel=0.01)


def test_absurd_resolutions_are_refused() -> None:
    quad = Quad.full(856, 540)
    for dpi in (-1.0, float("nan"), 1e7):
        with pytest.raises(GeometryError):
            page_size(quad, 856, 540, dpi=dpi)


def test_only_bgr_pictures_are_taken() -> None:
    with pytest.raises(ImageError):
        rectify(np.zeros((10, 10), np.uint8), Quad.full(10, 10), (5, 5))


@pytest.mark.parametrize(
    ("aspect", "name"), [(1.586, "ID-1"), (0.63, "ID-1"), (1.42, "ID-3"), (0.707, "A4")]
)
def test_aspects_snap(aspect: float, name: str) -> None:
    found = snap(aspect)
    assert found is not None
    assert found.name == name


def test_a_square_snaps_to_nothing() -> None:
    assert snap(1.0) is None
