"""A feed's documents followed from frame to frame, by the shipped weights."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from detector.completion import refine_seen
from detector.errors import ImageError
from detector.mipmap import Mipmap
from detector.refine import Refined
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


@pytest.mark.parametrize("believed", [0.75, 0.5])
def test_what_has_lost_two_sides_is_looked_for_anew(
    monkeypatch: pytest.MonkeyPatch, believed: float
) -> None:
    before = detector().detect(picture(), upright=False)

    def seen_in_part(*given: object) -> Refined:
        found = refine_seen(*given)  # type: ignore[arg-type]
        return replace(found, evidence=replace(found.evidence, believed=believed))

    monkeypatch.setattr("detector.runtime.refine_seen", seen_in_part)
    assert (detector().follow(picture(), before) is None) == (believed < 0.75)


def test_two_outlines_that_lead_to_one_document_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    (card,) = detector().detect(picture(), upright=False)
    found = detector().candidates(Mipmap(picture()), 0.3)[0]
    apart = [
        replace(found, quad=card.quad.window((off, off), (1 - off, 1 - off)), seen=None)
        for off in (0.02, -0.02)
    ]
    monkeypatch.setattr(detector(), "candidates", lambda *_: apart)
    assert len(detector().detect(picture(), upright=False)) == 1


def test_two_that_come_to_lie_on_one_are_looked_for_anew() -> None:
    (card,) = detector().detect(picture(), upright=False)
    assert detector().follow(picture(), (card, card)) is None


def test_no_picture_is_refused() -> None:
    with pytest.raises(ImageError):
        detector().follow(np.zeros((4, 4), np.uint8), ())
