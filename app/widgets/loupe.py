"""The active corner, enlarged, always at the same place: beside the picture, never over it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.widgets.theme import STAGE_DARK, STEADY
from detector.quad import Quad

SIZE_PX = 176
LEAST_PX = 64  # of the height, where a long notice takes the room of a low window
# Widget px a picture px; small pictures are enlarged more by their own pixels, large ones less.
ENLARGEMENT = 4.0


class Loupe(QWidget):
    """Shows the full picture around one corner, with the outline's two sides and a crosshair."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(SIZE_PX)
        self.setMinimumHeight(LEAST_PX)
        self.setMaximumHeight(SIZE_PX)
        self.setAccessibleName(self.tr("Loupe on the active corner"))
        self._image = QImage()
        self._quad: Quad | None = None
        self._corner = 0

    def sizeHint(self) -> QSize:
        return QSize(SIZE_PX, SIZE_PX)

    def show_picture(self, image: QImage) -> None:
        """The picture in full."""
        self._image = image
        self.update()

    def show_corner(self, quad: Quad | None, corner: int) -> None:
        """Points at a corner (0 to 3) of an outline, px of the picture."""
        self._quad, self._corner = quad, corner
        self.update()

    @property
    def centre(self) -> tuple[float, float] | None:
        """The point under the crosshair, px of the picture."""
        if self._quad is None:
            return None
        x, y = self._quad.corners[self._corner].tolist()
        return x, y

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        painter.fillPath(frame, STAGE_DARK)
        if self._quad is not None:
            painter.save()
            painter.setClipPath(frame)
            self._paint_enlarged(painter)
            painter.restore()
        painter.setPen(QPen(QColor(127, 137, 150), 2))
        painter.drawPath(frame)
        painter.end()

    def _paint_enlarged(self, painter: QPainter) -> None:
        assert self._quad is not None
        middle = QRectF(self.rect()).center()
        painter.save()
        painter.translate(middle)
        painter.scale(ENLARGEMENT, ENLARGEMENT)
        x, y = self._quad.corners[self._corner].tolist()
        # Pixel centres lie at integers: the pixel (0, 0) covers [-0.5, 0.5].
        source = QRectF(QPointF(), QSizeF(self.size()) / ENLARGEMENT)
        source.moveCenter(QPointF(x + 0.5, y + 0.5))
        if not self._image.isNull():
            kept = source.intersected(QRectF(self._image.rect()))
            target = kept.translated(-x - 0.5, -y - 0.5)
            painter.drawImage(target, self._image, kept)
        corners = self._quad.corners - (x, y)
        pen = QPen(STEADY, 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        here = corners[self._corner]
        for neighbour in (corners[self._corner - 1], corners[(self._corner + 1) % 4]):
            painter.drawLine(QPointF(*here.tolist()), QPointF(*neighbour.tolist()))
        painter.restore()
        for colour, width_px in ((QColor(0, 0, 0, 150), 3), (QColor("#FFFFFF"), 1)):
            painter.setPen(QPen(colour, width_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            for gap, end in ((5, 30), (-5, -30)):
                for near, far in (
                    (QPointF(gap, 0), QPointF(end, 0)),
                    (QPointF(0, gap), QPointF(0, end)),
                ):
                    painter.drawLine(middle + near, middle + far)
