"""Areas drawn on a picture, by the pointer or by the arrows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.widgets.key_frame import FRAME_KEYS, first_frame, middle, stepped, way_into
from app.widgets.picture_view import ARROWS, PictureView
from detector.quad import Point

LEFT = Qt.MouseButton.LeftButton
LEAST_PX = 4.0  # of the widget: a hand that clicks moves less
Band = tuple[Point, Point]  # two corners across, px of the picture


class AreaView(PictureView):
    """While areas are drawn, the left button draws them, and the arrows move a frame: Enter draws
    it, Backspace and Del are a click in its middle.

    Signals: area_drawn(top left, bottom right); spot_clicked(point). Each is (x, y), shares of the
    picture's width and height, 0 to 1. framed(on) as a frame of the arrows comes and goes.
    """

    area_drawn = Signal(object, object)
    spot_clicked = Signal(object)
    framed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = False
        self._current = False  # the picture is that of the page as it is now
        self._band: Band | None = None  # being drawn
        self._by_keys = False  # it is the arrows' frame
        self._frame_was: Band | None = None  # where the last one was when it was drawn
        self._drawn: list[Band] = []  # black until a picture comes that shows them

    def set_drawing(self, on: bool) -> None:
        """Whether areas are drawn."""
        self.drawing = on
        self._set_band(None)

    def drop_band(self) -> bool:
        """Drops what is being drawn; whether anything was."""
        dropped = self._band is not None
        self._set_band(None)
        return dropped

    def draw_frame(self) -> None:
        """Draws the arrows' frame, where there is one, as Enter does."""
        if self._band is not None and self._by_keys:
            self._act(Qt.Key.Key_Return, self._band)

    def expect_picture(self) -> None:
        """The picture that is shown is of a page that has been turned or cropped since: until the
        next one comes, nothing is drawn on it."""
        self._current = False
        self._set_band(None)

    def take_picture(self) -> None:
        """The picture by now is of the page as it is, with all that was drawn."""
        self._current = not self.image.isNull()
        self._drawn.clear()

    def forget_frame(self) -> None:
        """Another page: no frame is left, and the next one begins in the middle."""
        self._set_band(None)
        self._frame_was = None

    def draw_by_key(self, event: QKeyEvent) -> bool:
        """Whether a key is the frame's: an arrow brings and moves it, the others act on it."""
        if not self.drawing or not self._current:
            return False
        key, place, band = Qt.Key(event.key()), self.place, self._band
        if band is not None and self._by_keys and key in FRAME_KEYS:
            # A key that is held down means the first press, and none of what comes after it.
            if not event.isAutoRepeat() and not self._bring(band):
                self._act(key, band)
            return True
        if key not in ARROWS or (band is not None and not self._by_keys):
            return False
        known = band or self._frame_was
        shown = place.rect.intersected(QRectF(self.rect()))
        frame = self._rectangle(*known) if known else first_frame(shown, place.rect)
        if band is not None:  # where it is first seen, it does not move yet
            frame = stepped(frame, key, event.modifiers(), place.rect)
        corners = place.to_picture(frame.topLeft()), place.to_picture(frame.bottomRight())
        self._set_band(corners, by_keys=True)
        if self.zoomed:
            self._show_at(place.moved(way_into(frame, QRectF(self.rect()))))
        return True

    def paint_areas(self, painter: QPainter) -> None:
        """What is being drawn, and what was and is not in the picture yet."""
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

    # ------------------------------------------------------------------------ Qt's own events
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowBlocked and not self._by_keys:
            self.drop_band()  # its end would not come: a dialog has the mouse
        # Del is no removal of pages where it is about black.
        overrides = event.type() == QEvent.Type.ShortcutOverride and self._by_keys
        if overrides and isinstance(event, QKeyEvent) and event.key() in FRAME_KEYS:
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == LEFT and self.drawing and self._current:
            at = self.place.to_picture(event.position())
            self._set_band((at, at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._band is not None and not self._by_keys:
            self._set_band((self._band[0], self.place.to_picture(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == LEFT and self._band is not None and not self._by_keys:
            start, _ = self._band
            self._set_band(None)
            self._take_band(start, self.place.to_picture(event.position()))

    # -------------------------------------------------------------------------------- private
    def _anchor(self) -> QPointF:
        """What is zoomed by keys is what the frame is about."""
        frame = self._rectangle(*self._band) if self._band and self._by_keys else QRectF()
        return super()._anchor() if frame.isEmpty() else frame.center()

    def _set_band(self, band: Band | None, *, by_keys: bool = False) -> None:
        """What is being drawn by now."""
        self._band = band
        if by_keys != self._by_keys:
            self._by_keys = by_keys
            self.framed.emit(by_keys)
        self.update()

    def _bring(self, band: Band) -> bool:
        """Shows a frame that lies out of sight; whether it did."""
        frame, view = self._rectangle(*band), QRectF(self.rect())
        if view.intersects(frame):
            return False
        self._show_at(self.place.moved(way_into(frame, view)))
        return True

    def _act(self, key: Qt.Key, band: Band) -> None:
        self._frame_was = band
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._set_band(None)
            self._draw(*band)
        else:
            self.spot_clicked.emit(self._share(middle(*band)))

    def _take_band(self, start: Point, end: Point) -> None:
        """What the pointer drew, or clicked at."""
        scale = self.place.scale
        across, down = abs(end[0] - start[0]) * scale, abs(end[1] - start[1]) * scale
        if max(across, down) < LEAST_PX:
            if self.place.rect.contains(self.place.to_widget(end)):
                self.spot_clicked.emit(self._share(end))
        elif min(across, down) >= LEAST_PX:
            self._draw(start, end)

    def _draw(self, start: Point, end: Point) -> None:
        (x0, y0), (x1, y1) = self._share(start), self._share(end)
        low, high = (min(x0, x1), min(y0, y1)), (max(x0, x1), max(y0, y1))
        if low[0] < high[0] and low[1] < high[1]:
            self._drawn.append((start, end))
            self.area_drawn.emit(low, high)

    def _share(self, point: Point) -> Point:
        """Of the page's width and height; of what lies outside of it, its nearest point."""
        width, height = self._size
        x, y = (point[0] + 0.5) / width, (point[1] + 0.5) / height
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def _rectangle(self, start: Point, end: Point) -> QRectF:
        """In the widget, as much of it as lies on the page. start, end : px of the picture."""
        place = self.place
        drawn = QRectF(place.to_widget(start), place.to_widget(end)).normalized()
        return drawn.intersected(place.rect)
