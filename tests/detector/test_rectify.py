"""From a quad to a page of true shape."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector import rectify as rectify_module
from detector.errors import GeometryError, ImageError
from detector.formats import FORMATS, ID1, snap
from detector.quad import Quad, project
from detector.rectify import PageSize, page_size, rectify, round_corners
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


@pytest.mark.parametrize("turns", [0, 1])
def test_the_page_keeps_what_the_nearer_side_of_a_leaning_card_shows(turns: int) -> None:
    quad = Quad(project_sheet(Pose(35, 0, 0, 1, 0.5, (0.5, 0.5)), ID1.aspect, 1920, 1080))
    top, right, bottom, left = quad.side_lengths
    size = page_size(quad.turned(turns), 1920, 1080, "ID-1")
    longest = max(max(top, bottom) / 85.6, max(left, right) / 53.98)
    assert size.dpi == pytest.approx(25.4 * longest)
    assert abs(top - bottom) + abs(left - right) > 50


def test_no_known_format_keeps_the_estimate() -> None:
    quad = Quad([(100, 100), (899, 100), (899, 349), (100, 349)])
    size = page_size(quad, 1200, 800)
    assert size.width_mm is None
    assert size.width_px / size.height_px == pytest.approx(799 / 249, rel=0.01)


def test_absurd_resolutions_are_refused() -> None:
    quad = Quad.full(856, 540)
    for dpi in (-1.0, float("nan"), 1e7):
        for sharper in (True, False):
            with pytest.raises(GeometryError):
                page_size(quad, 856, 540, dpi=dpi, keep_sharper=sharper)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(FORMATS)),
    st.floats(0, 55),
    st.floats(0, 360),
    st.floats(36, 1200),
)
def test_the_least_resolution_gives_the_sharper_of_picture_and_wish(
    name: str, tilt: float, axis: float, dpi: float
) -> None:
    pose = Pose(tilt, axis, 0.0, 1.0, 0.5, (0.5, 0.5))
    quad = Quad(project_sheet(pose, FORMATS[name].aspect, 1920, 1080))
    own, exact = page_size(quad, 1920, 1080, name), page_size(quad, 1920, 1080, name, dpi)
    least = page_size(quad, 1920, 1080, name, dpi, keep_sharper=True)
    assert least == max(own, exact, key=lambda size: size.dpi)
    assert exact.dpi == dpi
    assert (least.width_mm, least.height_mm) == (exact.width_mm, exact.height_mm)


def test_with_no_resolution_wanted_the_picture_keeps_its_own() -> None:
    quad = Quad.full(856, 540)
    assert page_size(quad, 856, 540, keep_sharper=True) == page_size(quad, 856, 540)


def test_an_unknown_format_keeps_its_pixels_and_takes_the_wanted_label() -> None:
    quad = Quad([(100, 100), (899, 100), (899, 349), (100, 349)])
    sizes = [
        page_size(quad, 1200, 800, "other", 72, keep_sharper=sharper) for sharper in (True, False)
    ]
    assert sizes[0] == sizes[1]
    assert (sizes[0].dpi, sizes[0].width_px) == (72, page_size(quad, 1200, 800).width_px)


def test_a_picture_whose_own_resolution_is_too_large_takes_the_wanted_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quad = Quad.full(1712, 1080)
    own = page_size(quad, 1712, 1080, "ID-1")
    monkeypatch.setattr(rectify_module, "MAX_PAGE_PX", own.width_px)
    assert page_size(quad, 1712, 1080, "ID-1", 300, keep_sharper=True) == own  # it just fits
    monkeypatch.setattr(rectify_module, "MAX_PAGE_PX", own.width_px - 1)
    assert page_size(quad, 1712, 1080, "ID-1", 300, keep_sharper=True).dpi == 300
    # What is wanted is still checked, on both sides of the picture's own.
    for too_fine in (own.dpi * 0.99999, own.dpi * 2):
        with pytest.raises(GeometryError, match="exceeds"):
            page_size(quad, 1712, 1080, "ID-1", too_fine, keep_sharper=True)


@pytest.mark.parametrize("name", ["other", "ID-1"])
def test_a_picture_larger_than_any_page_becomes_the_largest(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    quad = Quad.full(1712, 1080)
    whole = page_size(quad, 1712, 1080, name)
    monkeypatch.setattr(rectify_module, "MAX_PAGE_PX", 1000)
    size = page_size(quad, 1712, 1080, name)
    assert size.width_px == 1000
    assert size.width_px / size.height_px == pytest.approx(
        whole.width_px / whole.height_px, rel=1e-3
    )
    assert size.width_mm == whole.width_mm
    if name == "ID-1":
        assert size.dpi == pytest.approx(1000 / 85.6 * 25.4, rel=1e-3)


def _spot(width: int, height: int, x: float, y: float) -> np.ndarray:
    """A soft bright spot around (x, y) px."""
    rows, columns = np.mgrid[:height, :width]
    light = 200 * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * 6.0**2))
    return np.repeat(light[..., None], 3, axis=2).round().astype(np.uint8)


def _middle(image: np.ndarray) -> np.ndarray:
    weight = image[..., 0].astype(float)
    rows, columns = np.mgrid[: image.shape[0], : image.shape[1]]
    return np.array([(columns * weight).sum(), (rows * weight).sum()]) / weight.sum()


@settings(max_examples=20, deadline=None)
@given(st.floats(200, 400), st.floats(150, 330), st.sampled_from([0.5, 0.75, 1.5]))
def test_a_spot_stays_where_the_convention_says_through_crop_resize_and_warp(
    x: float, y: float, factor: float
) -> None:
    image = _spot(640, 480, x, y)
    quad = Quad([(101.3, 60.2), (530.7, 81.9), (500.1, 421.4), (120.8, 400.6)])
    left, top = 40, 25
    cropped, inner = np.ascontiguousarray(image[top:, left:]), quad.moved(-left, -top)
    size = (round(cropped.shape[1] * factor), round(cropped.shape[0] * factor))
    resized = cv2.resize(cropped, size, interpolation=cv2.INTER_AREA if factor < 1 else 1)
    scale = (size[0] / cropped.shape[1], size[1] / cropped.shape[0])
    small = inner.scaled(*scale)
    expected = (np.array([x - left, y - top]) + 0.5) * scale - 0.5
    assert np.abs(_middle(resized) - expected).max() < 0.05
    page = rectify(np.asarray(resized, np.uint8), small, (400, 300))
    (there,) = project(quad.homography(400, 300), np.array([(x, y)]))
    # A warp draws a round spot into an egg, whose middle lies a little off: 0.2 px here.
    assert np.abs(_middle(page) - there).max() < 0.3


# Moved by .3 and .5 px: right between two stripes even two px of one see both.
@pytest.mark.parametrize("moved", [0.0, 0.3, 0.5])
@pytest.mark.parametrize("divisor", [4, 6, 8, 20])
def test_fine_stripes_average_out_when_shrunk(divisor: int, moved: float) -> None:
    image = np.zeros((960, 1440, 3), np.uint8)
    image[:, ::2] = 200
    quad = Quad(Quad.full(1440, 960).corners + np.array([moved, 0]))
    page = rectify(image, quad, (1440 // divisor, 960 // divisor))
    assert np.abs(page[2:-2, 2:-2].astype(int) - 100).max() <= 12


def test_a_grown_page_keeps_a_smooth_ramp_smooth() -> None:
    ramp = np.linspace(20, 230, 60)
    image = np.repeat(np.tile(ramp, (40, 1))[..., None], 3, axis=2).round().astype(np.uint8)
    page = rectify(image, Quad.full(60, 40), (600, 400))[200, 20:-20, 0].astype(int)
    steps = np.diff(page)
    assert steps.min() >= -1
    assert steps.max() <= 2


def test_a_cards_round_corners_are_white_and_its_middle_is_untouched() -> None:
    page = np.full((638, 1011, 3), 90, np.uint8)
    card = PageSize(1011, 638, 85.6, 53.98, 300)
    rounded = round_corners(page, card)
    assert (rounded[[0, 0, -1, -1], [0, -1, 0, -1]] == 255).all()
    # 3.18 mm are 37.6 px: where the arc ends, the straight side begins.
    assert (rounded[0, 40:-40] == 90).all()
    assert (rounded[40:-40, 0] == 90).all()
    assert rounded[11, 11].max() <= 110
    assert rounded[9, 9].min() == 255
    standing = round_corners(np.ascontiguousarray(page.transpose(1, 0, 2)), card.turned)
    np.testing.assert_allclose(standing, rounded.transpose(1, 0, 2), atol=2)


def test_only_cards_are_rounded() -> None:
    page = np.full((200, 300, 3), 90, np.uint8)
    for size in (PageSize(300, 200), PageSize(300, 200, 125.0, 88.0)):
        assert (round_corners(page, size) == 90).all()


def test_a_chosen_format_overrides_the_shape() -> None:
    quad = Quad(project_sheet(Pose(0, 0, 0, 1, 0.5, (0.5, 0.5)), ID1.aspect, 1920, 1080))
    assert page_size(quad, 1920, 1080, "ID-3", dpi=300).width_mm == 125
    assert page_size(quad.turned(1), 1920, 1080, "ID-3", dpi=300).width_mm == 88
    measured = page_size(quad, 1920, 1080, "other")
    assert measured.width_mm is None
    assert measured.width_px / measured.height_px == pytest.approx(ID1.aspect, rel=0.01)


@pytest.mark.parametrize("shape", [(10, 10), (10, 10, 4), (0, 10, 3)])
def test_only_bgr_pictures_are_taken(shape: tuple[int, ...]) -> None:
    with pytest.raises(ImageError):
        rectify(np.zeros(shape, np.uint8), Quad.full(10, 10), (5, 5))


def test_a_page_without_a_pixel_is_refused() -> None:
    with pytest.raises(GeometryError):
        rectify(np.zeros((10, 10, 3), np.uint8), Quad.full(10, 10), (0, 5))


@pytest.mark.parametrize(
    ("aspect", "name"), [(1.586, "ID-1"), (0.63, "ID-1"), (1.42, "ID-3"), (0.707, "A4")]
)
def test_aspects_snap(aspect: float, name: str) -> None:
    found = snap(aspect)
    assert found is not None
    assert found.name == name


def test_a_square_snaps_to_nothing() -> None:
    assert snap(1.0) is None
