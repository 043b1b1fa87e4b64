"""The pane at the right: the sides of a card, then the other pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QIcon, QImage, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.widgets import names
from app.widgets.buttons import Button
from app.widgets.check_button import CheckButton
from app.widgets.page_card import DOUBT_ROLE, FLAW_ROLE, PageCard
from app.widgets.page_list import ID_ROLE, PageList
from app.widgets.plain import plain
from app.widgets.sides import SIDES, are_sides
from app.widgets.sources_pane import heading
from app.widgets.theme import Tokens, by_text

if TYPE_CHECKING:
    from app.document.page import Page

TRAY_PX = 184
SLOT_FLAGS = Qt.ItemFlag.ItemIsEnabled
PAGE_FLAGS = SLOT_FLAGS | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled


class Row(NamedTuple):
    """What a row of the list shows. name : of its place. page_id, file_name : "" for an empty side.
    caption : below the picture."""

    name: str
    page_id: str = ""
    file_name: str = ""
    doubt: str = ""
    caption: str = ""
    flaw: str = ""


class Tray(QWidget):
    """The pages in order; dragging, or Alt with an arrow, reorders them, and they can be dragged
    out of the window. Shift, Ctrl or Ctrl+A mark several, which are edited, removed and moved
    together.

    Where the first page is a card, the first two places are its front and its back, unless a
    document of another shape is there: an empty one is shown as a slot to fill. The page that is
    marked last is the one that is shown, whether a key or the mouse has marked it.

    Signals: marks_changed(), read .marked; page_marked(id); page_chosen(id) by a click or Enter;
    order_asked(ids of all pages); slot_asked() for an empty place; swap_asked(); check_asked().
    """

    marks_changed = Signal()
    page_marked = Signal(str)
    page_chosen = Signal(str)
    order_asked = Signal(list)
    slot_asked = Signal()
    swap_asked = Signal()
    check_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tray")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(by_text(TRAY_PX))
        self._thumbnails: dict[str, QIcon] = {}
        self._rows: list[Row] = []  # as they were written
        self._made: dict[str, tuple[tuple[object, ...], Row]] = {}  # by id; of what each was made
        self._moved: list[str] = []  # ids in their new order, while rows are moved
        self.swap = Button("", "swap", name=self.tr("Swap front and back"))
        self.swap.clicked.connect(self.swap_asked)
        self.check = CheckButton(self)
        self.check.clicked.connect(self.check_asked)
        self.list = self._make_list()
        keep = self.swap.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.swap.setSizePolicy(keep)
        head = QHBoxLayout()
        head.addWidget(heading(self.tr("Pages")), 1)
        head.addWidget(self.swap)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 6, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.check)
        column.addWidget(self.list, 1)
        self.show_pages((), "")

    def _make_list(self) -> PageList:
        made = PageList()
        made.setAccessibleName(self.tr("Pages"))
        self.card = PageCard(made)
        made.setItemDelegate(self.card)
        made.setMouseTracking(True)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        made.move_asked.connect(self._move_by)
        made.itemSelectionChanged.connect(self._mark)
        made.itemClicked.connect(self._on_clicked)
        made.itemActivated.connect(self._choose)
        made.model().rowsMoved.connect(self._on_moved)
        return made

    def show_pages(
        self,
        pages: Sequence[Page],
        selected: str,
        doubts: Mapping[str, str] | None = None,
        flaws: Mapping[str, str] | None = None,
    ) -> None:
        """Lists the pages, and the sides of a card that are not there yet.

        doubts : what is in doubt about the corners of some, by id; flaws : why the print of some
        can hardly be read; as of the session.
        """
        marked = self.list.marked
        sided = are_sides(pages)
        rows = self._page_rows(pages, doubts or {}, flaws or {}, sided=sided)
        if sided:
            rows += [Row(self._place_name(n, sided)) for n in range(len(pages), SIDES)]
        kept = {page.id for page in pages}
        self._thumbnails = {key: icon for key, icon in self._thumbnails.items() if key in kept}
        # This may be called by the list itself, in the middle of a key or a click. What differs is
        # written, or with each of three hundred pictures all the others would be once more.
        with QSignalBlocker(self.list):
            while self.list.count() > len(rows):
                self.list.takeItem(self.list.count() - 1)
            while self.list.count() < len(rows):
                self.list.addItem(QListWidgetItem())
            for number, (row, before) in enumerate(zip_longest(rows, self._rows[: len(rows)])):
                if row != before:
                    self._write(self.list.item(number), row)
        self._rows = rows
        self.list.setDragEnabled(bool(pages))
        self.check.show_counts(len(doubts or {}), len(flaws or {}))
        self.swap.setVisible(sided and len(pages) >= SIDES)
        self._mark_anew(marked, selected)

    def show_thumbnail(self, page_id: str, image: QImage) -> None:
        """A page's picture."""
        icon = QIcon(QPixmap.fromImage(image))
        self._thumbnails[page_id] = icon
        item = self._item(page_id)
        if item is not None:
            item.setIcon(icon)

    def select(self, page_id: str) -> None:
        """Marks the page that is shown; alone, unless it is marked with others."""
        self._mark_anew(self.list.marked, page_id)

    @Slot(list)
    def mark(self, page_ids: list[str]) -> None:
        """Marks these pages, one of which is shown, and no others."""
        self.list.mark(page_ids)
        self.marks_changed.emit()

    @property
    def marked(self) -> list[str]:
        """Ids of the pages that are marked, in order; none where nobody sees the marks."""
        return self.list.marked if self.isVisible() else []

    def _mark_anew(self, marked: Collection[str], shown: str) -> None:
        """Marks the page that is shown, and those that were marked with it."""
        item = self._item(shown)
        self.list.mark(marked if shown in marked else {shown} - {""})
        if item is not None:
            with QSignalBlocker(self.list):  # whoever calls knows already
                self.list.setCurrentItem(item, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.marks_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.marks_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.marks_changed.emit()

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the cards and icons anew."""
        self.card.take_theme(tokens)
        self.swap.take_theme(tokens)
        self.check.take_theme(tokens)
        self.list.viewport().update()

    def _place_name(self, place: int, sided: bool) -> str:
        if sided and place < SIDES:
            return self.tr("Back") if place else self.tr("Front")
        return self.tr("Page {number}").format(number=place + 1)

    def _page_rows(
        self,
        pages: Sequence[Page],
        doubts: Mapping[str, str],
        flaws: Mapping[str, str],
        *,
        sided: bool,
    ) -> list[Row]:
        """Made anew where something differs: of hundreds of pages one does at a time."""
        before, self._made = self._made, {}
        for place, page in enumerate(pages):
            known = before.get(page.id)
            told = doubts.get(page.id, ""), flaws.get(page.id, "")
            made_of = (place, page, *told, sided)
            if known is not None and known[0] == made_of:
                row = known[1]
            else:
                row = self._page_row(place, page, *told, sided=sided)
            self._made[page.id] = made_of, row
        return [row for _, row in self._made.values()]

    def _page_row(self, place: int, page: Page, doubt: str, flaw: str, *, sided: bool) -> Row:
        name, remarks = self._place_name(place, sided), (names.doubt(doubt), names.flaw(flaw))
        if not (page.from_file and page.name.isprintable()):  # nor need a name be text
            return Row(name, page.id, page.name, remarks[0], name, remarks[1])
        short = name if sided and place < SIDES else str(place + 1)
        caption = self.tr("{place} · {name}").format(place=short, name=page.name)
        return Row(name, page.id, page.name, remarks[0], caption, remarks[1])

    def _write(self, item: QListWidgetItem, row: Row) -> None:
        name, page_id, file_name, doubt, caption, flaw = row
        remarks = [told for told in (doubt, flaw) if told]
        item.setText(caption or name)
        item.setFlags(PAGE_FLAGS if page_id else SLOT_FLAGS)
        item.setData(ID_ROLE, page_id or None)
        item.setData(DOUBT_ROLE, doubt or None)
        item.setData(FLAW_ROLE, flaw or None)
        if page_id:
            said = name if caption == name else f"{name}, {file_name}"
            said = ". ".join((said, *remarks))
            tip = plain("\n".join((file_name, *remarks)))
        else:
            said = self.tr("{side}: empty").format(side=name)
            tip = self.tr("Capture or open a picture for it")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        item.setToolTip(tip)
        item.setData(Qt.ItemDataRole.DecorationRole, self._thumbnails.get(page_id))

    def _item(self, page_id: str) -> QListWidgetItem | None:
        model = self.list.model()
        exact = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchCaseSensitive
        found = model.match(model.index(0, 0), ID_ROLE, page_id, 1, exact) if page_id else []
        return self.list.itemFromIndex(found[0]) if found else None

    def _ids(self) -> list[str]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return [str(item.data(ID_ROLE)) for item in items if item.data(ID_ROLE)]

    def _mark(self) -> None:
        """Shows the page that was marked last, or the nearest that is still marked."""
        here, rows = self.list.currentRow(), map(self.list.row, self.list.selectedItems())
        nearest = min(rows, key=lambda row: abs(row - here), default=None)
        if nearest is not None:
            self.page_marked.emit(str(self.list.item(nearest).data(ID_ROLE)))
            self.marks_changed.emit()

    def _on_clicked(self, item: QListWidgetItem) -> None:
        if self.list.marked == [item.data(ID_ROLE)] or not item.data(ID_ROLE):
            self._choose(item)  # else several are being marked

    def _choose(self, item: QListWidgetItem) -> None:
        page_id = item.data(ID_ROLE)
        if page_id:
            self.page_chosen.emit(page_id)
        else:
            self.slot_asked.emit()

    def _move_by(self, step: int) -> None:
        """Each page that is marked by a place; those that have come to the end stay."""
        ids, marked = self._ids()[::-step], self.list.marked
        for place, page_id in enumerate(ids):
            if place and page_id in marked and ids[place - 1] not in marked:
                ids[place - 1 : place + 1] = page_id, ids[place - 1]
        self.order_asked.emit(ids[::-step])

    def _on_moved(self) -> None:
        self._rows = []  # nobody knows any more what stands where
        # Rows move one after another, and may not be written anew by this before the last has; a
        # page that comes in between writes them anew.
        if not self._moved:
            QTimer.singleShot(0, self, self._tell_order)
        self._moved = self._ids()

    def _tell_order(self) -> None:
        ids, self._moved = self._moved, []
        self.order_asked.emit(ids)
