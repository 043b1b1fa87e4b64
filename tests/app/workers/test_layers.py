"""Copies of a picture to be painted from: none too small for what is shown, none too large."""

from __future__ import annotations

import numpy as np
import pytest

from app.workers.layers import Layers, to_layers
from app.workers.pixels import to_array


def noise(width: int, height: int) -> np.ndarray:
    return np.random.default_rng(5).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.mark.parametrize("size", [(1601, 1203), (300, 2000), (2000, 3), (1, 1)])
def test_a_painter_shrinks_a_copy_by_no_more_than_half_and_enlarges_none(
    size: tuple[int, int],
) -> None:
    layers, longer = to_layers(noise(*size)), max(size)
    assert (layers.full.width(), layers.full.height()) == size
    for scale in np.geomspace(min(1.0, 100 / longer), 1, 60):
        used = layers.at_scale(scale)
        left = scale * longer / max(used.width(), used.height())
        assert 0.495 <= left <= 1.005
        for side, shown in zip(size, (used.width(), used.height()), strict=True):
            assert shown == pytest.approx(side * scale / left, abs=1)  # its shape
    assert layers.at_scale(7.0) is layers.full


def test_a_copy_has_the_means_of_the_picture() -> None:
    image = noise(256, 192)
    half, *_ = to_layers(image).pictures[1:]
    means = image.reshape(96, 2, 128, 2, 3).mean(axis=(1, 3))
    assert np.abs(to_array(half) - means).max() <= 1


def test_the_copies_take_half_as_much_memory_as_the_picture() -> None:
    pictures = to_layers(noise(2000, 1500)).pictures
    copies = sum(picture.sizeInBytes() for picture in pictures[1:])
    assert copies <= 0.51 * pictures[0].sizeInBytes()


def test_no_layers_are_no_picture() -> None:
    assert Layers().full.isNull()
    assert Layers().at_scale(0.3).isNull()
