"""Which pages are in files: as they are now, and in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from weakref import ref

from app.document.page import Page


class _Save(NamedTuple):
    """pages : as they were, in order; weak, so that what no step brings back any more goes, and its
    picture with it. together : in one file, which has their order as well."""

    pages: tuple[ref[Page], ...]
    together: bool

    @property
    def alive(self) -> list[Page]:
        """Those that are still there, or that a step brings back."""
        return [page for page in (each() for each in self.pages) if page is not None]


class Saves:
    """What saves have taken that did not fail.

    A file of several pages holds them in an order: where it is another one now, the file is not
    what is shown. Files of one page each have none: each of them is whole, whatever its number.
    """

    def __init__(self) -> None:
        self._saves: list[_Save] = []

    def add(self, pages: Sequence[Page], *, together: bool) -> None:
        """A save has taken pages. together : into one file."""
        self._saves = [save for save in self._saves if save.alive]
        self._saves.append(_Save(tuple(map(ref, pages)), together))

    def drop(self, pages: Sequence[Page]) -> None:
        """A save of these has failed: another one may have them, but rather asked once too often
        than once too little."""
        failed = {*map(id, pages)}
        for number, save in enumerate(self._saves):
            left = [page for page in save.alive if id(page) not in failed]
            self._saves[number] = save._replace(pages=tuple(map(ref, left)))

    def forget(self) -> None:
        """Forgets every page."""
        self._saves.clear()

    def lacking(self, pages: Sequence[Page]) -> list[Page]:
        """Those that no file holds as they are, or none in the order in which they are."""
        places = {id(page): place for place, page in enumerate(pages)}
        safe: set[int] = set()
        for save in self._saves:
            kept = [places[id(page)] for page in save.alive if id(page) in places]
            if not save.together or kept == sorted(kept):
                safe.update(kept)
        return [page for place, page in enumerate(pages) if place not in safe]
