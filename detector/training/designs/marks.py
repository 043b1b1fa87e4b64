"""What stands on designs: bars, frames, portraits, arms, chips, tables, stamps, windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.rectify import rounded_mask
from detector.training.designs.pen import blend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.training.designs.pen import Box, Part, Pen, Place

    Image = NDArray[np.uint8]

# Shares of a portrait's sides: the middle, and half the width and height, of shoulders and head.
SHOULDERS, HEAD, HAIR = (0.5, 1.0, 0.48, 0.3), (0.5, 0.45, 0.25, 0.28), (0.5, 0.36, 0.27, 0.25)


def bar(place: Place, colour: str, share: float = 1.0, radius: float = 0.0) -> Part:
    """A box of one colour; radius : of its corners, a share of its shorter side."""

    def draw(pen: Pen) -> None:
        spot = pen.part(place)
        height, width = spot.shape[:2]
        cover = rounded_mask(height, width, radius * min(height, width)) / 255
        blend(spot, share * cover, pen.ink(colour))

    return draw


def outline(place: Place, ink: str, thick: int = 1) -> Part:
    """A box's edge, so many px thick."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        cv2.rectangle(pen.image, (x0, y0), (x1 - 1, y1 - 1), pen.ink(ink), thick)

    return draw


def frame(gap: float, ink: str, thick: float = 0.008, radius: float = 0.0) -> Part:
    """A frame all around; gap and thick : shares of the shorter side; radius : in px of that."""

    def draw(pen: Pen) -> None:
        width, height = pen.size
        short = min(width, height)
        cover = np.zeros((height, width), np.float64)
        for inset, sign in ((gap * short, 1.0), ((gap + thick) * short, -1.0)):
            near = max(0, round(inset))
            inner = rounded_mask(height - 2 * near, width - 2 * near, radius * short) / 255
            cover[near : height - near, near : width - near] += sign * inner
        blend(pen.image, np.clip(cover, 0, 1), pen.ink(ink))

    return draw


def within(place: Place, *parts: Part, radius: float = 0.0) -> Part:
    """A card in the card: parts drawn in a place with round corners; radius : as of bar."""

    def draw(pen: Pen) -> None:
        spot = pen.part(place)
        inner = np.ascontiguousarray(spot)
        for part in parts:
            part(pen.on(inner))
        height, width = spot.shape[:2]
        cover = rounded_mask(height, width, radius * min(height, width))[..., None] / 255
        spot[:] = (spot * (1 - cover) + inner * cover).astype(np.uint8)

    return draw


def turned(place: Place, *parts: Part) -> Part:
    """Parts drawn in a place as read from its right side."""

    def draw(pen: Pen) -> None:
        spot = pen.part(place)
        lying = np.ascontiguousarray(np.rot90(spot, -1))
        for part in parts:
            part(pen.on(lying))
        spot[:] = np.rot90(lying)

    return draw


def portrait(
    place: Place, *, share: float = 1.0, grey: bool = False, oval: bool = False, rim: float = 0.0
) -> Part:
    """A photo; share : how strong, 0 to 1. rim : a white edge's share of its width."""

    def draw(pen: Pen) -> None:
        spot = pen.part(place)
        height, width = spot.shape[:2]
        photo = _photo(pen, width, height)
        if grey:
            photo = np.repeat(photo.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
        edge = round(rim * width)
        if edge:
            cv2.rectangle(photo, (0, 0), (width - 1, height - 1), (242.0, 244.0, 244.0), 2 * edge)
        cover = np.full((height, width), share)
        if oval:
            mask = np.zeros((height, width), np.uint8)
            half = (width // 2, height // 2)
            cv2.ellipse(mask, half, half, 0, 0, 360, 255.0, -1, cv2.LINE_AA)
            cover *= mask / 255
        spot[:] = (spot + (photo.astype(np.float64) - spot) * cover[..., None]).astype(np.uint8)

    return draw


def _photo(pen: Pen, width: int, height: int) -> Image:
    """One of the faces, its middle, or a head drawn with ellipses; uint8 (height, width, 3)."""
    if pen.faces:
        face = pen.faces[int(pen.rng.integers(len(pen.faces)))]
        scale = min(face.shape[1] / width, face.shape[0] / height)
        wide, tall = max(1, int(width * scale)), max(1, int(height * scale))
        left = (face.shape[1] - wide) // 2
        cut = face[:tall, left : left + wide]
        return np.array(cv2.resize(cut, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    photo = np.empty((height, width, 3), np.uint8)
    photo[:] = pen.rng.uniform(180, 245, 3).astype(np.uint8)
    skin = np.array([110, 140, 190]) * pen.rng.uniform(0.5, 1.2)
    cloth, hair = pen.rng.uniform(20, 160, 3), np.array([30, 45, 60]) * pen.rng.uniform(0.3, 2.5)
    for (x, y, a, b), tone in ((SHOULDERS, cloth), (HAIR, hair), (HEAD, skin)):
        middle = (round(x * width), round(y * height))
        axes = (round(a * width), round(b * height))
        ink = (float(tone[0]), float(tone[1]), float(tone[2]))
        cv2.ellipse(photo, middle, axes, 0, 0, 360, ink, -1, cv2.LINE_AA)
    return photo


def flag(place: Place, *colours: str, upright: bool = False) -> Part:
    """Stripes of equal width, one above the other, or beside it where they are upright."""

    def draw(pen: Pen) -> None:
        spot = pen.part(place)
        length = spot.shape[1 if upright else 0]
        for number, colour in enumerate(colours):
            rows = slice(number * length // len(colours), (number + 1) * length // len(colours))
            at = (slice(None), rows) if upright else (rows, slice(None))
            spot[at] = np.array(pen.ink(colour)).astype(np.uint8)

    return draw


def stars(place: Place, ink: str, count: int = 12) -> Part:
    """A ring of stars."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        reach = min(x1 - x0, y1 - y0) / 2
        turn = np.linspace(0, 2 * np.pi, 10, endpoint=False) - np.pi / 2
        arms = np.where(np.arange(10) % 2, 0.4, 1.0)[:, None] * reach * 0.2
        star = arms * np.column_stack([np.cos(turn), np.sin(turn)])
        for angle in np.linspace(0, 2 * np.pi, count, endpoint=False):
            middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
            middle += 0.8 * reach * np.array([np.sin(angle), -np.cos(angle)])
            points = ((star + middle) * 16).astype(np.int32)
            cv2.fillPoly(pen.image, [points], pen.ink(ink), cv2.LINE_AA, 4)

    return draw


def crest(place: Place, ink: str, second: str = "d8b040") -> Part:
    """Arms: a quartered shield below a crown."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        size = np.array([x1 - x0, y1 - y0])
        shield = ((0.1, 0.3), (0.9, 0.3), (0.9, 0.65), (0.5, 1), (0.1, 0.65))
        crown = ((0.2, 0.26), (0.12, 0.02), (0.36, 0.14), (0.5, 0), (0.64, 0.14), (0.88, 0.02),
                 (0.8, 0.26))  # fmt: skip
        for shape, colour in ((shield, ink), (crown, second)):
            points = np.round(np.array(shape) * size + (x0, y0)).astype(np.int32)
            cv2.fillPoly(pen.image, [points], pen.ink(colour), cv2.LINE_AA)
        for quarter in ((0.5, 0.36, 0.82, 0.6), (0.18, 0.6, 0.5, 0.78)):
            a, b = np.array(quarter[:2]) * size, np.array(quarter[2:]) * size
            start, end = (round(x0 + a[0]), round(y0 + a[1])), (round(x0 + b[0]), round(y0 + b[1]))
            cv2.rectangle(pen.image, start, end, pen.ink(second), -1)

    return draw


def seal(place: Place, ink: str, share: float = 0.9) -> Part:
    """A round stamp or seal: rings, a wreath of rays between them, a star's middle."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        layer, colour = pen.image.copy(), pen.ink(ink)
        middle, reach = ((x0 + x1) // 2, (y0 + y1) // 2), min(x1 - x0, y1 - y0) // 2
        for size in (1.0, 0.94, 0.62):
            cv2.circle(layer, middle, max(1, int(size * reach)), colour, 2, cv2.LINE_AA)
        for angle in np.linspace(0, 2 * np.pi, 28, endpoint=False):
            ray = np.array([np.cos(angle), np.sin(angle)]) * reach
            near, far = np.round(middle + 0.7 * ray), np.round(middle + 0.85 * ray)
            ends = ((int(near[0]), int(near[1])), (int(far[0]), int(far[1])))
            cv2.line(layer, *ends, colour, max(1, reach // 14), cv2.LINE_AA)
        cv2.circle(layer, middle, max(1, int(0.36 * reach)), colour, -1, cv2.LINE_AA)
        cv2.addWeighted(layer, share, pen.image, 1 - share, 0, dst=pen.image)

    return draw


def chip(place: Place, metal: str = "d6b560") -> Part:
    """A chip's contacts."""

    def draw(pen: Pen) -> None:
        bar(place, metal, radius=0.16)(pen)
        x0, y0, x1, y1 = box = pen.box(place)
        for y in (y0 + (y1 - y0) // 3, y1 - (y1 - y0) // 3):
            cv2.line(pen.image, (x0, y), (x1, y), pen.ink("605020"), 1)
        _upright(pen, box)

    return draw


def _upright(pen: Pen, box: Box) -> None:
    x0, y0, x1, y1 = box
    for x in (x0 + (x1 - x0) * 2 // 5, x1 - (x1 - x0) * 2 // 5):
        cv2.line(pen.image, (x, y0), (x, y1), pen.ink("605020"), 1)
