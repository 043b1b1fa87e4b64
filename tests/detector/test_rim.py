"""What a picture lacks of a document: white on the page, and nothing else is touched."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.errors import GeometryError
from detector.quad import Quad
from detector.rectify import rectify, rectify_mask
from detector.rim import RIM_SHARE, beyond, cut_off

WIDTH, HEIGHT = 400, 300
LIMIT_PX = RIM_SHARE * WIDTH
GREY = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)


def reaching(left: float = -20, top: float = -20, right: float = -20, bottom: float = -20) -> Quad:
    """A rectangle that passes the rims by so many px; less than nothing lies within."""
    x0, y0, x1, y1 = -0.5 - left, -0.5 - top, WIDTH - 0.5 + right, HEIGHT - 0.5 + bottom
    return Quad([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


@pytest.mark.parametrize("side", ["left", "top", "right", "bottom"])
def test_a_document_is_cut_off_that_passes_a_rim_by_more_than_an_outline_may(side: str) -> None:
    assert not cut_off(reaching(), WIDTH, HEIGHT)
    assert not cut_off(reaching(**{side: LIMIT_PX - 0.01}), WIDTH, HEIGHT)
    assert cut_off(reaching(**{side: LIMIT_PX + 0.01}), WIDTH, HEIGHT)


@pytest.mark.parametrize("size", [(430, 280), (860, 560), (86, 56), (7, 5)])
def test_what_the_picture_lacks_is_white_and_what_it_holds_is_not(size: tuple[int, int]) -> None:
    quad = reaching(left=70)  # of 450 px
    page = rectify(GREY, quad, size)
    rim = 70 / 450 * size[0]
    assert (page[:, : int(rim) - 1] == 255).all()
    assert (page[:, int(rim) + 2 :] == 90).all()


def test_an_outline_just_outside_of_a_rim_leaves_no_white_thread_beside_a_cut_side() -> None:
    quad = reaching(left=40, top=LIMIT_PX / 2)
    page = rectify(GREY, quad, (420, 282))
    assert (page[0, 60:] == 90).all()
    assert (page[:, :30] == 255).all()


def test_a_document_that_lies_outside_altogether_is_white() -> None:
    quad = reaching().moved(2 * WIDTH, 0)
    assert (rectify(GREY, quad, (30, 20)) == 255).all()


CORNERS = st.tuples(st.floats(-60, 60), st.floats(-60, 60))


@settings(max_examples=60, deadline=None)
@given(st.tuples(CORNERS, CORNERS, CORNERS, CORNERS))
def test_white_is_what_comes_of_no_pixel(moves: tuple[tuple[float, float], ...]) -> None:
    try:
        quad = Quad(reaching(30, 30, 30, 30).corners + np.array(moves))
    except GeometryError:
        return
    lacking = beyond(quad, WIDTH, HEIGHT, 215, 140)
    held = np.full((HEIGHT, WIDTH), 255, np.uint8)
    shown = cv2.warpPerspective(held, quad.homography(215, 140), (215, 140))
    if lacking is None:
        assert not cut_off(quad, WIDTH, HEIGHT)
        return
    # By the rims that are not passed by much what is shown is black in `shown` and not lacking.
    thick = cv2.erode(lacking.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert (shown[thick] == 0).all()


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(*[st.tuples(st.floats(0, 60), st.floats(0, 60))] * 4),
    st.sampled_from([(215, 140), (600, 400), (43, 28)]),
)
def test_a_page_within_its_picture_is_what_it_was_to_the_bit(
    moves: tuple[tuple[float, float], ...], size: tuple[int, int]
) -> None:
    image = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    inwards = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])
    quad = Quad(reaching(*(LIMIT_PX * 0.99,) * 4).corners + inwards * np.array(moves))
    page = rectify(image, quad, size)
    for channel in range(3):  # a mask has no white where it lacks something
        alone = rectify_mask(np.ascontiguousarray(image[..., channel]), quad, size)
        np.testing.assert_array_equal(page[..., channel], alone)
