"""Identity documents drawn from nothing: cards, passport pages, permits, bank cards, forms.

Each has what the real ones have where it misleads a detector: bands across the full width, frames
inside the edge, portraits, machine-readable lines, fine lines, and edges that hardly show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.formats import A4, CORNER_RADIUS_MM, ID1, ID2, ID3, DocumentFormat
from detector.quad import Quad
from detector.rectify import rounded_mask
from detector.synthesis.ground import render_ground
from detector.synthesis.surfaces import random_colour
from detector.synthesis.text import draw_lines, draw_machine_panel, draw_machine_readable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Faces = Sequence[Image]

WIDTH_PX = 640
# Documents with a zone at one end that holds no print: their last line is none of their edges.
BLANK_ZONE_SHARE = 0.18
# Cards with the portrait anywhere, at the edges too: where it is must not tell which way is up.
UNUSUAL_SHARE = 0.4


@dataclass(frozen=True)
class Document:
    """image : uint8 (H, W, 3) BGR, upright. mask : uint8 (H, W), 255 inside. format : its name."""

    image: Image
    mask: Image
    format: str


@dataclass(frozen=True)
class Spread:
    """An open booklet. quad : the data page, px of the image."""

    image: Image
    mask: Image
    quad: Quad


def render_document(rng: np.random.Generator, faces: Faces = ()) -> Document:
    """A random document; the same generator state gives the same one. faces : uint8 BGR."""
    kinds: tuple[tuple[float, DocumentFormat, Callable[..., Image]], ...] = (
        (0.46, ID1, _card),
        (0.10, ID1, _back),
        (0.12, ID1, _bank_card),
        (0.20, ID3, _passport),
        (0.06, ID2, _card),
        (0.06, A4, _form),
    )
    shares = np.array([kind[0] for kind in kinds])
    _, page, draw = kinds[int(rng.choice(len(kinds), p=shares / shares.sum()))]
    standing = page is ID1 and draw is _card and rng.random() < 0.1
    shape = page.turned if standing else page
    width = WIDTH_PX if shape.aspect > 1 else round(WIDTH_PX * 0.7)
    image = _drawn(rng, draw, (width, round(width / shape.aspect)), faces)
    radius = CORNER_RADIUS_MM / shape.width_mm * width
    if page is A4 or (page is not ID1 and rng.random() < 0.4):
        radius = 0.0
    return Document(image, rounded_mask(image.shape[0], image.shape[1], radius), page.name)


def _drawn(
    rng: np.random.Generator, draw: Callable[..., Image], size: tuple[int, int], faces: Faces
) -> Image:
    """A document of size (width, height) px, at times with a zone below or above without print."""
    width, height = size
    if rng.random() >= BLANK_ZONE_SHARE:
        return draw(rng, width, height, faces)
    printed = round(height * rng.uniform(0.62, 0.92))
    image = draw(rng, width, printed, faces)
    below = rng.random() < 0.75
    rim = image[-3:] if below else image[:3]
    paper = np.median(rim.reshape(-1, 3), axis=0)
    if rng.random() < 0.3:
        paper = paper + rng.uniform(-15, 25)
    zone = np.clip(paper + rng.normal(0, 1.5, (height - printed, width, 1)), 0, 255)
    parts = (image, zone.astype(np.uint8)) if below else (zone.astype(np.uint8), image)
    return np.vstack(parts)


def render_spread(rng: np.random.Generator, faces: Faces = ()) -> Spread:
    """An open passport: the data page below or beside another page."""
    width, height = WIDTH_PX, round(WIDTH_PX / ID3.aspect)
    data = _drawn(rng, _passport, (width, height), faces)
    other = render_ground(rng, width, height)
    if rng.random() < 0.7:
        draw_lines(rng, other, (60, 60, width - 60, height - 60), int(rng.integers(0, 9)))
    fold = np.clip(np.abs(np.arange(-height, height) / 14.0), 0.55, 1)[:, None, None]
    image = np.clip(np.vstack([other, data]) * fold, 0, 255).astype(np.uint8)
    corners = Quad.full(width, height).corners + np.array([0, height])
    mask = rounded_mask(2 * height, width, 0.02 * width)
    return Spread(image, mask, Quad(corners))


def print_colour(rng: np.random.Generator) -> tuple[float, float, float]:
    """A strong print colour, BGR, 0 to 255."""
    b, g, r = (float(v) for v in random_colour(rng) * rng.uniform(0.3, 1))
    return b, g, r


def _bands(rng: np.random.Generator, image: Image) -> None:
    """Bands across the full width or height, and at times a frame just inside the edge."""
    height, width = image.shape[:2]
    if rng.random() < 0.55:
        tall = int(height * rng.uniform(0.06, 0.26))
        cv2.rectangle(image, (0, 0), (width, tall), print_colour(rng), -1)
        draw_lines(rng, image, (width // 6, 4, width - 20, tall), 1, light=True)
    if rng.random() < 0.22:
        tall = int(height * rng.uniform(0.04, 0.2))
        cv2.rectangle(image, (0, height - tall), (width, height), print_colour(rng), -1)
    if rng.random() < 0.12:
        cv2.rectangle(
            image, (0, 0), (int(width * rng.uniform(0.04, 0.2)), height), print_colour(rng), -1
        )
    if rng.random() < 0.15:
        gap = int(rng.uniform(0.015, 0.06) * width)
        end = (width - gap, height - gap)
        cv2.rectangle(image, (gap, gap), end, print_colour(rng), int(rng.integers(1, 5)))


def draw_portrait(
    rng: np.random.Generator, image: Image, box: tuple[int, int, int, int], faces: Faces
) -> None:
    """A photo in a box (x0, y0, x1, y1) px: one of the faces, or a drawn head."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    if len(faces):
        face = faces[int(rng.integers(len(faces)))]
        side = min(face.shape[0], round(face.shape[1] * height / width))
        wide = min(face.shape[1], round(side * width / height))
        left = (face.shape[1] - wide) // 2
        photo = cv2.resize(
            face[:side, left : left + wide], (width, height), interpolation=cv2.INTER_AREA
        )
    else:
        photo = np.empty((height, width, 3), np.uint8)
        photo[:] = random_colour(rng).astype(np.uint8)
        skin, cloth = print_colour(rng), print_colour(rng)
        middle = width // 2
        cv2.ellipse(photo, (middle, height), (width // 2, height // 3), 0, 0, 360, cloth, -1)
        head = (int(width * 0.27), int(height * 0.3))
        cv2.ellipse(photo, (middle, int(height * 0.45)), head, 0, 0, 360, skin, -1)
        cv2.ellipse(photo, (middle, int(height * 0.32)), head, 0, 180, 360, print_colour(rng), -1)
    if rng.random() < 0.4:
        photo = cv2.cvtColor(cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    share = 1.0 if rng.random() < 0.8 else float(rng.uniform(0.3, 0.8))
    spot = image[y0:y1, x0:x1]
    spot[:] = cv2.addWeighted(np.asarray(photo), share, spot, 1 - share, 0)


def _card(rng: np.random.Generator, width: int, height: int, faces: Faces) -> Image:
    image = render_ground(rng, width, height)
    _bands(rng, image)
    standing = height > width
    tall = int(height * (0.33 if standing else rng.uniform(0.4, 0.68)))
    wide = int(tall * rng.uniform(0.72, 0.85))
    top = int(height * rng.uniform(0.14, 0.3))
    left = int(width * rng.uniform(0.03, 0.1))
    x0 = width - left - wide if rng.random() < 0.25 else left
    y0 = top
    if not standing and rng.random() < UNUSUAL_SHARE:
        x0 = int(rng.choice([0, left, rng.uniform(0, width - wide), width - wide]))
        y0 = int(rng.choice([0, rng.uniform(0, height - tall), height - tall]))
    if rng.random() < 0.93:
        draw_portrait(rng, image, (x0, y0, x0 + wide, min(height, y0 + tall)), faces)
    right_handed = x0 + wide / 2 > width / 2
    text = (
        (left, top, x0 - 12, height - 14)
        if right_handed
        else (x0 + wide + 14, top, width - 10, height - 14)
    )
    if standing:
        text = (left, top + tall + 10, width - 10, height - 10)
    draw_lines(rng, image, text, int(rng.integers(3, 11)))
    if rng.random() < 0.3:
        small = int(tall * 0.38)
        spot = (width - small - 16, height - small - 18, width - 16, height - 18)
        draw_portrait(rng, image, spot, faces)
    if rng.random() < 0.25:
        draw_chip(rng, image)
    return image


def draw_chip(rng: np.random.Generator, image: Image) -> None:
    """A chip's contacts, of gold or of steel."""
    height, width = image.shape[:2]
    x, y = int(width * rng.uniform(0.06, 0.7)), int(height * rng.uniform(0.3, 0.5))
    wide, tall = int(width * 0.13), int(width * 0.1)
    metal = (80.0, 180.0, 215.0) if rng.random() < 0.6 else (190.0, 190.0, 190.0)
    cv2.rectangle(image, (x, y), (x + wide, y + tall), metal, -1)
    dark = tuple(v * 0.5 for v in metal)
    for step in (1, 2):
        cv2.line(image, (x, y + tall * step // 3), (x + wide, y + tall * step // 3), dark, 1)
    cv2.line(image, (x + wide // 2, y), (x + wide // 2, y + tall), dark, 1)


def _back(rng: np.random.Generator, width: int, height: int, _faces: Faces) -> Image:
    image = render_ground(rng, width, height)
    _bands(rng, image)
    if rng.random() < 0.35:
        top = int(height * rng.uniform(0.05, 0.15))
        cv2.rectangle(image, (0, top), (width, top + int(height * 0.18)), (25.0, 25.0, 30.0), -1)
    draw_lines(rng, image, (24, int(height * 0.3), int(width * 0.7), int(height * 0.62)), 4)
    if rng.random() < 0.5:
        side = int(height * 0.25)
        code = (rng.random((18, 18)) > 0.5).astype(np.uint8) * 255
        large = cv2.resize(code, (side, side), interpolation=cv2.INTER_NEAREST)
        image[20 : 20 + side, width - side - 20 : width - 20] = large[..., None]
    if rng.random() < 0.75:
        draw_machine_readable(rng, image, (20, int(height * 0.66), width - 20, height - 14), 3)
    return image


def _bank_card(rng: np.random.Generator, width: int, height: int, _faces: Faces) -> Image:
    image = render_ground(rng, width, height)
    if rng.random() < 0.7:
        image[:] = np.clip(image * (random_colour(rng) / 255), 0, 255).astype(np.uint8)
    if rng.random() < 0.5:
        points = rng.uniform(-0.2, 1.2, (4, 2)) * (width, height)
        cv2.fillPoly(image, [points.astype(np.int32)], print_colour(rng), cv2.LINE_AA)
    if rng.random() < 0.8:
        draw_chip(rng, image)
    light = float(image.mean()) < 128
    band = (40, int(height * 0.55), width - 60, int(height * 0.7))
    draw_lines(rng, image, band, 1, light=light)
    draw_lines(rng, image, (40, int(height * 0.76), width // 2, height - 30), 2, light=light)
    if rng.random() < 0.6:
        centre = (int(width * 0.86), int(height * 0.82))
        cv2.circle(image, centre, 34, print_colour(rng), -1, cv2.LINE_AA)
        cv2.circle(image, (centre[0] - 40, centre[1]), 34, print_colour(rng), -1, cv2.LINE_AA)
    return image


def _passport(rng: np.random.Generator, width: int, height: int, faces: Faces) -> Image:
    image = render_ground(rng, width, height)
    if rng.random() < 0.4:
        _bands(rng, image)
    tall = int(height * rng.uniform(0.42, 0.55))
    top, left = int(height * rng.uniform(0.12, 0.24)), int(width * rng.uniform(0.03, 0.08))
    wide = int(tall * 0.78)
    draw_portrait(rng, image, (left, top, left + wide, top + tall), faces)
    draw_lines(rng, image, (left, 8, width - 20, top - 6), 1)
    draw_lines(rng, image, (left + wide + 18, top, width - 14, int(height * 0.76)), 8)
    zone = int(height * rng.uniform(0.76, 0.82))
    # Older passports end in plain paper.
    if rng.random() < 0.85:
        draw_machine_panel(rng, image, zone)
    return image


def _form(rng: np.random.Generator, width: int, height: int, _faces: Faces) -> Image:
    image = np.full((height, width, 3), int(rng.uniform(215, 255)), np.uint8)
    draw_lines(rng, image, (40, 30, width - 40, 80), 1)
    draw_lines(rng, image, (40, 100, width - 40, height - 50), int(rng.integers(8, 26)))
    if rng.random() < 0.4:
        y = int(height * rng.uniform(0.2, 0.7))
        cv2.rectangle(image, (40, y), (width - 40, y + 60), (60.0, 60.0, 60.0), 1)
    return image
