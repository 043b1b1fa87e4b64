"""The tape around the live picture of a screen: everybody sees that the screen is watched, and the
worker sees in its pictures where this window is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter

from app.workers.own_window import BREADTH, DARK, LIGHT

CELL_PX = 16.0
TAPE_PX = CELL_PX * BREADTH


def cells_of(size: QSize) -> tuple[int, int]:
    """How many cells there are across and down, for a picture's place of this size."""
    room = middle_of(QRectF(0, 0, size.width(), size.height()))
    return max(1, round(room.width() / CELL_PX)), max(1, round(room.height() / CELL_PX))


def middle_of(place: QRectF) -> QRectF:
    """The tape's middle line, for the place that it goes around."""
    half = TAPE_PX / 2
    return place.adjusted(half, half, -half, -half)


def paint_tape(painter: QPainter, place: QRectF) -> None:
    """Paints it at the inner rim of a place."""
    line = middle_of(place)
    across, down = cells_of(place.size().toSize())
    half, long_x, long_y = TAPE_PX / 2, line.width() / across, line.height() / down
    light, dark = (QColor(red, green, blue) for blue, green, red in (LIGHT, DARK))
    for number in range(across):
        for y in (line.top(), line.bottom()):
            cell = QRectF(line.left() + number * long_x, y - half, long_x, TAPE_PX)
            painter.fillRect(cell, dark if number % 2 else light)
    for number in range(down):
        for x in (line.left(), line.right()):
            cell = QRectF(x - half, line.top() + number * long_y, TAPE_PX, long_y)
            painter.fillRect(cell, dark if number % 2 else light)
