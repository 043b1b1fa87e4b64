"""Journals of programs that run, and of those that ended without having saved."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.document.journal import (
    LIST,
    Journal,
    Recovered,
    forget_pages,
    ids_of,
    read_journal,
    remove_journal,
)
from app.document.page import Page
from app.workers.inscription import inscription
from app.workers.own_folder import LockedFolder, left_folders, take_folder

log = logging.getLogger(__name__)


class OwnJournal:
    """The journal of this program, locked while it runs. Made with the first page. root : the
    folder of all journals. For one worker thread."""

    def __init__(self, root: Path) -> None:
        self._place = root / uuid.uuid4().hex
        self._journal = Journal(self._place)
        self._taken: LockedFolder | None = None

    def write(self, pages: Sequence[Page], seen: Collection[str], will_do: Collection[str]) -> None:
        """Keeps these pages; see Journal.write. Raises OSError."""
        if not pages:
            self.remove()
            return
        if self._taken is None:
            self._taken = take_folder(self._place)
        self._journal.write(pages, seen, will_do)

    def give_up(self) -> None:
        """At once, from whatever thread, where remove() would have to wait: without its list the
        rest is nothing, and goes at the next start. Raises OSError."""
        (self._place / LIST).unlink(missing_ok=True)

    def remove(self) -> None:
        """Keeps nothing. Raises OSError."""
        if self._taken is not None:
            _remove(self._taken)
            self._taken = None

    def release(self) -> None:
        """Leaves what is kept to whoever looks for it next."""
        if self._taken is not None:
            self._taken.lock.unlock()
            self._taken = None


@dataclass(frozen=True)
class Leftover:
    """What a program left that ended without having saved. page_ids : of its pages. ended : when it
    kept them last. Nobody else touches it meanwhile."""

    locked: LockedFolder
    page_ids: frozenset[str]
    ended: datetime

    def remove(self) -> None:
        """Forgets it. Raises OSError."""
        _remove(self.locked)

    def release(self) -> None:
        """Leaves it to whoever looks for it next."""
        self.locked.lock.unlock()

    def give_up(self, page_ids: Collection[str]) -> None:
        """As OwnJournal.give_up(), where these are all its pages. Raises OSError."""
        if self.page_ids <= set(page_ids):
            (self.locked.path / LIST).unlink(missing_ok=True)

    def forget(self, page_ids: Collection[str]) -> None:
        """Forgets these pages; the others, whose pictures may come back, are offered at the next
        start. Raises OSError."""
        if self.page_ids <= set(page_ids):
            self.remove()
        else:
            forget_pages(self.locked.path, page_ids)
            self.release()


def leftovers(*roots: Path) -> list[Leftover]:
    """What was left of programs that run no longer, oldest first; touches the disk."""
    found = []
    for folder in left_folders(roots):
        try:
            left = _leftover(folder)
        except OSError as error:  # one that cannot be looked at does not keep the others
            log.info("a journal cannot be looked at: %s", type(error).__name__)
            continue
        if left is not None:
            found.append(left)
    return sorted(found, key=lambda each: each.ended)


def _leftover(folder: LockedFolder) -> Leftover | None:
    """None where there is nothing in it that can be read."""
    journal = folder.path / LIST
    page_ids = ids_of(folder.path)
    if page_ids:
        ended = datetime.fromtimestamp(journal.stat().st_mtime).astimezone()
        return Leftover(folder, page_ids, ended)
    if journal.exists():  # another version's, or somebody else reads it just now
        folder.lock.unlock()
    else:  # it was ended before it had kept anything
        _remove(folder)
    return None


def read_all(left: Iterable[Leftover]) -> Recovered:
    """What can be brought back of them together, oldest first. A page that two of them keep, as
    where a program was killed before it had taken over another's, is as the newer one has it.
    Needs a QGuiApplication."""
    kept = [*left]
    read = [read_journal(each.locked.path, inscription) for each in kept]
    pages = {page.id: page for each in read for page in each.pages}
    wanted = {page_id for each in kept for page_id in each.page_ids}
    seen = frozenset(page_id for each in read for page_id in each.seen)
    will_do = frozenset(page_id for each in read for page_id in each.will_do)
    return Recovered(tuple(pages.values()), seen, len(wanted - pages.keys()), will_do)


def _remove(folder: LockedFolder) -> None:
    remove_journal(folder.path)
    folder.lock.unlock()
    with suppress(OSError):  # somebody looks into it just now, and will find nothing
        folder.path.rmdir()
