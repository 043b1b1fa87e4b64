"""The corrected page on its stage, whole or near enough to be read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt
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

from app.widgets.area_view import LEFT, AreaView
from app.widgets.fit import Fit
from app.widgets.picture_view import ARROWS, BADGE_PX, MARGIN_PX
from app.widgets.zoom_bar import ZoomBar
from app.workers.layers import Layers

# A page that is about as large as whole at 100 % would hardly change: it is doubled instead.
HARDLY = 1.05
PAN_SHARE = 0.125  # of the view, an arrow
BAR_PX = 4  # between the zoom bar and the rim below
MIDDLE = Qt.MouseButton.MiddleButton
BY_KEYS = {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}


class PageView(AreaView):
    """Paints a page. A double click shows it at 100 %, at the pointer, and whole again; a part is
    dragged, or moved by the arrows. How large it is shown can be seen, and changed, below it. Areas
    of it can be drawn."""

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
        self.bar = ZoomBar(self)
        self.bar.hide()
        self._zoomed_by: QWidget | None = None  # the button that had the keyboard
        self.bar.zoom_asked.connect(self.zoom)
        self.bar.switch_asked.connect(lambda: self._switch(self._anchor()))

    def show_picture(self, layers: Layers) -> None:
        """The page, whole unless it is as large as the one before; no layers for none."""
        super().show_picture(layers)
        if layers.size != self._size:
            self._size, self._pan_from = layers.size, None
            self._show_at(self._whole())
            self.forget_frame()
        self.take_picture()
        self._show_bar()

    def set_drawing(self, on: bool) -> None:
        """As AreaView's: the left button no longer drags."""
        super().set_drawing(on)
        self._pan_from = None
        self.pan_buttons = MIDDLE if on else LEFT | MIDDLE
        self._take_cursor()

    # ------------------------------------------------------------------------ Qt's own events
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._tell_zoom()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bar()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.draw_by_key(event):
            return
        arrow = ARROWS.get(Qt.Key(event.key()))
        if arrow is None or not self.zoomed:
            super().keyPressEvent(event)
            return
        x, y = arrow
        step = QPointF(-x * self.width() * PAN_SHARE, -y * self.height() * PAN_SHARE)
        self._show_at(self.place.moved(step))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.zoomed:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._take_cursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._take_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.drawing:
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
            painter.drawRect(self.place.rect)
            self._paint_picture(painter)
            self.paint_areas(painter)
        if self._marked:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    # -------------------------------------------------------------------------------- private
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

    def _show_bar(self) -> None:
        """Without a picture there is none. The keyboard is the page's meanwhile: it would pass on
        to the first filter, where Space changes the page."""
        focused: QWidget | None = self.window().focusWidget()
        held = focused is not None and self.bar.isAncestorOf(focused)
        if held and not self._current:
            self._zoomed_by = focused
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bar.setVisible(self._current)
        if self._current and self._zoomed_by is not None:
            if self.hasFocus():
                self._zoomed_by.setFocus(Qt.FocusReason.OtherFocusReason)
            self._zoomed_by = None

    def _place_bar(self) -> None:
        self.bar.adjustSize()
        x = self.width() - self.bar.width() - round(BADGE_PX)
        self.bar.move(x, self.height() - self.bar.height() - BAR_PX)

    def _take_cursor(self) -> None:
        """A hand, where there is more to be seen; a cross to draw with."""
        if self.zoomed and self._pan_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.drawing:
            self.setCursor(Qt.CursorShape.CrossCursor)
        elif self.zoomed:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()
