"""Journals of programs that run, and of those that ended without having saved."""

from __future__ import annotations

import os
import uuid
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLockFile

from app.document.journal import (
    LIST,
    Journal,
    Recovered,
    count_pages,
    read_journal,
    remove_journal,
)
from app.document.page import Page

LOCK = "lock"
OWNER_ONLY = 0o700


class OwnJournal:
    """The journal of this program, locked while it runs. Made with the first page. root : the
    folder of all journals. For one worker thread."""

    def __init__(self, root: Path) -> None:
        self._folder = root / uuid.uuid4().hex
        self._journal = Journal(self._folder)
        self._lock: QLockFile | None = None

    def write(self, pages: Sequence[Page], seen: Collection[str]) -> None:
        """Keeps these pages; see Journal.write. Raises OSError."""
        if pages:
            self._take()
            self._journal.write(pages, seen)
        else:
            self.remove()

    def remove(self) -> None:
        """Keeps nothing. Raises OSError."""
        if self._lock is not None:
            _remove(self._folder, self._lock)
            self._lock = None

    def release(self) -> None:
        """Leaves what is kept to whoever looks for it next."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _take(self) -> None:
        if self._lock is None:
            for folder in (self._folder.parent, self._folder):
                folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
            self._lock = _locked(self._folder)
            if self._lock is None:
                raise OSError("the journal's folder takes no lock")


@dataclass(frozen=True)
class Leftover:
    """What a program left that ended without having saved. count : of pages. ended : when it kept
    them last. Nobody else touches it meanwhile."""

    folder: Path
    lock: QLockFile
    count: int
    ended: datetime

    def remove(self) -> None:
        """Forgets it. Raises OSError."""
        _remove(self.folder, self.lock)


def leftovers(root: Path) -> list[Leftover]:
    """What was left of programs that run no longer, oldest first; touches the disk."""
    found = []
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        ours = folder.is_dir() and not folder.is_symlink()
        lock = _locked(folder) if ours else None
        if lock is None:  # its program runs, or another one asks just now
            continue
        count = count_pages(folder)
        if count:
            ended = datetime.fromtimestamp((folder / LIST).stat().st_mtime).astimezone()
            found.append(Leftover(folder, lock, count, ended))
        else:  # it was ended before it had kept anything
            _remove(folder, lock)
    return sorted(found, key=lambda each: each.ended)


def read_all(left: Iterable[Leftover]) -> Recovered:
    """What can be brought back of them together."""
    read = [read_journal(each.folder) for each in left]
    return Recovered(
        tuple(page for each in read for page in each.pages),
        frozenset(page_id for each in read for page_id in each.seen),
        sum(each.lost for each in read),
    )


def _locked(folder: Path) -> QLockFile | None:
    """None where another program, or this one, has it."""
    lock = QLockFile(os.fspath(folder / LOCK))
    lock.setStaleLockTime(0)  # by its process alone: a day that a program runs makes no lock stale
    return lock if lock.tryLock(0) else None


def _remove(folder: Path, lock: QLockFile) -> None:
    remove_journal(folder)
    lock.unlock()
    with suppress(OSError):  # somebody looks into it just now, and will find nothing
        folder.rmdir()
