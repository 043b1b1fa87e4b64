"""The pages of the session: the scan, its history and the page that is selected."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.document.page import Page
from app.document.scan import History, Scan


class Book(QObject):
    """Every change is one undoable step. A page that is not there is no error: nothing happens.

    Signals: pages_changed(), history_changed(), selection_changed(page id or ""),
    look_changed(Page) for each page whose look changed, stepped_back() once undo() is done,
    brought_back(ids of pages) for those that undo() has brought back.
    """

    pages_changed = Signal()
    history_changed = Signal()
    selection_changed = Signal(str)
    look_changed = Signal(object)
    stepped_back = Signal()
    brought_back = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = History()
        self._growing = 0  # key of what pages are added for, 0 for nothing
        self.selected = ""

    @property
    def pages(self) -> tuple[Page, ...]:
        """In order."""
        return self._history.scan.pages

    @property
    def undo_name(self) -> str:
        """Key of the step that undo() takes back, or ""."""
        return self._history.undo_name or ""

    @property
    def redo_name(self) -> str:
        """Key of the step that redo() repeats, or ""."""
        return self._history.redo_name or ""

    def page(self, page_id: str) -> Page | None:
        """A page by id."""
        return next((page for page in self.pages if page.id == page_id), None)

    def holds(self, page: Page) -> bool:
        """Whether a page is there, or a step brings it back."""
        return self._history.holds(page.id)

    def add(self, pages: Sequence[Page]) -> None:
        """Appends pages, as one step."""
        before, names = self.pages, (self.undo_name, self.redo_name)
        if self._growing and self._history.grow(self._growing, *pages):
            self._tell(before, stepped=names != (self.undo_name, self.redo_name))
        else:
            self._push("add" if len(pages) == 1 else "add_many", self._history.scan.added(*pages))

    @contextmanager
    def growing(self, key: int) -> Iterator[None]:
        """What is added inside is one step with what this key added before, also where other steps
        came in between. key : not 0."""
        self._growing = key
        try:
            yield
        finally:
            self._growing = 0

    def undone(self, key: int) -> bool:
        """Whether what was added for this key was taken back."""
        return self._history.undone(key)

    def newest(self, key: int) -> bool:
        """Whether what was added for this key is what undo() takes back."""
        return self._history.newest(key)

    def change(self, name: str, page_ids: Collection[str], edit: Callable[[Page], Page]) -> None:
        """Replaces pages by their edited selves, where that makes a difference, as one step."""
        edited = [(page, edit(page)) for page in self.pages if page.id in page_ids]
        changed = [after for before, after in edited if after != before]
        if changed:
            self._push(name, self._history.scan.replaced(*changed))

    def put(self, pages: Sequence[Page], replaced: str) -> str:
        """Adds pages; the first one's id. replaced : of the page whose place the first one takes,
        or ""."""
        if self.page(replaced) is None:
            self.add(pages)
            return pages[0].id
        self.put_in_place(replaced, pages[0])
        if pages[1:]:
            self.add(pages[1:])
        return replaced

    def put_in_place(self, page_id: str, page: Page) -> None:
        """Another picture's page instead of one that is there, under the same id, with what is
        written across it: whom a copy is for does not change with a better photo of it."""
        before = self.page(page_id)
        if before is not None:
            page = replace(page, id=page_id).with_watermark(before.edits.watermark)
            self._push("replace", self._history.scan.replaced(page))

    def remove(self, page_ids: Collection[str]) -> int:
        """Removes pages, as one step; how many were there."""
        there = [page.id for page in self.pages if page.id in page_ids]
        if there:
            name = "remove" if len(there) == 1 else "remove_many"
            self._push(name, self._history.scan.removed(*there))
        return len(there)

    def order(self, page_ids: Sequence[str], name: str = "order") -> None:
        """Puts the pages into another order; those not named come last. name : of the step."""
        there = [page_id for page_id in page_ids if self.page(page_id) is not None]
        scan = self._history.scan.ordered(there)
        if scan != self._history.scan:
            self._push(name, scan)

    def undo(self) -> None:
        """Takes the last step back."""
        if self.undo_name:
            before, shown = self.pages, self._history.undo_shown
            self._history.undo()
            self._tell(before)
            self._show_changed(before, shown)
            known = {page.id for page in before}
            back = [page.id for page in self.pages if page.id not in known]
            if back:
                self.brought_back.emit(back)
        self.stepped_back.emit()

    def redo(self) -> None:
        """Repeats the step last taken back."""
        if self.redo_name:
            before, shown = self.pages, self._history.redo_shown
            self._history.redo()
            self._tell(before)
            self._show_changed(before, shown)

    def clear(self) -> None:
        """Forgets every page and every step."""
        before = self.pages
        self._history = History()
        self._tell(before)

    def select(self, page_id: str) -> None:
        """Selects a page; "" or an unknown id selects none."""
        chosen = page_id if self.page(page_id) else ""
        if chosen != self.selected:
            self.selected = chosen
            self.selection_changed.emit(chosen)

    def _push(self, name: str, scan: Scan) -> None:
        before = self.pages
        self._history.push(name, scan, self._growing, self.selected)
        self._tell(before)

    def _tell(self, before: tuple[Page, ...], *, stepped: bool = True) -> None:
        """stepped : whether there is another step to undo or to redo."""
        known = {page.id: page for page in before}
        selected, lost = self.selected, self.page(self.selected) is None
        if self.selected and lost:
            self.selected = self._neighbour(before)
        self.pages_changed.emit()
        if stepped:
            self.history_changed.emit()
        for page in self.pages:
            if page is not known.get(page.id):
                self.look_changed.emit(page)
        if self.selected != selected:
            self.selection_changed.emit(self.selected)

    def _show_changed(self, before: tuple[Page, ...], shown: str) -> None:
        """Selects a page that a step brought back or, where it brought none, that it changed:
        whoever asked for it wants to see it. Of several it is the one that was shown when the step
        was made, by its id."""
        known = {page.id: page for page in before}
        back = [page.id for page in self.pages if page.id not in known]
        wanted = back or [page.id for page in self.pages if page is not known[page.id]]
        # One that is back may be selected by now: of none at all, the stage has shown the last.
        if wanted and (self.selected not in wanted or shown in back):
            self.select(shown if shown in wanted else wanted[-1])

    def _neighbour(self, before: tuple[Page, ...]) -> str:
        """Where the selection goes when its page went: to what took its place."""
        place = next((n for n, page in enumerate(before) if page.id == self.selected), 0)
        there = [page.id for page in self.pages]
        following = (page.id for page in before[place:] if page.id in there)
        return next(following, there[-1] if there else "")
