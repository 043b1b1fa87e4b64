"""The list of pages: which are marked, and which are moved, by the keyboard or the mouse, within
the list or out of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QListWidget, QListWidgetItem

URI_LIST = "text/uri-list"
COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
SCREENFULS = {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
LINE_PX = 4.0  # where pages land
ID_ROLE = Qt.ItemDataRole.UserRole  # of an item: its page's id; none of a slot to fill


class PageList(QListWidget):
    """Rows are written anew in their place: a page is known by its id.

    What is dragged is offered as a copy alone: a file manager that is offered to move it would, and
    the pages would be gone from the list. Within the list it is a move all the same.

    Signals: move_asked(-1 or +1) for Alt with an arrow; drag_begun(QMimeData, ids of pages), which
    takes no time, as the drag waits for it; drag_left(ids) when a drag leaves the list.
    """

    move_asked = Signal(int)
    drag_begun = Signal(object, list)
    drag_left = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self._picked_up: list[str] = []  # ids, where the mouse was pressed last
        self._pressed = QPoint()  # then, in px of what scrolls
        self._over: QPoint | None = None  # px of the viewport, where a drag of ours is
        self.setSupportedDragActions(COPY)

    @property
    def marked(self) -> list[str]:
        """Ids of the pages that are marked, in order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [str(self.item(row).data(ID_ROLE)) for row in rows]

    def mark(self, page_ids: Collection[str]) -> None:
        """Marks these and no others; nobody is told."""
        if set(self.marked) == set(page_ids):  # one call for each row is many
            return
        with QSignalBlocker(self):
            for row in range(self.count()):
                self.item(row).setSelected(self.item(row).data(ID_ROLE) in page_ids)

    # startDrag is Qt's own: written here, it holds Python's lock, and every thread with it, for as
    # long as somebody drags (1.8 s of such a drag, PySide6 6.11).
    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._picked_up = self.marked
        self._pressed = event.position().toPoint() - self._origin()

    @property
    def held(self) -> QPoint:
        """Where the mouse was pressed last, in px of the viewport by now."""
        return self._pressed + self._origin()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt moves the rows that are marked by now: other pages may have come and be shown."""
        marked = self.marked
        self._show_over(None)
        self.mark(self._picked_up)
        self._handle(event, QDropEvent(event.position(), *_as_move(event)), super().dropEvent)
        self.mark(marked)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        moved = QDragEnterEvent(event.position().toPoint(), *_as_move(event))
        self._handle(event, moved, super().dragEnterEvent)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        moved = QDragMoveEvent(event.position().toPoint(), *_as_move(event))
        self._handle(event, moved, super().dragMoveEvent)
        self._show_over(event.position().toPoint() if event.isAccepted() else None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._show_over(None)
        if self._picked_up:
            self.drag_left.emit(self._picked_up)

    def mimeData(self, _items: Sequence[QListWidgetItem]) -> QMimeData:
        """Of Qt's own the kind only: its rows would show other programs names and pictures. An
        empty list of files, since desktops ask at the beginning what is dragged."""
        mime = QMimeData()
        for kind in (self.mimeTypes()[0], URI_LIST):
            mime.setData(kind, b"")
        self.drag_begun.emit(mime, self._picked_up)
        return mime

    def paintEvent(self, event: QPaintEvent) -> None:
        # Qt's own line is thin, and stays where it was over what is dragged. Elsewhere it has to be
        # on: without it, Qt has no drop fall between two rows.
        self.setDropIndicatorShown(False)
        super().paintEvent(event)
        self.setDropIndicatorShown(True)
        if self._over is None:
            return
        y, half = self._landing(self._over), LINE_PX / 2
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().highlight())
        width = self.viewport().width()
        painter.drawRoundedRect(QRectF(0, y - half, width, LINE_PX), half, half)
        for x in (LINE_PX, width - LINE_PX):
            painter.drawEllipse(QPointF(x, y), LINE_PX, LINE_PX)
        painter.end()

    def _landing(self, over: QPoint) -> float:
        """Between which rows Qt has a drop land: of a row its nearer edge, below all of them their
        end. In px of the viewport, and where all of the line is seen."""
        index = self.indexAt(over)
        rect = self.visualRect(
            index if index.isValid() else self.model().index(self.count() - 1, 0)
        )
        above = index.isValid() and over.y() < rect.center().y()
        y = rect.top() if above else rect.bottom() + 1
        return max(LINE_PX, min(y, self.viewport().height() - LINE_PX))

    def _show_over(self, over: QPoint | None) -> None:
        self._over = over
        self.viewport().update()

    def _origin(self) -> QPoint:
        return QPoint(-self.horizontalOffset(), -self.verticalOffset())

    def _handle(self, event: QDropEvent, moved: QDropEvent, take: Callable[[Any], None]) -> None:
        """Has Qt take a drag of our own rows, where there are others, as the move that it is."""
        others = sum(self.item(row).data(ID_ROLE) is not None for row in range(self.count())) > 1
        event.ignore()
        if event.source() is self and others:
            moved.setDropAction(MOVE)
            take(moved)
            if moved.isAccepted():
                event.setDropAction(COPY)
                event.accept()

    def event(self, event: QEvent) -> bool:
        """A screen of pages up or down, as in any list; elsewhere the keys turn to one page."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() in SCREENFULS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        else:
            self.move_asked.emit(step)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """A page, where one is shown, stays marked: no slot takes the marks away, and no Ctrl the
        last one."""
        command = super().selectionCommand(index, event)
        slot = not index.flags() & Qt.ItemFlag.ItemIsSelectable
        last = self.selectionModel().selectedRows() == [index]
        if slot or (last and command & QItemSelectionModel.SelectionFlag.Toggle):
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return command


def _as_move(
    event: QDropEvent,
) -> tuple[Qt.DropAction, QMimeData, Qt.MouseButton, Qt.KeyboardModifier]:
    """What a drag event of Qt's is made with, of one that offers a copy alone."""
    return COPY | MOVE, event.mimeData(), event.buttons(), event.modifiers()
