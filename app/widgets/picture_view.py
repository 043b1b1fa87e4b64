"""What both the page and the review of its corners are: a picture, whole or a part of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.widgets.fit import MAX_ZOOM, Fit
from app.workers.layers import Layers
from detector.quad import Box

MARGIN_PX = 26.0
ZOOM_STEP = 1.25
# px of the screen a px of the picture: even of a huge picture single pixels can be seen. From so
# many on what is zoomed shows them as squares, as the loupe does; what is whole stays smooth.
MOST, SQUARES = 4.0, 3.0
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
NONE_LEFT = 1e-6  # what rounding leaves of a way that was gone
BADGE_PX = 10.0  # from the view's rim


class PictureView(QWidget):
    """Shows a picture whole until somebody zooms: the wheel at the pointer, zoom() at the middle.

    The middle button pans. What is zoomed stays so until another picture is shown.
    """

    pan_buttons = Qt.MouseButton.MiddleButton

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers = Layers()
        self._size = (0, 0)  # px of the picture; there is none yet
        self._fit: Fit | None = None
        self._zoomed = False  # a part is shown, as somebody wished
        self._pan_from: QPointF | None = None  # where the pointer was, while it drags

    @property
    def image(self) -> QImage:
        """The picture in full; null for none."""
        return self._layers.full

    @property
    def zoomed(self) -> bool:
        """Whether a part is shown, as somebody wished."""
        return self._zoomed

    @property
    def place(self) -> Fit:
        """Where in the widget the picture is shown, and how large."""
        return self._fit or self._whole()

    @property
    def percent(self) -> str:
        """How large the picture is shown: at 100 % each of its px is one of the screen."""
        return self._percent(self.place.scale)

    def show_picture(self, layers: Layers) -> None:
        """The picture; no layers for none."""
        self._layers = layers
        self.update()

    def zoom(self, factor: float) -> None:
        """Larger or smaller by a step; 0 shows the whole picture. A step over 100 % ends there."""
        left = self._plain() / self.place.scale  # to 100 %
        if factor and abs(left - 1) > NONE_LEFT and min(factor, 1) < left < max(factor, 1):
            factor = left
        self._zoom(factor, self._anchor())

    # --------------------------------------------------------------------------------- mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() & self.pan_buttons:
            self._pan_from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pan_from is not None:
            # From where it is by now: it may have been zoomed meanwhile.
            self._show_at(self.place.moved(event.position() - self._pan_from))
            self._pan_from = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() & self.pan_buttons:
            self._pan_from = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom(1.0015 ** event.angleDelta().y(), event.position())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A view of the whole goes on to be one; a part stays in the middle, as large as it was."""
        if not self._zoomed:
            self._fit_whole()
            return
        grown = QSizeF(event.size() - event.oldSize()) / 2
        self._show_at(self.place.moved(QPointF(grown.width(), grown.height())))

    # ------------------------------------------------------------------------------ for heirs
    def _box(self) -> Box | None:
        """What belongs to the picture and may reach out of it, px of the picture."""
        return None

    def _anchor(self) -> QPointF:
        """What zoom() leaves at its place in the widget."""
        return QRectF(self.rect()).center()

    def _whole(self) -> Fit:
        """The picture, with what belongs to it."""
        return Fit.inside(QSizeF(self.size()), *self._size, MARGIN_PX, self._box())

    def _plain(self) -> float:
        """The scale of 100 %: one px of the picture is one of the screen."""
        return 1 / self.devicePixelRatioF()

    def _percent(self, scale: float) -> str:
        share = round(100 * scale / self._plain())
        return QCoreApplication.translate("PictureView", "{percent} %").format(percent=share)

    def _fit_whole(self) -> None:
        self._show_at(self._whole())

    def _zoom(self, factor: float, anchor: QPointF) -> None:
        """Larger or smaller around a point of the widget; 0 shows the whole picture."""
        place, whole = self.place, self._whole()
        # A fast wheel goes to the end, not nowhere.
        most = max(whole.scale * MAX_ZOOM, MOST * self._plain()) / place.scale
        self._show_at(place.zoomed(min(factor, most), anchor) if factor else whole)

    def _show_at(self, fit: Fit) -> None:
        """Shows the picture there, no smaller than whole, and never out of sight."""
        whole = self._whole()
        small = fit.scale <= whole.scale or not all(self._size)
        self._fit = whole if small else fit.kept(QSizeF(self.size()), self._box())
        self._zoomed = not small
        self.update()

    # ------------------------------------------------------------------------------- painting
    def _paint_picture(self, painter: QPainter) -> None:
        place = self.place.rect
        if self._layers.full.isNull():
            return
        screen = painter.deviceTransform()  # px of the screen, at any scale of the desktop
        layer = self._layers.at_scale(place.width() * screen.m11() / self._size[0])
        there = screen.mapRect(place)
        # From a whole px on, so that at 100 % each px of the picture is one of the screen.
        place.translate(
            (round(there.x()) - there.x()) / screen.m11(),
            (round(there.y()) - there.y()) / screen.m22(),
        )
        same = abs(there.width() - layer.width()) + abs(there.height() - layer.height()) < 0.5
        squares = self._zoomed and there.width() >= SQUARES * self._size[0]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not (same or squares))
        painter.drawImage(place, layer, QRectF(layer.rect()))

    def _paint_badge(self, painter: QPainter) -> None:
        """Says so where a part is shown."""
        if not self._zoomed:
            return
        text = self.percent
        room = QSizeF(painter.fontMetrics().size(0, text)) + QSizeF(16, 6)
        badge = QRectF(QPointF(BADGE_PX, self.height() - BADGE_PX - room.height()), room)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 23, 28, 200))
        painter.drawRoundedRect(badge, room.height() / 2, room.height() / 2)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
