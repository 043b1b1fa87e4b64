"""Tables, codes and what else fills the backs of designs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.training.designs.lettering import write
from detector.training.designs.pen import blend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.training.designs.pen import Part, Pen, Place

INK, PAPER = "141418", "fafafa"


def _printed(pen: Pen, place: Place, cells: NDArray[np.bool_], quiet: int) -> None:
    """Cells of a code, dark on white, with a quiet zone so many px wide around them."""
    spot = pen.part(place)
    spot[:] = np.array(pen.ink(PAPER)).astype(np.uint8)
    height, width = spot.shape[:2]
    size = (max(1, width - 2 * quiet), max(1, height - 2 * quiet))
    large = cv2.resize(cells.astype(np.float32), size, interpolation=cv2.INTER_NEAREST)
    cover = np.asarray(large, np.float32)
    blend(spot[quiet : quiet + size[1], quiet : quiet + size[0]], cover, pen.ink(INK))


def stripes(place: Place, count: int = 95) -> Part:
    """A code of one row of bars."""

    def draw(pen: Pen) -> None:
        _printed(pen, place, pen.rng.random((1, count)) < 0.5, 4)

    return draw


def stacked(place: Place, rows: int = 14, columns: int = 120) -> Part:
    """Rows of bars between two of a start and a stop, as PDF417 has them."""

    def draw(pen: Pen) -> None:
        cells = pen.rng.random((rows, columns)) < 0.5
        cells[:, :8] = cells[:, -8:] = np.array([1, 1, 1, 1, 0, 1, 0, 1], bool)
        _printed(pen, place, cells, 4)

    return draw


def squares(place: Place, cells: int = 29, quiet: int = 4) -> Part:
    """A square code with its three eyes, in the middle of the place."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        side = min(x1 - x0, y1 - y0)
        code = pen.rng.random((cells, cells)) < 0.5
        for row, column in ((0, 0), (0, cells - 7), (cells - 7, 0)):
            eye = np.zeros((7, 7), bool)
            eye[[0, -1]], eye[:, [0, -1]], eye[2:5, 2:5] = True, True, True
            code[row : row + 7, column : column + 7] = eye
        left, top = (x0 + x1 - side) // 2, (y0 + y1 - side) // 2
        _printed(pen.on(pen.image[top : top + side, left : left + side]), (0, 0, 1, 1), code, quiet)

    return draw


def table(place: Place, rows: int, columns: int, ink: str = "303038", filled: float = 0.6) -> Part:
    """Ruled cells, this share of which holds a number or a word."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        across = np.linspace(x0, x1 - 1, columns + 1).round().astype(int).tolist()
        down = np.linspace(y0, y1 - 1, rows + 1).round().astype(int).tolist()
        for x in across:
            cv2.line(pen.image, (x, y0), (x, y1 - 1), pen.ink(ink), 1)
        for y in down:
            cv2.line(pen.image, (x0, y), (x1 - 1, y), pen.ink(ink), 1)
        for row in range(rows):
            gap = (down[row + 1] - down[row]) // 4
            for column in range(columns):
                if pen.rng.random() < filled:
                    text = str(pen.rng.choice(["A1", "B", "BE", "C1E", "12.08.14", "—", "T", "78"]))
                    box = (across[column] + 4, down[row] + gap, across[column + 1] - 3,
                           down[row + 1] - gap)  # fmt: skip
                    write(pen, text, box, pen.ink(ink))

    return draw


def ruled(place: Place, rows: int, ink: str = "8890a0", thick: int = 1) -> Part:
    """Lines to write on."""

    def draw(pen: Pen) -> None:
        x0, y0, x1, y1 = pen.box(place)
        for y in np.linspace(y0, y1 - 1, rows).round().astype(int).tolist():
            cv2.line(pen.image, (x0, y), (x1 - 1, y), pen.ink(ink), thick)

    return draw


def finger(place: Place, ink: str = "303848") -> Part:
    """A finger's print: ridges around a middle."""

    def draw(pen: Pen) -> None:
        spot = pen.part(place)
        y, x = np.mgrid[-1 : 1 : spot.shape[0] * 1j, -1 : 1 : spot.shape[1] * 1j]
        away = np.hypot(x * 1.1, y + 0.25 * np.sin(2 * x + pen.rng.uniform(0, 6)))
        ridges = np.clip(np.sin(away * 34) * 2, 0, 1) * (np.hypot(x, y) < 0.92)
        blend(spot, 0.85 * ridges, pen.ink(ink))

    return draw


def foil(place: Place, share: float = 0.55) -> Part:
    """A hologram: all colours in turn, on a shining ground."""

    def draw(pen: Pen) -> None:
        spot = pen.part(place)
        y, x = np.mgrid[-1 : 1 : spot.shape[0] * 1j, -1 : 1 : spot.shape[1] * 1j]
        phase = 5 * x + 3 * y + pen.rng.uniform(0, 6)
        colours = np.stack([175 + 70 * np.sin(phase + each) for each in (0, 2.1, 4.2)], axis=-1)
        inside = share * (np.hypot(x, y) < 1)[..., None]
        spot[:] = (spot + (colours - spot) * inside).astype(np.uint8)

    return draw


def ornament(gap: float, ink: str, count: int = 34, reach: float = 0.03) -> Part:
    """A border of rosettes touching each other; gap : to their middles, and reach : their radius,
    shares of the shorter side. count : along the longer side."""

    def draw(pen: Pen) -> None:
        width, height = pen.size
        short = min(width, height)
        near, size = gap * short, max(2, round(reach * short))
        pitch = (max(width, height) - 2 * near) / count
        across = np.linspace(near, width - near, max(2, round((width - 2 * near) / pitch)))
        down = np.linspace(near, height - near, max(2, round((height - 2 * near) / pitch)))
        spots = [(x, y) for x in across for y in (near, height - near)]
        spots += [(x, y) for y in down for x in (near, width - near)]
        for x, y in spots:
            at = (round(float(x)), round(float(y)))
            cv2.circle(pen.image, at, size, pen.ink(ink), 2, cv2.LINE_AA)
            cv2.circle(pen.image, at, max(1, size // 3), pen.ink(ink), -1, cv2.LINE_AA)

    return draw


def fold(at: float, dark: float = 0.3, *, upright: bool = False) -> Part:
    """A fold's shadow over a sheet; at : its share of the height, or of the width if upright."""

    def draw(pen: Pen) -> None:
        length = pen.image.shape[1 if upright else 0]
        away = np.abs(np.arange(length) / length - at) / 0.02
        shade = 1 - dark * np.exp(-away)
        shade = shade[None, :, None] if upright else shade[:, None, None]
        pen.image[:] = (pen.image * shade).astype(np.uint8)

    return draw
