"""The program's own window in a picture of the screen: an endless mirror, unless it is taken out.

Where the window lies is known, but not whether others lie above it; what those show must stay. A
tape around the live picture tells: where it is seen, the window is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

# BGR. Amber and near black, as of the outline and the stage: far apart in any colour profile.
LIGHT, DARK = (36, 178, 255), (28, 23, 20)
TOLERANCE = 70
# Fewer in a row may be anything: a dark window looks like the dark ones.
LEAST_RUN = 3
# Of the tape, in parts of a cell's length.
BREADTH = 0.375
# Cells of one colour are joined over the others: up to 60 px apart, on a screen at three times the
# usual density; and so large is the share of them that has to be there.
JOINED_PX, FOUND_SHARE, TRIES = 31, 0.8, 4
# What is put in the window's place: the stage's colour.
FILL = DARK

Part = tuple[float, float, float, float]


@dataclass(frozen=True)
class OwnWindow:
    """Where the window lies on the screen that is watched.

    places : of the window, and of its menus, (x0, y0, x1, y1) in parts of the screen's width and
    height, so that neither the scale of a screen nor that of its picture matters; they may reach
    beyond 0 to 1. tape : the middle line of the tape, likewise; None where it is not shown.
    cells : how many there are across and down, light ones first. adrift : only how the places lie
    to each other is known, and the tape has to be looked for.
    """

    places: tuple[Part, ...] = ()
    tape: Part | None = None
    cells: tuple[int, int] = (0, 0)
    adrift: bool = False


def without_own(image: NDArray[np.uint8], own: OwnWindow) -> None:
    """Fills the window's place in a picture of the screen, uint8 (H, W, 3) BGR, as far as the
    window is seen there; in place. Without a tape nothing is filled."""
    if own.adrift:
        own = _located(image, own)
    if own.tape is None:
        return
    seen = _seen_cells(image, own.tape, own.cells)
    if not seen.any():
        return
    for place in own.places:
        _fill(image, place, own.tape, seen)


def _located(image: NDArray[np.uint8], own: OwnWindow) -> OwnWindow:
    """With its places where the tape is found in the picture, whole; without a tape where not."""
    if own.tape is None:
        return own
    # Each second px will do: the tape is six px broad, or more.
    low, high = (tuple(each + sign * TOLERANCE for each in LIGHT) for sign in (-1, 1))
    light = cv2.inRange(np.ascontiguousarray(image[::2, ::2]), low, high)
    # With room around it: at a picture's rim nothing would be taken away again.
    light = cv2.copyMakeBorder(light, *4 * (JOINED_PX,), cv2.BORDER_CONSTANT)
    joined = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((JOINED_PX, JOINED_PX), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = sorted(stats[1:, :4].tolist(), key=lambda box: box[2] * box[3], reverse=True)
    for x, y, width, height in boxes[:TRIES]:
        box = tuple(2 * each for each in (x - JOINED_PX, y - JOINED_PX, width, height))
        tape = _middle(box, image.shape[:2], own.cells)
        if _share_seen(image, tape, own.cells) >= FOUND_SHARE:
            places = tuple(_moved(place, own.tape, tape) for place in own.places)
            return replace(own, places=places, tape=tape, adrift=False)
    return replace(own, tape=None)


def _middle(box: tuple[int, ...], shape: tuple[int, ...], cells: tuple[int, int]) -> Part:
    """The middle line of a tape that fills a box (x, y, width, height), px."""
    x, y, width, height = box
    half_x, half_y = (
        size / (n + BREADTH) * BREADTH / 2 for size, n in zip(box[2:], cells, strict=True)
    )
    rows, columns = shape
    return (
        (x + half_x) / columns,
        (y + half_y) / rows,
        (x + width - half_x) / columns,
        (y + height - half_y) / rows,
    )


def _share_seen(image: NDArray[np.uint8], tape: Part, cells: tuple[int, int]) -> float:
    return float(np.concatenate(_sides(image, tape, cells)).mean())


def _moved(place: Part, before: Part, now: Part) -> Part:
    """A place that keeps to another, as that moves and grows."""
    grown = [(now[axis + 2] - now[axis]) / (before[axis + 2] - before[axis]) for axis in (0, 1)]
    moved = [now[n % 2] + (place[n] - before[n % 2]) * grown[n % 2] for n in range(4)]
    return moved[0], moved[1], moved[2], moved[3]


def _seen_cells(image: NDArray[np.uint8], tape: Part, cells: tuple[int, int]) -> NDArray[np.uint8]:
    """Which parts of the window are seen, (down, across), 1 or 0, by the tape at its rims.

    One window that lies above another hides a rectangle: where that reaches over two neighbouring
    sides of the tape it is their common corner, over two opposite sides a band between them.
    """
    top, bottom, left, right = _sides(image, tape, cells)
    across, down = top & bottom, (left & right)[:, None]
    bands = (top | bottom) & (left | right)[:, None]
    return np.asarray((across | down) & bands, np.uint8)


def _sides(
    image: NDArray[np.uint8], tape: Part, cells: tuple[int, int]
) -> tuple[NDArray[np.bool_], ...]:
    """Which cells are seen of the top, the bottom, the left and the right."""
    x0, y0, x1, y1 = tape
    xs, ys = _centres(x0, x1, cells[0]), _centres(y0, y1, cells[1])
    return (
        *(_matches(image, xs, np.full_like(xs, y)) for y in (y0, y1)),
        *(_matches(image, np.full_like(ys, x), ys) for x in (x0, x1)),
    )


def _centres(start: float, end: float, count: int) -> NDArray[np.float64]:
    return start + (np.arange(count) + 0.5) * (end - start) / count


def _matches(
    image: NDArray[np.uint8], xs: NDArray[np.float64], ys: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether each cell of a side looks as it was painted, as one of LEAST_RUN in a row; those
    beyond the screen hide nothing, and count as seen."""
    height, width = image.shape[:2]
    columns, rows = np.floor(xs * width).astype(int), np.floor(ys * height).astype(int)
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    found = image[rows.clip(0, height - 1), columns.clip(0, width - 1)].astype(int)
    painted = np.where(np.arange(len(xs))[:, None] % 2 == 0, LIGHT, DARK)
    alike = ~inside | (np.abs(found - painted) <= TOLERANCE).all(axis=1)
    run = np.ones((1, LEAST_RUN), np.uint8)
    opened = cv2.morphologyEx(alike.astype(np.uint8)[None], cv2.MORPH_OPEN, run)
    return np.asarray(opened[0] > 0)


def _fill(image: NDArray[np.uint8], place: Part, tape: Part, seen: NDArray[np.uint8]) -> None:
    """Fills a place; beyond the tape it is as seen as the tape's nearest cell."""
    height, width = image.shape[:2]
    left, right = (round(min(max(x, 0.0), 1.0) * width) for x in (place[0], place[2]))
    top, bottom = (round(min(max(y, 0.0), 1.0) * height) for y in (place[1], place[3]))
    part = image[top:bottom, left:right]
    if seen.all():
        part[:] = FILL
        return
    down, across = seen.shape
    columns = _cell(np.arange(left, right), width, (tape[0], tape[2]), across)
    rows = _cell(np.arange(top, bottom), height, (tape[1], tape[3]), down)
    mask = seen[rows[:, None], columns]
    cv2.copyTo(np.full_like(part, FILL), mask, part)


def _cell(
    at: NDArray[np.int_], size: int, span: tuple[float, float], count: int
) -> NDArray[np.int_]:
    part = ((at + 0.5) / size - span[0]) / (span[1] - span[0])
    return np.asarray(np.floor(part * count).clip(0, count - 1), np.int_)
