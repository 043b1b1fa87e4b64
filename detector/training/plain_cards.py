"""Cards with hardly any print, laid over documents while networks train.

Membership cards, badges, mock-ups: a band, a block for the portrait, bars for lines. They have an
identity card's layout and none of its detail, and count as documents; what else is as plain as they
are, a sheet or a telephone, does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.quad import Quad, perspective
from detector.synthesis.surfaces import random_colour

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH, HEIGHT = 214, 135
PAGE = Quad.full(WIDTH, HEIGHT).corners
Colour = tuple[float, float, float]


def plain_card(rng: np.random.Generator) -> NDArray[np.uint8]:
    """uint8 (HEIGHT, WIDTH, 3) BGR."""
    card = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    card[:] = rng.uniform(190, 250) if rng.random() < 0.6 else random_colour(rng)
    ink = _colour(rng, dark=float(card.mean()) > 110)
    top = 0
    if rng.random() < 0.7:
        top = int(HEIGHT * rng.uniform(0.1, 0.3))
        cv2.rectangle(card, (0, 0), (WIDTH, top), tuple(map(float, random_colour(rng))), -1)
    left = int(WIDTH * rng.uniform(0.04, 0.1))
    if rng.random() < 0.8:
        wide, tall = int(WIDTH * rng.uniform(0.18, 0.3)), int(HEIGHT * rng.uniform(0.35, 0.6))
        at = (left, top + int(rng.uniform(0.03, 0.12) * HEIGHT))
        end = (at[0] + wide, min(HEIGHT - 6, at[1] + tall))
        cv2.rectangle(card, at, end, tuple(map(float, random_colour(rng))), -1)
        if rng.random() < 0.6:
            middle = ((at[0] + end[0]) // 2, int(at[1] + 0.4 * tall))
            cv2.circle(card, middle, int(0.28 * wide), _colour(rng, dark=False), -1, cv2.LINE_AA)
        left = end[0] + int(WIDTH * rng.uniform(0.03, 0.1))
    thick = int(rng.integers(1, 6))
    rows = np.linspace(
        top + 0.15 * HEIGHT, HEIGHT * rng.uniform(0.6, 0.92), int(rng.integers(2, 8))
    )
    for row in rows.astype(int).tolist():
        end = (int(left + (WIDTH - 10 - left) * rng.uniform(0.4, 1.0)), row)
        cv2.line(card, (left, row), end, ink, thick, cv2.LINE_AA)
    if rng.random() < 0.5:
        for row in (int(HEIGHT * 0.86), int(HEIGHT * 0.96)):
            text = "".join(rng.choice(list("ABCDEFGHIKLMNOPRSTUVXYZ<<<0123456789"), 20))
            cv2.putText(card, text, (12, row), cv2.FONT_HERSHEY_SIMPLEX, 0.45, ink, 1, cv2.LINE_AA)
    return card


def with_plain_card(
    rng: np.random.Generator, image: NDArray[np.uint8], corners: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """The picture with a plain card over the document at corners (4, 2) px; as it is where they
    are no quad's."""
    try:
        matrix = perspective(PAGE, np.roll(corners, int(rng.choice([0, 2])), axis=0))
    except GeometryError:
        return image
    size = (image.shape[1], image.shape[0])
    laid = cv2.warpPerspective(plain_card(rng), matrix, size, flags=cv2.INTER_AREA)
    solid = np.full((HEIGHT, WIDTH), 255, np.uint8)
    cover = cv2.warpPerspective(solid, matrix, size)[..., None].astype(np.float32) / 255
    return np.asarray(laid * cover + image * (1 - cover), np.uint8)


def _colour(rng: np.random.Generator, *, dark: bool) -> Colour:
    low, high = (0.0, 80.0) if dark else (150.0, 255.0)
    blue, green, red = rng.uniform(low, high, 3).tolist()
    return blue, green, red
