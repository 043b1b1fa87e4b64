"""The printed ground of identity documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.synthesis.surfaces import random_colour, smooth_noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]


def render_ground(rng: np.random.Generator, width: int, height: int) -> Image:
    """A gradient under guilloche lines, uint8 (height, width, 3) BGR."""
    kind = rng.random()
    first: NDArray[np.floating]
    if kind < 0.3:
        first = np.clip(rng.uniform(215, 255) + rng.normal(0, 8, 3), 0, 255)
    elif kind < 0.8:
        first = np.clip(rng.uniform(130, 250, 3), 0, 255)
    else:
        first = random_colour(rng)
    second = np.clip(first + rng.normal(0, 28, 3), 0, 255)
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    mix = np.clip(0.5 + (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle), 0, 1)[..., None]
    ground = first + (second - first) * mix
    if rng.random() < 0.4:
        ground += 14 * smooth_noise(rng, height, width, rng.uniform(3, 9))[..., None]
    image = np.asarray(np.clip(ground, 0, 255), np.uint8)
    if rng.random() < 0.8:
        _guilloche(rng, image)
    return image


def _guilloche(rng: np.random.Generator, image: Image) -> None:
    height, width = image.shape[:2]
    ink = tuple(float(v) for v in np.clip(image[0, 0] + rng.normal(0, 45, 3), 0, 255))
    x = np.arange(0, width, 4)
    waves = rng.uniform(0.5, 6, 3) * 2 * np.pi / width
    depth = rng.uniform(2, 40)
    layer = image.copy()
    for offset in range(-40, height + 40, int(rng.integers(5, 16))):
        y = offset + depth * np.sin(waves[0] * x + offset * waves[1]) * np.cos(waves[2] * x)
        points = np.column_stack([x, y]).astype(np.int32)
        cv2.polylines(layer, [points], False, ink, 1, cv2.LINE_AA)
    for _ in range(int(rng.integers(0, 3))):
        centre = (int(rng.uniform(0, width)), int(rng.uniform(0, height)))
        reach = int(rng.uniform(0.1, 0.4) * height)
        for turn in range(0, 180, 12):
            axes = (reach, int(reach * 0.4))
            cv2.ellipse(layer, centre, axes, turn, 0, 360, ink, 1, cv2.LINE_AA)
    share = float(rng.uniform(0.25, 0.9))
    cv2.addWeighted(layer, share, image, 1 - share, 0, dst=image)
