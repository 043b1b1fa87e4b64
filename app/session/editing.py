"""The use cases of the pages: each is edited, all are ordered, and steps are taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Signal

from app.session import wording
from app.session.book import Book
from app.session.notice_board import NoticeBoard
from app.session.step_wording import step
from app.workers.inscription import inscription
from detector.quad import Point


class Editing(QObject):
    """Each is a step that can be undone. also : ids of pages to which the same is done, as one
    step.

    Signals: history_changed(), read .undo_text, .redo_text; brought_back(ids of pages) for those
    that undo() has brought back.
    """

    history_changed = Signal()
    brought_back = Signal(list)

    def __init__(self, book: Book, notices: NoticeBoard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book, self._notices = book, notices
        book.history_changed.connect(self.history_changed)
        book.brought_back.connect(self.brought_back)

    # ------------------------------------------------------------------------------- one page
    def rotate(self, page_id: str, quarter_turns: int, also: Collection[str] = ()) -> None:
        """Turns a page by +1 (clockwise) or -1."""
        self._book.change("rotate", {page_id, *also}, lambda page: page.rotated(quarter_turns))

    def set_filter(self, page_id: str, name: str, also: Collection[str] = ()) -> None:
        """Sets a page's filter: "colour", "grey", "bw" or "clean"."""
        self._book.change("filter", {page_id, *also}, lambda page: page.with_filter(name))

    def set_format(self, page_id: str, name: str | None, also: Collection[str] = ()) -> None:
        """Sets a page's format: a name of detector.formats, "other", or None for automatic."""
        self._book.change("format", {page_id, *also}, lambda page: page.with_format(name))

    def set_rounded(self, page_id: str, rounded: bool, also: Collection[str] = ()) -> None:
        """Cuts a card's corners round, or leaves them."""
        self._book.change("rounded", {page_id, *also}, lambda page: page.with_rounded(rounded))

    def set_watermark(self, page_id: str, text: str, also: Collection[str] = ()) -> None:
        """Writes a text across a page, or "" for none."""
        mark = inscription(text) if text else None
        self._book.change("watermark", {page_id, *also}, lambda page: page.with_watermark(mark))

    def black_out(self, page_id: str, low: Point, high: Point) -> None:
        """Makes a rectangle of a page black. low, high : as of Page.with_hidden."""
        self._book.change("black_out", {page_id}, lambda page: page.with_hidden(low, high))

    def show_again(self, page_id: str, point: Point) -> None:
        """Takes the black area at a point of a page away. point : as of Page.without_hidden."""
        self._book.change("show_again", {page_id}, lambda page: page.without_hidden(point))

    # -------------------------------------------------------------------------------- the pages
    def remove(self, page_id: str, also: Collection[str] = ()) -> None:
        """Removes a page."""
        count = self._book.remove({page_id, *also})
        if count:
            self._notices.post(wording.removed(count))

    def order(self, page_ids: Sequence[str]) -> None:
        """Puts the pages into another order; those not named come last."""
        self._book.order(page_ids)

    def swap_sides(self) -> None:
        """The second page becomes the first: front and back change places."""
        pages = self._book.pages
        if len(pages) > 1:
            self._book.order([pages[1].id, pages[0].id], "swap")

    # -------------------------------------------------------------------------------- the steps
    @property
    def undo_text(self) -> str:
        """Translated name of the step that undo() takes back, or ""."""
        return step(self._book.undo_name)

    @property
    def redo_text(self) -> str:
        """Translated name of the step that redo() repeats, or ""."""
        return step(self._book.redo_name)

    def undo(self) -> None:
        """Takes the last step back; an opening that still runs ends with its step."""
        self._book.undo()

    def redo(self) -> None:
        """Repeats the step last taken back."""
        self._book.redo()
