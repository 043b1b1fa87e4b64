"""Sheets that are not flat: bent like a cylinder, or lifted at one corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.synthesis.sheet import Sheet, outline

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]

# How far a side bows out of the line between its corners, share of its length.
BOW = (0.004, 0.025)
# How far a lifted corner moves in the picture, share of the sheet's shorter side; the lift begins a
# share LIFTED of the sides away from it, of which it moves STEEPEST at most. Along a side the lift
# is a parabola, whose middle lies a quarter of its end's height below its chord.
LIFT, LIFTED, STEEPEST = (0.015, 0.09), (0.5, 1.0), 0.12


def bent(rng: np.random.Generator, sheet: Sheet) -> Sheet:
    """The sheet curved, on a larger clear canvas; its corners are those of the curved one."""
    whole = bool(np.allclose(sheet.corners, outline(sheet.image)))
    # Only a sheet's own corner comes up, never that of a document printed within it.
    return _lifted(rng, sheet) if whole and rng.random() < 0.35 else _cylinder(rng, sheet)


def _cylinder(rng: np.random.Generator, sheet: Sheet) -> Sheet:
    """Bent about an axis parallel to one pair of the document's sides; the others bow.

    Seen aslant both bow to the same side, the nearer one more; seen from above, apart.
    """
    low, high = sheet.corners[0], sheet.corners[2]
    axis = int(rng.integers(2))
    length = float((high - low)[axis])
    first = float(rng.choice([-1, 1]) * rng.uniform(*BOW)) * length
    second = first * float(rng.uniform(0.4, 1) if rng.random() < 0.7 else rng.uniform(-1, 0.4))
    if rng.random() < 0.5:
        first, second = second, first
    room = int(max(abs(first), abs(second)) * 3.5) + 3
    x, y = _grid(sheet, room)
    along, across = ((x, y), (y, x))[axis]
    turn = (along - np.float32(low[axis])) * np.float32(np.pi / length)
    wave = np.sin(turn)
    # A px at `across` comes from v, with across = v + wave · (first + (second - first) · share),
    # where share is 0 at v = start and 1 at the document's other side.
    start, other = float(low[1 - axis]), float((high - low)[1 - axis])
    slope = wave * ((second - first) / other)
    source = (across + (slope * start - wave * first)) / (1 + slope)
    shade = 1 + float(rng.uniform(-0.3, 0.3)) * np.cos(turn)
    maps = ((along, source), (source, along))[axis]
    return _warped(sheet, maps, shade, room, sheet.corners)


def _lifted(rng: np.random.Generator, sheet: Sheet) -> Sheet:
    """One corner off the ground; it moves in the picture as the camera's direction has it."""
    index = int(rng.integers(4))
    corner, beside = sheet.corners[index], sheet.corners[(index + 2) % 4] - sheet.corners[index]
    span = float(rng.uniform(*LIFTED))
    size = float(rng.uniform(LIFT[0], min(LIFT[1], STEEPEST * span)) * np.abs(beside).min())
    angle = float(rng.uniform(0, 2 * np.pi))
    move = size * np.array([np.cos(angle), np.sin(angle)])
    room = int(size) + 3
    x, y = _grid(sheet, room)
    # u is 0 at the corner, 1 at both of its neighbours. What lay at u is q² moves further, with
    # q = 1 - u ÷ span, and is then at u + pull q²: a quadratic equation for q.
    u = (x - corner[0]) / beside[0] + (y - corner[1]) / beside[1]
    pull = float((move / beside).sum())
    below = np.maximum(span - u, 0).astype(np.float32)
    root = np.sqrt(np.maximum(span**2 - 4 * pull * below, 0))
    q = 2 * below / (span + root)
    lift = q * q
    shade = 1 + float(rng.uniform(-0.4, 0.25)) * np.minimum(q, 1)
    corners = sheet.corners.copy()
    corners[index] += move
    maps = (x - lift * np.float32(move[0]), y - lift * np.float32(move[1]))
    return _warped(sheet, maps, shade, room, corners)


def _grid(sheet: Sheet, room: int) -> tuple[Floats, Floats]:
    """x, shape (1, W), and y, shape (H, 1), px of the sheet's picture, of each column and row of a
    canvas with so much room around it."""
    height, width = sheet.image.shape[:2]
    x = np.arange(-room, width + room, dtype=np.float32)[None]
    return x, np.arange(-room, height + room, dtype=np.float32)[:, None]


def _warped(
    sheet: Sheet,
    maps: tuple[Floats, Floats],
    shade: Floats,
    room: int,
    corners: NDArray[np.float64],
) -> Sheet:
    """maps : x and y of where each px comes from. shade : how bright it is, 1 as it was. All of a
    shape that spreads to the canvas'."""
    x, y = (np.ascontiguousarray(each, np.float32) for each in np.broadcast_arrays(*maps))
    image = cv2.remap(sheet.image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.remap(sheet.mask, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    lit = np.clip(image * np.asarray(shade, np.float32)[..., None], 0, 255).astype(np.uint8)
    return Sheet(lit, np.asarray(mask, np.uint8), corners + room)
