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
)
from PySide6.QtWidgets import QListWidget, QListWidgetItem

URI_LIST = "text/uri-list"
COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
SCREENFULS = {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
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

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt moves the rows that are marked by now: other pages may have come and be shown."""
        marked = self.marked
        self.mark(self._picked_up)
        self._handle(event, QDropEvent(event.position(), *_as_move(event)), super().dropEvent)
        self.mark(marked)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        moved = QDragEnterEvent(event.position().toPoint(), *_as_move(event))
        self._handle(event, moved, super().dragEnterEvent)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        moved = QDragMoveEvent(event.position().toPoint(), *_as_move(event))
        self._handle(event, moved, super().dragMoveEvent)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
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
