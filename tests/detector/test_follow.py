"""A feed's documents followed from frame to frame, by the shipped weights."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from detector.errors import ImageError
from detector.runtime import Detector

SAMPLE = Path(__file__).parents[2] / "resources" / "samples" / "sample.mp4"
# Of a card's √area: what the refinement leaves of it on a drawn picture.
EXACT_SHARE = 0.01


@lru_cache(maxsize=1)
def detector() -> Detector:
    return Detector.load("cpu", 1)


@lru_cache(maxsize=1)
def picture() -> np.ndarray:
    """A frame of the bundled clip, with one card."""
    clip = cv2.VideoCapture(str(SAMPLE))
    clip.set(cv2.CAP_PROP_POS_FRAMES, 40)
    seen, frame = clip.read()
    assert seen
    return frame


def moved(dx: float, dy: float) -> np.ndarray:
    image = picture()
    move = np.array([(1.0, 0.0, dx), (0.0, 1.0, dy)])
    size = (image.shape[1], image.shape[0])
    return cv2.warpAffine(image, move, size, borderMode=cv2.BORDER_REPLICATE)


def test_a_card_is_followed_to_where_it_moved() -> None:
    before = detector().detect(picture(), upright=False)
    assert len(before) == 1
    for dx, dy in ((0, 0), (12, -7), (-20, 15)):
        followed = detector().follow(moved(dx, dy), before)
        assert followed is not None
        (now,) = followed
        gap = now.quad.corners - before[0].quad.corners - (dx, dy)
        assert np.abs(gap).max() < EXACT_SHARE * now.quad.area**0.5
        assert now.format == before[0].format
        assert now.score > before[0].score - 0.1


def test_what_the_second_look_found_is_scored_as_such_ever_after() -> None:
    (first,) = detector().detect(picture(), upright=False)
    second = replace(first, closer=True)
    scores = []
    for before in (first, second):
        (now,) = detector().follow(picture(), (before,)) or ()
        (then,) = detector().follow(picture(), (now,)) or ()
        assert then.closer == now.closer == before.closer
        assert then.score == pytest.approx(now.score, abs=0.02)
        scores.append(now.score)
    assert scores[0] != scores[1]


def test_what_is_gone_or_was_never_there_is_not_followed() -> None:
    before = detector().detect(picture(), upright=False)
    assert detector().follow(np.full_like(picture(), 90), before) is None
    assert detector().follow(picture(), ()) is None


def test_two_that_come_to_lie_on_one_are_looked_for_anew() -> None:
    (card,) = detector().detect(picture(), upright=False)
    assert detector().follow(picture(), (card, card)) is None


def test_no_picture_is_refused() -> None:
    with pytest.raises(ImageError):
        detector().follow(np.zeros((4, 4), np.uint8), ())
