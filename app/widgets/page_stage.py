"""One corrected page, with what can be done to it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.document.page import FILTERS
from app.widgets import wording
from app.widgets.buttons import Button
from app.widgets.choices import ChoiceBox
from app.widgets.page_view import PageView
from app.widgets.theme import Tokens
from detector.formats import FORMATS, ID1, OTHER
from detector.shape import estimate_shape

if TYPE_CHECKING:
    from app.document.page import Page

# As the size box lists them; None is automatic.
CHOICES: tuple[str | None, ...] = (None, *FORMATS, OTHER)

ROOM_PX = 60  # margins, and air between the two groups of tools


class PageStage(QWidget):
    """The page and its tools.

    Signals: rotate_asked(+1 or -1), filter_asked(key), format_asked(name or None),
    rounding_asked(on), edit_asked(), watermark_asked(), replace_asked(),
    remove_asked().
    """

    rotate_asked = Signal(int)
    filter_asked = Signal(str)
    format_asked = Signal(object)
    rounding_asked = Signal(bool)
    edit_asked = Signal()
    watermark_asked = Signal()
    replace_asked = Signal()
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PageView()
        self._wide: bool | None = None  # not arranged yet
        self._unsaid_px = 0  # what the caption would take that there is no room for
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self._tools())

    def _tools(self) -> QWidget:
        tools = QWidget()
        tools.setObjectName("pagetools")
        self.left = Button("", "rotate-left", keys="Shift+R")
        self.right = Button("", "rotate-right", keys="R")
        self.edit = Button(self.tr("Edit corners"), "corners")
        self.edit.explain(self.edit.text())
        self.watermark = Button("", "watermark", keys="W")
        self.replace = Button("", "replace", name=self.tr("Replace by another picture"))
        self.remove = Button("", "remove", keys="Del")
        for button, signal in (
            (self.edit, self.edit_asked),
            (self.watermark, self.watermark_asked),
            (self.replace, self.replace_asked),
            (self.remove, self.remove_asked),
        ):
            button.clicked.connect(signal)
        self.left.clicked.connect(lambda: self.rotate_asked.emit(-1))
        self.right.clicked.connect(lambda: self.rotate_asked.emit(1))
        rows = QVBoxLayout(tools)
        rows.setContentsMargins(10, 6, 10, 10)
        rows.setSpacing(8)
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        for row in (self._upper, self._lower):
            row.setSpacing(8)
            rows.addLayout(row)
        self._place_tools = self.left, self.right, self.edit, self.watermark
        self._place = _group(*self._place_tools)
        self._look = self._look_group()
        self._end = _group(self.format, self.replace, self.remove)
        self._arrange(wide=False)
        self.show_marked(1)
        return tools

    def _look_group(self) -> QWidget:
        self.format = ChoiceBox()
        self.format.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.format.setMinimumContentsLength(12)
        for name in CHOICES:
            self.format.addItem(wording.format_name(name), name)
        self.format.activated.connect(lambda index: self.format_asked.emit(CHOICES[index]))
        self.rounded = QCheckBox(self.tr("Rounded corners"))
        self.rounded.setAccessibleName(self.rounded.text())
        self.rounded.setToolTip(self.tr("White outside of a card's rounded corners"))
        self.rounded.clicked.connect(self.rounding_asked)
        keep = self.rounded.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.rounded.setSizePolicy(keep)
        return _group(self._filters(), self.rounded)

    def _arrange(self, *, wide: bool) -> None:
        """One row where there is room, else two. The keyboard goes as the eye does."""
        if wide == self._wide:
            return
        self._wide = wide
        for row in (self._upper, self._lower):
            while row.count():
                row.takeAt(0)
        if not wide:
            self._upper.addWidget(self._look)
            self._upper.addStretch()
        for group in (self._place, self._look, self._end) if wide else (self._place, self._end):
            if self._lower.count():
                self._lower.addStretch()
            self._lower.addWidget(group)
        place = self._place_tools
        look = (*self.filters.values(), self.rounded)
        order = (*place, *look) if wide else (*look, *place)
        for before, after in pairwise((*order, self.format, self.replace, self.remove)):
            self.setTabOrder(before, after)

    def _filters(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("segments")
        row = QHBoxLayout(frame)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        group = QButtonGroup(self)
        self.filters: dict[str, Button] = {}
        for number, key in enumerate(FILTERS, 1):
            button = Button(wording.filter_name(key), "", row=True, keys=str(number))
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, key=key: self.filter_asked.emit(key))
            group.addButton(button)
            row.addWidget(button)
            self.filters[key] = button
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        place, look, end = (
            group.sizeHint().width() for group in (self._place, self._look, self._end)
        )
        place += self._unsaid_px
        self._arrange(wide=self.width() >= place + look + end + ROOM_PX)
        self._name_edit(named=self.width() >= place + end + ROOM_PX)

    def _name_edit(self, *, named: bool) -> None:
        """Whether "Edit corners" has its caption: where there is no room the tooltip says it."""
        if named == bool(self.edit.text()):
            return
        before = self.edit.sizeHint().width()
        self.edit.say(self.edit.accessibleName() if named else "")
        self._unsaid_px = 0 if named else before - self.edit.sizeHint().width()
        layout = self._place.layout()
        if layout is not None:
            layout.activate()  # in this round already, or the others are squeezed until the next

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
            self.format.setCurrentIndex(CHOICES.index(page.format) if page.format in CHOICES else 0)

    def show_marked(self, count: int) -> None:
        """Says of how many pages each tool is; where none is marked, of the one that is shown."""
        if count > 1:
            left = self.tr("Rotate %n page(s) to the left", "", count)
            right = self.tr("Rotate %n page(s) to the right", "", count)
            remove = self.tr("Remove %n page(s)", "", count)
            size = self.tr("Size of %n document(s)", "", count)
            mark = self.tr("Watermark on %n page(s)", "", count)
        else:
            left, right = self.tr("Rotate to the left"), self.tr("Rotate to the right")
            mark = self.tr("Watermark: whom the copy is for")
            remove, size = self.tr("Remove this page"), self.tr("Size of the document")
        for button, text in (
            *((self.left, left), (self.right, right)),
            *((self.watermark, mark), (self.remove, remove)),
        ):
            button.setAccessibleName(text)
            button.explain(text)
        self.format.setAccessibleName(size)
        self.format.setToolTip(size)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        for button in (*self._place_tools, self.replace, self.remove):
            button.take_theme(tokens)
        self.view.bar.take_theme(tokens)


def _group(*widgets: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    return made
