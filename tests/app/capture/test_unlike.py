"""What the line says of a place whose document was captured, where it is seen badly."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.frame import Frame
from app.capture.guidance import HOLD_S, Guidance
from app.capture.pipeline import Pipeline
from app.capture.place import REARM_S
from tests.app.capture.test_likeness import page
from tests.app.scenes import FakeDetector, card_quad, found

Image = NDArray[np.uint8]
FPS = 10.0
CHANGE_S, END_S = 2.0, 5.0


def dim(image: Image) -> Image:
    return np.asarray(cv2.convertScaleAbs(image, alpha=0.2), np.uint8)


def unsharp(image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 6), np.uint8)


def night(image: Image) -> Image:
    return np.asarray(cv2.convertScaleAbs(image, alpha=0.04), np.uint8)


SPOILS = [(dim, Guidance.TOO_DARK), (unsharp, Guidance.BLUR)]


def told(shown: Callable[[float], Image], seconds: float = END_S) -> list[tuple[float, Guidance]]:
    """The line of a feed, by the time, and that one document alone is captured of it."""
    pipeline = Pipeline(FakeDetector(lambda _: (found(card_quad()),)).detect)
    lines, shots = [], 0
    for number in range(round(seconds * FPS)):
        at_s = number / FPS
        seen = pipeline.observe(Frame(shown(at_s).copy(), at_s, number, "camera:Desk"))
        lines.append((at_s, seen.guidance))
        shots += seen.capture
    assert shots == 1
    return lines


@pytest.mark.parametrize(("spoilt", "problem"), SPOILS)
@pytest.mark.parametrize("seed", [1, 5, 7])
def test_of_a_back_that_cannot_be_captured_it_says_why(
    seed: int, spoilt: Callable[[Image], Image], problem: Guidance
) -> None:
    front, back = page(seed), spoilt(page(seed + 1))
    lines = told(lambda at_s: front if at_s < CHANGE_S else back)
    late = {line for at_s, line in lines if at_s > CHANGE_S + max(HOLD_S, REARM_S) + 2 / FPS}
    assert late == {problem}


@pytest.mark.parametrize("spoilt", [dim, unsharp, night])
@pytest.mark.parametrize("seed", [1, 2, 5])
def test_a_document_that_still_lies_there_is_not_complained_of(
    seed: int, spoilt: Callable[[Image], Image]
) -> None:
    front = page(seed)
    lines = told(lambda at_s: front if at_s < CHANGE_S else spoilt(front))
    assert {line for at_s, line in lines if at_s > CHANGE_S} == {Guidance.NEXT_DOCUMENT}


def test_of_what_is_seen_badly_for_a_moment_nothing_is_said() -> None:
    front, other = page(1), dim(page(2))
    moments = [at_s + REARM_S - 1.5 / FPS for at_s in (2.0, 3.0, 4.0)]
    lines = told(lambda at_s: other if any(m - 0.3 < at_s < m for m in moments) else front)
    assert {line for at_s, line in lines if at_s > CHANGE_S} == {Guidance.NEXT_DOCUMENT}


def test_once_it_is_seen_well_it_is_captured_and_the_line_says_so() -> None:
    front, back = page(1), page(2)
    pipeline = Pipeline(FakeDetector(lambda _: (found(card_quad()),)).detect)
    shots = []
    for number in range(80):
        image = front if number < 20 else dim(back) if number < 50 else back
        seen = pipeline.observe(Frame(image.copy(), number / FPS, number, "camera:Desk"))
        shots += [number] if seen.capture else []
    assert len(shots) == 2
    assert 50 < shots[1] < 50 + 16
    assert seen.guidance is Guidance.NEXT_DOCUMENT


@pytest.mark.parametrize(("source", "taken"), [("camera:Desk", 1), ("screen:", 2)])
def test_in_the_dark_a_document_is_not_gone(source: str, taken: int) -> None:
    """Lights that are out, a camera that starts; of a screen, what is black is what it shows."""
    front, black = page(1), np.zeros_like(page(1))
    card = found(card_quad())
    pipeline = Pipeline(FakeDetector(lambda image: (card,) if image.any() else ()).detect)
    shots = 0
    for number in range(70):
        image = black if 20 <= number < 40 else front
        shots += pipeline.observe(Frame(image.copy(), number / FPS, number, source)).capture
    assert shots == taken
