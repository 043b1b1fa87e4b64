"""The corrected page on its stage, whole or near enough to be read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from app.widgets.fit import Fit
from app.widgets.key_frame import FRAME_KEYS, first_frame, middle, stepped, way_into
from app.widgets.picture_view import ARROWS, BADGE_PX, MARGIN_PX, PictureView
from app.widgets.zoom_bar import ZoomBar
from app.workers.layers import Layers
from detector.quad import Point

# A page that is about as large as whole at 100 % would hardly change: it is doubled instead.
HARDLY = 1.05
PAN_SHARE = 0.125  # of the view, an arrow
BAR_PX = 4  # between the zoom bar and the rim below
LEAST_PX = 4.0  # of the widget: a hand that clicks moves less
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
Band = tuple[Point, Point]  # two corners across
BY_KEYS = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}


class PageView(PictureView):
    """Paints a page. A double click shows it at 100 %, at the pointer, and whole again; a part is
    dragged, or moved by the arrows. How large it is shown can be seen, and changed, below it.

    While areas are drawn, the left button draws them instead, and the arrows move a frame: Enter
    draws it, Backspace is a click in its middle.

    Signals: area_drawn(top left, bottom right); spot_clicked(point). Each is (x, y), shares of the
    page's width and height, 0 to 1. framed(on) as a frame of the arrows comes and goes.
    """

    area_drawn = Signal(object, object)
    spot_clicked = Signal(object)
    framed = Signal(bool)
    pan_buttons = LEFT | MIDDLE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Corrected page"))
        self.setAccessibleDescription(
            self.tr("Plus and minus zoom, zero shows it whole, arrows move what is zoomed")
        )
        self.setMinimumSize(240, 160)
        # A click leaves the arrows to the list of pages, unless they can move what is shown.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._marked = False  # the focus came by a key, and is shown
        self._drawing = False
        self._current = False  # the page's picture is that of the page as it is now
        self._band: Band | None = None  # being drawn, px of the picture
        self._by_keys = False  # it is the arrows' frame
        self._frame_was: Band | None = None  # where the last one was when it was drawn
        self._drawn: list[tuple[Point, Point]] = []  # black until a picture comes that shows them
        self.bar = ZoomBar(self)
        self.bar.hide()
        self.bar.zoom_asked.connect(self.zoom)
        self.bar.switch_asked.connect(lambda: self._switch(self._anchor()))

    def show_picture(self, layers: Layers) -> None:
        """The page, whole unless it is as large as the one before; no layers for none."""
        super().show_picture(layers)
        size = layers.full.width(), layers.full.height()
        if size != self._size:
            self._size, self._pan_from = size, None
            self._show_at(self._whole())
            self._set_band(None)
            self._frame_was = None
        self._current = not self.image.isNull()
        self._drawn.clear()
        self.bar.setVisible(self._current)

    def expect_picture(self) -> None:
        """The picture that is shown is of a page that has been turned or cropped since: until the
        next one comes, nothing is drawn on it."""
        self._current = False
        self._set_band(None)

    # ------------------------------------------------------------------------- drawing areas
    def set_drawing(self, on: bool) -> None:
        """Whether the left button draws areas."""
        self._drawing, self._pan_from = on, None
        self._set_band(None)
        self.pan_buttons = MIDDLE if on else LEFT | MIDDLE
        self._take_cursor()

    def drop_band(self) -> bool:
        """Drops what is being drawn; whether anything was."""
        dropped = self._band is not None
        self._set_band(None)
        return dropped

    def _set_band(self, band: Band | None, *, by_keys: bool = False) -> None:
        """What is being drawn by now."""
        self._band = band
        if by_keys != self._by_keys:
            self._by_keys = by_keys
            self.framed.emit(by_keys)
        self.update()

    def _drawn_by(self, event: QKeyEvent) -> bool:
        """Whether a key is the frame's."""
        key, place, band = Qt.Key(event.key()), self._place(), self._band
        if band is not None and self._by_keys and key in FRAME_KEYS:
            self._frame_was = band
            if key == Qt.Key.Key_Backspace:
                self.spot_clicked.emit(self._share(middle(*band)))
            else:
                self._set_band(None)
                self._take_band(*band)
            return True
        if key not in ARROWS or (band is not None and not self._by_keys):
            return False
        view, known = QRectF(self.rect()), band or self._frame_was
        frame = self._rectangle(*known) if known else first_frame(place.rect.intersected(view))
        if band is not None:  # where it is first seen, it does not move yet
            frame = stepped(frame, key, event.modifiers(), place.rect)
        corners = place.to_picture(frame.topLeft()), place.to_picture(frame.bottomRight())
        self._set_band(corners, by_keys=True)
        if self.zoomed:
            self._show_at(place.moved(way_into(frame, view)))
        return True

    def _take_band(self, start: Point, end: Point) -> None:
        """What was drawn, or clicked at, px of the picture."""
        scale = self._place().scale
        across, down = abs(end[0] - start[0]) * scale, abs(end[1] - start[1]) * scale
        if max(across, down) < LEAST_PX:
            if self._place().rect.contains(self._place().to_widget(end)):
                self.spot_clicked.emit(self._share(end))
            return
        (x0, y0), (x1, y1) = self._share(start), self._share(end)
        low, high = (min(x0, x1), min(y0, y1)), (max(x0, x1), max(y0, y1))
        if min(across, down) >= LEAST_PX and low[0] < high[0] and low[1] < high[1]:
            self._drawn.append((start, end))
            self.area_drawn.emit(low, high)

    def _share(self, point: Point) -> Point:
        """Of the page's width and height; of what lies outside of it, its nearest point."""
        width, height = self._size
        x, y = (point[0] + 0.5) / width, (point[1] + 0.5) / height
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    # ------------------------------------------------------------------------ Qt's own events
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._tell_zoom()
        elif event.type() == QEvent.Type.WindowBlocked:
            self.drop_band()  # its end would not come: a dialog has the mouse
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bar()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._drawing and self._current and self._drawn_by(event):
            return
        arrow = ARROWS.get(Qt.Key(event.key()))
        if arrow is None or not self.zoomed:
            super().keyPressEvent(event)
            return
        x, y = arrow
        step = QPointF(-x * self.width() * PAN_SHARE, -y * self.height() * PAN_SHARE)
        self._show_at(self._place().moved(step))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == LEFT and self._drawing and self._current:
            at = self._place().to_picture(event.position())
            self._set_band((at, at))
        if self.zoomed:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._take_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._band is not None and not self._by_keys:
            self._set_band((self._band[0], self._place().to_picture(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == LEFT and self._band is not None and not self._by_keys:
            start, _ = self._band
            self._set_band(None)
            self._take_band(start, self._place().to_picture(event.position()))
        self._take_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._drawing:
            self.mousePressEvent(event)  # the second of two that follow each other quickly
        elif event.button() == LEFT:
            self._switch(event.position())

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._marked = event.reason() in BY_KEYS
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._marked = False
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.image.isNull():
            area = Qt.AlignmentFlag.AlignCenter
            painter.drawText(self.rect(), area, self.tr("Preparing the page…"))
        else:
            painter.setPen(QPen(QColor(0, 0, 0, 40), 5))
            painter.drawRect(self._place().rect)
            self._paint_picture(painter)
            self._paint_areas(painter)
        if self._marked:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_areas(self, painter: QPainter) -> None:
        for start, end in self._drawn:
            painter.fillRect(self._rectangle(start, end), Qt.GlobalColor.black)
        if self._band is not None:
            rectangle = self._rectangle(*self._band)
            painter.fillRect(rectangle, QColor(0, 0, 0, 150))
            # Seen on black as on white.
            for colour, line in (
                (Qt.GlobalColor.white, Qt.PenStyle.SolidLine),
                (Qt.GlobalColor.black, Qt.PenStyle.DashLine),
            ):
                painter.setPen(QPen(colour, 1, line))
                painter.drawRect(rectangle)

    # -------------------------------------------------------------------------------- private
    def _rectangle(self, start: Point, end: Point) -> QRectF:
        """In the widget, as much of it as lies on the page. start, end : px of the picture."""
        place = self._place()
        drawn = QRectF(place.to_widget(start), place.to_widget(end)).normalized()
        return drawn.intersected(place.rect)

    def _whole(self) -> Fit:
        """Above the bar."""
        taken = max(self.bar.sizeHint().height() + 2 * BAR_PX - MARGIN_PX, 0)
        room = QSizeF(self.width(), self.height() - taken)
        return Fit.inside(room, *self._size, MARGIN_PX)

    def _near(self) -> float:
        """The scale at which a page is read."""
        whole, plain = self._whole().scale, self._plain()
        return plain if plain > HARDLY * whole else 2 * whole

    def _switch(self, anchor: QPointF) -> None:
        """Near enough to be read, or whole again."""
        self._zoom(0 if self.zoomed else self._near() / self._whole().scale, anchor)

    def _show_at(self, fit: Fit) -> None:
        super()._show_at(fit)
        self._take_cursor()
        self._tell_zoom()

    def _tell_zoom(self) -> None:
        self.bar.show_zoom(self.percent, "" if self.zoomed else self._percent(self._near()))
        self._place_bar()

    def _place_bar(self) -> None:
        self.bar.adjustSize()
        x = self.width() - self.bar.width() - round(BADGE_PX)
        self.bar.move(x, self.height() - self.bar.height() - BAR_PX)

    def _take_cursor(self) -> None:
        """A hand, where there is more to be seen; a cross to draw with."""
        if self.zoomed and self._pan_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._drawing:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self.zoomed:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()
