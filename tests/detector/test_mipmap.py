"""Levels of a picture: exact means, exact places."""

from __future__ import annotations

import numpy as np
import pytest

from detector.mipmap import SMALLEST_PX, Mipmap


def ramp(height: int, width: int) -> np.ndarray:
    y, x = np.mgrid[:height, :width]
    return np.stack([x, y, x + y], axis=2).astype(np.uint8) // 2


def test_a_level_is_the_mean_of_its_blocks() -> None:
    image = ramp(128, 192)
    level, scale = Mipmap(image).at_scale(2.0)
    assert (level.shape, scale) == ((64, 96, 3), 2)
    blocks = image.reshape(64, 2, 96, 2, 3).mean(axis=(1, 3))
    assert np.abs(level - blocks).max() <= 0.5


@pytest.mark.parametrize(("px", "scale"), [(0.3, 1), (1.0, 1), (1.3, 1), (1.5, 2), (3.9, 4)])
def test_the_nearest_level_is_taken(px: float, scale: int) -> None:
    assert Mipmap(ramp(256, 256)).at_scale(px)[1] == scale


def test_whole_levels_leave_nothing_out() -> None:
    picture = Mipmap(ramp(130, 200))
    assert picture.at_scale(4.0)[1] == 4
    assert picture.at_scale(4.0, whole=True)[1] == 2


def test_no_level_is_too_small() -> None:
    image, _ = Mipmap(ramp(100, 300)).at_scale(64.0)
    assert min(image.shape[:2]) >= SMALLEST_PX
