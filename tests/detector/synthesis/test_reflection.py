"""A part of a document burnt out by a lamp."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from detector.quad import Quad
from detector.synthesis import reflection
from detector.synthesis.reflection import COVERED, burnt

CARD = Quad([(100.0, 80.0), (300.0, 90.0), (295.0, 215.0), (95.0, 205.0)])


def _cover() -> np.ndarray:
    cover = np.zeros((300, 400), np.uint8)
    cv2.fillPoly(cover, [np.round(CARD.corners).astype(np.int32)], 255)
    return cover


def _burnt(seed: int) -> np.ndarray:
    """Print, black and white by turns, under a lamp."""
    canvas = np.full((300, 400, 3), 60, np.uint8)
    canvas[::4] = 0
    return burnt(np.random.default_rng(seed), canvas, CARD, _cover())


@pytest.mark.parametrize("seed", range(30))
def test_a_part_of_the_document_is_white_and_the_rest_shows_its_print(seed: int) -> None:
    white = (_burnt(seed) == 255).all(axis=2)
    share = white[_cover() > 0].mean()
    # Its soft rim is white too where what was there is bright.
    assert COVERED[0] - 0.02 < share < COVERED[1] + 0.17


def test_light_ends_with_the_document_or_goes_on_over_a_shiny_ground(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outside = cv2.dilate(_cover(), np.ones((3, 3), np.uint8)) == 0
    plain = np.full((300, 400, 3), 60, np.uint8)
    plain[::4] = 0

    def reaches(seed: int) -> bool:
        return bool((_burnt(seed) != plain)[outside].any())

    monkeypatch.setattr(reflection, "SHINY", 0.0)
    assert not any(map(reaches, range(20)))
    monkeypatch.setattr(reflection, "SHINY", 1.0)
    assert sum(map(reaches, range(20))) > 10


def test_a_document_that_runs_to_the_horizon_is_left_as_it_is() -> None:
    leaning = Quad([(0.0, 0.0), (399.0, 147.0), (399.0, 153.0), (0.0, 300.0)])
    canvas = np.full((300, 400, 3), 90, np.uint8)
    assert (burnt(np.random.default_rng(0), canvas, leaning, _cover()) == canvas).all()
