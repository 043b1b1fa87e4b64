"""A page as a value: which edits there are, and when two pages show one and the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.document.leaf import Leaf, Origin
from app.document.original import Original
from app.document.page import FILTERS, SURE_SCORE, Edits, Page, doubt_of, same_side, sure
from detector.quad import Quad

CARD = Quad([(60, 80), (340, 80), (340, 256), (60, 256)])
FILE = Origin(Leaf(Path("card.png")), 1000, 5)


def page(quad: Quad = CARD, origin: Origin | None = None, score: float | None = 0.9) -> Page:
    original = Original(np.full((300, 400, 3), 90, np.uint8), origin=origin)
    return Page("one", original, quad, score=score)


@pytest.mark.parametrize("turns", [-1, 4])
def test_a_page_has_no_other_than_four_turns(turns: int) -> None:
    with pytest.raises(ValueError, match=f"0 to 3 quarter turns, got {turns}"):
        Edits(turns=turns)


def test_a_filter_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=", ".join(FILTERS)):
        page().with_filter("sepia")


@pytest.mark.parametrize(("steps", "turns"), [(1, 3), (2, 0), (-3, 3), (4, 2)])
def test_turning_goes_round(steps: int, turns: int) -> None:
    assert page().with_turns(2).rotated(steps).edits.turns == turns


def test_a_page_wants_a_look_by_what_is_worst_of_it() -> None:
    out = CARD.moved(-100, 0)
    assert doubt_of(page(score=None)) == "missing"
    assert doubt_of(page(out, score=SURE_SCORE - 0.01)) == "unsure"
    assert doubt_of(page(out, score=SURE_SCORE)) == "cut_off"
    assert doubt_of(page(score=SURE_SCORE)) is None
    assert sure(page(score=SURE_SCORE))
    assert not sure(page(out))


def test_pages_of_one_original_show_the_same_where_their_outlines_mostly_overlap() -> None:
    one = page()
    assert same_side(one, one.with_quad(CARD.moved(30, 0)))  # they share 250 of 310 px
    assert not same_side(one, one.with_quad(CARD.moved(100, 0)))  # 180 of 380
    assert same_side(one, one.rotated(1).with_filter("bw"))


def test_pages_of_one_file_do_as_well_until_it_has_changed() -> None:
    one = page(origin=FILE)
    assert same_side(one, page(origin=FILE))
    assert not same_side(one, page(CARD.moved(100, 0), origin=FILE))
    assert not same_side(one, page(origin=replace(FILE, modified_ns=6)))
    assert not same_side(one, page(origin=replace(FILE, leaf=Leaf(Path("card.png"), 1, 2))))


def test_of_pictures_of_no_file_each_is_another_one() -> None:
    assert not same_side(page(), page())
    assert not same_side(page(), page(origin=FILE))
