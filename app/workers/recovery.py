"""Journals of programs that run, and of those that ended without having saved."""

from __future__ import annotations

import logging
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
    forget_pages,
    ids_of,
    read_journal,
    remove_journal,
)
from app.document.owner import FOLDER_MODE
from app.document.page import Page

log = logging.getLogger(__name__)

LOCK = "lock"


class OwnJournal:
    """The journal of this program, locked while it runs. Made with the first page. root : the
    folder of all journals. For one worker thread."""

    def __init__(self, root: Path) -> None:
        self._folder = root / uuid.uuid4().hex
        self._journal = Journal(self._folder)
        self._lock: QLockFile | None = None

    def write(self, pages: Sequence[Page], seen: Collection[str], will_do: Collection[str]) -> None:
        """Keeps these pages; see Journal.write. Raises OSError."""
        if pages:
            self._take()
            self._journal.write(pages, seen, will_do)
        else:
            self.remove()

    def give_up(self) -> None:
        """At once, from whatever thread, where remove() would have to wait: without its list the
        rest is nothing, and goes at the next start. Raises OSError."""
        (self._folder / LIST).unlink(missing_ok=True)

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
                folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            self._lock = _locked(self._folder)
            if self._lock is None:
                raise OSError("the journal's folder takes no lock")


@dataclass(frozen=True)
class Leftover:
    """What a program left that ended without having saved. page_ids : of its pages. ended : when it
    kept them last. Nobody else touches it meanwhile."""

    folder: Path
    lock: QLockFile
    page_ids: frozenset[str]
    ended: datetime

    def remove(self) -> None:
        """Forgets it. Raises OSError."""
        _remove(self.folder, self.lock)

    def give_up(self, page_ids: Collection[str]) -> None:
        """As OwnJournal.give_up(), where these are all its pages. Raises OSError."""
        if self.page_ids <= set(page_ids):
            (self.folder / LIST).unlink(missing_ok=True)

    def forget(self, page_ids: Collection[str]) -> None:
        """Forgets these pages; the others, whose pictures may come back, are offered at the next
        start. Raises OSError."""
        if self.page_ids <= set(page_ids):
            self.remove()
        else:
            forget_pages(self.folder, page_ids)
            self.lock.unlock()


def leftovers(*roots: Path) -> list[Leftover]:
    """What was left of programs that run no longer, oldest first; touches the disk."""
    found = []
    for folder in (each for root in roots if root.is_dir() for each in sorted(root.iterdir())):
        try:
            left = _leftover(folder) if folder.is_dir() and not folder.is_symlink() else None
        except OSError as error:  # one that cannot be looked at does not keep the others
            log.info("a journal cannot be looked at: %s", type(error).__name__)
            continue
        if left is not None:
            found.append(left)
    return sorted(found, key=lambda each: each.ended)


def _leftover(folder: Path) -> Leftover | None:
    """None where its program runs, or there is nothing in it that can be read."""
    lock = _locked(folder)
    if lock is None:
        return None
    page_ids = ids_of(folder)
    if page_ids:
        ended = datetime.fromtimestamp((folder / LIST).stat().st_mtime).astimezone()
        return Leftover(folder, lock, page_ids, ended)
    if (folder / LIST).exists():  # another version's, or somebody else reads it just now
        lock.unlock()
    else:  # it was ended before it had kept anything
        _remove(folder, lock)
    return None


def read_all(left: Iterable[Leftover]) -> Recovered:
    """What can be brought back of them together, oldest first. A page that two of them keep, as
    where a program was killed before it had taken over another's, is as the newer one has it."""
    kept = [*left]
    read = [read_journal(each.folder) for each in kept]
    pages = {page.id: page for each in read for page in each.pages}
    wanted = {page_id for each in kept for page_id in each.page_ids}
    seen = frozenset(page_id for each in read for page_id in each.seen)
    will_do = frozenset(page_id for each in read for page_id in each.will_do)
    return Recovered(tuple(pages.values()), seen, len(wanted - pages.keys()), will_do)


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
