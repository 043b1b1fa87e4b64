"""The outline under edit: which part lies under the pointer, and how it looks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.widgets.theme import SEARCHING, STEADY, VEIL
from detector.errors import GeometryError
from detector.quad import Quad

WHOLE: Literal["whole"] = "whole"
CORNER_PX = 10.0
SIDE_PX = 7.0
# Within this distance of a handle's centre a press takes the handle.
REACH_PX = 28.0


@dataclass(frozen=True)
class Grip:
    """What was taken: a corner (0 to 3), a side (0: top, 1: right …) or the whole."""

    kind: Literal["corner", "side", "whole"]
    index: int = 0


def middles(corners: list[QPointF]) -> list[QPointF]:
    """The middle of each side: top, right, bottom, left."""
    return [(corners[i] + corners[(i + 1) % 4]) / 2 for i in range(4)]


def grip_at(point: QPointF, corners: list[QPointF]) -> Grip:
    """What a press takes: a handle in reach, else the whole inside, else the nearest corner."""
    nearest = min(range(4), key=lambda i: _distance(point, corners[i]))
    if _distance(point, corners[nearest]) <= REACH_PX:
        return Grip("corner", nearest)
    sides = middles(corners)
    side = min(range(4), key=lambda i: _distance(point, sides[i]))
    if _distance(point, sides[side]) <= REACH_PX:
        return Grip("side", side)
    if QPolygonF(corners).containsPoint(point, Qt.FillRule.OddEvenFill):
        return Grip(WHOLE)
    return Grip("corner", nearest)


def dragged(quad: Quad, grip: Grip, by: QPointF, size: tuple[int, int], home: Quad) -> Quad:
    """The outline with what was taken moved by px of a picture of this size (width, height).

    A corner stays within the picture. One of a document that the frame cuts may lie outside: it
    comes no further out than it lies now, or at home, where the outline was put.

    Raises GeometryError for a move that would cross the outline or fold it in, or take its middle
    out of the picture: it could not be fetched back.
    """
    width, height = size
    if grip.kind == "corner":
        place, before = quad.corners[grip.index], home.corners[grip.index]
        known = np.array([(-0.5, -0.5), (width - 0.5, height - 0.5), place, before])
        wanted = place + np.array([by.x(), by.y()])
        x, y = np.clip(wanted, known.min(axis=0), known.max(axis=0)).tolist()
        return quad.with_corner(grip.index, (x, y))
    moved = quad.moved(by.x(), by.y()) if grip.kind == WHOLE else with_side(quad, grip.index, by)
    x0, y0, x1, y1 = moved.box
    if -0.5 <= (x0 + x1) / 2 <= width - 0.5 and -0.5 <= (y0 + y1) / 2 <= height - 0.5:
        return moved
    raise GeometryError("expected the middle of the outline within the picture")


def with_side(quad: Quad, side: int, by: QPointF) -> Quad:
    """A side moved across itself; what goes along it is left out. Raises GeometryError."""
    corners = quad.corners.copy()
    first, second = side, (side + 1) % 4
    along = corners[second] - corners[first]
    normal = (-along[1], along[0])
    length_squared = normal[0] ** 2 + normal[1] ** 2
    share = (by.x() * normal[0] + by.y() * normal[1]) / max(length_squared, 1e-9)
    for index in (first, second):
        corners[index] = corners[index] + (normal[0] * share, normal[1] * share)
    return Quad(corners)


def cursor(grip: Grip) -> Qt.CursorShape:
    """The pointer's shape over a part."""
    shapes = {
        "corner": Qt.CursorShape.CrossCursor,
        "side": Qt.CursorShape.PointingHandCursor,
        "whole": Qt.CursorShape.SizeAllCursor,
    }
    return shapes[grip.kind]


def paint(
    painter: QPainter, area: QRect, corners: list[QPointF], active: int, focused: bool
) -> None:
    """The outline and its handles; what lies outside it is darkened."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outside = QPainterPath()
    outside.addRect(QRectF(area))
    inside = QPainterPath()
    inside.addPolygon(QPolygonF(corners))
    painter.fillPath(outside.subtracted(inside), VEIL)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width_px in ((QColor(0, 0, 0, 130), 4.5), (STEADY, 2.5)):
        painter.setPen(QPen(colour, width_px))
        painter.drawPolygon(QPolygonF(corners))
    painter.setPen(QPen(QColor(0, 0, 0, 170), 1.5))
    painter.setBrush(QColor("#FFFFFF"))
    for middle in middles(corners):
        box = QRectF(0, 0, 2 * SIDE_PX, 2 * SIDE_PX)
        box.moveCenter(middle)
        painter.drawRoundedRect(box, 3, 3)
    for index, corner in enumerate(corners):
        chosen = index == active
        painter.setBrush(SEARCHING if chosen and focused else QColor("#FFFFFF"))
        painter.drawEllipse(corner, CORNER_PX, CORNER_PX)
        painter.setBrush(QColor(0, 0, 0, 170))
        painter.drawEllipse(corner, 1.5, 1.5)
        if chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(SEARCHING, 2))
            painter.drawEllipse(corner, CORNER_PX + 4, CORNER_PX + 4)
            painter.setPen(QPen(QColor(0, 0, 0, 170), 1.5))


def _distance(a: QPointF, b: QPointF) -> float:
    return math.hypot(a.x() - b.x(), a.y() - b.y())
