"""A document that was captured with a hand lying on it is taken anew once the hand is gone."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.anew import ANEW_S
from app.capture.frame import Frame
from app.capture.moment import STEADY_S, Shot
from app.capture.pipeline import Pipeline
from app.capture.uncovered import moves, rim_of, seen, uncovered
from tests.app.capture.test_disturbed import hand
from tests.app.capture.test_likeness import page
from tests.app.scenes import FakeDetector, card_quad, found

Image = NDArray[np.uint8]
FPS = 20.0
LEAVES_S = 2.0
SEEDS = [1, 2, 3, 5, 8]


def gripped(image: Image, side: int, reach: float) -> Image:
    """A frame with a hand that reaches over the document, by a share of it, from any side."""
    turned = np.rot90(image, side).copy()
    height, width = turned.shape[:2]
    x0, y0, x1, y1 = card_quad().box
    wide, tall = (x1 - x0, y1 - y0) if side % 2 == 0 else (y1 - y0, x1 - x0)
    low = int((height + tall) / 2 - reach * tall)
    turned[low:, int((width - 0.4 * wide) / 2) : int((width + 0.3 * wide) / 2)] = (75, 105, 160)
    return np.rot90(turned, -side).copy()


def shots(look: Callable[[float], Image], seconds: float) -> list[Shot]:
    pipeline = Pipeline(FakeDetector(lambda _: (found(card_quad()),)).detect)
    taken = []
    for number in range(round(seconds * FPS)):
        at_s = number / FPS
        shot = pipeline.observe(Frame(look(at_s).copy(), at_s, number, "camera:Desk")).shot
        if shot is not None:
            taken.append(shot)
    return taken


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("side", range(4))
def test_the_going_of_a_hand_is_told_from_its_coming(seed: int, side: int) -> None:
    plain = page(seed)
    quad, covered = card_quad(), gripped(plain, side, 0.5)
    dim = np.asarray(cv2.convertScaleAbs(plain, alpha=0.85), np.uint8)
    for clean in (plain, dim):
        assert uncovered(seen(covered, quad), clean, quad)
        assert not uncovered(seen(clean, quad), covered, quad)


@pytest.mark.parametrize("seed", SEEDS)
def test_another_document_is_no_hand_that_went(seed: int) -> None:
    quad, other = card_quad(), page(seed + 20)
    for before in (page(seed), gripped(page(seed), 0, 0.5)):
        assert not uncovered(seen(before, quad), other, quad)


def test_a_part_that_changes_within_the_document_is_no_hand_that_went() -> None:
    quad, image = card_quad(), page(1)
    (x0, y0, x1, y1), other = quad.box, image.copy()
    inside = slice(int(y0 + 30), int(y1 - 30)), slice(int(x0 + 40), int((x0 + x1) / 2))
    other[inside] = page(2)[inside]
    assert not uncovered(seen(image, quad), other, quad)


def test_fingertips_at_the_rim_still_move() -> None:
    quad, image = card_quad(), page(1)
    assert moves(rim_of(hand(image, 0.1), quad), rim_of(image, quad))
    assert not moves(rim_of(image, quad), rim_of(image, quad))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_captured_under_a_hand_is_taken_anew_without(seed: int) -> None:
    document = page(seed)

    def look(at_s: float) -> Image:
        return hand(document, 0.6 * min(1.0, max(0.0, (LEAVES_S + 0.5 - at_s) / 0.5)))

    first, anew = shots(look, 8)
    assert (first.anew, anew.anew) == (False, True)
    assert LEAVES_S + 0.45 <= anew.frame.captured_at_s <= LEAVES_S + 0.5 + STEADY_S + 2 / FPS
    assert first.quad is not None
    assert anew.quad is not None
    assert anew.quad.jaccard(first.quad) > 0.99


def test_a_hand_that_comes_after_the_capture_or_goes_late_changes_nothing() -> None:
    document = page(1)
    assert len(shots(lambda at_s: hand(document, 0.6 if at_s > LEAVES_S else 0.0), 6)) == 1
    late_s = STEADY_S + ANEW_S + 0.5
    assert len(shots(lambda at_s: hand(document, 0.6 if at_s < late_s else 0.0), late_s + 3)) == 1


def test_the_back_of_a_card_that_was_turned_out_of_the_hand_is_a_page_of_its_own() -> None:
    front, back = hand(page(1), 0.6), page(2)
    taken = shots(lambda at_s: front if at_s < LEAVES_S else back, 6)
    assert [each.anew for each in taken] == [False, False]


def test_the_same_after_it_was_taken_anew() -> None:
    front, back = page(1), page(2)

    def look(at_s: float) -> Image:
        covered = hand(front, 0.6) if at_s < LEAVES_S else front
        return covered if at_s < 4 else (back if at_s < 6 else front)

    assert [each.anew for each in shots(look, 9)] == [False, True, False]


def test_by_the_shutter_nothing_is_taken_anew() -> None:
    document, pipeline = page(1), Pipeline(FakeDetector().detect)
    covered = hand(document, 0.6)
    pipeline.taken(Shot(Frame(covered.copy(), 0.0, 0, "test"), card_quad()))
    frames = [Frame(document.copy(), number / FPS, number, "test") for number in range(1, 80)]
    assert not any(pipeline.observe(each).capture for each in frames)
