"""What a camera does to a scene: blur, motion, noise, compression, a grey copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]


def photocopy(rng: np.random.Generator, document: Image) -> Image:
    """A document as a grey print: desaturated, contrast and toner off, faint banding.

    document : uint8 (H, W, 3) BGR; so is what comes of it, its three channels equal.
    """
    grey: NDArray[np.floating] = cv2.cvtColor(document, cv2.COLOR_BGR2GRAY).astype(np.float32)
    grey = (grey / 255) ** rng.uniform(0.6, 1.7) * rng.uniform(170, 245) + rng.uniform(0, 45)
    grey += rng.normal(0, rng.uniform(0, 7), grey.shape)
    if rng.random() < 0.3:
        grey *= 1 + 0.05 * np.sin(np.arange(grey.shape[0])[:, None] / rng.uniform(1, 9))
    return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def capture(rng: np.random.Generator, scene: Image, blotched: float = 0.0) -> Image:
    """The scene as a sensor and its codec give it. No geometric shift: blurs are centred.

    blotched : the chance of noise that a camera smoothed, as in the dark.
    """
    picture = scene
    if rng.random() < 0.45:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.4)), np.uint8)
    if rng.random() < 0.18:
        picture = shaken(rng, picture, int(rng.integers(1, 4)))
    if rng.random() < 0.3:
        contrast, shift = rng.uniform(0.6, 1.35), rng.uniform(-25, 25)
        moved = (picture.astype(np.float32) - 128) * contrast + 128 + shift
        picture = np.clip(moved, 0, 255).astype(np.uint8)
    if rng.random() < 0.6:
        noise = rng.standard_normal(picture.shape, dtype=np.float32) * rng.uniform(1, 11)
        picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    # No draw where there is none: the fixed set's scenes must stay the same.
    if blotched and rng.random() < blotched:
        picture = _blotched(rng, picture)
    if rng.random() < 0.08:
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        picture = np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)
    if rng.random() < 0.6:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 95))]
        _, data = cv2.imencode(".jpg", picture, quality)
        picture = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
    return picture


def _blotched(rng: np.random.Generator, picture: Image) -> Image:
    """Noise of a few px across, in colour more than in brightness."""
    height, width = picture.shape[:2]
    grain = float(rng.uniform(1.5, 5)) * max(1.0, float(np.hypot(height, width)) / 800)
    shape = (max(2, round(height / grain)), max(2, round(width / grain)))
    noise = rng.standard_normal((*shape, 3), dtype=np.float32)
    noise = rng.uniform(0.3, 1) * noise + rng.standard_normal((*shape, 1), dtype=np.float32)
    large = cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(picture + large * rng.uniform(2, 12), 0, 255).astype(np.uint8)


def shaken(rng: np.random.Generator, picture: Image, half: int) -> Image:
    """The picture with what a moving hand blurs, over 2 half + 1 px in any direction.

    picture : uint8 (H, W, 3) BGR; so is what comes of it.
    """
    return np.asarray(cv2.filter2D(picture, -1, shake_kernel(rng, half)), np.uint8)


def shake_kernel(rng: np.random.Generator, half: int) -> NDArray[np.float32]:
    """A line in any direction, summing to 1, (2 half + 1, 2 half + 1)."""
    size = half * 2 + 1
    kernel = np.zeros((size, size), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * half
    first = (round(half - reach[0]), round(half - reach[1]))
    last = (round(half + reach[0]), round(half + reach[1]))
    cv2.line(kernel, first, last, 1.0)
    return np.asarray(kernel / kernel.sum(), np.float32)
