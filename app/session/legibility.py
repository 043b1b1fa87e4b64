"""Pages whose print can hardly be read, as far as that was judged."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import ref

from PySide6.QtCore import QObject, Signal, Slot

from app.capture.legibility import Flaw
from app.document.original import Original
from app.document.page import Page
from app.session.book import Book
from app.session.desk import Desk
from detector.quad import Quad


@dataclass(frozen=True)
class _Judged:
    """flaw : of a page that shows this of this picture; None for a good one, and for one of which
    somebody said that it will do: accepted. The picture is weak: to have been judged is no reason
    to keep it."""

    original: ref[Original]
    quad: Quad
    format: str | None
    flaw: Flaw | None
    accepted: bool = False

    def is_of(self, page: Page) -> bool:
        """Whether the page shows that still, under whatever filter."""
        return (self.original(), self.quad, self.format) == (page.original, page.quad, page.format)


class Legibility(QObject):
    """Judges each page in a lane: once it is there, and anew where its corners are moved.

    Beside the pages, as doubts about outlines are, but no corner mends it: the picture is to be
    taken again, or somebody says that it will do. Nothing waits for it.

    Signals: flaws_changed(); read .flaws, as with pages_changed.
    """

    flaws_changed = Signal()

    def __init__(self, book: Book, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book, self._desk = book, desk
        self._judged: dict[str, _Judged] = {}
        book.look_changed.connect(self._on_look_changed)
        desk.judged.connect(self._on_judged)

    @property
    def flaws(self) -> dict[str, Flaw]:
        """Why the print of some pages can hardly be read, by id, in order."""
        told = ((page, self._judged.get(page.id)) for page in self._book.pages)
        return {
            page.id: found.flaw
            for page, found in told
            if found is not None and found.flaw is not None and found.is_of(page)
        }

    @property
    def accepted(self) -> frozenset[str]:
        """Ids of pages of which somebody said that they will do, as they are now."""
        told = ((page, self._judged.get(page.id)) for page in self._book.pages)
        return frozenset(
            page.id
            for page, found in told
            if found is not None and found.accepted and found.is_of(page)
        )

    def accept(self, page_id: str) -> None:
        """Somebody says that the page will do as it is."""
        page = self._book.page(page_id)
        if page is not None:
            flaws = self.flaws
            self.settle(page)
            self._tell_changed(flaws)

    def settle(self, page: Page) -> None:
        """Somebody has said so before; of a page that comes next. Nobody is told."""
        self._judged[page.id] = _judgement(page, None, accepted=True)

    @Slot(object)
    def _on_look_changed(self, page: Page) -> None:
        before = self._judged.get(page.id)
        if before is None or not before.is_of(page):
            self._desk.judge(page)

    @Slot(object, object)
    def _on_judged(self, page: Page, flaw: Flaw | None) -> None:
        flaws = self.flaws
        there = {each.id for each in self._book.pages}
        self._judged = {key: each for key, each in self._judged.items() if key in there}
        if page.id in there:
            self._judged[page.id] = _judgement(page, flaw)
        self._tell_changed(flaws)

    def _tell_changed(self, before: dict[str, Flaw]) -> None:
        if self.flaws != before:
            self.flaws_changed.emit()


def _judgement(page: Page, flaw: Flaw | None, *, accepted: bool = False) -> _Judged:
    return _Judged(ref(page.original), page.quad, page.format, flaw, accepted)
