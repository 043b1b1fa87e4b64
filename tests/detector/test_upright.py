"""Which way up: readings of a quad, the crop, what is done with an answer, the shipped network."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from detector.backends.onnx import OnnxUprightNetwork
from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.synthesis.camera import Pose, project_sheet
from detector.synthesis.documents import render_document
from detector.upright import (
    CROP_HEIGHT,
    CROP_WIDTH,
    MIN_PROBABILITY,
    assume_upright,
    crop,
    lying,
    set_upright,
)
from detector.weights import UPRIGHT_NAME, find_weights, read_verified

CARD = Quad([(120, 80), (520, 90), (510, 340), (125, 330)])


class Says:
    """A network of one opinion."""

    def __init__(self, turns: int, probability: float) -> None:
        self.turns, self.probability, self.asked = turns, probability, 0

    def __call__(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.asked += 1
        if self.asked == 2:  # the crop upside down: the same opinion of the document
            self.turns = (self.turns + 2) % 4
        chances = np.full((len(crops), 4), (1 - self.probability) / 3, np.float32)
        chances[:, self.turns] = self.probability
        return chances


def laid(document: NDArray[np.uint8], quad: Quad) -> NDArray[np.uint8]:
    """The document seen at a quad of a 640 × 480 picture of a plain desk."""
    height, width = document.shape[:2]
    image = np.full((480, 640, 3), 95, np.uint8)
    matrix = np.linalg.inv(quad.homography(width, height))
    layer = cv2.warpPerspective(document, matrix, (640, 480))
    whole = np.full((height, width), 255, np.uint8)
    inside = cv2.warpPerspective(whole, matrix, (640, 480))[..., None] > 127
    return np.where(inside, layer, image).astype(np.uint8)


@given(st.floats(0, 360), st.floats(0, 40), st.floats(0, 360))
def test_a_card_lies_on_its_long_side_with_the_cameras_up(
    roll: float, tilt: float, axis: float
) -> None:
    quad = Quad(project_sheet(Pose(tilt, axis, roll, 1.0, 0.4, (0.5, 0.5)), 1.586, 640, 480))
    for turn in range(4):
        flat = lying(quad.turned(turn), quad.turned(turn).aspect(640, 480))
        assert flat.aspect(640, 480) > 1
        top, bottom = flat.corners[:2, 1].sum(), flat.corners[2:, 1].sum()
        assert top <= bottom + 1e-6


@given(st.integers(0, 3))
def test_the_cameras_up_does_not_depend_on_the_first_corner(turn: int) -> None:
    assert assume_upright(CARD.turned(turn), 640, 480) == CARD


def test_a_turned_quad_shows_a_turned_crop() -> None:
    image = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    image = np.asarray(cv2.GaussianBlur(image, (0, 0), 6), np.uint8)
    first, last = (crop(Mipmap(image), CARD.turned(turn)).astype(int) for turn in (0, 2))
    assert first.shape == (CROP_HEIGHT, CROP_WIDTH)
    assert np.abs(np.rot90(first, 2) - last).max() <= 3


@pytest.mark.parametrize("size", [0.15, 1.0, 9.0])
def test_the_crop_holds_the_document_and_no_more(size: float) -> None:
    quad = CARD.scaled(size)
    image = np.full((int(480 * size), int(640 * size), 3), 255, np.uint8)
    cv2.fillConvexPoly(image, np.round(quad.corners).astype(np.int32), (60, 60, 60))
    edge = max(2, round(2 / size))
    assert abs(int(np.median(crop(Mipmap(image), quad))) - 60) <= 1
    assert (crop(Mipmap(image), quad)[edge:-edge, edge:-edge] < 70).all()


@pytest.mark.parametrize("turns", range(4))
def test_a_sure_answer_turns_the_quad(turns: int) -> None:
    image = np.zeros((480, 640, 3), np.uint8)
    seen = set_upright(Mipmap(image), CARD, Says(turns, 0.97))
    assert seen.quad == CARD.turned(turns)
    assert seen.sure
    assert seen.confidence == pytest.approx(0.97)


@pytest.mark.parametrize("turns", range(4))
def test_an_unsure_answer_keeps_the_cameras_up_and_says_so(turns: int) -> None:
    image = np.zeros((480, 640, 3), np.uint8)
    seen = set_upright(Mipmap(image), CARD, Says(turns, MIN_PROBABILITY - 0.01))
    assert seen.quad == CARD
    assert not seen.sure


def test_where_it_is_unsure_it_looks_twice_and_disagreement_counts() -> None:
    class AlwaysFirst(Says):
        def __call__(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
            return np.array([[0.9, 0.04, 0.03, 0.03]], np.float32)

    image = np.zeros((480, 640, 3), np.uint8)
    steady, sure = Says(1, 0.9), Says(1, 0.99)
    assert set_upright(Mipmap(image), CARD, steady).sure
    assert steady.asked == 2
    assert set_upright(Mipmap(image), CARD, sure).sure
    assert sure.asked == 1
    assert not set_upright(Mipmap(image), CARD, AlwaysFirst(0, 0.9)).sure


@pytest.fixture(scope="module")
def network() -> OnnxUprightNetwork:
    return OnnxUprightNetwork(read_verified(find_weights(UPRIGHT_NAME)))


def test_drawn_documents_come_upright_from_all_four_sides(network: OnnxUprightNetwork) -> None:
    right = sure = 0
    for seed in range(12):
        document = render_document(np.random.default_rng((seed, 5))).image
        for turn in range(4):
            aspect = document.shape[1] / document.shape[0]
            pose = Pose(12, 30, 90.0 * turn, 1.0, 0.6, (0.5, 0.5))
            truth = Quad(project_sheet(pose, aspect, 640, 480))
            seen = set_upright(
                Mipmap(laid(document, truth)), assume_upright(truth, 640, 480), network
            )
            sure += seen.sure
            right += seen.sure and seen.quad == truth
    assert sure >= 0.7 * 48
    assert right >= 0.97 * sure


def test_a_blank_page_is_no_reason_to_be_sure(network: OnnxUprightNetwork) -> None:
    image = np.full((480, 640, 3), 130, np.uint8)
    seen = set_upright(Mipmap(image), CARD, network)
    assert not seen.sure
    assert seen.quad == CARD
