"""The ordered pages of a scan, and its undoable history."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.document.page import Page

# Steps hold references to the same originals, so they are cheap; a day's work stays undoable.
MAX_STEPS = 200


@dataclass(frozen=True)
class Scan:
    """pages : in order, ids unique. Every change is a new scan; unknown ids raise KeyError."""

    pages: tuple[Page, ...] = ()

    def added(self, *pages: Page) -> Scan:
        """With pages at the end."""
        return Scan((*self.pages, *pages))

    def replaced(self, page: Page) -> Scan:
        """With the page of this id changed."""
        place = self._place(page.id)
        return Scan((*self.pages[:place], page, *self.pages[place + 1 :]))

    def removed(self, page_id: str) -> Scan:
        """Without a page."""
        place = self._place(page_id)
        return Scan((*self.pages[:place], *self.pages[place + 1 :]))

    def moved(self, page_id: str, index: int) -> Scan:
        """With a page at another place, 0 being the first."""
        place = self._place(page_id)
        rest = [*self.pages[:place], *self.pages[place + 1 :]]
        rest.insert(index, self.pages[place])
        return Scan(tuple(rest))

    def _place(self, page_id: str) -> int:
        for place, page in enumerate(self.pages):
            if page.id == page_id:
                return place
        raise KeyError(page_id)


@dataclass
class History:
    """The current scan and named steps on either side of it."""

    scan: Scan = field(default_factory=Scan)
    _done: list[tuple[str, Scan]] = field(default_factory=list)
    _undone: list[tuple[str, Scan]] = field(default_factory=list)

    @property
    def undo_name(self) -> str | None:
        """The step that undo() takes back."""
        return self._done[-1][0] if self._done else None

    @property
    def redo_name(self) -> str | None:
        """The step that redo() repeats."""
        return self._undone[-1][0] if self._undone else None

    def push(self, name: str, scan: Scan) -> None:
        """A new step; what was undone before is forgotten."""
        self._done.append((name, self.scan))
        del self._done[:-MAX_STEPS]
        self._undone.clear()
        self.scan = scan

    def grow(self, scan: Scan) -> None:
        """The step that was done last goes further, to this scan; "add" becomes "add_many"."""
        name, before = self._done[-1]
        self._done[-1] = ("add_many" if name == "add" else name, before)
        self._undone.clear()
        self.scan = scan

    def undo(self) -> Scan:
        """One step back; the scan as it is where there is none."""
        if self._done:
            name, before = self._done.pop()
            self._undone.append((name, self.scan))
            self.scan = before
        return self.scan

    def redo(self) -> Scan:
        """One step forward again."""
        if self._undone:
            name, after = self._undone.pop()
            self._done.append((name, self.scan))
            self.scan = after
        return self.scan
