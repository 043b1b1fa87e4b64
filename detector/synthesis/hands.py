"""Fingers that hold a document: they cover parts of its edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.synthesis.blur import blurred

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Quad

    Image = NDArray[np.uint8]

# BGR of skin from pale to dark.
SKIN = ((190, 205, 240), (150, 180, 225), (110, 145, 200), (75, 105, 160), (45, 65, 105))


def draw_fingers(rng: np.random.Generator, canvas: Image, quad: Quad) -> Image:
    """One to four fingers, and at times a palm and a sleeve, reaching over a document's sides."""
    height, width = canvas.shape[:2]
    tone = np.array(SKIN[int(rng.integers(len(SKIN)))]) * rng.uniform(0.8, 1.1)
    mask = np.zeros((height, width), np.uint8)
    centre = quad.corners.mean(axis=0)
    unit = quad.area**0.5
    thick = max(3, int(unit * rng.uniform(0.08, 0.2)))
    side = int(rng.integers(4))
    for _ in range(int(rng.integers(1, 5))):
        if rng.random() < 0.35:
            side = int(rng.integers(4))
        start, end = quad.corners[side], quad.corners[(side + 1) % 4]
        edge = start + (end - start) * rng.uniform(0.0, 1.0)
        inward = (centre - edge) / max(1e-6, float(np.hypot(*(centre - edge))))
        tip = edge + inward * unit * rng.uniform(0.02, 0.22)
        root = edge - inward * unit * rng.uniform(0.2, 0.8) + rng.normal(0, thick, 2)
        cv2.line(mask, _pixel(tip), _pixel(root), 255, thick, cv2.LINE_AA)
        if rng.random() < 0.4:
            cv2.circle(mask, _pixel(root), int(thick * rng.uniform(1.5, 3)), 255, -1, cv2.LINE_AA)
    round_shade = blurred(mask, max(1.0, thick / 4)).astype(np.float32) / 255
    shade = (0.5 + 0.55 * round_shade)[..., None] * tone
    grain = rng.normal(0, 5, (height, width, 1))
    alpha = mask[..., None].astype(np.float32) / 255
    mixed = (shade + grain) * alpha + canvas * (1 - alpha)
    return np.clip(mixed, 0, 255).astype(np.uint8)


def _pixel(point: NDArray[np.float64]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
