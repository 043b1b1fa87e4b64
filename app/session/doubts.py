"""Which pages want a look at their corners, and which have had one."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakValueDictionary

from PySide6.QtCore import QObject, Signal

from app.document.original import Original
from app.document.page import Doubt, Page, doubt_of


class Doubts(QObject):
    """An outline that was not found, that the detector is not sure of, or that reaches out of its
    picture, until somebody saw it.

    Beside the pages, not in them: to agree with an outline is no step to undo.

    Signals: changed() where somebody agreed with an outline.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # With its picture: another one in the same place is another page to look at. Weak: what
        # was looked at is no reason to keep it.
        self._seen: WeakValueDictionary[str, Original] = WeakValueDictionary()

    def agree(self, page: Page) -> None:
        """Somebody sets or accepts the page's corners."""
        self.settle(page)
        self.changed.emit()

    def settle(self, page: Page) -> None:
        """Somebody did so before; nobody is told."""
        self._seen[page.id] = page.original

    def forget(self) -> None:
        """Forgets what was looked at."""
        self._seen.clear()

    def among(self, pages: Iterable[Page]) -> dict[str, Doubt]:
        """What is in doubt about the doubtful ones, by id, in order."""
        told = ((page, doubt_of(page)) for page in pages)
        return {
            page.id: doubt
            for page, doubt in told
            if doubt is not None and self._seen.get(page.id) is not page.original
        }
