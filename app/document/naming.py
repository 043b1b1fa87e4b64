"""What the results of a batch are called: the same, whichever picture is looked at first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from threading import Condition

from app.document.encode import SUFFIX
from app.document.export import names_like, shortened
from app.document.leaf import Leaf

# What may follow a picture's name: of others of its name, and its document's. Of a name that is too
# long the numbers stay, or nobody would know which page a file shows.
MOST_BEHIND = " (9999)-9999.jpeg"
# What a picture's name may hold and the results' may not: they are told a line each, and some of
# these are orders to the terminal, or begin another line.
CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "_")


def stems_of(leaves: Sequence[Leaf]) -> list[str]:
    """What each picture's files are called, of pictures of one name in order: which of them comes
    first must not hang on which of them is read first."""
    taken: set[str] = set()
    stems = []
    for leaf in leaves:
        page = f"-{leaf.number}" if leaf.number else ""
        own = shortened(leaf.path.stem.translate(CONTROLS), page + MOST_BEHIND) + page
        names = (own if n == 1 else f"{own} ({n})" for n in count(1))
        stems.append(next(name for name in names if name.casefold() not in taken))
        taken.add(stems[-1].casefold())
    return stems


class Naming:
    """Names of files, given to one picture after another in their order, from any thread.

    Only once a picture was looked at it is known how many files it has; of two documents "x.png"
    makes "x-1.png", which may be another one's name. A name is given once, even where nothing comes
    of it: what follows is called the same with any number of threads.
    """

    def __init__(self, leaves: Sequence[Leaf], folder: Path, file_format: str) -> None:
        self._stems, self._folder, self._suffix = stems_of(leaves), folder, SUFFIX[file_format]
        self._turn = Condition()
        self._next = 0
        self._over: set[int] = set()
        self._given: set[str] = set()

    def give(self, number: int, documents: int) -> list[Path]:
        """The files of a picture's documents, none of which is there. number : its own, from 0.
        Waits until those before it have theirs, or skip() them."""
        stem = self._stems[number]
        numbered = [f"{stem}-{n}" for n in range(1, documents + 1)]
        names = numbered if documents > 1 else [stem] * documents
        with self._turn:
            self._turn.wait_for(lambda: self._next == number)
            files = [self._free(self._folder / f"{name}{self._suffix}") for name in names]
        self.skip(number)
        return files

    def skip(self, number: int) -> None:
        """Nobody waits any longer for a picture that wants no names, or has them already."""
        with self._turn:
            self._over |= {number} if number >= self._next else set()
            while self._next in self._over:
                self._over.remove(self._next)
                self._next += 1
            self._turn.notify_all()

    def _free(self, wanted: Path) -> Path:
        for path in names_like(wanted):
            # Some file systems know no difference between cases.
            if path.name.casefold() not in self._given and not os.path.lexists(path):
                self._given.add(path.name.casefold())
                return path
        return wanted  # the save tells that every name is taken
