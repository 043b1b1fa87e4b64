"""Where a picture lies in a widget, and back: pixel centres are integers, as in detector.quad."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from detector.quad import Box, Point

MAX_ZOOM = 12.0


@dataclass(frozen=True)
class Fit:
    """scale : widget px a picture px. left, top : where the picture's outer edge lies."""

    scale: float
    left: float
    top: float
    width: int
    height: int

    @classmethod
    def inside(
        cls,
        area: QSizeF,
        width: int,
        height: int,
        margin_px: float = 0.0,
        also: Box | None = None,
    ) -> Fit:
        """A picture of width × height px, whole and centred in an area with a margin.

        also : (x0, y0, x1, y1) px, whole as well where it reaches out of the picture.
        """
        x0, y0, x1, y1 = _extent(width, height, also)
        room_x = max(area.width() - 2 * margin_px, 1.0)
        room_y = max(area.height() - 2 * margin_px, 1.0)
        scale = min(room_x / max(x1 - x0, 1.0), room_y / max(y1 - y0, 1.0))
        left = (area.width() - (x0 + x1 + 1) * scale) / 2
        return cls(scale, left, (area.height() - (y0 + y1 + 1) * scale) / 2, width, height)

    @property
    def rect(self) -> QRectF:
        """The picture's place in the widget."""
        return QRectF(self.left, self.top, self.width * self.scale, self.height * self.scale)

    def to_widget(self, point: Point) -> QPointF:
        """A point of the picture, px, in the widget."""
        x, y = point
        return QPointF(self.left + (x + 0.5) * self.scale, self.top + (y + 0.5) * self.scale)

    def to_picture(self, point: QPointF) -> Point:
        """A point of the widget in the picture, px; it may lie outside."""
        return (
            (point.x() - self.left) / self.scale - 0.5,
            (point.y() - self.top) / self.scale - 0.5,
        )

    def zoomed(self, factor: float, anchor: QPointF) -> Fit:
        """Larger or smaller, with what lies under the anchor kept there."""
        scale = self.scale * factor
        left = anchor.x() - (anchor.x() - self.left) * factor
        return Fit(
            scale, left, anchor.y() - (anchor.y() - self.top) * factor, self.width, self.height
        )

    def moved(self, by: QPointF) -> Fit:
        """Shifted in the widget."""
        return Fit(self.scale, self.left + by.x(), self.top + by.y(), self.width, self.height)

    def kept(self, area: QSizeF, also: Box | None = None) -> Fit:
        """Shifted no more than needed for the middle of an area to show a part of the picture, or
        of what belongs to it, as in inside()."""
        x, y = area.width() / 2, area.height() / 2
        x0, y0, x1, y1 = _extent(self.width, self.height, also)
        low, high = self.to_widget((x0, y0)), self.to_widget((x1, y1))
        by_x = min(max(x, low.x()), high.x()) - x
        by_y = min(max(y, low.y()), high.y()) - y
        return self.moved(QPointF(-by_x, -by_y))


def _extent(width: int, height: int, also: Box | None) -> Box:
    """The box of a picture of width × height px, widened to take in another one."""
    x0, y0, x1, y1 = also or (0.0, 0.0, 0.0, 0.0)
    return min(x0, -0.5), min(y0, -0.5), max(x1, width - 0.5), max(y1, height - 0.5)
