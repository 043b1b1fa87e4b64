"""Parts of a document's print: emblems, codes of bars, and where they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.synthesis.documents import print_colour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

# Fractional bits of an emblem's points.
SHIFT = 4


def share_box(
    image: Image, left: float, top: float, right: float, bottom: float
) -> tuple[int, int, int, int]:
    """A box by shares of a picture's sides, px."""
    height, width = image.shape[:2]
    return int(left * width), int(top * height), int(right * width), int(bottom * height)


def draw_emblem(rng: np.random.Generator, image: Image, x: float, y: float, reach: float) -> None:
    """Arms, a flower, a star or a seal around a place, shares of the sides; reach : its radius, a
    share of the height."""
    height, width = image.shape[:2]
    radius, middle = reach * height, np.array([x * width, y * height])
    ink = print_colour(rng)
    points = int(rng.integers(3, 12))
    angles = np.linspace(0, 2 * np.pi, 40 * points, endpoint=False) + rng.uniform(0, 2 * np.pi)
    depth = rng.uniform(0, 0.55)
    wave = np.cos(points * angles)
    round_ = rng.random() < 0.5
    shares = 1 - depth * (wave if round_ else 2 / np.pi * np.arcsin(wave)) / 2 - depth / 2
    star = middle + radius * shares[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    cv2.fillPoly(image, [(star * (1 << SHIFT)).astype(np.int32)], ink, cv2.LINE_AA, SHIFT)
    centre = (int(middle[0]), int(middle[1]))
    for share in rng.uniform(0.15, 0.7, int(rng.integers(0, 4))):
        thick = -1 if rng.random() < 0.5 else int(rng.integers(1, 5))
        cv2.circle(
            image, centre, max(2, int(share * radius)), print_colour(rng), thick, cv2.LINE_AA
        )
    if rng.random() < 0.4:
        cv2.circle(image, centre, int(radius * 1.15), ink, int(rng.integers(1, 4)), cv2.LINE_AA)


def draw_bars(rng: np.random.Generator, image: Image, box: tuple[int, int, int, int]) -> None:
    """A code of bars (one row) or of stacked rows, or of cells, dark on light, filling a box (x0,
    y0, x1, y1) px."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    kind = rng.random()
    rows = 1 if kind < 0.45 else int(rng.integers(8, 30))
    columns = int(rng.integers(60, 160)) if kind < 0.8 else max(8, rows * width // max(height, 1))
    cells = (rng.random((rows, columns)) > rng.uniform(0.4, 0.6)).astype(np.uint8)
    if kind >= 0.8:
        cells = (rng.random((rows, columns)) > 0.5).astype(np.uint8)
    large = cv2.resize(cells, (width, height), interpolation=cv2.INTER_NEAREST)
    dark, light = rng.uniform(0, 50), rng.uniform(225, 255)
    image[y0:y1, x0:x1] = np.where(large > 0, dark, light)[..., None].astype(np.uint8)
