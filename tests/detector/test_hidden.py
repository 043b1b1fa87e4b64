"""Documents cut by the frame: where their hidden side is put."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from detector.formats import ID1, ID3
from detector.hidden import hidden_side, place_hidden
from detector.quad import Quad
from detector.shape import FOCAL_MEDIAN

WIDTH, HEIGHT = 1280, 720


def cut(aspect: float, tilt: float = 20.0, roll: float = 5.0, focal: float = FOCAL_MEDIAN) -> Quad:
    """A document whose lower part lies below the picture, by a camera whose principal point is the
    picture's middle. focal : in diagonals."""
    half = np.array([aspect**0.5, aspect**-0.5]) / 2
    flat = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
    turned, _ = cv2.Rodrigues(np.radians([tilt, 10.0, roll]))
    focal_px = focal * float(np.hypot(WIDTH, HEIGHT))
    # Its area is .36 of the picture's; it lies below the middle.
    away = focal_px / (0.6 * float(np.sqrt(WIDTH * HEIGHT)))
    space = np.column_stack([flat, np.zeros(4)]) @ turned.T + (0, 0.55, away)
    middle = np.array([(WIDTH - 1) / 2, (HEIGHT - 1) / 2])
    return Quad(space[:, :2] / space[:, 2:] * focal_px + middle)


def guessed(truth: Quad, side: int, share: float) -> Quad:
    """The side's corners off by a share of the document's extent, along the sides beside it."""
    corners = truth.corners.copy()
    for own, other in ((side, side - 1), ((side + 1) % 4, (side + 2) % 4)):
        corners[own] += share * (truth.corners[own] - truth.corners[other])
    return Quad(corners)


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("aspect", [ID1.aspect, ID3.aspect])
@pytest.mark.parametrize("share", [-0.08, 0.0, 0.03])
def test_the_hidden_side_comes_to_lie_where_it_is(aspect: float, turns: int, share: float) -> None:
    truth = cut(aspect).turned(turns)
    side = hidden_side(truth, WIDTH, HEIGHT)
    assert side == (2 + turns) % 4
    if aspect == ID3.aspect and share < -0.05:  # as near to a card's shape: either may be taken
        return
    placed = place_hidden(guessed(truth, side, share), side, WIDTH, HEIGHT)
    assert placed.jaccard(truth) > (0.985 if share > -0.05 else 0.965)
    seen = [k for k in range(4) if k not in {side, (side + 1) % 4}]
    np.testing.assert_allclose(placed.corners[seen], truth.corners[seen], atol=1e-6)


@pytest.mark.parametrize("focal", [0.6, 1.4])
def test_another_focal_length_than_the_common_one_costs_little(focal: float) -> None:
    truth = cut(ID1.aspect, focal=focal)
    placed = place_hidden(guessed(truth, 2, -0.06), 2, WIDTH, HEIGHT)
    assert placed.jaccard(truth) > max(0.96, guessed(truth, 2, -0.06).jaccard(truth))


@pytest.mark.parametrize("aspect", [0.95, 1.2, 2.1, 2.4])
def test_what_has_no_document_s_shape_stays(aspect: float) -> None:
    truth = cut(aspect)
    assert place_hidden(truth, 2, WIDTH, HEIGHT) is truth


@pytest.mark.parametrize("aspect", [1.44, 1.47])
def test_between_the_shapes_of_a_card_and_a_passport_the_guess_stays(aspect: float) -> None:
    truth = cut(aspect)
    assert place_hidden(truth, 2, WIDTH, HEIGHT) is truth


def test_a_hidden_side_that_is_askew_says_nothing() -> None:
    corners = cut(ID1.aspect).corners.copy()
    corners[2] += 0.4 * (corners[2] - corners[1])
    askew = Quad(corners)
    assert place_hidden(askew, 2, WIDTH, HEIGHT) is askew


def test_only_a_single_side_outside_is_placed() -> None:
    inside = Quad.inset(WIDTH, HEIGHT)
    assert hidden_side(inside, WIDTH, HEIGHT) is None
    assert hidden_side(inside.moved(-300, -200), WIDTH, HEIGHT) is None
    assert hidden_side(inside.moved(0, 200), WIDTH, HEIGHT) == 2
