"""What is hidden is black wherever a page goes, and no pixel of a page knows what it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.document.area import Area, mask_of, point_under
from app.document.original import Original
from app.document.page import FILTERS, Page
from app.document.render import TOUCHING_PEN_PX, apply_filter, render, thumbnail, visible
from detector.quad import Quad, project
from detector.rectify import rectify

WIDTH, HEIGHT = 320, 240
LEANING = Quad([(40, 30), (290, 12), (300, 225), (22, 200)])
SHARES = st.floats(0, 1)


def print_on_paper(seed: int = 0) -> NDArray[np.uint8]:
    """Ink on paper in a light that falls off."""
    rng = np.random.default_rng(seed)
    image = np.full((HEIGHT, WIDTH, 3), 225, np.uint8)
    for _ in range(60):
        x, y = int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT))
        cv2.putText(image, "X7", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (40, 50, 60), 1)
    light = np.linspace(1, 0.55, WIDTH)[None, :, None]
    return np.asarray(image * light, np.uint8)


def page_of(image: NDArray[np.uint8], quad: Quad = LEANING, **edits: Any) -> Page:
    page = Page("p", Original(image.copy()), quad)
    return replace(page, edits=replace(page.edits, **edits))


def touched(areas: tuple[Area, ...]) -> NDArray[np.bool_]:
    """(HEIGHT, WIDTH): px that areas reach into, by points sown all over them."""
    mask = np.zeros((HEIGHT, WIDTH), bool)
    for area in areas:
        a, b, c, d = (np.array(corner) for corner in area.corners)
        u, v = np.meshgrid(np.linspace(0, 1, 800), np.linspace(0, 1, 800))
        u, v = u[..., None], v[..., None]
        points = (1 - v) * ((1 - u) * a + u * b) + v * ((1 - u) * d + u * c)
        x, y = np.round(points.reshape(-1, 2)).astype(int).T
        inside = (x >= 0) & (x < WIDTH) & (y >= 0) & (y < HEIGHT)
        mask[y[inside], x[inside]] = True
    return mask


def with_noise(page: Page, seed: int) -> Page:
    """The page of a picture that differs in what is hidden alone."""
    image, where = page.original.pixels().copy(), touched(page.edits.hidden)
    noise = np.random.default_rng(seed).integers(0, 256, image.shape, dtype=np.uint8)
    image[where] = noise[where]
    return replace(page, original=Original(image))


def black(image: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray((image == 0).all(axis=2))


# ------------------------------------------------------------------------------------- leaks
@pytest.mark.parametrize("name", FILTERS)
@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(SHARES, SHARES, SHARES, SHARES, st.integers(0, 3), st.sampled_from([None, 40, 150, 700]))
def test_pages_of_pictures_that_differ_in_what_is_hidden_are_the_same(
    name: str, x0: float, y0: float, x1: float, y1: float, turns: int, dpi: int | None
) -> None:
    page = page_of(print_on_paper(), turns=turns, filter=name, rounded=bool(turns % 2))
    page = replace(page, format="ID-1" if dpi else None)
    page = page.with_hidden((min(x0, x1), min(y0, y1)), (max(x0, x1), max(y0, y1)))
    other = with_noise(page, 3)
    assert not np.array_equal(page.original.pixels(), other.original.pixels())
    assert np.array_equal(render(page, dpi).image, render(other, dpi).image)
    assert np.array_equal(thumbnail(page, 64), thumbnail(other, 64))
    assert np.array_equal(visible(page), visible(other))


def test_a_hair_hides_what_it_touches() -> None:
    page = page_of(print_on_paper()).with_hidden((0.2, 0.5), (0.8, 0.5004))
    assert np.array_equal(render(page).image, render(with_noise(page, 5)).image)
    assert black(render(page).image).any()


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@example(0.02, 0.1, 0.88, 0.16)  # 14 px are missed by a line of 1 px
@given(SHARES, SHARES, SHARES, SHARES)
def test_every_px_that_an_area_touches_is_covered_and_none_far_from_it(
    x0: float, y0: float, x1: float, y1: float
) -> None:
    reaching_out = Quad([(-40, -30), (300, -60), (360, 290), (-20, 200)])
    area = Area.under(reaching_out, (min(x0, x1), min(y0, y1)), (max(x0, x1), max(y0, y1)))
    mask = mask_of((HEIGHT, WIDTH), [area], TOUCHING_PEN_PX)
    wanted = touched((area,))
    assert (mask[wanted] > 0).all()
    near = cv2.dilate(wanted.astype(np.uint8), np.ones((7, 7), np.uint8))
    inner = np.s_[6:-6, 6:-6]  # beside the edges, what is near may lie outside
    assert not mask[inner][near[inner] == 0].any()


# ------------------------------------------------------------------------------------- black
@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("name", FILTERS)
def test_what_was_drawn_is_black_in_every_filter_at_every_turn_and_nothing_else_is(
    name: str, turns: int
) -> None:
    low, high = (0.25, 0.6), (0.5, 0.9)
    plain = page_of(np.full((HEIGHT, WIDTH, 3), 200, np.uint8), turns=turns, filter=name)
    for image in (
        render(plain.with_hidden(low, high)).image,
        thumbnail(plain.with_hidden(low, high), 90),
    ):
        height, width = image.shape[:2]
        x, y = (np.arange(side) + 0.5 for side in (width, height))
        rim_x, rim_y = 7 / width, 7 / height
        across = (x / width > low[0]) & (x / width < high[0])
        down = (y / height > low[1]) & (y / height < high[1])
        assert black(image)[np.ix_(down, across)].all()
        far = (x / width < low[0] - rim_x) | (x / width > high[0] + rim_x)
        below = (y / height < low[1] - rim_y) | (y / height > high[1] + rim_y)
        assert (image[:, far] > 100).all()
        assert (image[below] > 100).all()


def test_a_page_that_reaches_out_of_its_picture_is_black_there_too() -> None:
    quad = Quad([(-60, 20), (250, 20), (250, 220), (-60, 220)])
    image = render(page_of(print_on_paper(), quad).with_hidden((0, 0.2), (0.15, 0.7))).image
    height, width = image.shape[:2]
    assert black(image)[height * 3 // 10 : height * 6 // 10, : width // 8].all()


@pytest.mark.parametrize("name", ["bw", "clean"])
def test_print_beside_what_is_hidden_stays_print(name: str) -> None:
    plain = page_of(print_on_paper(), filter=name)
    hidden = plain.with_hidden((0.3, 0.3), (0.7, 0.7))
    before, after = render(plain).image[..., 0] < 128, render(hidden).image[..., 0] < 128
    page = page_of(np.full((HEIGHT, WIDTH, 3), 200, np.uint8)).with_hidden((0.3, 0.3), (0.7, 0.7))
    area = black(render(page).image).astype(np.uint8)
    around = cv2.dilate(area, np.ones((25, 25))) > cv2.dilate(area, np.ones((5, 5)))
    ink = before & around
    assert ink.sum() > 200
    assert after[ink].mean() > 0.99  # of what stands beside plain black a tenth is lost
    assert (after & around & ~before).mean() < 0.001


@pytest.mark.parametrize("share", [0.5, 1.0, 2.0])
def test_its_rim_is_straight_though_the_px_of_the_original_are_stairs(share: float) -> None:
    page = page_of(np.full((HEIGHT, WIDTH, 3), 200, np.uint8)).with_hidden((0.25, 0.6), (0.7, 0.9))
    image = render(replace(page, format="ID-1"), 100 * share).image
    assert (black(image) | (image > 190).all(axis=2)).mean() > 0.9999


# --------------------------------------------------------------------------------- geometry
@pytest.mark.parametrize("turns", range(4))
def test_a_point_of_the_page_goes_to_the_picture_and_back(turns: int) -> None:
    quad = LEANING.turned(turns)
    for share in ((0.0, 0.0), (0.2, 0.7), (1.0, 0.4)):
        page_px = project(quad.homography(500, 300), [point_under(quad, share)])[0]
        assert (page_px + 0.5) / (500, 300) == pytest.approx(share, abs=1e-9)
    assert point_under(quad, (0, 0)) == pytest.approx(tuple(quad.corners[0]))


def test_it_stays_on_the_same_content_when_the_corners_are_moved() -> None:
    mark = print_on_paper()
    mark[100:130, 140:180] = (0, 0, 255)
    page = page_of(mark, Quad.full(WIDTH, HEIGHT))
    page = page.with_hidden((139 / WIDTH, 99 / HEIGHT), (181 / WIDTH, 131 / HEIGHT))
    for quad in (LEANING, LEANING.turned(1), Quad.inset(WIDTH, HEIGHT, 0.3)):
        image = render(page.with_quad(quad).rotated(1)).image.astype(int)
        assert not (image[..., 2] - image[..., 1] > 60).any()  # nothing red is left
        assert black(image.astype(np.uint8)).any()
    away = page.with_quad(Quad([(5, 5), (100, 5), (100, 80), (5, 80)]))
    assert not black(render(away).image).any()


def test_a_click_takes_the_last_area_away_that_lies_there() -> None:
    page = page_of(print_on_paper(), turns=1)
    one = page.with_hidden((0.1, 0.1), (0.4, 0.4))
    two = one.with_hidden((0.3, 0.3), (0.6, 0.6))
    assert two.without_hidden((0.35, 0.35)) == one
    assert two.without_hidden((0.2, 0.2)).edits.hidden == two.edits.hidden[1:]
    assert two.without_hidden((0.9, 0.9)) is two


def test_nothing_hidden_changes_nothing() -> None:
    page = page_of(print_on_paper())
    assert visible(page) is page.original.pixels()
    image = render(page)
    flat = rectify(page.original.pixels(), page.quad, image.size)
    assert np.array_equal(image.image, apply_filter(flat, "colour"))
