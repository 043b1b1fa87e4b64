"""A hand that rests on a document that was captured makes no new one of it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.frame import Frame
from app.capture.pipeline import Pipeline
from app.capture.uncovered import covered, lies, seen
from tests.app.capture.test_likeness import page
from tests.app.scenes import FakeDetector, card_quad, found, scene

Image = NDArray[np.uint8]
FPS = 10.0
QUAD = card_quad()
SEEDS = [1, 2, 5, 7]


def under_hand(image: Image, share: float = 0.8) -> Image:
    """A frame with a hand over so much of the document's width, in from the right and from below,
    so that two of its sides show in part."""
    (x0, y0, x1, _), hand = QUAD.box, image.copy()
    left = int(x1 - share * (x1 - x0))
    cv2.rectangle(hand, (left, int(y0) + 40), (left + 260, image.shape[0]), (75, 105, 160), -1)
    return hand


def captures(shown: list[tuple[Image, bool]]) -> list[int]:
    """Numbers of the frames with which a document is captured. shown : frames, and whether the
    detector finds the document in them."""
    finds = [True]
    pipeline = Pipeline(FakeDetector(lambda _: (found(QUAD),) if finds[0] else ()).detect)
    taken = []
    for number, (image, there) in enumerate(shown):
        finds[0] = there
        if pipeline.observe(Frame(image.copy(), number / FPS, number, "camera:Desk")).capture:
            taken.append(number)
    return taken


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("there", [True, False])
def test_it_is_captured_once_whether_it_is_found_under_the_hand_or_not(
    seed: int, there: bool
) -> None:
    card = page(seed)
    shown = [(card, True)] * 20 + [(under_hand(card), there)] * 40 + [(card, True)] * 30
    assert len(captures(shown)) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_where_a_hand_took_it_away_the_next_one_is_captured_however_alike(seed: int) -> None:
    card, desk = page(seed), scene(None)
    shown = [(card, True)] * 20 + [(under_hand(desk), False)] * 20 + [(card, True)] * 30
    assert len(captures(shown)) == 2
    assert not lies(seen(card, QUAD), desk, QUAD)


@pytest.mark.parametrize("seed", SEEDS)
def test_another_one_with_a_finger_on_it_is_another_one(seed: int) -> None:
    card, other = page(seed), page(seed + 1)
    assert not covered(seen(card, QUAD), under_hand(other, 0.4), QUAD)
    assert len(captures([(card, True)] * 20 + [(under_hand(other, 0.4), True)] * 40)) == 2


def test_of_a_card_that_its_desk_hardly_shows_nothing_is_said() -> None:
    blank = scene(None)
    assert not lies(seen(blank, QUAD), blank, QUAD)
