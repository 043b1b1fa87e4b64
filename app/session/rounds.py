"""Doubtful pages that are looked at one after another."""

from __future__ import annotations

from app.session.book import Book
from app.session.doubts import Doubts


class Rounds:
    """Whoever accepts the corners of one page comes to the next, until none is left in doubt."""

    def __init__(self, book: Book, doubts: Doubts) -> None:
        self._book, self._doubts = book, doubts
        self._ids: tuple[str, ...] = ()  # in the order in which they are looked at

    def begin(self, meant: set[str], reviewed: str) -> str:
        """Id of the first page, or "" where none is doubtful. meant : ids of those that alone
        count; empty for all. reviewed : id of the page under review, or ""."""
        self._ids = self._all_from_here(meant, reviewed)
        return self._ids[0] if self._ids else ""

    def end(self) -> None:
        """Something else was asked for."""
        self._ids = ()

    def place_of(self, page_id: str) -> tuple[int, int]:
        """Which page of the round it is, from 1, and of how many; (0, 0) where it is none."""
        if page_id not in self._ids:
            return 0, 0
        return self._ids.index(page_id) + 1, len(self._ids)

    def after(self, page_id: str) -> str:
        """The doubtful page that comes after one; "" for none."""
        if page_id not in self._ids:
            return ""
        place = self._ids.index(page_id)
        doubts = self._doubts.among(self._book.pages)
        others = self._ids[place + 1 :] + self._ids[:place]
        return next((each for each in others if each in doubts), "")

    def _all_from_here(self, meant: set[str], reviewed: str) -> tuple[str, ...]:
        """Ids of the doubtful pages, from the one that is shown; that comes last where it is under
        review."""
        pages, selected = self._book.pages, self._book.selected
        doubts, ids = self._doubts.among(pages), [page.id for page in pages]
        wanted = [n for n, each in enumerate(ids) if each in doubts and each in (meant or doubts)]
        here = ids.index(selected) if selected in ids else 0
        first = here + (bool(reviewed) and reviewed == selected)
        turned = [n for n in wanted if n >= first] + [n for n in wanted if n < first]
        return tuple(ids[n] for n in turned)
