"""A scene with hardly any light: the lowest few of a sensor's steps, and its noise beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

# How much of the light is left, and the noise's standard deviation, of 255; grains, px.
LIGHT, NOISE, GRAINS = (0.03, 0.4), (0.3, 3.0), (1.0, 3.0)


def dimmed(rng: np.random.Generator, picture: Image) -> Image:
    """The picture as it would be in the dark, as dark: detector.exposure lifts it."""
    light = float(np.exp(rng.uniform(*np.log(LIGHT))))
    height, width = picture.shape[:2]
    grain = float(rng.uniform(*GRAINS))
    shape = (max(2, round(height / grain)), max(2, round(width / grain)))
    noise = rng.uniform(0.2, 1) * rng.standard_normal((*shape, 3), dtype=np.float32)
    noise += rng.standard_normal((*shape, 1), dtype=np.float32)
    large = cv2.resize(noise, (width, height), interpolation=cv2.INTER_LINEAR)
    dark = picture.astype(np.float32) * light + large * rng.uniform(*NOISE)
    return np.clip(np.round(dark), 0, 255).astype(np.uint8)
