"""What lies on and around a document: pens, cups, erasers, a clear sleeve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.quad import Quad, perspective
from detector.synthesis.blur import blurred
from detector.synthesis.surfaces import random_colour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

# Fixed-point bits of OpenCV's drawing: edges fall between px.
SHIFT = 4


def draw_things(rng: np.random.Generator, canvas: Image, quad: Quad) -> Image:
    """One to four small objects beside a document, touching it or lying over its rim."""
    unit = float(quad.area**0.5)
    for _ in range(int(rng.integers(1, 5))):
        side = int(rng.integers(4))
        start, end = quad.corners[side], quad.corners[(side + 1) % 4]
        outward = np.array([(end - start)[1], -(end - start)[0]])
        outward /= max(1e-6, float(np.hypot(*outward)))
        at = start + (end - start) * rng.uniform(-0.15, 1.15)
        at = at + outward * unit * rng.uniform(-0.04, 0.35)
        draw = (_pen, _disc, _block)[int(rng.choice(3, p=[0.45, 0.2, 0.35]))]
        mask = draw(rng, canvas.shape[:2], at, unit)
        canvas = _shaded(rng, canvas, mask, unit)
    return canvas


def slip_into_sleeve(rng: np.random.Generator, canvas: Image, quad: Quad) -> Image:
    """A clear sleeve around a document: a haze over it and a rim that shines, all outside of it."""
    middle = quad.corners.mean(axis=0)
    grown = rng.uniform(1.03, 1.15)
    sleeve = (quad.corners - middle) * grown + middle + rng.normal(0, 0.006, 2) * quad.area**0.5
    outline = [np.round(sleeve * (1 << SHIFT)).astype(np.int32)]
    mask = np.zeros(canvas.shape[:2], np.uint8)
    cv2.fillPoly(mask, outline, 255, cv2.LINE_AA, SHIFT)
    haze = mask[..., None].astype(np.float32) / 255 * rng.uniform(0.04, 0.3)
    mixed = canvas * (1 - haze) + rng.uniform(150, 250) * haze
    rim = np.zeros_like(mask)
    cv2.polylines(rim, outline, True, 255, int(rng.integers(1, 4)), cv2.LINE_AA, SHIFT)
    shine = rim[..., None].astype(np.float32) / 255 * rng.uniform(0.15, 0.8)
    mixed = mixed * (1 - shine) + rng.uniform(60, 255) * shine
    return np.clip(mixed, 0, 255).astype(np.uint8)


def blend_in(rng: np.random.Generator, canvas: Image, sheet: Image) -> Image:
    """The surroundings in nearly the colour of a sheet's rim: white on white, dark on dark."""
    rim = np.concatenate([sheet[:3].reshape(-1, 3), sheet[-3:].reshape(-1, 3)])
    colour = np.median(rim, axis=0) + rng.normal(0, 12, 3)
    share = rng.uniform(0.5, 0.92)
    return np.asarray(np.clip(canvas * (1 - share) + colour * share, 0, 255), np.uint8)


def beside(rng: np.random.Generator, quad: Quad, aspect: float) -> NDArray[np.float64]:
    """Corners (4, 2) px of a sheet laid against a document's right or lower side, in its plane.

    aspect : the sheet's width ÷ height. Raises GeometryError where the plane ends before it.
    """
    top, right, _, _ = quad.side_lengths
    width, height = top / max(1.0, right), 1.0
    gap = float(rng.choice([0.0, 0.004, 0.02]))
    slip = float(rng.normal(0, 0.03))
    if rng.random() < 0.5:
        x0, y0, wide, tall = width + gap, slip, aspect, 1.0
    else:
        x0, y0, wide, tall = slip, height + gap, width, width / aspect
    flat = np.array([(x0, y0), (x0 + wide, y0), (x0 + wide, y0 + tall), (x0, y0 + tall)])
    matrix = perspective([(0, 0), (width, 0), (width, height), (0, height)], quad.corners)
    mapped = np.column_stack([flat, np.ones(4)]) @ matrix.T
    if (mapped[:, 2] < 0.2).any():
        raise GeometryError("the sheet would lie behind the camera")
    return np.asarray(mapped[:, :2] / mapped[:, 2:], np.float64)


def _pen(
    rng: np.random.Generator, shape: tuple[int, int], at: NDArray[np.float64], unit: float
) -> Image:
    mask = np.zeros(shape, np.uint8)
    angle, half = rng.uniform(0, np.pi), unit * rng.uniform(0.15, 0.7)
    reach = half * np.array([np.cos(angle), np.sin(angle)])
    ends = np.round([at - reach, at + reach]).astype(int).tolist()
    thick = max(2, int(unit * rng.uniform(0.02, 0.1)))
    cv2.line(mask, tuple(ends[0]), tuple(ends[1]), 255, thick, cv2.LINE_AA)
    return mask


def _disc(
    rng: np.random.Generator, shape: tuple[int, int], at: NDArray[np.float64], unit: float
) -> Image:
    mask = np.zeros(shape, np.uint8)
    axes = np.maximum(2, unit * rng.uniform(0.06, 0.3) * rng.uniform(0.6, 1, 2)).astype(int)
    centre = (round(float(at[0])), round(float(at[1])))
    cv2.ellipse(mask, centre, axes.tolist(), rng.uniform(0, 180), 0, 360, 255, -1, cv2.LINE_AA)
    return mask


def _block(
    rng: np.random.Generator, shape: tuple[int, int], at: NDArray[np.float64], unit: float
) -> Image:
    mask = np.zeros(shape, np.uint8)
    sides = unit * rng.uniform(0.05, 0.4, 2)
    box = cv2.boxPoints(((float(at[0]), float(at[1])), sides.tolist(), rng.uniform(0, 90)))
    cv2.fillPoly(mask, [np.round(box * (1 << SHIFT)).astype(np.int32)], 255, cv2.LINE_AA, SHIFT)
    return mask


def _shaded(rng: np.random.Generator, canvas: Image, mask: Image, unit: float) -> Image:
    """A thing of one colour, lit from a side, with its shadow."""
    blur = max(0.8, unit * rng.uniform(0.01, 0.05))
    soft = blurred(mask, blur).astype(np.float32) / 255
    dx, dy = rng.normal(0, blur, 2)
    move = np.array([[1, 0, dx], [0, 1, dy]])
    shadow = cv2.warpAffine(soft, move, (mask.shape[1], mask.shape[0]))
    base = canvas * (1 - rng.uniform(0, 0.5) * shadow[..., None])
    lit = random_colour(rng) * (0.6 + 0.5 * soft[..., None])
    alpha = mask[..., None].astype(np.float32) / 255
    return np.clip(lit * alpha + base * (1 - alpha), 0, 255).astype(np.uint8)
