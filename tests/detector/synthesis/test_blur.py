"""Wide blurs of shrunk pictures against direct ones."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from detector.synthesis.blur import blurred


@pytest.mark.parametrize("spread", [1.0, 5.9, 6.0, 13.0, 30.0])
def test_it_is_a_gaussian(spread: float) -> None:
    picture = np.zeros((301, 403), np.float32)
    cv2.circle(picture, (190, 140), 70, 1.0, -1)
    soft = blurred(picture, spread)
    assert soft.shape == picture.shape
    assert soft.dtype == picture.dtype
    assert np.abs(soft - cv2.GaussianBlur(picture, (0, 0), spread)).max() < 0.02


def test_it_keeps_the_type_and_takes_pictures_smaller_than_the_blur() -> None:
    soft = blurred(np.full((5, 7), 200, np.uint8), 40.0)
    assert soft.dtype == np.uint8
    assert (soft == 200).all()
