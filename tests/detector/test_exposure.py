"""Dark pictures: when they are lifted, how far, and that a document in one is found."""

from __future__ import annotations

import numpy as np
import pytest

from detector.exposure import DARK, MOST, USUAL, bright_part, lifted
from detector.runtime import Detector
from detector.training.benchmark import card_on_ground


def test_the_bright_part_is_that_of_the_strongest_channel_in_one_px_of_a_hundred() -> None:
    image = np.full((100, 50, 3), 20, np.uint8)
    image[:, :, 2] = 60
    assert bright_part(image) == 60
    image[:1, :40] = 250  # less than one px in a hundred
    assert bright_part(image) == 60
    image[:2] = 250
    assert bright_part(image) == 250


def test_a_large_picture_is_sampled() -> None:
    image = np.zeros((3000, 4000, 3), np.uint8)
    image[:1500] = 90
    assert bright_part(image) == 90


@pytest.mark.parametrize("level", [DARK, 200, 255])
def test_a_usual_picture_is_left_as_it_is(level: float) -> None:
    image = np.full((40, 60, 3), level, np.uint8)
    assert lifted(image) is image


def test_a_dark_picture_is_lifted_by_one_factor() -> None:
    image = np.full((40, 60, 3), 10, np.uint8)
    image[::2] = 40
    bright = lifted(image)
    assert bright[::2].min() == bright[::2].max() == USUAL
    assert bright[1::2].min() == bright[1::2].max() == USUAL / 4
    assert image.max() == 40  # the caller's own stays dark


@pytest.mark.parametrize("level", [0, 1, 5])
def test_next_to_nothing_is_lifted_no_further_than_noise_allows(level: int) -> None:
    assert lifted(np.full((8, 8, 3), level, np.uint8)).max() == level * MOST


def test_in_the_dark_the_detector_sees_the_lifted_picture() -> None:
    image, truth = card_on_ground(1280, 960)
    dark = (image * 0.05).astype(np.uint8)
    detector = Detector.load("cpu", threads=1)
    (found,) = detector.detect(dark)
    assert found.quad.jaccard(truth) > 0.99
    assert detector.detect(lifted(dark)) == (found,)
    followed = detector.follow(dark, (found,))
    assert followed is not None
    assert followed == detector.follow(lifted(dark), (found,))
