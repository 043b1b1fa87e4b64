"""A hand that has laid a document is drawn back before the document is taken."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.frame import Frame
from app.capture.likeness import disturbed, impression
from app.capture.moment import STEADY_S, UNDISTURBED_S
from app.capture.pipeline import Pipeline
from tests.app.capture.test_likeness import DOCUMENTS, drawn, page, seen
from tests.app.scenes import FakeDetector, card_quad, found

Image = NDArray[np.uint8]
FPS = 20.0
SKIN = (75, 105, 160)
LEAVES_S, GONE_S = 0.5, 1.1


def hand(image: Image, reach: float) -> Image:
    """A frame with a hand that reaches over so much of the document's height, from below."""
    (x0, y0, x1, y1), covered = card_quad().box, image.copy()
    left, right = (int(x0 + share * (x1 - x0)) for share in (0.4, 0.85))
    covered[int(y1 - reach * (y1 - y0)) :, left:right] = SKIN
    return covered if reach > 0 else image


def taken(look: Callable[[float], Image], seconds: float) -> list[tuple[float, float]]:
    """When each shot of a feed was decided, and when its frame was taken, s."""
    pipeline = Pipeline(FakeDetector(lambda _: (found(card_quad()),)).detect)
    times = []
    for number in range(round(seconds * FPS)):
        at_s = number / FPS
        shot = pipeline.observe(Frame(look(at_s).copy(), at_s, number, "camera:Desk")).shot
        if shot is not None:
            times.append((at_s, shot.frame.captured_at_s))
    return times


@pytest.mark.parametrize("seed", [1, 2, 3, 5])
def test_no_hand_that_leaves_is_in_what_is_kept(seed: int) -> None:
    document = page(seed)

    def look(at_s: float) -> Image:
        left = (GONE_S - at_s) / (GONE_S - LEAVES_S)
        return hand(document, 0.8 * min(1.0, max(0.0, left)))

    times = taken(look, 5)
    assert len(times) == 1
    decided_s, kept_s = times[0]
    # Of its tips at the very rim little is seen.
    assert kept_s >= GONE_S - 0.15
    assert decided_s <= GONE_S + STEADY_S + 2 / FPS


def test_what_never_looks_the_same_is_taken_all_the_same() -> None:
    pages = [page(1), page(2), page(3)]
    times = taken(lambda at_s: pages[round(at_s * FPS) % 3], UNDISTURBED_S + STEADY_S + 1)
    assert times
    assert times[0][0] == pytest.approx(UNDISTURBED_S + STEADY_S, abs=3 / FPS)


@pytest.mark.parametrize("skin", [SKIN, (185, 200, 232)])
def test_a_finger_over_a_card_that_shows_nothing_is_seen_too(
    skin: tuple[int, int, int],
) -> None:
    rng, blank = np.random.default_rng(4), np.full((300, 476, 3), 215, np.uint8)
    clean = [impression(*seen(blank, rng)) for _ in range(8)]
    assert not any(disturbed(one, other) for one, other in pairwise(clean))
    for across in (120, 200, 300):
        held = blank.copy()
        for colour, thick in (((90, 90, 90), 52), (skin, 46)):  # with its shade
            cv2.line(held, (across, 150), (across, 300), colour, thick)
        assert disturbed(impression(*seen(held, rng)), clean[0])


def test_light_focus_and_trembling_are_nothing_that_moves_over_a_document() -> None:
    rng = np.random.default_rng(5)

    def look(number: int) -> NDArray[np.float32]:
        return impression(*seen(drawn(number), rng))

    assert not any(disturbed(look(n), look(n)) for n in DOCUMENTS[:8] for _ in range(4))
