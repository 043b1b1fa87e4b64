"""What the network's other anchors hint at, once an outline is in doubt."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from detector.coding import CORNER_SCALE
from detector.guesses import APART, LARGEST_RATIO, MOST, Guesses, hints
from detector.letterbox import Letterbox
from detector.quad import Quad

# The network's input is half as wide and high as the picture.
FRAME = Letterbox.fit(800, 600, 400, 8)
CARD = Quad([(200, 150), (520, 150), (520, 350), (200, 350)])
MIDDLE = CARD.corners.mean(axis=0)
# One whose upper half is a photograph, and what its lower half alone looks like.
PHOTO = Quad([(200, 150), (520, 150), (520, 250), (200, 250)])
LOWER = Quad([(200, 250), (520, 250), (520, 350), (200, 350)])


def guesses(seen: list[tuple[Quad, float]]) -> Guesses:
    """A look at a picture in which each quad, px of the picture, has an anchor of that score."""
    return guesses_of([(quad.corners, score) for quad, score in seen])


def guesses_of(seen: list[tuple[NDArray[np.float64], float]]) -> Guesses:
    """The same of corners (4, 2) that may form no quad."""
    anchors = np.tile(np.array([150, 120, 64, 64], np.float32), (len(seen), 1))
    inner = np.array([FRAME.to_input(each) for each, _ in seen])
    corners = (inner - anchors[:, None, :2]) / anchors[:, None, 2:] / CORNER_SCALE
    scores = np.array([score for _, score in seen])
    logits = np.log(scores / (1 - scores)).astype(np.float32)
    return Guesses(logits, corners.reshape(-1, 8).astype(np.float32), anchors, FRAME)


def moved(right: float, down: float) -> Quad:
    """The card, by so many px."""
    return Quad(CARD.corners + np.array((right, down)))


def corners(quads: list[Quad]) -> NDArray[np.float64]:
    return np.array([quad.corners for quad in quads])


def test_what_an_anchor_tells_is_told_in_px_of_the_picture_best_first() -> None:
    quads, logits = guesses([(LOWER, 0.2), (CARD, 0.6)]).ranked
    np.testing.assert_allclose(quads, corners([CARD, LOWER]), atol=0.01)
    assert logits[0] > logits[1]


def test_what_hardly_any_anchor_believes_is_no_hint() -> None:
    assert len(guesses([(CARD, 0.6), (LOWER, 0.02)]).ranked[0]) == 1


def test_an_anchor_whose_corners_form_no_quad_is_no_hint() -> None:
    crossed = CARD.corners[[0, 2, 1, 3]]
    found = hints((guesses_of([(crossed, 0.9), (CARD.corners, 0.6)]),), [PHOTO])
    np.testing.assert_allclose(corners(found), corners([CARD]), atol=0.01)


def test_the_whole_card_is_hinted_at_where_its_photograph_was_followed() -> None:
    found = hints((guesses([(PHOTO, 0.7), (CARD, 0.1), (LOWER, 0.4)]),), [PHOTO])
    # The lower half lies beside the photograph: nothing of either is in the other.
    np.testing.assert_allclose(corners(found), corners([CARD]), atol=0.01)


def test_all_looks_at_a_picture_hint_the_best_first() -> None:
    looks = guesses([(CARD, 0.2)]), guesses([(LOWER, 0.4)])
    found = hints(looks, [moved(0, 60)])
    np.testing.assert_allclose(corners(found), corners([LOWER, CARD]), atol=0.01)
    assert hints((), [CARD]) == []


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize(("share", "told"), [(0.9 * APART, 0), (1.1 * APART, 1)])
def test_what_lies_near_what_is_known_is_no_hint(turn: int, share: float, told: int) -> None:
    away = moved(share * CARD.area**0.5, 0).turned(turn)
    assert len(hints((guesses([(away, 0.5)]),), [CARD])) == told
    # Nor what lies near the corners that were seen from there.
    assert hints((guesses([(away, 0.5)]),), [CARD, away]) == []


@pytest.mark.parametrize("larger", [0.9, 1.1])
def test_what_is_much_larger_is_another_thing(larger: float) -> None:
    factor = (larger * LARGEST_RATIO) ** 0.5
    told = larger < 1
    around = Quad(MIDDLE + factor * (CARD.corners - MIDDLE))
    assert len(hints((guesses([(around, 0.5)]),), [CARD])) == told
    within = Quad(MIDDLE + (CARD.corners - MIDDLE) / factor)
    assert len(hints((guesses([(within, 0.5)]),), [CARD])) == told


def test_there_are_as_many_hints_as_are_worth_a_look_each_of_its_own() -> None:
    sizes = np.geomspace(0.5, 2, 200)
    sized = [(Quad(MIDDLE + size * (CARD.corners - MIDDLE)), 0.5) for size in sizes]
    beside = [(moved(dx, dy), 0.4) for dx in (-70, 70) for dy in (-40, 40)]
    found = hints((guesses(sized + beside),), [CARD])
    assert len(found) == MOST
    for n, one in enumerate(found):
        for other in found[:n]:
            gaps = np.hypot(*(one.corners - other.corners).T)
            assert gaps.mean() > 0.99 * APART * other.area**0.5
