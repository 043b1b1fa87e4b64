"""The lines of a zone as they were read, to be compared with what they were taken for."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.workers.layers import Layers

MOST_PX = 96  # high
KEEP = Qt.AspectRatioMode.KeepAspectRatio


class MrzStrip(QWidget):
    """As wide as there is room, whole, and not over MOST_PX high; nothing where nothing is known.

    It holds the only copy there is: what a document says goes with the dialog.
    """

    def __init__(self, layers: Layers) -> None:
        super().__init__()
        self._layers = layers
        size = layers.full.size()
        self._share = size.height() / size.width() if layers.pictures else 0.0  # of its width
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("The machine readable zone as it was read"))
        self.setVisible(bool(layers.pictures))

    def heightForWidth(self, width: int) -> int:
        return min(MOST_PX, math.ceil(width * self._share))

    def sizeHint(self) -> QSize:
        return QSize(0, MOST_PX)  # the rows below say how wide a dialog is

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    @property
    def place(self) -> QRectF:
        """Where the lines are."""
        whole = QSizeF(self._layers.full.size())
        made = QRectF(QPointF(), whole.scaled(QSizeF(self.size()), KEEP))
        made.moveLeft((self.width() - made.width()) / 2)
        return made

    def paintEvent(self, _event: QPaintEvent) -> None:
        place = self.place
        scale = place.width() * self.devicePixelRatioF() / self._layers.full.width()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._layers.at_scale(scale))
        painter.end()
