"""Frames with less light: what is left of them, and how a level reads."""

from __future__ import annotations

import numpy as np
import pytest

from detector.quad import Quad
from detector.runtime import Detector
from detector.training.benchmark import card_on_ground
from detector.training.evaluate_dark import best_jaccard, darkened, row


def test_a_share_of_the_light_is_left() -> None:
    image = np.full((64, 64, 3), 200, np.uint8)
    dark = darkened(np.random.default_rng(0), image, 0.2, 3.0)
    assert dark.mean() == pytest.approx(40, abs=1)
    assert 1 < dark.std() < 5
    assert image.min() == 200


def test_of_several_outlines_the_best_one_counts_and_none_is_0() -> None:
    image, truth = card_on_ground(640, 480)
    detector = Detector.load("cpu", threads=1)
    assert best_jaccard(detector, image, truth) > 0.97
    aside = Quad(truth.corners + (truth.box[2] - truth.box[0]))
    assert best_jaccard(detector, image, aside) < 0.3
    assert best_jaccard(detector, np.zeros_like(image), truth) == 0


def test_a_row_by_hand() -> None:
    text = row(0.1, 2.0, {"not lifted": [0.0, 0.4, 1.0, 1.0], "lifted": [0.9, 1.0, 1.0, 1.0]})
    assert text == "| 0.1 | 2 | 0.600 | 0.700 | 2 | 0.975 | 1.000 | 0 |"
