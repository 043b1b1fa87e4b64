"""The live picture with the outline of the document on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.widgets.fit import Fit
from app.widgets.tape import TAPE_PX, paint_tape
from app.widgets.theme import ON_STAGE_DARK, SEARCHING, STAGE_DARK, STEADY

if TYPE_CHECKING:
    from app.capture.pipeline import Observation
    from detector.quad import Quad

RING_RADIUS_PX = 30.0
BRACKET_SHARE = 0.16
LINE_PX = 3.0
FLASH, FLASH_MS = QColor(255, 255, 255, 130), 120
DASH_PX, GAP_PX = 20.0, 11.0
LOST = QColor(20, 23, 28, 150)  # over a picture that is no longer live
PILL = QColor(20, 23, 28, 225)


class Viewfinder(QWidget):
    """Paints the newest frame and the newest outline; keeps nothing else.

    Signals: room_changed(width, height) px of the screen, that a frame may take.
    """

    room_changed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Live picture"))
        self.setMinimumSize(240, 180)
        self._frame = QImage()
        self._quad: Quad | None = None
        self._seen_size = (0, 0)
        self._progress = 0.0
        self._count = 0
        self._watched = self._lost = False
        self._flash = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._flash.timeout.connect(self.update)

    def show_frame(self, frame: QImage) -> None:
        """Paints a frame at the next chance; one that was not painted yet is replaced."""
        self._frame = frame
        self.update()

    def show_observation(self, observation: Observation) -> None:
        """Draws an outline over the frames from now on."""
        self._quad = observation.quad
        self._seen_size = (observation.frame.width, observation.frame.height)
        self._progress = observation.stable_progress
        self.update()

    def show_count(self, count: int) -> None:
        """How many pages there are: one more in a live picture is a capture, and flashes."""
        if self.isVisible() and count > self._count:
            self._flash.start()
            self.update()
        self._count = count

    def show_watched(self, *, on: bool) -> None:
        """Whether what is shown is a screen, which is to be plain to see."""
        self._watched = on
        self.update()

    def show_lost(self, *, lost: bool) -> None:
        """Whether the feed sends no pictures any more: the last one stays, dimmed, and what was
        seen in it is not shown."""
        self._lost = lost
        if lost:
            self.drop_outline()
        self.update()  # dimmed, or not any more

    def show_engine(self, title: str, _ms: float) -> None:
        """What finds documents; where there is none yet, "", what was seen last is not shown."""
        if not title:
            self.drop_outline()

    def drop_outline(self) -> None:
        """What was seen last belongs to none of the frames from now on."""
        self._quad, self._progress = None, 0.0
        self.update()

    def forget(self) -> None:
        """Drops the frame and the outline of a feed that ended."""
        self._frame, self._quad, self._progress = QImage(), None, 0.0
        self.update()

    @property
    def steady(self) -> bool:
        """Whether the outline is shown as steady (green, whole, with a ring)."""
        return self._quad is not None and self._progress > 0

    def resizeEvent(self, _event: QResizeEvent) -> None:
        scale = self.devicePixelRatioF()
        self.room_changed.emit(round(self.width() * scale), round(self.height() * scale))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), STAGE_DARK)
        if self._frame.isNull():
            # Of a feed that is gone the guidance says what is waited for.
            if not self._lost:
                waiting = self.tr("Waiting for the first picture…")
                painter.setPen(ON_STAGE_DARK)
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, waiting)
        else:
            margin_px = TAPE_PX if self._watched else 0.0
            size = self._frame.width(), self._frame.height()
            fit = Fit.inside(QSizeF(self.size()), *size, margin_px)
            self._paint_frame(painter, fit.rect)
            if self._quad is not None:
                # What leaves the picture is not drawn beside it.
                painter.setClipRect(fit.rect)
                self._paint_outline(painter, fit.rect)
            if self._lost:
                painter.fillRect(fit.rect, LOST)
            if self._flash.isActive():
                painter.fillRect(fit.rect, FLASH)
            painter.setClipping(False)
        if self._watched:
            paint_tape(painter, QRectF(self.rect()))
            _paint_pill(painter, self.rect(), self.tr("The screen is being watched"))
        painter.end()

    def _paint_frame(self, painter: QPainter, place: QRectF) -> None:
        # A frame of this very size is copied at whole pixels, which is many times as fast.
        scale = self.devicePixelRatioF()
        spare = abs(place.width() * scale - self._frame.width())
        if spare < 1 and scale == 1:
            painter.drawImage(place.toRect().topLeft(), self._frame)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._frame)

    def _paint_outline(self, painter: QPainter, place: QRectF) -> None:
        assert self._quad is not None
        width, height = self._seen_size
        sx, sy = place.width() / max(width, 1), place.height() / max(height, 1)
        corners = [
            QPointF(place.left() + (x + 0.5) * sx, place.top() + (y + 0.5) * sy)
            for x, y in self._quad.corners.tolist()
        ]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.steady:
            _paint_steady(painter, corners, self._progress)
        else:
            _paint_searching(painter, corners)


def _paint_pill(painter: QPainter, place: QRect, text: str) -> None:
    """A line of text at the top, on a ground of its own."""
    room = painter.fontMetrics().boundingRect(text).adjusted(-12, -5, 12, 5)
    room.moveCenter(place.center())
    room.moveTop(place.top() + round(TAPE_PX) + 8)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PILL)
    painter.drawRoundedRect(room, room.height() / 2, room.height() / 2)
    painter.setPen(SEARCHING)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _paint_searching(painter: QPainter, corners: list[QPointF]) -> None:
    """Amber, dashed, open: told apart from the steady one by shape, not by colour alone."""
    for colour, width_px in ((QColor(0, 0, 0, 110), LINE_PX + 2), (SEARCHING, LINE_PX)):
        pen = QPen(colour, width_px, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([DASH_PX / width_px, GAP_PX / width_px])
        painter.setPen(pen)
        painter.drawLines(_sides(corners))


def _sides(corners: list[QPointF]) -> list[QLineF]:
    """Lines, not a polygon: with flat or square ends Qt fills these straight away, a polygon's
    outline by way of a path, which takes several times as long."""
    return [QLineF(corners[index - 1], corner) for index, corner in enumerate(corners)]


def _paint_steady(painter: QPainter, corners: list[QPointF], progress: float) -> None:
    """Green, whole, with strong corners, a light fill and the ring that fills."""
    fill = QColor(STEADY)
    fill.setAlpha(34)
    painter.setBrush(fill)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(QPolygonF(corners))
    sides = _sides(corners)
    brackets = [
        QLineF(side.pointAt(begin), side.pointAt(end))
        for side in sides
        for begin, end in ((0.0, BRACKET_SHARE), (1 - BRACKET_SHARE, 1.0))
    ]
    for lines, colour, width_px in (
        (sides, QColor(0, 0, 0, 110), LINE_PX + 2),
        (sides, STEADY, LINE_PX),
        (brackets, STEADY, LINE_PX * 2.2),
    ):
        # Square ends meet at the corners.
        painter.setPen(QPen(colour, width_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        painter.drawLines(lines)
    _paint_ring(painter, QPolygonF(corners).boundingRect().center(), progress)


def _paint_ring(painter: QPainter, centre: QPointF, progress: float) -> None:
    around = QRectF(0, 0, 2 * RING_RADIUS_PX, 2 * RING_RADIUS_PX)
    around.moveCenter(centre)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(10, 14, 18, 110))
    painter.drawEllipse(around.adjusted(-6, -6, 6, 6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(255, 255, 255, 90), 6))
    painter.drawEllipse(around)
    painter.setPen(QPen(STEADY, 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    # Qt counts sixteenths of a degree, counter-clockwise from three o'clock.
    painter.drawArc(around, 90 * 16, -round(min(progress, 1.0) * 360 * 16))
