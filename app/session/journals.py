"""What a crash would lose, kept while it is in no file, and offered after one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from app.document.journal import UNREADABLE, Recovered
from app.document.page import Page
from app.workers.jobs import Lane
from app.workers.recovery import Leftover, OwnJournal, leftovers, read_all


class _Kept(NamedTuple):
    pages: tuple[Page, ...] = ()
    seen: frozenset[str] = frozenset()
    will_do: frozenset[str] = frozenset()


class Journals(QObject):
    """Writes the journal in a lane of its own. While one state is being written the newest waits,
    and no others. root : the folder of all journals. others : folders where earlier ones may be.

    Signals: left_changed(), restored(Recovered), failed(error) for the first state that the disk
    does not take, and again once it has taken one.
    """

    left_changed = Signal()
    restored = Signal(object)
    failed = Signal(object)

    def __init__(
        self, root: Path, others: Sequence[Path] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._roots, self._own = (root, *others), OwnJournal(root)
        self._lane = Lane("recovery", self)
        # A restore takes its time, and what is captured meanwhile is kept all the same.
        self._reading = Lane("restore", self)
        self._asked: list[Leftover] = []  # which are being read
        self._discarded: list[Leftover] = []  # which are gone, or soon
        self._left: list[Leftover] = []
        # Their pages, by id, are those of this session by now.
        self._taken: list[tuple[Leftover, frozenset[str]]] = []
        self._next: _Kept | None = None
        self._last = _Kept()  # the state that was given last
        self._writing = self._failing = False

    @property
    def left(self) -> int:
        """How many pages were left by programs that ended without having saved them."""
        return len({page_id for each in self._left for page_id in each.page_ids})

    @property
    def ended(self) -> datetime | None:
        """When the last of those programs kept them last."""
        return max((each.ended for each in self._left), default=None)

    def look(self) -> None:
        """Looks for what was left; answers by left_changed, where there is any."""

        def found(left: list[Leftover]) -> None:
            self._left = left
            if left:
                self.left_changed.emit()

        self._lane.submit(lambda: leftovers(*self._roots), found, lambda _: None)

    def keep(self, pages: Sequence[Page], seen: Collection[str], will_do: Collection[str]) -> None:
        """These pages are in no file. seen, will_do : see Recovered."""
        self._next = self._last = _Kept(tuple(pages), frozenset(seen), frozenset(will_do))
        self._write()

    def restore(self) -> None:
        """Reads what was left; answers by restored. It stays on the disk until this program's own
        journal has it."""
        left, self._left = self._left, []

        def done(recovered: Recovered) -> None:
            self._asked = []
            page_ids = frozenset(page.id for page in recovered.pages)
            self._taken += [(each, page_ids) for each in left]
            self.restored.emit(recovered)  # upon which they are kept

        def failed(_: Exception) -> None:
            lost = len({page_id for each in left for page_id in each.page_ids})
            self.call_off()
            self.restored.emit(Recovered((), lost=lost))

        if left:
            self._asked = left
            self._reading.submit(lambda: read_all(left), done, failed)
            self.left_changed.emit()

    def call_off(self) -> None:
        """What is being restored is not; it is there to be asked for again."""
        self._reading.drop()
        if self._asked:
            self._left, self._asked = [*self._left, *self._asked], []
            self.left_changed.emit()

    def discard(self) -> None:
        """Forgets what was left."""
        self._discarded, self._left = [*self._discarded, *self._left], []
        discarded = self._discarded
        self._lane.submit(lambda: _remove(discarded), lambda _: None, lambda _: None)
        self.left_changed.emit()

    def close(self, timeout_ms: int, *, keep: bool) -> bool:
        """Writes what waits, or forgets it all; False where that does not end in time. What was
        left and not asked for stays for the next start."""
        own, taken, discarded = self._own, self._taken, self._discarded
        last = self._last if keep else _Kept()

        def work() -> None:
            _remove(discarded)
            own.write(*last)  # what was taken over stays where this does not succeed
            _forget(taken)

        self._reading.ask_to_stop()
        self._lane.drop()  # states that are over by now
        self._lane.submit(work, lambda _: None, lambda _: None)
        if not self._lane.finish(timeout_ms):
            if not keep:
                with suppress(OSError):
                    own.give_up()
                    for leftover, page_ids in taken:
                        leftover.give_up(page_ids)
            return False
        own.release()
        for each in (*self._left, *self._asked, *(leftover for leftover, _ in taken)):
            each.release()
        return self._reading.stop(timeout_ms)

    # ------------------------------------------------------------------------------- private
    def _write(self) -> None:
        if self._writing or self._next is None:
            return
        kept, self._next, self._writing = self._next, None, True
        taken = self._taken  # whose pages are in this state

        def work() -> None:
            self._own.write(*kept)
            _forget(taken)

        def written(_: None) -> None:
            self._taken = self._taken[len(taken) :]
            self._writing = self._failing = False
            self._write()

        self._lane.submit(work, written, self._on_not_written)

    def _on_not_written(self, error: Exception) -> None:
        self._writing = False
        if not self._failing:
            self._failing = True
            self.failed.emit(error)
        self._write()


def _remove(discarded: Sequence[Leftover]) -> None:
    for leftover in discarded:
        with suppress(OSError):
            leftover.remove()


def _forget(taken: Sequence[tuple[Leftover, frozenset[str]]]) -> None:
    for leftover, page_ids in taken:
        with suppress(*UNREADABLE):  # it is offered once more: better twice than never
            leftover.forget(page_ids)
