"""Flat things that are no identity documents: paper, playing cards, telephones, books, photos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.rectify import rounded_mask
from detector.synthesis.surfaces import random_colour, render_surface
from detector.synthesis.text import draw_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

TALL_PX = 200
# A poker card, mm.
PLAYING_CARD = (63.0, 88.0)


@dataclass(frozen=True)
class Distractor:
    """image : uint8 (H, W, 3) BGR. mask : uint8 (H, W), 255 inside."""

    image: Image
    mask: Image


def render_distractor(rng: np.random.Generator, picture: Callable[[int, int], Image]) -> Distractor:
    """A random thing. picture : gives a photo of (width, height) px."""
    kinds = (_sheet, _surface, _photo, _playing_card, _telephone, _print, _board, _panel)
    weights = (0.18, 0.16, 0.18, 0.14, 0.11, 0.13, 0.04, 0.06)
    kind = kinds[int(rng.choice(len(kinds), p=weights))]
    return kind(rng, picture)


def _shape(rng: np.random.Generator) -> tuple[int, int]:
    return TALL_PX, round(TALL_PX * float(rng.uniform(0.45, 2.2)))


def _whole(image: Image) -> Distractor:
    return Distractor(image, np.full(image.shape[:2], 255, np.uint8))


def _sheet(rng: np.random.Generator, _picture: Callable[[int, int], Image]) -> Distractor:
    height, width = _shape(rng)
    image = np.empty((height, width, 3), np.uint8)
    image[:] = random_colour(rng).astype(np.uint8)
    return _whole(image)


def _surface(rng: np.random.Generator, _picture: Callable[[int, int], Image]) -> Distractor:
    return _whole(render_surface(rng, *_shape(rng)))


def _photo(rng: np.random.Generator, picture: Callable[[int, int], Image]) -> Distractor:
    height, width = _shape(rng)
    image = picture(width, height)
    if rng.random() < 0.4:
        rim = int(rng.uniform(0.02, 0.08) * height)
        cv2.rectangle(image, (0, 0), (width - 1, height - 1), (240.0, 242.0, 244.0), 2 * rim)
    return _whole(image)


def _playing_card(rng: np.random.Generator, _picture: Callable[[int, int], Image]) -> Distractor:
    height = TALL_PX
    width = round(height * PLAYING_CARD[0] / PLAYING_CARD[1])
    image = np.full((height, width, 3), int(rng.uniform(225, 255)), np.uint8)
    red = rng.random() < 0.5
    ink = (40.0, 30.0, 200.0) if red else (30.0, 30.0, 30.0)
    if rng.random() < 0.2:  # its back
        inner = render_surface(rng, height - 16, width - 16)
        image[8:-8, 8:-8] = inner
    for column in (0.3, 0.5, 0.7):
        if column == 0.5 and rng.random() < 0.4:
            continue
        for row in np.linspace(0.2, 0.8, int(rng.integers(1, 5))):
            _pip(image, (column * width, float(row) * height), 0.07 * height, ink)
    for x, y in ((0.1, 0.09), (0.9, 0.91)):
        _pip(image, (x * width, y * height), 0.035 * height, ink)
    return Distractor(image, rounded_mask(height, width, 0.05 * width))


def _pip(
    image: Image, at: tuple[float, float], reach: float, ink: tuple[float, float, float]
) -> None:
    x, y = at
    corners = np.array([(x, y - reach), (x + reach * 0.7, y), (x, y + reach), (x - reach * 0.7, y)])
    cv2.fillPoly(image, [np.round(corners * 16).astype(np.int32)], ink, cv2.LINE_AA, 4)


def _telephone(rng: np.random.Generator, picture: Callable[[int, int], Image]) -> Distractor:
    """Dark or light glass with rounded corners, its screen off or showing something."""
    height = TALL_PX
    width = round(height * float(rng.uniform(0.45, 0.55)))
    image = np.empty((height, width, 3), np.uint8)
    image[:] = rng.choice([12, 25, 40, 225]) if rng.random() < 0.8 else random_colour(rng)
    rim = max(2, int(width * rng.uniform(0.02, 0.07)))
    if rng.random() < 0.6:
        screen = image[2 * rim : -2 * rim, rim:-rim]
        screen[:] = picture(screen.shape[1], screen.shape[0])
        if rng.random() < 0.5:
            screen[:] = int(rng.uniform(0, 250))
            rows = int(rng.integers(3, 12))
            draw_lines(rng, image, (2 * rim, 4 * rim, width - 2 * rim, height - 4 * rim), rows)
    return Distractor(image, rounded_mask(height, width, 0.13 * width))


def _board(rng: np.random.Generator, _picture: Callable[[int, int], Image]) -> Distractor:
    """A chessboard, a crossword, a calendar: a grid of fields, at times with a rim."""
    cells = int(rng.integers(4, 11))
    fields = (np.indices((cells, cells)).sum(axis=0) % 2).astype(np.float32)
    if rng.random() < 0.4:
        fields = (rng.random((cells, cells)) < 0.3).astype(np.float32)
    side = TALL_PX // cells * cells
    grid = cv2.resize(fields, (side, side), interpolation=cv2.INTER_NEAREST)[..., None]
    first, second = random_colour(rng), random_colour(rng)
    image = (first + (second - first) * grid).astype(np.uint8)
    rim = int(rng.uniform(0, 0.12) * side)
    colour = tuple(map(float, random_colour(rng)))
    return _whole(cv2.copyMakeBorder(image, *(rim,) * 4, cv2.BORDER_CONSTANT, value=colour))


def _panel(rng: np.random.Generator, picture: Callable[[int, int], Image]) -> Distractor:
    """A picture frame, a window, a door's or a cabinet's panel: rims within rims."""
    height, width = _shape(rng)
    image = picture(width, height) if rng.random() < 0.5 else render_surface(rng, height, width)
    base = random_colour(rng)
    at, room = 0, min(height, width)
    for _ in range(int(rng.integers(1, 4))):
        thick = max(1, int(rng.uniform(0.01, 0.1) * room))
        tone = tuple(map(float, np.clip(base * rng.uniform(0.5, 1.3), 0, 255)))
        middle = at + thick // 2
        end = (width - 1 - middle, height - 1 - middle)
        cv2.rectangle(image, (middle, middle), end, tone, thick)
        at += thick + int(rng.uniform(0, 0.06) * room)
    return _whole(image)


def _print(rng: np.random.Generator, picture: Callable[[int, int], Image]) -> Distractor:
    """A page of print, a book's cover, an envelope, a leaflet: no portrait, no card's layout."""
    height, width = _shape(rng)
    image = np.empty((height, width, 3), np.uint8)
    image[:] = rng.uniform(190, 252) if rng.random() < 0.6 else random_colour(rng)
    light = float(image.mean()) < 120
    left = int(width * rng.uniform(0.05, 0.12))
    if rng.random() < 0.4:
        tall = int(height * rng.uniform(0.2, 0.5))
        image[:tall] = picture(width, tall)
        draw_lines(rng, image, (left, tall + 6, width - left, height - 8), 6, light=light)
    else:
        lines = int(rng.integers(2, 16))
        draw_lines(rng, image, (left, 10, width - left, height - 10), lines, light=light)
    return _whole(image)
