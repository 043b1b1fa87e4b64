"""Frames made harder: what becomes of them and of their truth, and how a row reads."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from detector.quad import Quad
from detector.runtime import Detector
from detector.training.benchmark import card_on_ground
from detector.training.evaluate_hard import (
    best_jaccard,
    conditions,
    cropped,
    cut,
    darkened,
    leaning,
    lit,
    moved,
    noisy,
    row,
    shaded,
    small,
)

CARD = Quad([(200.0, 150.0), (440.0, 150.0), (440.0, 300.0), (200.0, 300.0)])


def picture() -> np.ndarray:
    image = np.full((480, 640, 3), 20, np.uint8)
    cv2.rectangle(image, (200, 150), (440, 300), (220, 220, 220), -1)
    return image


def shown(image: np.ndarray, truth: Quad) -> float:
    """The Jaccard index of the bright px with the truth, as far as it lies in the picture."""
    inside = np.zeros(image.shape[:2], np.uint8)
    cv2.fillConvexPoly(inside, np.round(truth.corners).astype(np.int32), 1)
    bright = image[..., 1] > 120
    return float((bright & (inside > 0)).sum() / (bright | (inside > 0)).sum())


def test_a_share_of_the_light_is_left() -> None:
    image = np.full((64, 64, 3), 200, np.uint8)
    dark, truth = darkened(np.random.default_rng(0), image, CARD, 0.2, 3.0)
    assert dark.mean() == pytest.approx(40, abs=1)
    assert 1 < dark.std() < 5
    assert truth == CARD
    assert image.min() == 200


@pytest.mark.parametrize("seed", range(8))
def test_so_much_of_a_cut_document_lies_beyond_the_rim(seed: int) -> None:
    image, truth = cut(np.random.default_rng(seed), picture(), CARD, 0.25)
    assert truth.area == pytest.approx(CARD.area)
    left = truth.shared_area(Quad.full(image.shape[1], image.shape[0]))
    assert left / truth.area == pytest.approx(0.75, abs=0.01)
    assert shown(image, truth) > 0.98


@pytest.mark.parametrize("seed", range(4))
def test_a_cropped_picture_is_the_document_to_a_little(seed: int) -> None:
    image, truth = cropped(np.random.default_rng(seed), picture(), CARD, 0.02)
    rim = Quad.full(image.shape[1], image.shape[0])
    assert 0.9 < truth.jaccard(rim) < 0.999
    assert shown(image, truth) > 0.98


@pytest.mark.parametrize("seed", range(4))
def test_the_truth_leans_with_its_frame(seed: int) -> None:
    image, truth = leaning(np.random.default_rng(seed), picture(), CARD, 0.4)
    assert shown(image, truth) > 0.97
    lengths = truth.side_lengths
    assert max(lengths[0] / lengths[2], lengths[2] / lengths[0],
               lengths[1] / lengths[3], lengths[3] / lengths[1]) > 1.15  # fmt: skip


def test_other_light_weighs_the_channels_and_burns_out() -> None:
    image = np.full((64, 64, 3), 100, np.uint8)
    seen, truth = lit(np.random.default_rng(0), image, CARD, (0.5, 1.0, 3.0))
    assert seen[0, 0].tolist() == [50, 100, 255]
    assert truth == CARD


@pytest.mark.parametrize("seed", range(4))
def test_with_a_lamp_at_one_side_the_light_falls_from_rim_to_rim(seed: int) -> None:
    image = np.full((90, 90, 3), 25, np.uint8)
    seen, truth = shaded(np.random.default_rng(seed), image, CARD, 1.0)
    rims = [seen[:, 0], seen[:, -1], seen[0], seen[-1]]
    means = sorted(float(rim.mean()) for rim in rims)
    assert means[-1] > 2 * means[0]
    assert seen[44, 44, 0] == pytest.approx(25, abs=2)
    assert truth == CARD


def test_a_small_frame_takes_its_truth_along() -> None:
    image, truth = small(np.random.default_rng(0), picture(), CARD, 320, 40)
    assert image.shape == (240, 320, 3)
    assert truth.area == pytest.approx(CARD.area / 4)
    assert shown(image, truth) > 0.97


def test_a_moved_frame_is_blurred_and_a_noisy_one_is_not() -> None:
    rng = np.random.default_rng(3)
    blurred, truth = moved(rng, picture(), CARD, 24)
    assert truth == CARD
    between = (blurred[..., 0] > 40) & (blurred[..., 0] < 200)
    assert between.mean() > 0.005
    seen, truth = noisy(rng, picture(), CARD, 30.0)
    assert truth == CARD
    assert seen[400:].std() > 10


def test_of_several_outlines_the_best_one_counts_and_none_is_0() -> None:
    image, truth = card_on_ground(640, 480)
    detector = Detector.load("cpu", threads=1)
    assert best_jaccard(detector, image, truth) > 0.97
    aside = Quad(truth.corners + (truth.box[2] - truth.box[0]))
    assert best_jaccard(detector, image, aside) < 0.3
    assert best_jaccard(detector, np.zeros_like(image), truth) == 0


def test_rows_have_names_of_their_own_and_what_is_not_lifted_follows_what_is() -> None:
    rows = conditions()
    for before, after in pairwise(rows):
        if not after.lifts:
            assert before.lifts
            assert before.change is after.change
    assert len({each.name for each in rows if each.lifts}) == sum(each.lifts for each in rows)


def test_a_row_by_hand() -> None:
    assert row("in the dark", [0.0, 0.4, 1.0, 1.0]) == "| in the dark | 0.600 | 0.700 | 2 |"
