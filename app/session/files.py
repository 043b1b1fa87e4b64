"""What the saves of this session took and wrote: which pages, as they were, under which names."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from weakref import ref

from app.document.area import Area
from app.document.page import Page


@dataclass(eq=False)
class _Save:
    """pages : as they were, in order; weak, so that what no step brings back any more goes, and its
    picture with it. hidden : what was black in each, by its id, and what is black by now, as far as
    it was said that this shows it. target : as it was asked for, before a taken name got a suffix.
    together : in one file, which has their order as well. paths : the files, in order; none while
    it runs, and none where a later save wrote under one of these names. relied_on : the pages
    without those that a save failed with since.
    """

    pages: tuple[ref[Page], ...]
    hidden: dict[str, tuple[Area, ...]]
    target: Path
    together: bool
    paths: tuple[Path, ...] = ()
    relied_on: tuple[ref[Page], ...] = field(init=False)

    def __post_init__(self) -> None:
        self.relied_on = self.pages

    @property
    def apart(self) -> bool:
        """Whether each page has a file of its own, be it the only one."""
        return not self.together or len(self.hidden) == 1

    def path_of(self, page_id: str) -> Path:
        """The file that the page is in."""
        return self.paths[0 if self.together else [*self.hidden].index(page_id)]

    def has(self, page: Page) -> bool:
        """Whether the page is in it as it is."""
        return any(old() is page for old in self.pages)


class Files:
    """In memory only, and forgotten with the session: a file may be called after a person.

    A file of several pages holds them in an order: where it is another one now, the file is not
    what is shown. Files of one page each have none: each of them is whole, whatever its number.
    """

    def __init__(self) -> None:
        self._done: list[_Save] = []
        self._running: deque[_Save | None] = deque()  # they end in order; None: of nobody any more

    # ----------------------------------------------------------------------- what happens to saves
    def begin(self, pages: Sequence[Page], target: Path, *, together: bool) -> None:
        """A save was handed over. together : into one file."""
        hidden = {page.id: page.edits.hidden for page in pages}
        self._running.append(_Save(tuple(map(ref, pages)), hidden, target, together))

    def end(self, paths: Sequence[Path]) -> None:
        """The save that was handed over first has written these files. What an earlier one wrote
        under one of these names is gone from there; moved, most likely, so that it counts on."""
        save = self._running.popleft() if self._running else None
        if save is None:
            return
        for each in self._named():
            if set(each.paths) & set(paths):
                each.paths = ()
        save.paths, save.relied_on = tuple(paths), save.pages
        self._done.append(save)

    def fail(self) -> None:
        """The save that was handed over first has written nothing, and nothing was called so.
        Another one may have its pages, but rather asked once too often than once too little."""
        save = self._running.popleft() if self._running else None
        if save is not None:
            failed = {id(page()) for page in save.pages}  # two that are equal are two all the same
            for each in self._all():
                each.relied_on = tuple(page for page in each.relied_on if id(page()) not in failed)

    def forget(self) -> None:
        """Forgets every page and every name."""
        self._done.clear()
        self._running = deque(None for _ in self._running)

    # ------------------------------------------------------------------------- what is in no file
    def unsaved(self, pages: Sequence[Page]) -> list[Page]:
        """Those that no save has taken as they are, or none in the order in which they are; one
        that still runs counts."""
        return _lacking(pages, ((save.relied_on, save.together) for save in self._all()))

    def unwritten(self, pages: Sequence[Page]) -> list[Page]:
        """The same by what has been written: a crash would lose these."""
        return _lacking(pages, ((save.pages, save.together) for save in self._done))

    # --------------------------------------------------------------------------- names of files
    def target_of(self, page_ids: Collection[str], *, alone: bool = False) -> Path | None:
        """What was asked for by the last save that took all of these pages. alone : and no other
        page."""
        wanted = set(page_ids)
        for save in (*reversed(self._running), *reversed(self._named())):
            took = save is not None and bool(wanted) and wanted <= save.hidden.keys()
            if save is not None and took and not (alone and len(wanted) < len(save.hidden)):
                return save.target
        return None

    def holding(self, pages: Sequence[Page]) -> tuple[Path, ...]:
        """The files that these pages are in as they are: all of them in those of one save, or each
        in those of the last that took it; none where there are none of one of them. A file that
        holds a page besides that is gone, or its pages in another order, is not what is there.
        """
        ids = [page.id for page in pages]
        saves = [
            save
            for save in self._named()
            if not save.together or [*save.hidden] == [each for each in ids if each in save.hidden]
        ]
        whole = [save for save in saves if all(map(save.has, pages))]
        found: dict[Path, None] = {}
        for page in pages:
            save = next((each for each in reversed(whole or saves) if each.has(page)), None)
            if save is None:
                return ()
            found[save.path_of(page.id)] = None
        return tuple(found)

    def own_path(self, page: Page) -> Path | None:
        """The file that has the page alone and as it is."""
        for save in reversed(self._named()):
            if save.has(page) and save.apart:
                return save.path_of(page.id)
        return None

    def own_name(self, page_id: str) -> str:
        """What the last file was to be called that had the page alone; "" where none did."""
        for save in reversed(self._named()):
            if page_id in save.hidden and save.apart:
                return (save.target if len(save.hidden) == 1 else save.path_of(page_id)).name
        return ""

    def ids_in(self, paths: Sequence[Path]) -> list[str]:
        """Of the pages in these files."""
        save = self._of(paths)
        return [] if save is None else [*save.hidden]

    def outdated(self, paths: Sequence[Path], pages: Sequence[Page]) -> bool:
        """Whether one of these pages is another by now than in these files."""
        save = self._of(paths)
        if save is None:
            return False
        were = dict(zip(save.hidden, (each() for each in save.pages), strict=True))
        return any(were[page.id] is not page for page in pages if page.id in were)

    def showing(self, paths: Sequence[Path]) -> list[Path]:
        """Earlier files that show what is black in these; of each black area once."""
        save = self._of(paths)
        if save is None:
            return []
        found: dict[Path, None] = {}
        named = self._named()
        for before in named[: named.index(save)]:
            for page_id, areas in save.hidden.items():
                if page_id not in before.hidden:
                    continue
                were = before.hidden[page_id]
                shown = [area for area in areas if not _covered(area, were)]
                if shown:
                    before.hidden[page_id] = (*were, *shown)
                    found[before.path_of(page_id)] = None
        return [*found]

    def _of(self, paths: Sequence[Path]) -> _Save | None:
        return next((save for save in reversed(self._named()) if save.paths == tuple(paths)), None)

    def _named(self) -> list[_Save]:
        return [save for save in self._done if save.paths]

    def _all(self) -> list[_Save]:
        return [*self._done, *(save for save in self._running if save is not None)]


def _lacking(
    pages: Sequence[Page], saves: Iterable[tuple[Sequence[ref[Page]], bool]]
) -> list[Page]:
    """Those that none of the saves has. saves : what each took, and whether together."""
    places = {id(page): place for place, page in enumerate(pages)}
    safe: set[int] = set()
    for taken, together in saves:
        alive = (id(each()) for each in taken)
        kept = [places[each] for each in alive if each in places]
        if not together or kept == sorted(kept):
            safe.update(kept)
    return [page for place, page in enumerate(pages) if place not in safe]


def _covered(area: Area, areas: Sequence[Area]) -> bool:
    """Whether it lies in one of the others, which are convex as it is."""
    return area in areas or any(all(map(each.contains, area.corners)) for each in areas)
