"""The frozen picture with four corners and four sides that can be dragged or nudged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from app.widgets import outline
from app.widgets.outline import Grip, grip_at
from app.widgets.picture_view import ARROWS, PictureView
from app.widgets.quad_steps import QuadSteps
from app.widgets.theme import ON_STAGE_DARK, STAGE_DARK
from app.workers.layers import Layers
from detector.errors import GeometryError
from detector.quad import Box, Quad

FAR_NUDGE_PX = 10
# A picture that takes longer is said to be on its way; of most the line would only flash.
SLOW_MS = 300


class CornerEditor(PictureView):
    """Drag a corner, a side or the whole; arrows nudge the active corner by a picture pixel.

    What is zoomed by keys stays where it is at the active corner.

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
        self._quad: Quad | None = None
        self._home: Quad | None = None  # where it was put: its corners may go back there
        self.steps = QuadSteps(self)
        self._waits = False  # for the picture
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self.update)
        self._corner = 0
        self._grip: Grip | None = None
        self._from: tuple[QPointF, Quad] | None = None

    # ------------------------------------------------------------------------ what is edited
    def edit(self, width: int, height: int, quad: Quad) -> None:
        """Starts on a picture of width × height px; its pixels may follow by show_picture."""
        self._layers, self._size = Layers(), (width, height)
        self._waits = True
        self._slow.start()
        self._quad = self._home = quad
        self._grip = self._from = self._pan_from = None
        self.steps.forget()
        self._choose(0)
        self._fit_whole()

    @property
    def quad(self) -> Quad | None:
        """The outline as it is now, px of the picture."""
        return self._quad

    @property
    def corner(self) -> int:
        """The active corner, 0 to 3."""
        return self._corner

    def show_picture(self, layers: Layers) -> None:
        self._waits = False
        super().show_picture(layers)

    def corner_place(self, index: int) -> QPointF:
        """Where a corner is shown in the widget."""
        assert self._quad is not None
        return self.place.to_widget(tuple(self._quad.corners[index].tolist()))

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
        self._layers, self._size, self._quad = Layers(), (0, 0), None
        self._fit_whole()
        self.steps.forget()

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
        super().mousePressEvent(event)
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
            super().mouseMoveEvent(event)
            return
        if self._grip is None or self._from is None:
            self.setCursor(outline.cursor(grip_at(event.position(), self._places())))
            return
        start, quad = self._from
        self._try(quad, self._grip, (event.position() - start) / self.place.scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = self._from = None
            self.update()

    # ------------------------------------------------------------------------------ painting
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), STAGE_DARK)
        if self._quad is not None:
            self._paint_picture(painter)
            if self._waits and not self._slow.isActive():
                painter.setPen(ON_STAGE_DARK)
                text = self.tr("Preparing the picture…")
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
            outline.paint(painter, self.rect(), self._places(), self._corner, self.hasFocus())
            self._paint_badge(painter)
        painter.end()

    # ------------------------------------------------------------------------------- private
    def _put(self, quad: Quad) -> None:
        """Shows an outline that may lie elsewhere; a view of the whole goes on to be one."""
        whole, self._home = self.place == self._whole(), quad
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

    def _box(self) -> Box | None:
        return self._quad.box if self._quad is not None else None

    def _anchor(self) -> QPointF:
        return self.corner_place(self._corner) if self._quad is not None else super()._anchor()

    def _reveal(self) -> None:
        """Brings the active corner back into sight."""
        place, seen = self.corner_place(self._corner), QRectF(self.rect())
        if not seen.contains(place):
            self._show_at(self.place.moved(seen.center() - place))

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
