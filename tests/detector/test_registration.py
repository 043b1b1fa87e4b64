"""Laying one frame onto another, whatever the light and whatever lies over a part of it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from detector.quad import Quad, project
from detector.registration import Reference, Registration
from tests.detector.test_fusion import QUAD, document, moved

Image = NDArray[np.uint8]


def grey(picture: Image) -> Image:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def laid(other: Image, roughly: NDArray[np.float64]) -> Registration:
    found = Reference(grey(document()), QUAD).register(other, roughly)
    assert found is not None
    return found


def off_px(found: Registration, truth: NDArray[np.float64]) -> float:
    return float(np.abs(project(found.matrix, QUAD.corners) - truth).max())


@pytest.mark.parametrize(("gain", "offset"), [(0.6, 20), (1.2, -20), (0.8, 0)])
def test_a_frame_in_other_light_is_laid_as_well(gain: float, offset: float) -> None:
    picture, quad = moved(document(), 3)
    lit = np.clip(gain * grey(picture).astype(float) + offset, 0, 255).astype(np.uint8)
    found = laid(lit, quad.corners + 1.5)
    assert off_px(found, quad.corners) < 0.25
    assert found.correlation > 0.95


def test_what_lies_over_a_part_of_it_does_not_draw_it_aside() -> None:
    picture, quad = moved(document(), 3)
    cv2.rectangle(picture, (90, 140), (190, 339), (250, 250, 250), -1)
    found = laid(grey(picture), quad.corners + 1.5)
    assert off_px(found, quad.corners) < 0.5
    assert found.correlation > 0.9


def test_another_document_in_its_place_does_not_look_like_it() -> None:
    found = Reference(grey(document()), QUAD).register(grey(document(seed=5)), QUAD.corners)
    assert found is None or found.correlation < 0.7


def test_of_a_document_that_is_mostly_out_of_the_frame_nothing_is_said() -> None:
    whole = grey(document())
    assert Reference(whole, QUAD).register(whole[:, :200], QUAD.corners) is None


def strip(width: int, height: int) -> Image:
    """A sheet longer than the finest step looks at, 1400 × 300 px from (3, 3) on, in a picture of
    that size."""
    rng = np.random.default_rng(2)
    picture = np.full((height, width), 60, np.uint8)
    picture[3:303, 3:1403] = 205
    for row in range(40, 300, 34):
        text = "".join(rng.choice(list("ABCDEFGHKLMNPRSTUXYZ0123456789 "), 72))
        cv2.putText(picture, text, (23, row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 40, 2, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.8), np.uint8)


@pytest.mark.parametrize("size", [(1406, 306), (1409, 311), (1418, 318)])
def test_a_picture_cut_to_another_size_is_laid_as_well(size: tuple[int, int]) -> None:
    """Shrunk, its sides are whole px, and so it is not shrunk by quite what the reference is."""
    quad = Quad.full(1400, 300).moved(3, 3)
    found = Reference(strip(1406, 306), quad).register(strip(*size), quad.corners + 1.5)
    assert found is not None
    assert float(np.abs(project(found.matrix, quad.corners) - quad.corners).max()) < 0.15


@pytest.mark.parametrize("height", [34, 45])
def test_a_thread_of_a_document_says_nothing(height: int) -> None:
    """At the coarsest step it is a px high, and less."""
    picture = np.random.default_rng(0).integers(0, 256, (height, 3010)).astype(np.uint8)
    quad = Quad([(1, 1), (3000, 1), (3000, height - 2), (1, height - 2)])
    assert Reference(picture, quad).register(picture, quad.corners) is None
