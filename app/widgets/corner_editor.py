"""The frozen picture with four corners and four sides that can be dragged or nudged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.widgets import outline
from app.widgets.fit import MAX_ZOOM, Fit
from app.widgets.outline import Grip, grip_at
from app.widgets.quad_steps import QuadSteps
from app.widgets.theme import STAGE_DARK
from detector.errors import GeometryError
from detector.quad import Box, Quad

MARGIN_PX = 26.0
FAR_NUDGE_PX = 10
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
ZOOM_STEP = 1.25
ZOOMS = {
    Qt.Key.Key_Plus: ZOOM_STEP,
    Qt.Key.Key_Equal: ZOOM_STEP,  # where plus needs Shift
    Qt.Key.Key_Minus: 1 / ZOOM_STEP,
    Qt.Key.Key_0: 0.0,
}


class CornerEditor(QWidget):
    """Drag a corner, a side or the whole; arrows nudge the active corner by a picture pixel.

    The wheel zooms at the pointer, + and − at the active corner, 0 shows the whole picture; the
    middle button pans.

    A move that would cross the outline or fold it in is refused: the outline stays as it was.

    steps : what was done since edit(). Signals: quad_changed(Quad); corner_chosen(0 to 3: TL, TR,
    BR, BL).
    """

    quad_changed = Signal(object)
    corner_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Corners of the document"))
        self.setMinimumSize(240, 180)
        self._image = QImage()
        self._size = (1, 1)
        self._quad: Quad | None = None
        self._home: Quad | None = None  # where it was put: its corners may go back there
        self.steps = QuadSteps(self)
        self._fit: Fit | None = None
        self._zoomed = False  # a part is shown, as somebody wished
        self._corner = 0
        self._grip: Grip | None = None
        self._from: tuple[QPointF, Quad] | None = None
        self._pan_from: tuple[QPointF, Fit] | None = None

    # ------------------------------------------------------------------------ what is edited
    def edit(self, width: int, height: int, quad: Quad) -> None:
        """Starts on a picture of width × height px; its pixels may follow by show_picture."""
        self._image, self._size, self._quad, self._home = QImage(), (width, height), quad, quad
        self._grip = self._from = self._pan_from = None
        self.steps.forget()
        self._choose(0)
        self._fit_whole()

    def show_picture(self, image: QImage) -> None:
        """The picture, in full or made smaller."""
        self._image = image
        self.update()

    @property
    def quad(self) -> Quad | None:
        """The outline as it is now, px of the picture."""
        return self._quad

    @property
    def corner(self) -> int:
        """The active corner, 0 to 3."""
        return self._corner

    def corner_place(self, index: int) -> QPointF:
        """Where a corner is shown in the widget."""
        assert self._quad is not None
        return self._place().to_widget(tuple(self._quad.corners[index].tolist()))

    def set_quad(self, quad: Quad) -> None:
        """Puts the outline somewhere else, as a step of its own."""
        self.steps.begin()
        if self._quad is not None and quad != self._quad:
            self.steps.note(self._quad)
            self._put(quad)

    def undo(self) -> None:
        """Takes the last step back; not while the mouse holds the outline."""
        if self._quad is not None and self._grip is None:
            self._put(self.steps.undo(self._quad))

    def redo(self) -> None:
        """Repeats the step last taken back."""
        if self._quad is not None and self._grip is None:
            self._put(self.steps.redo(self._quad))

    def forget(self) -> None:
        """Drops the picture."""
        self._image, self._quad = QImage(), None
        self.steps.forget()
        self.update()

    # ------------------------------------------------------------------------------ keyboard
    def event(self, event: QEvent) -> bool:
        # Tab would move the focus before keyPressEvent sees it; with Ctrl, Qt itself moves nothing.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            forward = event.key() == Qt.Key.Key_Tab
            if forward or event.key() == Qt.Key.Key_Backtab:
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    return self.focusNextPrevChild(forward)
                self._choose((self._corner + (1 if forward else -1)) % 4)
                self._reveal()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = ARROWS.get(Qt.Key(event.key()))
        zoom = ZOOMS.get(Qt.Key(event.key()))
        if zoom is not None and self._quad is not None:
            self._zoom(zoom, self.corner_place(self._corner))
            return
        if arrow is None or self._quad is None:
            super().keyPressEvent(event)
            return
        if not event.isAutoRepeat():
            self.steps.begin()
        far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = FAR_NUDGE_PX if far else 1
        self._try(self._quad, Grip("corner", self._corner), QPointF(*arrow) * step)
        self._reveal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    # --------------------------------------------------------------------------------- mouse
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = (event.position(), self._place())
            return
        if event.button() != Qt.MouseButton.LeftButton or self._quad is None:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._grip = grip_at(event.position(), self._places())
        self._from = (event.position(), self._quad)
        self.steps.begin()
        if self._grip.kind == "corner":
            self._choose(self._grip.index)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._quad is None:
            return
        if self._pan_from is not None:
            begun, fit = self._pan_from
            self._show_at(fit.moved(event.position() - begun))
            return
        if self._grip is None or self._from is None:
            self.setCursor(outline.cursor(grip_at(event.position(), self._places())))
            return
        start, quad = self._from
        self._try(quad, self._grip, (event.position() - start) / self._place().scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = None
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = self._from = None
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._zoom(1.0015 ** event.angleDelta().y(), event.position())

    # ------------------------------------------------------------------------------ painting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """A view of the whole goes on to be one; a part stays in the middle, as large as it was."""
        if not self._zoomed:
            self._fit_whole()
            return
        grown = QSizeF(event.size() - event.oldSize()) / 2
        self._show_at(self._place().moved(QPointF(grown.width(), grown.height())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), STAGE_DARK)
        if self._quad is not None:
            place = self._place().rect
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if not self._image.isNull():
                painter.drawImage(place, self._image, QRectF(self._image.rect()))
            outline.paint(painter, self.rect(), self._places(), self._corner, self.hasFocus())
        painter.end()

    # ------------------------------------------------------------------------------- private
    def _put(self, quad: Quad) -> None:
        """Shows an outline that may lie elsewhere; a view of the whole goes on to be one."""
        whole, self._home = self._place() == self._whole(), quad
        self._show_quad(quad)
        if whole:
            self._fit_whole()

    def _change(self, quad: Quad) -> None:
        if self._quad is not None and quad != self._quad:
            self.steps.note(self._quad)
            self._show_quad(quad)

    def _show_quad(self, quad: Quad) -> None:
        if quad != self._quad:
            self._quad = quad
            self.quad_changed.emit(quad)
            self.update()

    def _whole(self) -> Fit:
        """The picture, with an outline that reaches out of it."""
        return Fit.inside(QSizeF(self.size()), *self._size, MARGIN_PX, self._box())

    def _box(self) -> Box | None:
        return self._quad.box if self._quad is not None else None

    def _fit_whole(self) -> None:
        self._fit, self._zoomed = self._whole(), False
        self.update()

    def _zoom(self, factor: float, anchor: QPointF) -> None:
        """Larger or smaller around a point of the widget; 0 shows the whole picture."""
        place, whole = self._place(), self._whole()
        most = whole.scale * MAX_ZOOM / place.scale  # a fast wheel goes to the end, not nowhere
        self._show_at(place.zoomed(min(factor, most), anchor) if factor else whole)

    def _show_at(self, fit: Fit) -> None:
        """Shows the picture there, no smaller than whole, and never out of sight."""
        whole = self._whole()
        small = fit.scale <= whole.scale
        self._fit = whole if small else fit.kept(QSizeF(self.size()), self._box())
        self._zoomed = not small
        self.update()

    def _reveal(self) -> None:
        """Brings the active corner back into sight."""
        place, seen = self.corner_place(self._corner), QRectF(self.rect())
        if not seen.contains(place):
            self._show_at(self._place().moved(seen.center() - place))

    def _place(self) -> Fit:
        return self._fit or self._whole()

    def _places(self) -> list[QPointF]:
        return [self.corner_place(index) for index in range(4)]

    def _choose(self, corner: int) -> None:
        self._corner = corner
        names = [
            self.tr("Top left corner"),
            self.tr("Top right corner"),
            self.tr("Bottom right corner"),
            self.tr("Bottom left corner"),
        ]
        self.setAccessibleDescription(names[corner])
        self.corner_chosen.emit(corner)
        self.update()

    def _try(self, quad: Quad, grip: Grip, by: QPointF) -> None:
        """Moves a part of an outline by px of the picture, where that leaves a proper one."""
        try:
            self._change(outline.dragged(quad, grip, by, self._size, self._home or quad))
        except GeometryError:
            return  # refused
