"""Cards whose ground misleads: print within a white margin, two colours side by side, a picture
over all of it, or next to nothing.

Where a ground ends, a network that looks for edges takes the document to end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.rectify import rounded_mask
from detector.synthesis.documents import draw_chip, draw_portrait, print_colour
from detector.synthesis.emblems import draw_bars, draw_emblem, share_box
from detector.synthesis.ground import render_ground
from detector.synthesis.surfaces import random_colour, render_surface
from detector.synthesis.text import draw_lines, draw_title

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.synthesis.documents import Faces

    Image = NDArray[np.uint8]

# A margin's width, a share of the card's shorter side.
MARGIN = (0.015, 0.1)


def draw_inset(rng: np.random.Generator, image: Image, faces: Faces) -> None:
    """A print with round or square corners of its own, within a plain margin all around."""
    height, width = image.shape[:2]
    if rng.random() < 0.8:
        image[:] = np.clip(rng.uniform(215, 255) + rng.normal(0, 5, 3), 0, 255).astype(np.uint8)
    else:
        image[:] = np.array(print_colour(rng)).astype(np.uint8)
    gap = int(min(height, width) * np.exp(rng.uniform(*np.log(MARGIN))))
    inner = render_ground(rng, width - 2 * gap, height - 2 * gap)
    if rng.random() < 0.5:
        inner = _tinted(inner, print_colour(rng), float(rng.uniform(0.3, 0.9)))
    _contents(rng, inner, faces)
    radius = float(rng.uniform(0, 0.1)) * min(height, width) * float(rng.random() < 0.6)
    cover = rounded_mask(inner.shape[0], inner.shape[1], radius)[..., None] / 255
    spot = image[gap : height - gap, gap : width - gap]
    spot[:] = (spot * (1 - cover) + inner * cover).astype(np.uint8)


def draw_halves(rng: np.random.Generator, image: Image, faces: Faces) -> None:
    """Two grounds that meet at a straight line, across, along or aslant."""
    height, width = image.shape[:2]
    other = render_ground(rng, width, height)
    if rng.random() < 0.7:
        other = _tinted(other, print_colour(rng), float(rng.uniform(0.5, 1)))
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    slant = float(rng.normal(0, 0.25)) * float(rng.random() < 0.4)
    along, across = (x, y) if rng.random() < 0.5 else (y, x)
    second = along + slant * (across - 0.5) > rng.uniform(0.2, 0.8)
    image[second] = other[second]
    _contents(rng, image, faces)


def draw_pictured(rng: np.random.Generator, image: Image, faces: Faces) -> None:
    """A picture or a large face over the whole card, pale or strong, and print on it."""
    height, width = image.shape[:2]
    picture = render_surface(rng, height, width)
    if rng.random() < 0.5:
        tall = int(height * rng.uniform(0.8, 1))
        left = int(rng.uniform(0, max(1, width - tall)))
        draw_portrait(rng, picture, (left, 0, min(width, left + tall), height), faces)
    share = float(rng.uniform(0.25, 1))
    cv2.addWeighted(picture, share, image, 1 - share, 0, dst=image)
    _contents(rng, image, faces)


def draw_plain(rng: np.random.Generator, image: Image, _faces: Faces) -> None:
    """One colour, with a chip, an emblem, a code or a line of print and nothing else."""
    white = rng.random() < 0.4
    colour = np.full(3, rng.uniform(225, 255)) if white else random_colour(rng)
    image[:] = np.clip(colour, 0, 255).astype(np.uint8)
    dark = float(colour.mean()) < 110
    things = rng.random(4) < np.array([0.4, 0.5, 0.6, 0.25])
    things[2] |= not things.any()
    if things[0]:
        draw_chip(rng, image)
    if things[1]:
        place = rng.uniform(0.15, 0.85, 2)
        draw_emblem(rng, image, float(place[0]), float(place[1]), float(rng.uniform(0.06, 0.16)))
    if things[2]:
        top = float(rng.uniform(0.1, 0.75))
        box = share_box(image, rng.uniform(0.05, 0.4), top, 0.95, top + rng.uniform(0.07, 0.18))
        draw_title(rng, image, box, light=dark)
    if things[3]:
        draw_bars(rng, image, share_box(image, 0.1, 0.7, rng.uniform(0.5, 0.9), 0.9))


def _tinted(image: Image, colour: tuple[float, float, float], share: float) -> Image:
    """The picture under a colour of this share."""
    mixed = image * (1 - share) + np.array(colour) * share
    return np.clip(mixed, 0, 255).astype(np.uint8)


def _contents(rng: np.random.Generator, image: Image, faces: Faces) -> None:
    """A title, mostly a portrait on either side, lines beside it, at times an emblem or a code."""
    height, width = image.shape[:2]
    light = float(image.mean()) < 110
    draw_title(rng, image, share_box(image, 0.08, 0.04, 0.92, rng.uniform(0.11, 0.2)), light=light)
    top, tall = float(rng.uniform(0.22, 0.35)), float(rng.uniform(0.3, 0.6))
    wide = tall * height / width * 0.78
    left = float(rng.uniform(0.04, 0.12))
    if rng.random() < 0.3:
        left = 0.96 - wide
    beside = (left + wide + 0.04, 0.95) if left < 0.4 else (0.05, left - 0.04)
    if rng.random() < 0.75 and wide < 0.6:
        draw_portrait(rng, image, share_box(image, left, top, left + wide, top + tall), faces)
    else:
        beside = (0.06, 0.94)
    box = share_box(image, beside[0], top, beside[1], rng.uniform(top + 0.25, 0.95))
    draw_lines(rng, image, box, int(rng.integers(2, 9)), light=light)
    if rng.random() < 0.35:
        place = rng.uniform(0.15, 0.85, 2)
        draw_emblem(rng, image, float(place[0]), float(place[1]), float(rng.uniform(0.05, 0.15)))
