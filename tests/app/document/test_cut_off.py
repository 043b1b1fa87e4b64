"""A document that is cut off by its picture's rim: told, and white where the picture lacks it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.document.area import mask_of
from app.document.original import Original
from app.document.page import FILTERS, SURE_SCORE, Page, doubt_of, sure
from app.document.render import TOUCHING_PEN_PX, render, thumbnail
from detector.quad import Quad

WIDTH, HEIGHT = 640, 480
# A card of 500 × 315 px, of which the left fifth lies outside.
CUT = Quad([(-100.5, 80), (399.5, 80), (399.5, 395), (-100.5, 395)])
SHARE = 100 / 500


def page_of(image: np.ndarray, quad: Quad = CUT, **edits: Any) -> Page:
    page = Page("p", Original(image.copy()), quad, quad, 0.95, "ID-1")
    return replace(page, edits=replace(page.edits, **edits))


def paper(level: int = 120) -> np.ndarray:
    """In dim light, with lines of ink."""
    image = np.full((HEIGHT, WIDTH, 3), level, np.uint8)
    image[100:380:40, 20:380] = level // 4
    return image


def test_a_page_wants_a_look_where_its_document_is_cut_off() -> None:
    page = page_of(paper())
    assert (doubt_of(page), sure(page)) == ("cut_off", False)
    there = page.with_quad(CUT.moved(110, 0))
    assert (doubt_of(there), sure(there)) == (None, True)
    # What is in doubt anyway is looked at for that.
    assert doubt_of(replace(page, score=SURE_SCORE - 0.1)) == "unsure"
    assert doubt_of(replace(page, score=None)) == "missing"


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("name", FILTERS)
def test_what_the_picture_lacks_is_white_in_every_filter_at_every_size_and_turn(
    name: str, turns: int
) -> None:
    page = page_of(paper(), filter=name, turns=turns)
    for image in (render(page).image, render(page, 600).image, thumbnail(page, 90)):
        flat = np.rot90(image, turns)
        rim = SHARE * flat.shape[1]
        assert (flat[:, : int(rim) - 1] == 255).all()
        assert (flat[:, int(rim) + 3 :] < 255).any()


@pytest.mark.parametrize("name", ["bw", "clean"])
def test_filters_take_the_light_beside_what_is_white_from_the_paper(name: str) -> None:
    bare = np.full((HEIGHT, WIDTH, 3), 120, np.uint8)
    image = render(page_of(bare, filter=name)).image
    assert image.min() >= 240  # no ink anywhere


@pytest.mark.parametrize("name", FILTERS)
def test_nothing_of_what_is_hidden_is_left_beside_what_is_white(name: str) -> None:
    rng = np.random.default_rng(7)
    page = page_of(paper(), filter=name).with_hidden((0.1, 0.3), (0.5, 0.6))
    image = page.original.pixels().copy()
    hidden = mask_of(image.shape[:2], page.edits.hidden, TOUCHING_PEN_PX) > 0
    image[hidden] = rng.integers(0, 256, (int(hidden.sum()), 3), dtype=np.uint8)
    other = replace(page, original=Original(image))
    assert np.array_equal(render(page).image, render(other).image)
    assert np.array_equal(thumbnail(page, 90), thumbnail(other, 90))
    width = render(page).image.shape[1]
    black = render(page).image[:, : int(width * SHARE) - 2]
    assert (black == 0).all(axis=2).any()  # what is black is so beyond the rim, too
