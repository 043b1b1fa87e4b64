"""A document that was captured and is hidden for a while is no new one once it is seen again."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from app.capture.aside import KEPT_S
from app.capture.frame import Frame
from app.capture.likeness import another, impression, very_same
from app.capture.pipeline import Pipeline
from app.capture.uncovered import away, lies, seen
from detector.quad import Quad
from tests.app.capture.test_likeness import DOCUMENTS, drawn, page
from tests.app.capture.test_likeness import seen as looked_at
from tests.app.scenes import HEIGHT, FakeDetector, card_quad, found, scene

Image = NDArray[np.uint8]
FPS = 10.0
QUAD = card_quad()
SEEDS = [1, 2, 5, 7]


def hidden(image: Image) -> Image:
    """A frame with a hand over nearly all of the document: too little of its edge shows."""
    (x0, y0, x1, y1), hand = QUAD.box, image.copy()
    middle, low = int(0.7 * x0 + 0.3 * x1), int(0.6 * y0 + 0.4 * y1)
    hand[low:, int(x0) - 60 :] = hand[int(y0) - 60 :, middle:] = (75, 105, 160)
    return hand


def next_of_its_design(image: Image, seed: int) -> Image:
    """A frame with a document that differs from the one in it by its data alone."""
    (x0, y0, x1, y1), card = QUAD.box, image.copy()
    data = slice(int(y0) + 60, int(y1) - 60), slice(int(0.45 * x0 + 0.55 * x1), int(x1) - 30)
    card[data] = page(seed + 1)[data]
    return card


class Desk:
    """What lies there, observed frame by frame."""

    def __init__(self, source: str = "camera:Desk") -> None:
        self.quad: Quad | None = None
        detector = FakeDetector(lambda _: () if self.quad is None else (found(self.quad),))
        self.pipeline = Pipeline(detector.detect)
        self._source, self._number = source, 0

    def show(self, image: Image, quad: Quad | None, seconds: float = 2.0) -> int:
        """How many documents are captured meanwhile. quad : what the detector finds."""
        self.quad, shots = quad, 0
        for _ in range(round(seconds * FPS)):
            frame = Frame(image.copy(), self._number / FPS, self._number, self._source)
            shots += self.pipeline.observe(frame).capture
            self._number += 1
        return shots


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("seconds", [2.0, 8.0])
def test_it_is_captured_once_though_a_hand_hid_nearly_all_of_it(seed: int, seconds: float) -> None:
    desk, card = Desk(), page(seed)
    assert not lies(seen(card, QUAD), hidden(card), QUAD)
    assert desk.show(card, QUAD) == 1
    assert desk.show(hidden(card), None, seconds) == 0
    assert desk.show(card, QUAD, 4) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_where_the_hand_drew_its_outline_out_of_shape_too(seed: int) -> None:
    desk, card = Desk(), page(seed)
    assert desk.show(card, QUAD) == 1
    desk.show(hidden(card), Quad(QUAD.corners + np.array([(0, 0), (0, 0), (0, 50), (0, 50)])), 0.3)
    assert desk.show(hidden(card), None) == 0
    assert desk.show(card, QUAD, 4) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_the_next_of_its_design_that_a_hand_laid_in_its_place_is_captured(seed: int) -> None:
    desk, card = Desk(), page(seed)
    other = next_of_its_design(card, seed)
    assert not another(impression(card, QUAD), impression(other, QUAD))
    assert desk.show(card, QUAD) == 1
    assert desk.show(hidden(card), None) == 0
    assert desk.show(hidden(other), None) == 0
    assert desk.show(other, QUAD) == 1


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("level", [1.0, 0.8])
def test_it_is_captured_again_where_the_bare_desk_was_seen(seed: int, level: float) -> None:
    desk, card = Desk(), page(seed)
    bare_desk = np.asarray(cv2.convertScaleAbs(scene(None), alpha=level), np.uint8)
    assert desk.show(card, QUAD) == 1
    assert desk.show(hidden(card), None) == 0
    assert desk.show(bare_desk, None, 0.3) == 0
    assert desk.show(hidden(card), None, 0.5) == 0
    assert desk.show(card, QUAD) == 1


@pytest.mark.parametrize("quad", [None, QUAD])
def test_it_is_captured_again_where_that_is_asked_for(quad: Quad | None) -> None:
    desk, card = Desk(), page(1)
    assert desk.show(card, QUAD) == 1
    assert desk.show(hidden(card), None) == 0
    desk.pipeline.release(quad)
    assert desk.show(card, QUAD) == 1


def test_it_is_captured_again_elsewhere_or_after_long() -> None:
    for shift_px, seconds in ((40, 2.0), (0, KEPT_S + 1)):
        desk, card = Desk(), page(1)
        assert desk.show(card, QUAD) == 1
        assert desk.show(hidden(card), None, seconds) == 0
        moved = np.roll(card, shift_px, axis=1)
        assert desk.show(moved, QUAD.moved(shift_px, 0)) == 1


def test_what_a_screen_shows_no_longer_is_gone() -> None:
    desk, card = Desk("screen:"), page(1)
    assert desk.show(card, QUAD) == 1
    assert desk.show(hidden(card), None) == 0
    assert desk.show(card, QUAD) == 1


def test_the_very_same_is_told_from_the_next_of_its_design() -> None:
    rng = np.random.default_rng(8)
    for number in DOCUMENTS:
        looks = [impression(*looked_at(drawn(number), rng)) for _ in range(3)]
        assert all(very_same(looks[0], each) for each in looks[1:])
    for seed in SEEDS:
        card = page(seed)
        other = impression(next_of_its_design(card, seed), QUAD)
        assert not very_same(impression(card, QUAD), other)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_bare_desk_is_told_from_a_hand(seed: int) -> None:
    card, desk = page(seed), scene(None)
    before = seen(card, QUAD)
    assert away(before, desk, QUAD)
    assert not any(away(before, each, QUAD) for each in (card, hidden(card), hidden(desk)))
    like_the_card = desk.copy()  # a part of what lay under it is as light as it is
    like_the_card[: HEIGHT * 2 // 5] = card[: HEIGHT * 2 // 5]
    assert away(before, like_the_card, QUAD)
