"""The ordered pages of a scan, and its undoable history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

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

    def replaced(self, *pages: Page) -> Scan:
        """With the pages of these ids changed."""
        by_id = self._by_id()
        for page in pages:
            by_id[page.id]  # must be there
            by_id[page.id] = page
        return Scan(tuple(by_id.values()))

    def removed(self, *page_ids: str) -> Scan:
        """Without these pages."""
        by_id = self._by_id()
        for page_id in page_ids:
            del by_id[page_id]
        return Scan(tuple(by_id.values()))

    def ordered(self, page_ids: Sequence[str]) -> Scan:
        """The same pages in another order; those not named come last, as they were."""
        by_id = self._by_id()
        first = [by_id.pop(page_id) for page_id in page_ids]
        return Scan((*first, *by_id.values()))

    def _by_id(self) -> dict[str, Page]:
        return {page.id: page for page in self.pages}


class Step(NamedTuple):
    """name : its key. scan : on its other side. growth : of History.grow; 0 for what does not.
    shown : id of the page that was shown when it was made, "" for none."""

    name: str
    scan: Scan
    growth: int = 0
    shown: str = ""

    def of_many(self) -> Step:
        """It adds more than one page."""
        return self._replace(name="add_many") if self.name == "add" else self


@dataclass
class History:
    """The current scan and named steps on either side of it."""

    scan: Scan = field(default_factory=Scan)
    _done: list[Step] = field(default_factory=list)
    _undone: list[Step] = field(default_factory=list)

    @property
    def undo_name(self) -> str | None:
        """The step that undo() takes back."""
        return self._done[-1].name if self._done else None

    @property
    def redo_name(self) -> str | None:
        """The step that redo() repeats."""
        return self._undone[-1].name if self._undone else None

    @property
    def undo_shown(self) -> str:
        """Id of the page that was shown when the step was made that undo() takes back, or ""."""
        return self._done[-1].shown if self._done else ""

    @property
    def redo_shown(self) -> str:
        """… that redo() repeats, or ""."""
        return self._undone[-1].shown if self._undone else ""

    def push(self, name: str, scan: Scan, growth: int = 0, shown: str = "") -> None:
        """A new step; what was undone before is forgotten. growth : by which it may grow later.
        shown : as in Step."""
        self._done.append(Step(name, self.scan, growth, shown))
        del self._done[:-MAX_STEPS]
        self._undone.clear()
        self.scan = scan

    def grow(self, growth: int, *pages: Page) -> bool:
        """The step of this growth adds pages as well, wherever it is by now: they come at the end
        of every scan that came of it, and "add" becomes "add_many". False where there is none."""
        for place in reversed(range(len(self._done))):
            if self._done[place].growth == growth:
                self._done[place] = self._done[place].of_many()
                self._done[place + 1 :] = _with(self._done[place + 1 :], pages)
                self._undone = _with(self._undone, pages)
                self.scan = self.scan.added(*pages)
                return True
        return False

    def holds(self, page_id: str) -> bool:
        """Whether a page is there, or a step brings it back."""
        scans = (self.scan, *(step.scan for step in (*self._done, *self._undone)))
        return any(page.id == page_id for scan in scans for page in scan.pages)

    def undone(self, growth: int) -> bool:
        """Whether the step of this growth was taken back."""
        return any(step.growth == growth for step in self._undone)

    def newest(self, growth: int) -> bool:
        """Whether the step of this growth is the one that undo() takes back."""
        return bool(self._done) and self._done[-1].growth == growth

    def undo(self) -> Scan:
        """One step back; the scan as it is where there is none."""
        if self._done:
            step = self._done.pop()
            self._undone.append(step._replace(scan=self.scan))
            self.scan = step.scan
        return self.scan

    def redo(self) -> Scan:
        """One step forward again."""
        if self._undone:
            step = self._undone.pop()
            self._done.append(step._replace(scan=self.scan))
            self.scan = step.scan
        return self.scan


def _with(steps: list[Step], pages: Sequence[Page]) -> list[Step]:
    return [step._replace(scan=step.scan.added(*pages)) for step in steps]
