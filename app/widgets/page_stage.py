"""One corrected page, with what can be done to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.document.page import FILTERS
from app.widgets import names
from app.widgets.buttons import Button
from app.widgets.flaw_strip import FlawStrip
from app.widgets.page_view import PageView
from app.widgets.size_box import SizeBox
from app.widgets.theme import Tokens
from detector.formats import ID1
from detector.shape import estimate_shape

if TYPE_CHECKING:
    from app.document.page import Page

APART_PX = 8  # tools, and their rows
ROOM_PX = 24  # margins, and air between the two groups of tools
INSET_PX = 12  # of a frame in line with the icons of the row below it and of the line above


class PageStage(QWidget):
    """The page and its tools.

    Signals: rotate_asked(+1 or -1), filter_asked(key), format_asked(name or None),
    rounding_asked(on), edit_asked(), watermark_asked(), mrz_asked(), replace_asked(),
    remove_asked(), black_out_asked(low, high) and show_again_asked(point), see PageView's
    area_drawn and spot_clicked.
    """

    rotate_asked = Signal(int)
    filter_asked = Signal(str)
    format_asked = Signal(object)
    rounding_asked = Signal(bool)
    edit_asked = Signal()
    watermark_asked = Signal()
    mrz_asked = Signal()
    replace_asked = Signal()
    remove_asked = Signal()
    black_out_asked = Signal(object, object)
    show_again_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view, self.flaw = PageView(), FlawStrip()
        self._wide: bool | None = None  # not arranged yet
        self._page: Page | None = None  # the one that the tools are set to
        self._focus_was: QWidget | None = None  # before areas were drawn
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.view, 1)
        self._column.addWidget(self.flaw)
        self._column.addWidget(self._tools())

    def hold_above_tools(self, notice: QWidget) -> None:
        """Between the picture and the tools, which stay in their place where it comes and goes."""
        self._column.insertWidget(1, notice)

    def _tools(self) -> QWidget:
        tools = QWidget()
        tools.setObjectName("pagetools")
        self.left = Button("", "rotate-left", keys="Shift+R")
        self.right = Button("", "rotate-right", keys="R")
        self._make_captioned()
        self.replace = Button("", "replace", name=self.tr("Replace by another picture"))
        self.remove = Button("", "remove", keys="Del")
        self._connect_tools()
        rows = QVBoxLayout(tools)
        rows.setContentsMargins(2, 6, 2, 10)
        rows.setSpacing(APART_PX)
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        for row in (self._upper, self._lower):
            row.setSpacing(APART_PX)
            rows.addLayout(row)
        self._place_tools = self.left, self.right, *self._captions
        self._place = _group(*self._place_tools)
        self._look = self._look_group()
        self._end = _group(self.format, self.replace, self.remove)
        self.format.take_label(QLabel(self._end))
        self._arrange(wide=False)
        self.show_marked(1)
        return tools

    def _make_captioned(self) -> None:
        """Captions are left out where there is no room, the last one first."""
        self.edit = Button(self.tr("Edit corners"), "corners", keys="E")
        self.edit.explain(self.edit.text())
        self.black_out = Button(self.tr("Black out"), "black-out", keys="X")
        self.black_out.setCheckable(True)
        self.watermark = Button(self.tr("Watermark"), "watermark", keys="W")
        zone = self.tr("Read MRZ: the machine readable zone")
        self.mrz = Button(self.tr("Read MRZ"), "mrz", keys="M", name=zone)
        named = self.edit, self.black_out, self.watermark, self.mrz
        self._captions = {button: button.text() for button in named}
        for button in named:
            button.setProperty("quiet", True)  # as those without a word beside them

    def _connect_tools(self) -> None:
        self.black_out.toggled.connect(self._draw)
        self.flaw.replace_asked.connect(self.replace_asked)
        self.view.area_drawn.connect(self.black_out_asked)
        self.view.spot_clicked.connect(self.show_again_asked)
        for button, signal in (
            (self.edit, self.edit_asked),
            (self.watermark, self.watermark_asked),
            (self.mrz, self.mrz_asked),
            (self.replace, self.replace_asked),
            (self.remove, self.remove_asked),
        ):
            button.clicked.connect(signal)
        for button, turn in ((self.left, -1), (self.right, 1)):
            button.clicked.connect(lambda _on, turn=turn: self.rotate_asked.emit(turn))

    def _look_group(self) -> QWidget:
        self.format = SizeBox()
        self.format.chosen.connect(self.format_asked)
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
            button = Button(names.filter_name(key), "", row=True, keys=str(number))
            button.setCheckable(True)
            button.setAutoExclusive(True)  # the group's already: so screen readers say one of four
            button.clicked.connect(lambda _on=False, key=key: self.filter_asked.emit(key))
            group.addButton(button)
            row.addWidget(button)
            self.filters[key] = button
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shorten_rounded()
        row = self._place, self._end
        shown: list[Button | SizeBox] = [self.format, *self._captions]
        wide = self.width() >= self._needed((*row, self._look), shown)
        self._arrange(wide=wide)
        # Where there is no room for a caption, the icon does.
        while not wide and shown and self.width() < self._needed(row, shown):
            shown.pop()
        for button, caption in self._captions.items():
            button.say(caption if button in shown else "")
        self.format.show_in_full(full=self.format in shown)
        for group in row:
            layout = group.layout()
            if layout is not None:
                layout.activate()  # in this round already, or others are squeezed until the next

    def _shorten_rounded(self) -> None:
        """Large text in a narrow window would cut the filters' captions."""
        full, short, box = self.rounded.accessibleName(), self.tr("Rounded"), self.rounded
        metrics = box.fontMetrics()
        more_px = metrics.horizontalAdvance(full) - metrics.horizontalAdvance(box.text())
        spare_px = self.width() - self._look.sizeHint().width() - APART_PX - INSET_PX
        box.setText(full if spare_px >= more_px else short)
        spare_px = self.width() - self._look.sizeHint().width() - APART_PX
        self._upper.setContentsMargins(min(max(spare_px, 0), INSET_PX), 0, 0, 0)
        layout = self._look.layout()
        if layout is not None:
            layout.activate()

    def _needed(self, groups: Sequence[QWidget], shown: Sequence[Button | SizeBox]) -> int:
        """How much room groups take where the captions of these buttons are shown, and the size in
        full, px."""
        needed = sum(group.sizeHint().width() for group in groups) + ROOM_PX
        for button, caption in self._captions.items():
            needed += button.caption_px(caption) * ((button in shown) - bool(button.text()))
        box = self.format
        return needed + box.shortened_px * ((box in shown) - box.in_full)

    def show_page(self, page: Page) -> None:
        """Sets the tools to what the page is; what was begun on another one ends."""
        before, self._page = self._page, page
        if before is None or (before.id, before.original) != (page.id, page.original):
            self.end_drawing()
            self.view.expect_picture()
        elif (before.quad, before.edits.turns) != (page.quad, page.edits.turns):
            self.view.expect_picture()
        chosen = self.filters.get(page.edits.filter)
        if chosen is not None:
            chosen.setChecked(True)
        shape = estimate_shape(page.quad, page.width, page.height)
        self.rounded.setChecked(page.edits.rounded)
        self.rounded.setVisible((page.format or shape.format) == ID1.name)
        self.format.show_size(page.format, shape)

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
        self.format.explain(size)

    @Slot(bool)
    def _draw(self, on: bool) -> None:
        """Areas are drawn from now on, or no longer. Until then the arrows are a frame's, and
        afterwards whose they were."""
        if on:
            self._focus_was = QApplication.focusWidget()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.set_drawing(on)
        before = self._focus_was
        if not on and before is not None and self.view.hasFocus() and isValid(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_drawing(self) -> None:
        """The left button draws no areas any more."""
        self.black_out.setChecked(False)

    def leave_tool(self) -> None:
        """Drops the area that is being drawn, or else the tool."""
        if not self.view.drop_band():
            self.end_drawing()

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        for button in (*self._place_tools, self.replace, self.remove):
            button.take_theme(tokens)
        for part in (self.view.bar, self.flaw):
            part.take_theme(tokens)


def _group(*widgets: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(APART_PX)
    for widget in widgets:
        row.addWidget(widget)
    return made
