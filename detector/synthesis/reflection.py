"""A lamp or window mirrored so brightly by a document that the picture is white there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.quad import perspective
from detector.synthesis.blur import blurred
from detector.synthesis.surfaces import smooth_noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Quad

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float32]

# How much of the document is burnt out, and how far around it the light is drawn, of its size.
COVERED, AROUND = (0.05, 0.5), 0.5
# The light is drawn so large before it is laid into the scene, px of the document's longer side.
DRAWN_PX = 256
# Added light, 0 to 255: in the core, more than any print lacks to white; of the haze around it.
CORE, HAZE = 300.0, (0.0, 40.0)
# How often the ground beside the document mirrors too.
SHINY = 0.3


def burnt(rng: np.random.Generator, canvas: Image, quad: Quad, cover: Image) -> Image:
    """The scene with a share COVERED of a document burnt out, at times over its rim.

    canvas : uint8 (H, W, 3). cover : uint8 (H, W), 255 where the document, or the paper that it is
    part of, lies; the light ends there, or goes on over a shiny ground.
    """
    top, right, bottom, left = quad.side_lengths
    wide, tall = (top + bottom) / 2, (left + right) / 2
    size = np.array([wide, tall]) * (DRAWN_PX / max(wide, tall))
    width, height = (max(8, round(each * (1 + 2 * AROUND))) for each in size)
    try:
        corners = quad.window((-AROUND, -AROUND), (1 + AROUND, 1 + AROUND)).corners
    except GeometryError:
        return canvas
    flat = _light(rng, height, width)
    drawn = [(-0.5, -0.5), (width - 0.5, -0.5), (width - 0.5, height - 0.5), (-0.5, height - 0.5)]
    shape = (canvas.shape[1], canvas.shape[0])
    matrix = perspective(drawn, corners)
    laid = cv2.warpPerspective(flat, matrix, shape, flags=cv2.INTER_LINEAR)
    inside = cover.astype(np.float32) / 255
    if rng.random() < SHINY:
        inside = np.maximum(inside, np.float32(rng.uniform(0.3, 1)))
    tint = (1 + np.clip(rng.normal(0, 0.05, 3), -0.1, 0.1)).astype(np.float32)
    mixed = canvas + (laid * inside)[..., None] * tint
    return np.clip(mixed, 0, 255).astype(np.uint8)


def _light(rng: np.random.Generator, height: int, width: int) -> Floats:
    """Light to add, shape (height, width), in the document's plane with AROUND on each side."""
    kind = int(rng.choice(4, p=[0.35, 0.2, 0.25, 0.2]))
    far = (_lamp, _tube, _window, _gradient)[kind](rng, height, width)
    # Neither film nor paper is quite flat.
    far = far + np.float32(rng.uniform(0, 0.07)) * smooth_noise(rng, height, width, 6)
    inner = far[_document(height, width)]
    share = float(rng.uniform(*COVERED))
    edge = float(np.quantile(inner, share))
    # How far beyond its core the light fades: a window's edge is sharp, a gradient's is wide.
    spread = float(np.ptp(np.quantile(inner, (0.02, 0.98))))
    soft = spread * float(rng.uniform(0.01, 0.12) if kind < 3 else rng.uniform(0.1, 0.5))
    beyond = np.maximum(far - edge, 0) / max(soft, 1e-3)
    core = np.exp(-(beyond**2)).astype(np.float32)
    haze = blurred(core, float(rng.uniform(0.03, 0.15)) * width) * np.float32(rng.uniform(*HAZE))
    light = core * np.float32(CORE) + haze
    # It has faded before what is drawn ends.
    return np.asarray(light * _faded(height, width), np.float32)


def _document(height: int, width: int) -> tuple[slice, slice]:
    """Rows and columns of the document within what is drawn."""
    share = AROUND / (1 + 2 * AROUND)
    rows = slice(round(height * share), round(height * (1 - share)))
    return rows, slice(round(width * share), round(width * (1 - share)))


def _faded(height: int, width: int) -> Floats:
    ramps = [np.minimum(np.arange(n), np.arange(n)[::-1]) / (0.12 * n) for n in (height, width)]
    y, x = (np.clip(each, 0, 1).astype(np.float32) for each in ramps)
    return np.asarray(y[:, None] * x, np.float32)


def _turned(rng: np.random.Generator, height: int, width: int) -> tuple[Floats, Floats]:
    """Distances along and across a random direction from a random spot of the document, in
    documents' longer sides."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    at = (0.5 + rng.uniform(-0.55, 0.55, 2) / (1 + 2 * AROUND)) * (width, height)
    angle = float(rng.uniform(0, np.pi))
    cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    dx, dy = (x - np.float32(at[0])) / DRAWN_PX, (y - np.float32(at[1])) / DRAWN_PX
    return dx * cos + dy * sin, dy * cos - dx * sin


def _lamp(rng: np.random.Generator, height: int, width: int) -> Floats:
    along, across = _turned(rng, height, width)
    return np.asarray(np.hypot(along, across * np.float32(rng.uniform(1, 3))), np.float32)


def _tube(rng: np.random.Generator, height: int, width: int) -> Floats:
    along, across = _turned(rng, height, width)
    half = np.float32(rng.uniform(0.2, 0.8))
    return np.asarray(np.hypot(np.maximum(np.abs(along) - half, 0), across), np.float32)


def _window(rng: np.random.Generator, height: int, width: int) -> Floats:
    """A pane or several: between them the frame mirrors less."""
    along, across = _turned(rng, height, width)
    far = np.maximum(np.abs(along), np.abs(across) * np.float32(rng.uniform(0.5, 2)))
    if rng.random() < 0.5:
        bar = np.float32(rng.uniform(0.008, 0.03))
        far = far + np.where((np.abs(along) < bar) | (np.abs(across) < bar), np.float32(0.3), 0)
    return np.asarray(far, np.float32)


def _gradient(rng: np.random.Generator, height: int, width: int) -> Floats:
    along, _ = _turned(rng, height, width)
    return along
