"""Documents whose layout is another than a lying card's with a portrait and lines beside it.

Sides without a portrait (an emblem and a title, a bar code, a table of classes), cards that stand,
and frames and bands that keep clear of the edge: what a network that knows portraits takes for a
playing card, a ticket or a page, or whose frame it takes for the edge. Besides, cards of two
colours or printed within a margin (detector.synthesis.colourings), and papers and pages of booklets
(detector.synthesis.papers).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.formats import A4, CORNER_RADIUS_MM, ID1, ID2, ID3, DocumentFormat
from detector.rectify import rounded_mask
from detector.synthesis.colourings import draw_halves, draw_inset, draw_pictured, draw_plain
from detector.synthesis.documents import (
    WIDTH_PX,
    Document,
    draw_chip,
    draw_portrait,
    print_colour,
)
from detector.synthesis.emblems import draw_bars, draw_emblem, share_box
from detector.synthesis.ground import render_ground
from detector.synthesis.papers import draw_booklet_page, draw_certificate, draw_record
from detector.synthesis.text import draw_lines, draw_machine_readable, draw_title

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.synthesis.documents import Faces

    Image = NDArray[np.uint8]

# Of cards that stand: the width of their picture, px.
STANDING_PX = 448
# A frame's distance from the edge, a share of the card's height.
FRAME_GAP = (0.02, 0.13)


def render_layout(rng: np.random.Generator, faces: Faces = ()) -> Document:
    """A random one; the same generator state gives the same one. faces : uint8 BGR."""
    # Its share, its format, how often it stands, and what draws it.
    kinds: tuple[tuple[float, DocumentFormat, float, Callable[..., None]], ...] = (
        (0.14, ID1, 0.15, _emblem_side),
        (0.12, ID1, 0.0, _code_side),
        (0.06, ID1, 0.0, _table_side),
        (0.08, ID1, 0.1, _text_side),
        (0.14, ID1, 1.0, _standing),
        (0.14, ID1, 0.15, _framed),
        (0.05, ID1, 0.1, draw_inset),
        (0.05, ID1, 0.2, draw_halves),
        (0.05, ID1, 0.3, draw_pictured),
        (0.04, ID1, 0.1, draw_plain),
        (0.04, ID2, 0.1, draw_record),
        (0.05, ID3, 1.0, draw_booklet_page),
        (0.04, A4, 0.8, draw_certificate),
    )
    place = int(rng.choice(len(kinds), p=[share for share, _, _, _ in kinds]))
    _, page, stands, draw = kinds[place]
    shape = page if page.aspect > 1 else page.turned
    if rng.random() < stands:
        shape = shape.turned
    width = STANDING_PX if shape.aspect < 1 else WIDTH_PX
    height = round(width / shape.aspect)
    image = _ground(rng, width, height)
    draw(rng, image, faces)
    paper = page is not ID1 and (page is A4 or rng.random() < 0.6)
    radius = 0.0 if paper else CORNER_RADIUS_MM / shape.width_mm * width
    return Document(image, rounded_mask(height, width, radius), page.name)


def _ground(rng: np.random.Generator, width: int, height: int) -> Image:
    """Printed, or plain and light."""
    if rng.random() < 0.6:
        return render_ground(rng, width, height)
    image = np.empty((height, width, 3), np.uint8)
    image[:] = np.clip(rng.uniform(205, 255) + rng.normal(0, 6, 3), 0, 255).astype(np.uint8)
    return image


def _emblem_side(rng: np.random.Generator, image: Image, _faces: Faces) -> None:
    """An emblem, a title in large letters, and at times few small lines."""
    central = rng.random() < 0.25
    x, y = (0.5, 0.26) if central else (rng.uniform(0.12, 0.26), rng.uniform(0.22, 0.5))
    if rng.random() < 0.25:
        x = 1 - x
    draw_emblem(rng, image, x, y, float(rng.uniform(0.08, 0.2)))
    left, right = (0.15, 0.9) if central else (0.3, 0.95) if x < 0.5 else (0.05, 0.7)
    top = 0.52 if central else float(rng.uniform(0.1, 0.25))
    for _ in range(int(rng.integers(1, 4))):
        tall = float(rng.uniform(0.1, 0.2))
        if top + tall > 0.78:
            break
        draw_title(rng, image, share_box(image, left, top, right, top + tall))
        top += tall * 1.15
    if rng.random() < 0.75:
        count = int(rng.integers(1, 4))
        box = share_box(image, rng.uniform(0.05, 0.35), max(top, 0.7), 0.95, 0.95)
        draw_lines(rng, image, box, count)


def _code_side(rng: np.random.Generator, image: Image, _faces: Faces) -> None:
    """A back with a code of bars, at times a magnetic stripe, a chip, a field for a signature, and
    some small print."""
    top = 0.04
    if rng.random() < 0.5:
        top = float(rng.uniform(0.0, 0.12))
        black = float(rng.uniform(10, 60))
        x0, y0, x1, y1 = share_box(image, 0, top, 1, top + 0.19)
        cv2.rectangle(image, (x0, y0), (x1, y1), (black,) * 3, -1)
        top += 0.2
    elif rng.random() < 0.3:
        draw_chip(rng, image)
    low = float(rng.uniform(0.6, 0.8))
    draw_lines(
        rng, image, share_box(image, 0.06, top + 0.05, rng.uniform(0.4, 0.95), low - 0.05), 4
    )
    if rng.random() < 0.25:
        x0, y0, x1, y1 = share_box(image, 0.05, low - 0.2, rng.uniform(0.4, 0.8), low - 0.05)
        cv2.rectangle(image, (x0, y0), (x1, y1), (245.0, 245.0, 245.0), -1)
    left, right = float(rng.uniform(0.03, 0.3)), float(rng.uniform(0.7, 0.97))
    box = share_box(image, left, low, right, rng.uniform(0.88, 0.98))
    if rng.random() < 0.7:
        draw_bars(rng, image, box)
    elif rng.random() < 0.7:
        draw_machine_readable(rng, image, share_box(image, 0.03, low, 0.97, 0.97), 3)


def _table_side(rng: np.random.Generator, image: Image, _faces: Faces) -> None:
    """A back with a table of classes and dates."""
    ink = print_colour(rng)
    left, right = float(rng.uniform(0.05, 0.4)), float(rng.uniform(0.85, 0.97))
    top, low = float(rng.uniform(0.05, 0.15)), float(rng.uniform(0.7, 0.95))
    rows, columns = int(rng.integers(4, 14)), int(rng.integers(2, 6))
    x0, y0, x1, y1 = share_box(image, left, top, right, low)
    for y in np.linspace(y0, y1, rows + 1).astype(int).tolist():
        cv2.line(image, (x0, y), (x1, y), ink, 1, cv2.LINE_AA)
    for x in np.linspace(x0, x1, columns + 1).astype(int).tolist():
        cv2.line(image, (x, y0), (x, y1), ink, 1, cv2.LINE_AA)
        draw_lines(rng, image, (x + 3, y0 + 2, x + (x1 - x0) // columns - 3, y1), rows)
    if left > 0.2:
        draw_lines(
            rng, image, share_box(image, 0.03, 0.1, left - 0.03, 0.9), int(rng.integers(2, 9))
        )


def _text_side(rng: np.random.Generator, image: Image, _faces: Faces) -> None:
    """Print and nothing else: paragraphs or fields in one or two columns, at times over a coloured
    ground or below a title."""
    if rng.random() < 0.3:
        colour = np.array(print_colour(rng))
        share = float(rng.uniform(0.2, 0.9))
        image[:] = np.clip(image * (1 - share) + colour * share, 0, 255).astype(np.uint8)
    light, top = float(image.mean()) < 110, 0.07
    if rng.random() < 0.4:
        low = float(rng.uniform(0.15, 0.25))
        draw_title(rng, image, share_box(image, 0.1, top, 0.9, low), light=light)
        top = low + 0.04
    low, columns = float(rng.uniform(0.6, 0.95)), int(rng.integers(1, 3))
    for left in np.linspace(0.05, 0.95, columns + 1)[:-1].tolist():
        box = share_box(image, left, top, left + 0.86 / columns, low)
        draw_lines(rng, image, box, int(rng.integers(3, 14)), light=light)


def _standing(rng: np.random.Generator, image: Image, faces: Faces) -> None:
    """A badge: a band with a title, the portrait in the middle, a name and lines below it."""
    top = 0.03
    if rng.random() < 0.7:
        top = float(rng.uniform(0.08, 0.2))
        x0, y0, x1, y1 = share_box(image, 0, 0, 1, top)
        cv2.rectangle(image, (x0, y0), (x1, y1), print_colour(rng), -1)
        draw_title(rng, image, share_box(image, 0.15, top * 0.3, 0.85, top * 0.75), light=True)
    tall = float(rng.uniform(0.25, 0.42))
    wide = tall * image.shape[0] / image.shape[1] * float(rng.uniform(0.7, 0.85))
    left = 0.5 - wide / 2 + (float(rng.uniform(-0.2, 0.2)) if rng.random() < 0.3 else 0.0)
    start = top + float(rng.uniform(0.02, 0.08))
    if rng.random() < 0.9:
        draw_portrait(rng, image, share_box(image, left, start, left + wide, start + tall), faces)
    else:
        draw_emblem(rng, image, 0.5, start + tall / 2, tall / 2)
    low = start + tall + 0.03
    draw_title(rng, image, share_box(image, 0.15, low, 0.85, low + rng.uniform(0.04, 0.08)))
    box = share_box(image, rng.uniform(0.06, 0.25), low + 0.1, 0.94, rng.uniform(0.8, 0.95))
    draw_lines(rng, image, box, int(rng.integers(1, 6)))
    if rng.random() < 0.25:
        draw_bars(rng, image, share_box(image, 0.15, 0.87, 0.85, 0.96))


def _framed(rng: np.random.Generator, image: Image, faces: Faces) -> None:
    """A frame or a band that keeps clear of the edge, and within it a card."""
    height, width = image.shape[:2]
    gap = int(height * np.exp(rng.uniform(*np.log(FRAME_GAP))))
    ink, kind = print_colour(rng), rng.random()
    band = int(height * rng.uniform(0.1, 0.26))
    if kind < 0.7:
        thick = int(rng.integers(1, 9))
        cv2.rectangle(image, (gap, gap), (width - gap, height - gap), ink, thick)
    if kind > 0.25:
        cv2.rectangle(image, (gap, gap), (width - gap, gap + band), ink, -1)
        spot = (width // 6, gap + band // 5, width - width // 6, gap + 4 * band // 5)
        draw_title(rng, image, spot, light=True)
    if kind > 0.85:
        low = height - gap - int(height * rng.uniform(0.05, 0.15))
        cv2.rectangle(image, (gap, low), (width - gap, height - gap), ink, -1)
    top = (gap + band) / height + 0.05
    tall = float(rng.uniform(0.35, 0.85 - top)) if top < 0.5 else 0.3
    wide = tall * height / width * 0.78
    left = float(rng.uniform(0.06, 0.12)) if rng.random() < 0.7 else 0.9 - wide
    if rng.random() < 0.85:
        draw_portrait(rng, image, share_box(image, left, top, left + wide, top + tall), faces)
    beside = (left + wide + 0.04, 0.93) if left < 0.4 else (0.06, left - 0.04)
    box = share_box(image, beside[0], top, beside[1], rng.uniform(top + 0.2, 0.9))
    draw_lines(rng, image, box, int(rng.integers(2, 7)))
    if rng.random() < 0.5:
        draw_emblem(rng, image, float(rng.uniform(0.7, 0.85)), 0.75, float(rng.uniform(0.05, 0.12)))
