"""Light on a scene: shadows, casts, gradients, glare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.synthesis.blur import blurred
from detector.synthesis.surfaces import smooth_noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]


def light(rng: np.random.Generator, picture: Image, glare_at: tuple[float, float]) -> Image:
    """The picture under random light; glare, where any, falls near glare_at (x, y) px."""
    lit = picture.astype(np.float32)
    height, width = picture.shape[:2]
    if rng.random() < 0.7:
        angle = rng.uniform(0, 2 * np.pi)
        y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
        ramp = 1 + rng.uniform(0, 0.45) * (x * np.cos(angle) + y * np.sin(angle))
        lit *= ramp[..., None].astype(np.float32)
    if rng.random() < 0.45:
        lit *= _shadow(rng, height, width)[..., None]
    if rng.random() < 0.12:
        lit *= bars(rng, height, width)[..., None]
    if rng.random() < 0.6:
        strength = rng.choice([0.06, 0.15, 0.35])
        lit *= np.exp(rng.normal(0, strength, 3)).clip(0.35, 1.9).astype(np.float32)
    if rng.random() < 0.3:
        tint = np.exp(rng.normal(0, 0.06, 3)).astype(np.float32)
        for _ in range(int(rng.choice([1, 2, 3], p=[0.7, 0.2, 0.1]))):
            lit += _glare(rng, height, width, glare_at)[..., None] * tint
    lit *= np.float32(np.exp(rng.normal(-0.05, 0.28)))
    if rng.random() < 0.12:
        lit *= np.float32(rng.uniform(0.15, 0.5))
    return np.clip(lit, 0, 255).astype(np.uint8)


def _shadow(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    mask = np.ones((height, width), np.float32)
    count = int(rng.integers(3, 7))
    points = rng.uniform(-0.3, 1.3, (count, 2)) * (width, height)
    hull = cv2.convexHull(points.astype(np.float32)).astype(np.int32)
    cv2.fillPoly(mask, [hull], float(rng.uniform(0.3, 0.85)))
    blur = float(rng.uniform(0.5, 18))
    return np.asarray(blurred(mask, blur), np.float32)


def bars(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    """Light through a blind or a window's frame: gains (height, width) of parallel bars, 0 to 1."""
    angle = rng.uniform(0, np.pi)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    along = x * np.float32(np.cos(angle)) + y * np.float32(np.sin(angle))
    pitch = float(np.hypot(height, width)) * rng.uniform(0.04, 0.5)
    wave = np.sin(along * (2 * np.pi / pitch) + rng.uniform(0, 2 * np.pi)) + rng.uniform(-0.7, 0.7)
    # How many px the penumbra takes decides how steep the wave is cut.
    steep = pitch / (2 * np.pi * rng.uniform(0.4, 6))
    shaded = np.clip(0.5 + wave * steep, 0, 1)
    return np.asarray(1 - rng.uniform(0.15, 0.75) * shaded, np.float32)


def _glare(
    rng: np.random.Generator, height: int, width: int, at: tuple[float, float]
) -> NDArray[np.float32]:
    spot = np.zeros((height, width), np.float32)
    spread = width * 0.12
    centre = (int(rng.normal(at[0], spread)), int(rng.normal(at[1], spread)))
    axes = (int(rng.uniform(0.02, 0.2) * width), int(rng.uniform(0.01, 0.08) * width))
    turn = float(rng.uniform(0, 180))
    if rng.random() < 0.6:
        cv2.ellipse(spot, centre, axes, turn, 0, 360, 1.0, -1)
    else:  # a window or a tube of light, mirrored by a laminated card
        tube = (2.5 * axes[0], max(2.0, 1.2 * axes[1] * rng.uniform(0.3, 1.5)))
        box = cv2.boxPoints((centre, tube, turn))
        cv2.fillPoly(spot, [np.round(box * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    soft = blurred(spot, float(rng.uniform(1.5, 16)))
    uneven = 1 + 0.2 * smooth_noise(rng, height, width, 8)
    return np.asarray(soft * uneven * rng.uniform(60, 260), np.float32)
