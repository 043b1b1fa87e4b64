"""Documents without a layout: a portrait, titles, lines, emblems and codes, anywhere.

Which way up a document is must be told by what is printed, a face or a line of letters, not by
where it stands: of the designs that exist no generator draws more than a few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.formats import CORNER_RADIUS_MM, ID1, ID2, ID3, DocumentFormat
from detector.rectify import rounded_mask
from detector.synthesis.documents import (
    WIDTH_PX,
    Document,
    draw_chip,
    draw_portrait,
    print_colour,
)
from detector.synthesis.emblems import draw_bars, draw_emblem, share_box
from detector.synthesis.ground import render_ground
from detector.synthesis.text import draw_lines, draw_machine_readable, draw_title

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.synthesis.documents import Faces

    Image = NDArray[np.uint8]
    Shares = tuple[float, float, float, float]

# Of each shape, and how often it stands.
SHAPES: tuple[tuple[float, DocumentFormat, float], ...] = (
    (0.72, ID1, 0.35),
    (0.18, ID3, 0.5),
    (0.1, ID2, 0.3),
)
# Grounds: printed, plain light, of one strong colour, dark.
GROUNDS = (0.4, 0.2, 0.2, 0.2)
# Darker than this on the mean, and print on it is light.
DARK = 115


def render_collage(rng: np.random.Generator, faces: Faces = ()) -> Document:
    """A random one; the same generator state gives the same one. faces : uint8 BGR."""
    place = int(rng.choice(len(SHAPES), p=[share for share, _, _ in SHAPES]))
    _, page, stands = SHAPES[place]
    shape = page.turned if rng.random() < stands else page
    width = WIDTH_PX if shape.aspect > 1 else round(WIDTH_PX * 0.7)
    height = round(width / shape.aspect)
    image = _ground(rng, width, height)
    _fields_of_colour(rng, image)
    for _ in range(int(rng.choice(3, p=(0.45, 0.4, 0.15)))):
        spot = _spot(rng, (0.05, 0.2), image)
        draw_emblem(rng, image, (spot[0] + spot[2]) / 2, (spot[1] + spot[3]) / 2, spot[3] - spot[1])
    if rng.random() < 0.7:
        _portrait(rng, image, faces)
    for _ in range(int(rng.choice(4, p=(0.15, 0.45, 0.3, 0.1)))):
        _title(rng, image)
    for _ in range(int(rng.choice(4, p=(0.1, 0.4, 0.35, 0.15)))):
        _lines(rng, image)
    _codes(rng, image)
    radius = CORNER_RADIUS_MM / shape.width_mm * width * float(page is ID1)
    return Document(image, rounded_mask(height, width, radius), page.name)


def _ground(rng: np.random.Generator, width: int, height: int) -> Image:
    kind = int(rng.choice(len(GROUNDS), p=GROUNDS))
    if kind == 0:
        return render_ground(rng, width, height)
    image = np.empty((height, width, 3), np.uint8)
    if kind == 1:
        image[:] = np.clip(rng.uniform(205, 255) + rng.normal(0, 6, 3), 0, 255).astype(np.uint8)
        return image
    colour = np.array(print_colour(rng)) * (1.0 if kind == 2 else rng.uniform(0.1, 0.5))
    image[:] = np.clip(colour, 0, 255).astype(np.uint8)
    return image


def _fields_of_colour(rng: np.random.Generator, image: Image) -> None:
    """Bands and wedges, none or few, at any of the sides."""
    height, width = image.shape[:2]
    for _ in range(int(rng.choice(3, p=(0.5, 0.35, 0.15)))):
        share, kind = float(rng.uniform(0.06, 0.4)), int(rng.integers(5))
        boxes = ((0, 0, 1, share), (0, 1 - share, 1, 1), (0, 0, share, 1), (1 - share, 0, 1, 1))
        if kind < len(boxes):
            x0, y0, x1, y1 = share_box(image, *boxes[kind])
            cv2.rectangle(image, (x0, y0), (x1, y1), print_colour(rng), -1)
            continue
        points = rng.uniform(-0.2, 1.2, (int(rng.integers(3, 6)), 2)) * (width, height)
        cv2.fillPoly(image, [points.astype(np.int32)], print_colour(rng), cv2.LINE_AA)


def _spot(
    rng: np.random.Generator, tall: tuple[float, float], image: Image, aspect: float = 1.0
) -> Shares:
    """A place for something so tall, shares of the height, and aspect times as wide: left, top,
    right, bottom, in shares of the sides."""
    share = float(rng.uniform(*tall))
    wide = min(0.9, share * aspect * image.shape[0] / image.shape[1])
    left, top = float(rng.uniform(0.02, 0.98 - wide)), float(rng.uniform(0.02, 0.98 - share))
    return left, top, left + wide, top + share


def _portrait(rng: np.random.Generator, image: Image, faces: Faces) -> None:
    standing = image.shape[0] > image.shape[1]
    tall = (0.2, 0.42) if standing else (0.32, 0.7)
    draw_portrait(
        rng, image, share_box(image, *_spot(rng, tall, image, rng.uniform(0.7, 0.9))), faces
    )


def _is_dark(image: Image, box: tuple[int, int, int, int]) -> bool:
    x0, y0, x1, y1 = box
    return float(image[y0:y1, x0:x1].mean()) < DARK


def _title(rng: np.random.Generator, image: Image) -> None:
    """A line of large letters, about anywhere."""
    tall = (0.04, 0.11) if image.shape[0] > image.shape[1] else (0.07, 0.2)
    box = share_box(image, *_spot(rng, tall, image, rng.uniform(3, 9)))
    draw_title(rng, image, box, light=_is_dark(image, box))


def _lines(rng: np.random.Generator, image: Image) -> None:
    """A few lines of print that begin below each other, have one middle, or end below each
    other."""
    box = share_box(image, *_spot(rng, (0.12, 0.6), image, rng.uniform(0.6, 2.5)))
    x0, y0, x1, y1 = box
    light, count = _is_dark(image, box), int(rng.integers(1, 9))
    kind = rng.random()
    if kind < 0.6:
        draw_lines(rng, image, box, count, light=light)
        return
    pitch = (y1 - y0) // count
    for line in range(count):
        room = x1 - x0
        length = int(room * rng.uniform(0.3, 1.0))
        start = x0 + ((room - length) // 2 if kind < 0.85 else room - length)
        top = y0 + line * pitch
        draw_lines(rng, image, (start, top, start + length, top + pitch), 1, light=light)


def _codes(rng: np.random.Generator, image: Image) -> None:
    """What has no way up, or one of its own: bars, cells, a chip; and at times a zone for
    machines."""
    if rng.random() < 0.3:
        box = share_box(image, *_spot(rng, (0.08, 0.22), image, rng.uniform(1, 6)))
        draw_bars(rng, image, box)
    if rng.random() < 0.15:
        draw_chip(rng, image)
    if rng.random() < 0.12:
        rows = int(rng.integers(2, 4))
        draw_machine_readable(rng, image, share_box(image, 0.03, 0.76, 0.97, 0.97), rows)
