"""The panes at the sides: where pictures come from, and the pages so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.widgets.buttons import Button
from app.widgets.theme import LIGHT, Tokens

if TYPE_CHECKING:
    from app.document.page import Page
    from app.session import CameraInfo

SOURCES_PX, TRAY_PX = 212, 196
THUMBNAIL = QSize(124, 88)


class SourcesPane(QWidget):
    """Cameras by name, then files.

    Signals: camera_asked(id), open_asked(), folder_asked(), paste_asked(), sample_asked(),
    stop_asked(), live_asked().
    """

    camera_asked = Signal(str)
    open_asked = Signal()
    folder_asked = Signal()
    paste_asked = Signal()
    sample_asked = Signal()
    stop_asked = Signal()
    live_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sources")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(SOURCES_PX)
        self._tokens = LIGHT
        self.cameras: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 14, 10, 12)
        self._column.setSpacing(2)
        self._column.addWidget(_heading(self.tr("Cameras")))
        self._camera_column = QVBoxLayout()
        self._camera_column.setSpacing(2)
        self._column.addLayout(self._camera_column)
        self._none = QLabel(self.tr("No camera found"))
        self._none.setObjectName("muted")
        self._none.setContentsMargins(11, 6, 0, 6)
        self._column.addWidget(self._none)
        self.stop = Button(self.tr("Stop"), "stop", row=True)
        self.stop.clicked.connect(self.stop_asked)
        self.stop.hide()
        self.live = Button(self.tr("Back to the live picture"), "detected", row=True)
        self.live.clicked.connect(self.live_asked)
        self.live.hide()
        self._column.addWidget(self.live)
        self._column.addWidget(self.stop)
        self._column.addSpacing(14)
        self._column.addWidget(_heading(self.tr("Pictures")))
        self._add_files()
        self._column.addStretch()

    def _add_files(self) -> None:
        self.open = Button(self.tr("Open…"), "open", row=True)
        self.folder = Button(self.tr("Folder…"), "folder", row=True)
        self.paste = Button(self.tr("Paste"), "paste", row=True)
        self.sample = Button(self.tr("Sample"), "sample", row=True)
        for button, signal in (
            (self.open, self.open_asked),
            (self.folder, self.folder_asked),
            (self.paste, self.paste_asked),
            (self.sample, self.sample_asked),
        ):
            button.clicked.connect(signal)
            self._column.addWidget(button)

    def show_cameras(self, cameras: Sequence[CameraInfo]) -> None:
        """Lists the cameras that are plugged in."""
        for button in self.cameras:
            button.hide()
            button.deleteLater()
        self.cameras = []
        for camera in cameras:
            button = Button(camera.name, "camera", row=True)
            button.setToolTip(camera.name)
            button.clicked.connect(lambda _on=False, key=camera.id: self.camera_asked.emit(key))
            button.take_theme(self._tokens)
            self._camera_column.addWidget(button)
            self.cameras.append(button)
        self._none.setVisible(not cameras)

    def show_source(self, source: str, state: str) -> None:
        """Offers to stop what is running, and to go back to it from a page."""
        self.stop.setVisible(bool(source))
        self.live.setVisible(bool(source) and state == "page")

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        self._tokens = tokens
        rest = [self.stop, self.live, self.open, self.folder, self.paste, self.sample]
        for button in self.cameras + rest:
            button.take_theme(tokens)


class PageList(QListWidget):
    """The list itself. Signals: move_asked(-1 or +1) for Alt with an arrow."""

    move_asked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        else:
            self.move_asked.emit(step)


class Tray(QWidget):
    """The pages in order; dragging, or Alt with an arrow, reorders them.

    Signals: page_chosen(id), page_moved(id, index).
    """

    page_chosen = Signal(str)
    page_moved = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tray")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(TRAY_PX)
        self._thumbnails: dict[str, QIcon] = {}
        self._title = _heading(self.tr("Pages"))
        self._hint = QLabel(self.tr("Captured pages appear here."))
        self._hint.setObjectName("muted")
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(11, 0, 6, 0)
        self.list = PageList()
        self.list.move_asked.connect(self._move_by)
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setIconSize(THUMBNAIL)
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.list.model().rowsMoved.connect(self._on_moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 14, 8, 12)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)

    def show_pages(self, pages: Sequence[Page], selected: str) -> None:
        """Lists the pages."""
        self.list.clear()
        for number, page in enumerate(pages, 1):
            item = QListWidgetItem(str(number))
            item.setData(Qt.ItemDataRole.UserRole, page.id)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, self.tr("Page {number}").format(number=number)
            )
            item.setToolTip(page.name)
            item.setSizeHint(QSize(TRAY_PX - 34, THUMBNAIL.height() + 18))
            if page.id in self._thumbnails:
                item.setIcon(self._thumbnails[page.id])
            self.list.addItem(item)
        kept = {page.id for page in pages}
        self._thumbnails = {key: icon for key, icon in self._thumbnails.items() if key in kept}
        self._hint.setVisible(not pages)
        self.select(selected)

    def show_thumbnail(self, page_id: str, image: QImage) -> None:
        """A page's picture."""
        icon = QIcon(QPixmap.fromImage(image))
        # The style would tint the picture of the chosen page.
        icon.addPixmap(QPixmap.fromImage(image), QIcon.Mode.Selected)
        self._thumbnails[page_id] = icon
        item = self._item(page_id)
        if item is not None:
            item.setIcon(icon)

    def select(self, page_id: str) -> None:
        """Marks the page that is shown."""
        item = self._item(page_id)
        if item is None:
            self.list.clearSelection()
        else:
            self.list.setCurrentItem(item)

    def _item(self, page_id: str) -> QListWidgetItem | None:
        items = (self.list.item(row) for row in range(self.list.count()))
        return next((i for i in items if i.data(Qt.ItemDataRole.UserRole) == page_id), None)

    def _choose(self, item: QListWidgetItem) -> None:
        self.page_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _move_by(self, step: int) -> None:
        current, row = self.list.currentRow(), self.list.currentRow() + step
        if current >= 0 and 0 <= row < self.list.count():
            page_id = self.list.item(current).data(Qt.ItemDataRole.UserRole)
            self.page_moved.emit(page_id, row)
            moved = self._item(page_id)  # the list was made anew
            if moved is not None:
                self.list.setCurrentItem(moved)

    def _on_moved(self, _parent: object, start: int, _end: int, _to: object, row: int) -> None:
        index = row - 1 if row > start else row
        page_id = self.list.item(index).data(Qt.ItemDataRole.UserRole)
        # The list may not be rebuilt while it is still moving its row.
        QTimer.singleShot(0, self, lambda: self.page_moved.emit(page_id, index))


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("heading")
    label.setContentsMargins(11, 0, 0, 4)
    return label
