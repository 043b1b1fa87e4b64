"""Film over a document."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from detector.errors import SynthesisError
from detector.quad import Quad
from detector.synthesis import laminate as film
from detector.synthesis.capture import capture
from detector.synthesis.laminate import RIM, laminate
from detector.synthesis.setting import USUAL, WIDE

CARD = Quad([(100.0, 80.0), (300.0, 90.0), (295.0, 215.0), (95.0, 205.0)])


def _changed(seed: int) -> np.ndarray:
    canvas = np.full((300, 400, 3), 90, np.uint8)
    return (laminate(np.random.default_rng(seed), canvas, CARD) != canvas).any(axis=2)


@pytest.mark.parametrize("seed", range(12))
def test_film_ends_a_little_outside_of_its_document(seed: int) -> None:
    changed = _changed(seed)
    # The widest rim, with room for its own spread.
    reach = 2.5 * RIM[1] * max(CARD.side_lengths)
    outer = np.zeros(changed.shape, np.uint8)
    cv2.fillPoly(outer, [np.round(CARD.corners).astype(np.int32)], 1)
    size = 2 * round(reach) + 1
    outer = cv2.dilate(outer, np.ones((size, size), np.uint8))
    assert not changed[outer == 0].any()


def test_film_shows_outside_of_the_document() -> None:
    inner = np.zeros((300, 400), np.uint8)
    cv2.fillPoly(inner, [np.round(CARD.corners).astype(np.int32)], 1)
    inner = cv2.dilate(inner, np.ones((3, 3), np.uint8))
    assert np.mean([_changed(seed)[inner == 0].any() for seed in range(20)]) > 0.5


def test_film_that_would_reach_past_the_horizon_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Its right side is a fiftieth of its left: a fiftieth of its width beyond, its sides meet.
    leaning = Quad([(0.0, 0.0), (399.0, 147.0), (399.0, 153.0), (0.0, 300.0)])
    canvas = np.full((300, 400, 3), 90, np.uint8)
    monkeypatch.setattr(film, "RIM", (0.2, 0.21))
    for seed in range(8):
        assert (film.laminate(np.random.default_rng(seed), canvas, leaning) == canvas).all()


def test_blotches_are_wider_than_a_px() -> None:
    grey = np.full((240, 320, 3), 120, np.uint8)
    blotched = capture(np.random.default_rng(8), grey, blotched=1.0).astype(float)
    plain = capture(np.random.default_rng(8), grey).astype(float)

    def alike(picture: np.ndarray) -> float:
        """Correlation of neighbours."""
        flat = picture - picture.mean()
        return float((flat[:, 1:] * flat[:, :-1]).mean() / max(1e-9, (flat**2).mean()))

    assert alike(blotched) > alike(plain) + 0.1


def test_the_fixed_set_is_drawn_without_what_came_later() -> None:
    assert (USUAL.laminated, USUAL.blotched, USUAL.dark) == (0, 0, 0)
    assert min(WIDE.laminated, WIDE.blotched, WIDE.dark) > 0


@pytest.mark.parametrize("name", ["laminated", "blotched", "dark"])
def test_a_chance_lies_within_0_and_1(name: str) -> None:
    with pytest.raises(SynthesisError, match="within 0 and 1"):
        replace(USUAL, **{name: 1.5})
