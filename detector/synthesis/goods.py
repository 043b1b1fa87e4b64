"""Flat things with a document's shape and print that are none: notes of money, envelopes, tickets,
receipts, boxes of medicine, mats, covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.rectify import rounded_mask
from detector.synthesis.documents import draw_portrait, print_colour
from detector.synthesis.emblems import draw_bars, draw_emblem, share_box
from detector.synthesis.ground import render_ground
from detector.synthesis.surfaces import random_colour, render_surface
from detector.synthesis.text import draw_lines, draw_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Picture = Callable[[int, int], Image]

TALL_PX = 220


def render_goods(rng: np.random.Generator, picture: Picture) -> tuple[Image, Image]:
    """A random one: uint8 (H, W, 3) BGR, and its mask, uint8 (H, W), 255 inside. picture : gives a
    photo of (width, height) px."""
    kinds = (_note, _envelope, _ticket, _receipt, _box, _mat, _cover, _tiles)
    kind = kinds[int(rng.choice(len(kinds), p=(0.2, 0.14, 0.12, 0.1, 0.16, 0.08, 0.12, 0.08)))]
    image = kind(rng, picture)
    if rng.random() < 0.3:
        image = np.ascontiguousarray(np.rot90(image))
    height, width = image.shape[:2]
    radius = 0.04 * height * float(kind in (_mat, _ticket) and rng.random() < 0.5)
    return image, rounded_mask(height, width, radius)


def _plain(rng: np.random.Generator, width: int, *, light: float) -> Image:
    """TALL_PX high, of one colour, white or nearly so in a share `light` of cases."""
    image = np.empty((TALL_PX, width, 3), np.uint8)
    pale = rng.uniform(205, 253) + rng.normal(0, 5, 3)
    colour = pale if rng.random() < light else random_colour(rng)
    image[:] = np.clip(colour, 0, 255).astype(np.uint8)
    return image


def _dark(image: Image) -> bool:
    return float(image.mean()) < 115


def _amount(rng: np.random.Generator, image: Image, x: float, y: float, tall: float) -> None:
    """A number in large digits; x, y : its left end and foot, tall : its height, in shares."""
    height, width = image.shape[:2]
    digits = str(rng.choice(["5", "10", "20", "50", "100", "200", "500", "1000"]))
    face = int(rng.choice([cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX]))
    at = (int(x * width), int(y * height))
    thick = int(rng.integers(1, 5))
    scale = tall * height / 22
    cv2.putText(image, digits, at, face, scale, print_colour(rng), thick, cv2.LINE_AA)


def _note(rng: np.random.Generator, _picture: Picture) -> Image:
    """Money: a patterned ground, numbers in the corners, a head in an oval or an emblem."""
    width = round(TALL_PX * rng.uniform(1.75, 2.4))
    image = render_ground(rng, width, TALL_PX)
    colour = np.array(print_colour(rng))
    share = float(rng.uniform(0.1, 0.5))
    image[:] = np.clip(image * (1 - share) + colour * share, 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        gap = int(rng.uniform(0.02, 0.08) * TALL_PX)
        end = (width - gap, TALL_PX - gap)
        cv2.rectangle(image, (gap, gap), end, print_colour(rng), int(rng.integers(1, 5)))
    left = float(rng.choice([0.38, 0.6, 0.15]))
    if rng.random() < 0.65:
        head = image.copy()
        draw_portrait(rng, head, share_box(image, left, 0.12, left + 0.28, 0.9), ())
        oval = np.zeros(image.shape[:2], np.uint8)
        x0, y0, x1, y1 = share_box(image, left, 0.12, left + 0.28, 0.9)
        middle, reach = ((x0 + x1) // 2, (y0 + y1) // 2), ((x1 - x0) // 2, (y1 - y0) // 2)
        cv2.ellipse(oval, middle, reach, 0, 0, 360, 255, -1)
        image[oval > 0] = head[oval > 0]
    else:
        draw_emblem(rng, image, left + 0.14, 0.5, float(rng.uniform(0.2, 0.4)))
    for x, y in ((0.03, 0.25), (0.82, 0.25), (0.03, 0.93), (0.82, 0.93)):
        if rng.random() < 0.65:
            _amount(rng, image, x, y, float(rng.uniform(0.1, 0.22)))
    draw_lines(rng, image, share_box(image, 0.1, 0.05, 0.7, 0.3), int(rng.integers(1, 3)))
    return image


def _envelope(rng: np.random.Generator, _picture: Picture) -> Image:
    """Paper with an address or a window for it, a stamp, or the flap's lines on its back."""
    width = round(TALL_PX * float(rng.choice([1.41, 2.0, 1.55])))
    image = _plain(rng, width, light=0.7)
    tone = tuple(map(float, image[0, 0] * rng.uniform(0.75, 0.93)))
    if rng.random() < 0.35:
        tip = (width // 2, int(TALL_PX * rng.uniform(0.4, 0.65)))
        for corner in ((0, 0), (width, 0)):
            cv2.line(image, corner, tip, tone, 2, cv2.LINE_AA)
        return image
    if rng.random() < 0.5:
        x0, y0, x1, y1 = share_box(image, 0.08, 0.45, 0.5, 0.8)
        cv2.rectangle(image, (x0, y0), (x1, y1), (235.0, 232.0, 228.0), -1)
        cv2.rectangle(image, (x0, y0), (x1, y1), tone, 2)
    left = float(rng.uniform(0.1, 0.5))
    box = share_box(image, left, 0.48, left + 0.38, 0.8)
    draw_lines(rng, image, box, int(rng.integers(2, 5)), light=_dark(image))
    if rng.random() < 0.7:
        x0, y0, x1, y1 = share_box(image, 0.83, 0.07, 0.95, 0.3)
        image[y0:y1, x0:x1] = render_surface(rng, y1 - y0, x1 - x0)
    return image


def _ticket(rng: np.random.Generator, picture: Picture) -> Image:
    """A title, a code and a line to tear along; at times a picture at one end."""
    width = round(TALL_PX * rng.uniform(1.9, 3))
    image = _plain(rng, width, light=0.5)
    dark = _dark(image)
    if rng.random() < 0.4:
        x1 = int(width * rng.uniform(0.2, 0.4))
        image[:, :x1] = picture(x1, TALL_PX)
    tear = int(width * rng.uniform(0.68, 0.82))
    for y in range(4, TALL_PX, 12):
        cv2.line(image, (tear, y), (tear, y + 5), (120.0, 120.0, 120.0), 1)
    draw_title(rng, image, share_box(image, 0.25, 0.1, 0.65, 0.35), light=dark)
    draw_lines(rng, image, share_box(image, 0.25, 0.45, 0.65, 0.9), 4, light=dark)
    draw_bars(rng, image, share_box(image, 0.85, 0.1, 0.96, 0.9))
    return image


def _receipt(rng: np.random.Generator, _picture: Picture) -> Image:
    """A strip of thin paper with many short lines and sums at their ends."""
    width = round(TALL_PX * rng.uniform(0.3, 0.6))
    image = _plain(rng, width, light=0.95)
    draw_title(rng, image, share_box(image, 0.15, 0.03, 0.85, 0.12))
    rows = int(rng.integers(8, 20))
    draw_lines(rng, image, share_box(image, 0.06, 0.15, 0.66, 0.85), rows)
    draw_lines(rng, image, share_box(image, 0.72, 0.15, 0.95, 0.85), rows)
    if rng.random() < 0.5:
        draw_bars(rng, image, share_box(image, 0.12, 0.87, 0.88, 0.96))
    return image


def _box(rng: np.random.Generator, picture: Picture) -> Image:
    """The front of a packet: a name in large letters, stripes of colour, at times a picture."""
    width = round(TALL_PX * rng.uniform(1.1, 2.6))
    image = _plain(rng, width, light=0.55)
    if rng.random() < 0.35:
        x0, y0, x1, y1 = share_box(image, 0.55, 0.2, 0.95, 0.95)
        image[y0:y1, x0:x1] = picture(x1 - x0, y1 - y0)
    for _ in range(int(rng.integers(1, 4))):
        tall, at = rng.uniform(0.03, 0.25), rng.uniform(0, 0.9)
        across = rng.random() < 0.6
        box = (0.0, at, 1.0, at + tall) if across else (at, 0.0, at + tall, 1.0)
        x0, y0, x1, y1 = share_box(image, *box)
        cv2.rectangle(image, (x0, y0), (x1, y1), print_colour(rng), -1)
    dark = _dark(image)
    top = float(rng.uniform(0.1, 0.5))
    draw_title(rng, image, share_box(image, 0.06, top, 0.85, top + 0.35), light=dark)
    draw_lines(rng, image, share_box(image, 0.06, top + 0.36, 0.6, 0.95), 3, light=dark)
    return image


def _mat(rng: np.random.Generator, picture: Picture) -> Image:
    """For a mouse or a cup: dark or with a picture, a hem, a small name."""
    width = round(TALL_PX * rng.uniform(1, 1.35))
    image = picture(width, TALL_PX) if rng.random() < 0.4 else _plain(rng, width, light=0.1)
    if rng.random() < 0.5:
        tone = tuple(map(float, image.mean(axis=(0, 1)) * rng.uniform(0.4, 0.8)))
        cv2.rectangle(image, (1, 1), (width - 2, TALL_PX - 2), tone, int(rng.integers(1, 6)))
    if rng.random() < 0.6:
        box = share_box(image, 0.7, 0.85, 0.95, 0.95)
        draw_title(rng, image, box, light=_dark(image))
    return image


def _cover(rng: np.random.Generator, picture: Picture) -> Image:
    """Of a book, a notebook or a leaflet: a title over a colour or a picture, without a portrait's
    place or a card's fields."""
    width = round(TALL_PX * rng.uniform(0.62, 0.85))
    image = picture(width, TALL_PX) if rng.random() < 0.45 else _plain(rng, width, light=0.25)
    dark = _dark(image)
    top = float(rng.uniform(0.08, 0.4))
    for _ in range(int(rng.integers(1, 4))):
        tall = float(rng.uniform(0.06, 0.13))
        draw_title(rng, image, share_box(image, 0.1, top, 0.95, top + tall), light=dark)
        top += tall
    if rng.random() < 0.4:
        x1 = int(rng.uniform(0.03, 0.09) * width)
        image[:, :x1] = np.array(print_colour(rng), np.uint8)
    draw_lines(rng, image, share_box(image, 0.1, 0.85, 0.7, 0.95), 1, light=dark)
    return image


def _tiles(rng: np.random.Generator, picture: Picture) -> Image:
    """A leaf of stickers, a calendar, a screen of symbols: alike fields in rows."""
    width = round(TALL_PX * rng.uniform(0.6, 1.7))
    image = _plain(rng, width, light=0.6)
    rows, columns = (int(each) for each in rng.integers(2, 7, 2))
    gap = float(rng.uniform(0.005, 0.03))
    for row in range(rows):
        for column in range(columns):
            box = (column / columns + gap, row / rows + gap)
            end = ((column + 1) / columns - gap, (row + 1) / rows - gap)
            x0, y0, x1, y1 = share_box(image, *box, *end)
            if rng.random() < 0.3 and x1 - x0 > 8 and y1 - y0 > 8:
                image[y0:y1, x0:x1] = picture(x1 - x0, y1 - y0)
            else:
                cv2.rectangle(image, (x0, y0), (x1, y1), print_colour(rng), -1)
    return image
