"""Light that flickers, a reflection that comes and goes: a steady moment outlasts a bad frame."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.frame import Frame
from app.capture.moment import FLICKER_S, STEADY_S
from app.capture.pipeline import Pipeline
from detector.quad import Quad
from tests.app.capture.test_likeness import page
from tests.app.scenes import FakeDetector, card_quad, found

Image = NDArray[np.uint8]
FPS = 20.0
END_S = 4.0


def dark(image: Image) -> Image:
    return np.asarray(cv2.convertScaleAbs(image, alpha=0.15), np.uint8)


def bright(image: Image) -> Image:
    return np.asarray(cv2.convertScaleAbs(image, alpha=4, beta=150), np.uint8)


def glaring(image: Image) -> Image:
    x0, y0, x1, y1 = card_quad().box
    centre = int(x0 + 0.6 * (x1 - x0)), int(y0 + 0.6 * (y1 - y0))
    return np.asarray(cv2.circle(image.copy(), centre, 30, (255, 255, 255), -1), np.uint8)


def unsharp(image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 12), np.uint8)


BY_LIGHT = [dark, bright, glaring]


def flickering(at_s: float, bad_s: float) -> bool:
    """For so long after half a second, and once again each half a second."""
    return at_s >= 0.5 and at_s % 0.5 < bad_s - 1e-6


def taken(
    spoil: Callable[[Image], Image], bad_s: float, place: Callable[[float], Quad] | None = None
) -> list[tuple[float, float]]:
    """When shots are decided, and when their frames were taken, s."""
    place = place or (lambda _at_s: card_quad())
    now, document, shots = [card_quad()], page(2), []
    pipeline = Pipeline(FakeDetector(lambda _: (found(now[0]),)).detect)
    for number in range(round(END_S * FPS)):
        at_s = number / FPS
        now[0] = place(at_s)
        image = spoil(document) if flickering(at_s, bad_s) else document.copy()
        shot = pipeline.observe(Frame(image, at_s, number, "camera:Desk")).shot
        if shot is not None:
            shots.append((at_s, shot.frame.captured_at_s))
    return shots


@pytest.mark.parametrize("spoil", BY_LIGHT)
@pytest.mark.parametrize("bad_s", [0.05, 0.15])
def test_a_bad_frame_or_a_few_cost_no_more_than_themselves(
    spoil: Callable[[Image], Image], bad_s: float
) -> None:
    ((decided_s, kept_s),) = taken(spoil, bad_s)
    assert decided_s <= STEADY_S + bad_s + 2 / FPS
    assert not flickering(kept_s, bad_s)


@pytest.mark.parametrize("spoil", BY_LIGHT)
def test_what_is_badly_lit_for_longer_begins_anew(spoil: Callable[[Image], Image]) -> None:
    assert taken(spoil, FLICKER_S + 1.5 / FPS) == []


def test_a_frame_that_is_bad_by_more_than_its_light_ends_the_moment() -> None:
    assert taken(unsharp, 0.05) == []


@pytest.mark.parametrize("spoil", BY_LIGHT)
def test_a_document_that_moves_in_the_dark_is_waited_for(spoil: Callable[[Image], Image]) -> None:
    """It lies elsewhere in the bad frames: a hand that trembles, under a lamp that flickers."""

    def place(at_s: float) -> Quad:
        return card_quad(dx=12 if flickering(at_s, 0.1) else 0)

    assert taken(spoil, 0.1, place) == []
