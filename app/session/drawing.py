"""The use cases of pages as pictures: shown, small in the list, and for the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from app.document.page import Page
from app.session import wording
from app.session.book import Book
from app.session.desk import Desk
from app.session.notice_board import NoticeBoard
from app.session.reasons import reason_given
from app.workers.layers import Layers


class Drawing(QObject):
    """The page that is selected is drawn in full, each page small, whenever its look changes.

    Signals: page_rendered(page id, the corrected page in full, as Layers). thumbnail_ready(page id,
    picture). page_copied(the page for the clipboard, and the same as PNG, bytes).
    """

    page_rendered = Signal(str, object)
    thumbnail_ready = Signal(str, QImage)
    page_copied = Signal(QImage, object)

    def __init__(
        self, book: Book, desk: Desk, notices: NoticeBoard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._book, self._desk, self._notices = book, desk, notices
        book.selection_changed.connect(self._on_selected)
        book.look_changed.connect(self._on_look_changed)
        desk.rendered.connect(self._on_rendered)
        desk.copied.connect(self.page_copied)
        desk.not_copied.connect(self._on_not_copied)
        desk.thumbnail_made.connect(self._on_thumbnail)
        desk.not_rendered.connect(self._on_not_rendered)

    def copy(self, page_id: str) -> None:
        """Prepares a page for the clipboard; answers by page_copied or a notice."""
        page = self._book.page(page_id)
        if page is not None:
            self._desk.copy(page)

    def draw_again(self) -> None:
        """Draws the page that is selected, and each small."""
        for page in self._book.pages:
            self._on_look_changed(page)

    def tell_not_shown(self, error: Exception) -> None:
        """Says why the picture of the page that is shown cannot be."""
        self._notices.post(wording.not_rendered(reason_given(error)))

    @Slot(str)
    def _on_selected(self, page_id: str) -> None:
        page = self._book.page(page_id)
        if page is not None:
            self._desk.draw(page)

    @Slot(object)
    def _on_look_changed(self, page: Page) -> None:
        self._desk.make_thumbnail(page)
        if page.id == self._book.selected:
            self._desk.draw(page)

    @Slot(object, object)
    def _on_rendered(self, page: Page, picture: Layers) -> None:
        self.page_rendered.emit(page.id, picture)

    @Slot(object)
    def _on_not_copied(self, error: Exception) -> None:
        self._notices.post(wording.not_copied(reason_given(error)))

    @Slot(object, QImage)
    def _on_thumbnail(self, page: Page, picture: QImage) -> None:
        if self._book.page(page.id) is page:
            self.thumbnail_ready.emit(page.id, picture)

    @Slot(object, object)
    def _on_not_rendered(self, page: Page, error: Exception) -> None:
        if self._book.page(page.id) is page:  # else it has gone, or is drawn anew
            number = self._book.pages.index(page) + 1
            self._notices.post(wording.not_drawn(number, page, reason_given(error)))
