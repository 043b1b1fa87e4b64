"""Grounds of designs: plain and fading colours, waves of fine lines, rosettes, landscapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.training.designs.pen import blend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.training.designs.pen import Part, Pen, Place

WHOLE = (0.0, 0.0, 1.0, 1.0)
# Fractional bits of points.
SHIFT = 4


def _shares(height: int, width: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of each px, how far down and how far to the right it is, 0 to 1."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    return y, x


def plain(colour: str) -> Part:
    """One colour all over."""

    def draw(pen: Pen) -> None:
        pen.image[:] = np.array(pen.ink(colour)).astype(np.uint8)

    return draw


def fade(*colours: str, angle: float = 0.0, place: Place = WHOLE) -> Part:
    """One colour turning into the next, along a direction, degrees from the right downwards."""

    def draw(pen: Pen) -> None:
        spot = pen.part(place)
        y, x = _shares(*spot.shape[:2])
        turn = np.deg2rad(angle)
        along = (x - 0.5) * np.cos(turn) + (y - 0.5) * np.sin(turn)
        along = (along - along.min()) / max(float(np.ptp(along)), 1e-9)
        stops = np.linspace(0, 1, len(colours))
        inks = np.array([pen.ink(each) for each in colours])
        channels = [np.interp(along, stops, inks[:, channel]) for channel in range(3)]
        spot[:] = np.stack(channels, axis=-1).astype(np.uint8)

    return draw


def waves(
    ink: str, pitch: float, depth: float, share: float = 0.5, angle: float = 0.0,
    place: Place = WHOLE,
) -> Part:  # fmt: skip
    """Fine lines that swing; pitch and depth : shares of the height. share : how strong, 0 to 1."""

    def draw(pen: Pen) -> None:
        spot = pen.part(place)
        height, width = spot.shape[:2]
        y, x = np.mgrid[:height, :width] / pen.image.shape[0]
        turn, start = np.deg2rad(angle), float(pen.rng.uniform(0, 6))
        along = x * np.cos(turn) + y * np.sin(turn)
        across = y * np.cos(turn) - x * np.sin(turn)
        swing = depth * np.sin(6 * along + start) * np.cos(2.3 * along - 4 * across)
        phase = (across + swing) / pitch
        blend(spot, share * (0.5 + 0.5 * np.cos(2 * np.pi * phase)) ** 3, pen.ink(ink))

    return draw


def dots(ink: str, pitch: float, share: float = 0.5, place: Place = WHOLE) -> Part:
    """A raster of dots that grow to the right; pitch : a share of the height."""

    def draw(pen: Pen) -> None:
        spot = pen.part(place)
        y, x = np.mgrid[: spot.shape[0], : spot.shape[1]] * (np.pi / pitch / pen.image.shape[0])
        least = np.linspace(0.6, 0, spot.shape[1])
        cover = np.clip((np.abs(np.sin(x) * np.sin(y)) - least) * 4, 0, 1)
        blend(spot, share * cover, pen.ink(ink))

    return draw


def rosette(place: Place, ink: str, petals: int = 9, share: float = 0.6) -> Part:
    """A flower of fine closed lines."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        layer = pen.image.copy()
        turn = np.linspace(0, 2 * np.pi, 400)
        for size in np.linspace(0.25, 1, 9):
            reach = size * (0.72 + 0.28 * np.cos(petals * turn + 7 * size))
            x = (x0 + x1) / 2 + (x1 - x0) / 2 * reach * np.cos(turn)
            y = (y0 + y1) / 2 + (y1 - y0) / 2 * reach * np.sin(turn)
            points = (np.column_stack([x, y]) * (1 << SHIFT)).astype(np.int32)
            cv2.polylines(layer, [points], True, pen.ink(ink), 1, cv2.LINE_AA, SHIFT)
        cv2.addWeighted(layer, share, pen.image, 1 - share, 0, dst=pen.image)

    return draw


def hills(*inks: str, top: float = 0.35, share: float = 0.7, rough: float = 0.12) -> Part:
    """Mountains behind each other, from `top` of the height down, the farthest first."""

    def draw(pen: Pen) -> None:
        height, width = pen.image.shape[:2]
        rows = np.arange(height)[:, None]
        steps = np.linspace(0, 1, width)
        for number, ink in enumerate(inks):
            knots = pen.rng.uniform(-rough, rough, 9)
            level = top + number * (0.9 - top) / len(inks)
            edge = height * (level + np.interp(steps, np.linspace(0, 1, 9), knots))
            blend(pen.image, share * np.clip(rows - edge, 0, 1), pen.ink(ink))

    return draw


def towers(ink: str, top: float = 0.35, share: float = 0.5) -> Part:
    """A town's roofs before the sky, from `top` of the height down."""

    def draw(pen: Pen) -> None:
        width, height = pen.size
        cover = np.zeros((height, width), np.float64)
        x = 0
        while x < width:
            wide = int(width * pen.rng.uniform(0.03, 0.12))
            cover[int(height * (top + pen.rng.uniform(0, 0.4))) :, x : x + wide] = share
            x += wide
        blend(pen.image, cover, pen.ink(ink))

    return draw


def blots(*inks: str, cells: int = 7, share: float = 0.8) -> Part:
    """Camouflage: a colour after the other in large blots."""

    def draw(pen: Pen) -> None:
        width, height = pen.size
        for ink in inks:
            coarse = pen.rng.uniform(-1, 1, (cells, cells * 2)).astype(np.float32)
            smooth = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
            blend(pen.image, share * np.clip(smooth * 12 - 2.5, 0, 1), pen.ink(ink))

    return draw


def region(colour: str, *corners: tuple[float, float], share: float = 1.0) -> Part:
    """A polygon of one colour; corners : shares of the sides, beyond them too."""

    def draw(pen: Pen) -> None:
        layer = pen.image.copy()
        points = (np.array(corners) * pen.size * (1 << SHIFT)).astype(np.int32)
        cv2.fillPoly(layer, [points], pen.ink(colour), cv2.LINE_AA, SHIFT)
        cv2.addWeighted(layer, share, pen.image, 1 - share, 0, dst=pen.image)

    return draw


def curve(colour: str, middle: tuple[float, float], reach: float, share: float = 1.0) -> Part:
    """A disc of one colour, mostly larger than the card; reach : its radius in widths."""

    def draw(pen: Pen) -> None:
        layer = pen.image.copy()
        width, height = pen.size
        centre = (round(middle[0] * width), round(middle[1] * height))
        cv2.circle(layer, centre, round(reach * width), pen.ink(colour), -1, cv2.LINE_AA)
        cv2.addWeighted(layer, share, pen.image, 1 - share, 0, dst=pen.image)

    return draw
