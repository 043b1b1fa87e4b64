"""The list of pages: which are marked, and which are moved, by the keyboard or the mouse."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListWidget

ID_ROLE = Qt.ItemDataRole.UserRole  # of an item: its page's id; none of a slot to fill


class PageList(QListWidget):
    """Rows are written anew in their place: a page is known by its id.

    Signals: move_asked(-1 or +1) for Alt with an arrow.
    """

    move_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._picked_up: list[str] = []  # ids, where the mouse was pressed last

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
        super().dropEvent(event)
        self.mark(marked)

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
