"""One corrected page, with what can be done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSignalBlocker, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.widgets import wording
from app.widgets.buttons import Button
from app.widgets.fit import Fit
from app.widgets.theme import Tokens
from detector.formats import ID1
from detector.shape import estimate_shape

if TYPE_CHECKING:
    from app.document.page import Page

FILTERS = ("colour", "grey", "bw", "clean")
FORMATS: tuple[str | None, ...] = (None, "ID-1", "ID-2", "ID-3", "A4", "other")


class PageView(QWidget):
    """Paints a page, whole, on the stage."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Corrected page"))
        self.setMinimumSize(240, 160)
        self.image = QImage()

    def show_picture(self, image: QImage) -> None:
        """The page, in full; null for none."""
        self.image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.image.isNull():
            area = Qt.AlignmentFlag.AlignCenter
            painter.drawText(self.rect(), area, self.tr("Preparing the page…"))
        else:
            place = Fit.inside(
                QSizeF(self.size()), self.image.width(), self.image.height(), 26
            ).rect
            painter.setPen(QPen(QColor(0, 0, 0, 40), 5))
            painter.drawRect(place)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self.image, QRectF(self.image.rect()))
        painter.end()


class PageStage(QWidget):
    """The page and its tools.

    Signals: rotate_asked(+1 or -1), filter_asked(key), format_asked(name or None),
    rounding_asked(on), edit_asked(), remove_asked().
    """

    rotate_asked = Signal(int)
    filter_asked = Signal(str)
    format_asked = Signal(object)
    rounding_asked = Signal(bool)
    edit_asked = Signal()
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PageView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self._tools())

    def _tools(self) -> QWidget:
        tools = QWidget()
        tools.setObjectName("pagetools")
        grid = QGridLayout(tools)
        grid.setContentsMargins(14, 6, 14, 12)
        grid.setSpacing(8)
        self.left = Button("", "rotate-left", name=self.tr("Rotate to the left"))
        self.right = Button("", "rotate-right", name=self.tr("Rotate to the right"))
        self.edit = Button(self.tr("Edit corners"), "corners")
        self.remove = Button("", "remove", name=self.tr("Remove this page"))
        self.left.clicked.connect(lambda: self.rotate_asked.emit(-1))
        self.right.clicked.connect(lambda: self.rotate_asked.emit(1))
        self.edit.clicked.connect(self.edit_asked)
        self.remove.clicked.connect(self.remove_asked)
        self.format = QComboBox()
        self.format.setAccessibleName(self.tr("Size of the document"))
        self.format.setToolTip(self.tr("Size of the document"))
        for name in FORMATS:
            self.format.addItem(wording.format_name(name), name)
        self.format.activated.connect(lambda index: self.format_asked.emit(FORMATS[index]))
        above = QHBoxLayout()
        for widget in (self.left, self.right, self.edit):
            above.addWidget(widget)
        above.addStretch()
        above.addWidget(self.format)
        above.addWidget(self.remove)
        grid.addLayout(self._filters(), 0, 0)
        grid.addLayout(above, 1, 0)
        return tools

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        group = QButtonGroup(self)
        self.filters: dict[str, Button] = {}
        for number, key in enumerate(FILTERS, 1):
            button = Button(wording.filter_name(key), "", row=True)
            button.setCheckable(True)
            button.setToolTip(str(number))
            button.clicked.connect(lambda _on=False, key=key: self.filter_asked.emit(key))
            group.addButton(button)
            row.addWidget(button)
            self.filters[key] = button
        row.addStretch()
        self.rounded = QCheckBox(self.tr("Rounded"))
        self.rounded.setAccessibleName(self.rounded.text())
        self.rounded.setToolTip(self.tr("White outside of a card's rounded corners"))
        self.rounded.clicked.connect(self.rounding_asked)
        row.addWidget(self.rounded)
        return row

    def show_page(self, page: Page) -> None:
        """Sets the tools to what the page is."""
        chosen = self.filters.get(page.edits.filter)
        if chosen is not None:
            chosen.setChecked(True)
        shape = estimate_shape(page.quad, page.width, page.height)
        self.rounded.setChecked(page.edits.rounded)
        self.rounded.setVisible((page.format or shape.format) == ID1.name)
        self.format.setItemText(0, wording.automatic_format(shape.format, shape.confidence))
        with QSignalBlocker(self.format):
            self.format.setCurrentIndex(FORMATS.index(page.format) if page.format in FORMATS else 0)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        for button in (self.left, self.right, self.edit, self.remove):
            button.take_theme(tokens)
