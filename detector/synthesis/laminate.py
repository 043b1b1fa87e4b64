"""A laminated document: clear film that ends outside of it, and mirrors what is above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.quad import perspective
from detector.rectify import rounded_mask
from detector.synthesis.blur import blurred
from detector.synthesis.surfaces import smooth_noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Quad

    Image = NDArray[np.uint8]

# The film's rim around the document, shares of its longer side (a pouch's is 2 to 4 of 86 mm).
RIM = (0.003, 0.07)
# The film is drawn so large before it is laid into the scene, px of its longer side.
FILM_PX = 512


def laminate(rng: np.random.Generator, canvas: Image, quad: Quad) -> Image:
    """The scene with film over a document: its rim clear or hazy, its edge bright or dark, what it
    mirrors ending where it ends. The document's outline stays the quad."""
    margins = float(np.exp(rng.uniform(*np.log(RIM)))) * np.exp(rng.normal(0, 0.2, 4))
    top, right, bottom, left = quad.side_lengths
    wide, tall = (top + bottom) / 2, (left + right) / 2
    longer = max(wide, tall)
    before, after = margins[:2] * longer / (wide, tall), margins[2:] * longer / (wide, tall)
    try:
        outline = quad.window(-before, 1 + after)
    except GeometryError:
        return canvas
    scale = FILM_PX / longer
    height, width = (max(8, round(scale * each)) for each in (tall, wide))
    film = rounded_mask(height, width, float(rng.uniform(0, 0.06) * FILM_PX))
    # Of light added and of what is below let through, 0 to 255 each, and the film's own extent.
    haze = float(rng.choice([0.0, rng.uniform(0.02, 0.3)]))
    edge = _edge(rng, film)
    light = haze * float(rng.uniform(90, 230)) + edge * float(rng.uniform(-90, 160))
    mirrored = _mirrored(rng, height, width) if rng.random() < 0.7 else np.zeros_like(light)
    flat = np.dstack([light + mirrored, np.full_like(light, haze), film.astype(np.float32) / 255])
    flat[..., :2] *= flat[..., 2:]
    corners = [(-0.5, -0.5), (width - 0.5, -0.5), (width - 0.5, height - 0.5), (-0.5, height - 0.5)]
    matrix = perspective(corners, outline.corners)
    shape = (canvas.shape[1], canvas.shape[0])
    laid = cv2.warpPerspective(flat.astype(np.float32), matrix, shape, flags=cv2.INTER_LINEAR)
    tint = np.exp(rng.normal(0, 0.05, 3)).astype(np.float32)
    mixed = canvas * (1 - laid[..., 1:2]) + laid[..., :1] * tint
    return np.clip(mixed, 0, 255).astype(np.uint8)


def _edge(rng: np.random.Generator, film: Image) -> NDArray[np.float32]:
    """Where the film ends, 0 to 1: a welded line along its rim, brighter on some sides."""
    thick = int(rng.integers(1, 6)) * 2 + 1
    inner = cv2.erode(film, np.ones((thick, thick), np.uint8), borderValue=0)
    line = (film.astype(np.float32) - inner) / 255
    uneven = 0.6 + 0.6 * smooth_noise(rng, film.shape[0], film.shape[1], 3)
    return np.asarray(np.clip(line * uneven, 0, 1), np.float32)


def _mirrored(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    """Lamps, windows and a bright wall as film shows them: light to add, 0 to 255."""
    light = np.zeros((height, width), np.float32)
    for _ in range(int(rng.integers(1, 4))):
        spot = np.zeros((height, width), np.float32)
        centre = tuple(map(float, rng.uniform(-0.1, 1.1, 2) * (width, height)))
        size = tuple(map(float, rng.uniform(0.05, 0.7, 2) * width))
        if rng.random() < 0.5:
            box = cv2.boxPoints((centre, size, float(rng.uniform(0, 180))))
            cv2.fillPoly(spot, [np.round(box).astype(np.int32)], 1.0, cv2.LINE_AA)
        else:
            axes = (max(1, int(size[0] / 2)), max(1, int(size[1] / 2)))
            at = (round(centre[0]), round(centre[1]))
            cv2.ellipse(spot, at, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
        soft = blurred(spot, float(rng.uniform(0.5, 0.12 * width)))
        light += soft * float(np.exp(rng.uniform(np.log(10), np.log(200))))
    # Film is never quite flat.
    return np.asarray(light * (1 + 0.3 * smooth_noise(rng, height, width, 5)), np.float32)
