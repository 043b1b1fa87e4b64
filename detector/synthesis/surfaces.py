"""Procedural surfaces under a document: plain, wood, cloth, print, clutter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]


def smooth_noise(
    rng: np.random.Generator, height: int, width: int, cells: float
) -> NDArray[np.float32]:
    """Float (height, width), about -1 to 1, varying over height ÷ cells px."""
    shape = (max(2, int(cells)), max(2, int(cells * width / height)))
    coarse = rng.uniform(-1, 1, shape).astype(np.float32)
    return np.asarray(
        cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.float32
    )


def random_colour(rng: np.random.Generator) -> NDArray[np.float32]:
    """BGR, 0 to 255: grey-ish as often as coloured."""
    value = rng.uniform(15, 250)
    spread = rng.choice([4.0, 25.0, 70.0])
    return np.clip(value + rng.normal(0, spread, 3), 0, 255).astype(np.float32)


def render_surface(rng: np.random.Generator, height: int, width: int) -> Image:
    """A procedural background, uint8 (height, width, 3), at times seen aslant."""
    kinds = (_plain, _wood, _weave, _newsprint, _keys, _stripes)
    weights = (0.24, 0.17, 0.13, 0.14, 0.22, 0.1)
    kind = kinds[int(rng.choice(len(kinds), p=weights))]
    picture = kind(rng, height, width)
    if rng.random() < 0.4:
        picture = _aslant(rng, picture)
    shade = 1 + 0.12 * smooth_noise(rng, height, width, 3)
    grain = rng.normal(0, rng.uniform(0.5, 5), (height, width, 1))
    return np.clip(picture * shade[..., None] + grain, 0, 255).astype(np.uint8)


def _flat(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    return np.tile(random_colour(rng), (height, width, 1))


def _plain(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    picture = _flat(rng, height, width)
    texture = smooth_noise(rng, height, width, rng.uniform(20, 90))
    return np.asarray(picture + rng.uniform(0, 14) * texture[..., None], np.float32)


def _wood(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    base = rng.uniform(0.25, 1.2) * np.array([85.0, 130.0, 180.0])
    rows = np.linspace(0, rng.uniform(10, 60), height)[:, None]
    warp = smooth_noise(rng, height, width, 3) * rng.uniform(1, 5)
    grain = np.sin(rows + warp) * 0.5 + smooth_noise(rng, height, 4, height / 2)[:, :1] * 0.5
    picture = base * (1 + rng.uniform(0.05, 0.25) * grain[..., None])
    if rng.random() < 0.5:
        for y in range(int(rng.integers(20, 80)), height, int(rng.integers(50, 160))):
            picture[y : y + 2] *= 0.5
    turned = (
        picture
        if rng.random() < 0.5
        else cv2.resize(np.ascontiguousarray(picture.transpose(1, 0, 2)), (width, height))
    )
    return np.asarray(turned, np.float32)


def _weave(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    first, second = random_colour(rng), random_colour(rng)
    pitch = rng.uniform(3, 40)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    angle = rng.uniform(0, np.pi)
    u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    mix = 0.5 + 0.25 * np.sign(np.sin(u / pitch)) + 0.25 * np.sign(np.sin(v / pitch))
    return np.asarray(first + (second - first) * mix[..., None], np.float32)


def _newsprint(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    """Columns of small print with headlines and pictures, the page lying at any angle."""
    side = int(np.hypot(height, width)) + 2
    paper = np.clip(rng.uniform(165, 245) + rng.normal(0, 6, 3), 0, 255)
    page = np.empty((side, side, 3), np.float32)
    page[:] = paper
    ink = float(rng.uniform(10, 110))
    pitch = int(rng.integers(4, 14))
    column = int(rng.integers(40, 180))
    for left in range(0, side, column + int(rng.integers(4, 16))):
        y = int(rng.integers(0, pitch))
        while y < side - pitch:
            y += _paragraph(rng, page[y:, left : left + column], pitch, ink)
    turn = float(rng.choice([0, 90]) + rng.normal(0, 12))
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), turn, 1.0)
    matrix[:, 2] += np.array(((width - side) / 2, (height - side) / 2))
    laid = cv2.warpAffine(page, matrix, (width, height), borderMode=cv2.BORDER_REFLECT)
    return np.asarray(laid, np.float32)


def _paragraph(rng: np.random.Generator, spot: NDArray[np.float32], pitch: int, ink: float) -> int:
    """A picture, a headline or lines of print at the top of a column; the rows that it took."""
    kind = rng.random()
    width = spot.shape[1]
    if kind < 0.06:
        tall = int(rng.integers(20, 90))
        spot[:tall] = random_colour(rng) * (0.7 + 0.3 * rng.random((1, width, 1)))
        return tall + pitch
    if kind < 0.14:
        tall = pitch * int(rng.integers(2, 4))
        spot[:tall] -= (spot[:tall] - ink) * (rng.random((1, width, 1)) < 0.55)
        return tall + pitch
    lines = int(rng.integers(3, 12))
    for row in range(0, lines * pitch, pitch):
        # Letters as strokes of a px or so with gaps, words apart.
        strokes = rng.random((max(1, pitch // 4), width)) < 0.5
        strokes &= np.repeat(rng.random(width // 7 + 1) < 0.85, 7)[:width]
        tall = max(1, pitch // 2)
        cover = cv2.resize(strokes.astype(np.float32), (width, tall))[..., None]
        part = spot[row : row + tall]
        part -= (part - ink) * cover[: len(part)] * np.float32(0.9)
    return (lines + 1) * pitch


def _keys(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    """A keyboard: rows of keys with lit tops and marks, at times with the plate below them."""
    dark = rng.random() < 0.6
    plate = rng.uniform(8, 70) if dark else rng.uniform(120, 235)
    key = random_colour(rng) if rng.random() < 0.3 else np.full(3, plate + rng.uniform(-25, 30))
    mark = float(rng.uniform(150, 250) if float(key.mean()) < 110 else rng.uniform(5, 80))
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = np.clip(plate + rng.normal(0, 3, 3), 0, 255)
    pitch = int(min(height, width) * rng.uniform(0.07, 0.24)) + 4
    gap = max(1, round(pitch * rng.uniform(0.04, 0.16)))
    last = height if rng.random() < 0.6 else int(height * rng.uniform(0.4, 0.9))
    for row, y in enumerate(range(-int(rng.integers(pitch)), last, pitch)):
        x = -int(rng.integers(pitch)) - (row % 3) * pitch // 3
        while x < width:
            wide = pitch * (int(rng.integers(2, 6)) if rng.random() < 0.08 else 1)
            _key(rng, picture, (x + gap, y + gap, x + wide - gap, y + pitch - gap), key, mark)
            x += wide
    return picture.astype(np.float32)


def _key(
    rng: np.random.Generator,
    picture: Image,
    box: tuple[int, int, int, int],
    colour: NDArray[np.floating],
    mark: float,
) -> None:
    x0, y0, x1, y1 = box
    top = tuple(map(float, np.clip(colour, 0, 255)))
    side = tuple(map(float, np.clip(colour * 0.6, 0, 255)))
    bevel = max(1, (y1 - y0) // 9)
    cv2.rectangle(picture, (x0, y0), (x1, y1), side, -1)
    cv2.rectangle(picture, (x0 + bevel, y0), (x1 - bevel, y1 - 2 * bevel), top, -1)
    if rng.random() < 0.9:
        letter = chr(int(rng.integers(33, 91)))
        scale = (y1 - y0) / 60
        at = (x0 + 2 * bevel, y0 + (y1 - y0) // 2)
        cv2.putText(picture, letter, at, cv2.FONT_HERSHEY_SIMPLEX, scale, (mark,) * 3, 1)


def _aslant(rng: np.random.Generator, picture: NDArray[np.floating]) -> NDArray[np.float32]:
    """A surface turned and leaned away, its border repeated as a mirror would."""
    height, width = picture.shape[:2]
    middle = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 1]])
    angle, grow = rng.uniform(-0.6, 0.6), rng.uniform(1.0, 1.6)
    cos, sin = grow * np.cos(angle), grow * np.sin(angle)
    lean = rng.normal(0, 0.4, 2) / (width, height)
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [*lean, 1]])
    matrix = np.linalg.inv(middle) @ turn @ middle
    seen = cv2.warpPerspective(
        picture.astype(np.float32), matrix, (width, height), borderMode=cv2.BORDER_REFLECT
    )
    return np.asarray(seen, np.float32)


def _stripes(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    picture = _flat(rng, height, width)
    for _ in range(int(rng.integers(2, 25))):
        colour = tuple(map(float, random_colour(rng)))
        a, b = rng.uniform(-0.2, 1.2, (2, 2)) * (width, height)
        cv2.line(
            picture,
            (int(a[0]), int(a[1])),
            (int(b[0]), int(b[1])),
            colour,
            int(rng.integers(1, 30)),
        )
    return picture
