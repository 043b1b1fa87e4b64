"""The use cases around pictures and films that are opened, and what is said about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from app.document.page import Page
from app.session import doubt_wording, opening_wording, wording
from app.session.book import Book
from app.session.checks import Checks
from app.session.desk import Desk
from app.session.engine import Engine
from app.session.notice_board import NoticeBoard
from app.session.notices import Notice
from app.session.reasons import reason_given
from app.session.sources import Sources
from app.session.state import State
from app.workers.reading import NOWHERE, Finds, Place, Reading


@dataclass(frozen=True)
class Progress:
    """How far an opening is: pictures. total : 0 while it is not known yet."""

    done: int = 0
    total: int = 0


class Opening(QObject):
    """Opening runs to its end in a lane; what it could not do is told once, then.

    What is opened while it runs belongs to it.

    Signals: progress_changed(Progress); None once there is nothing left to open.
    """

    progress_changed = Signal(object)

    def __init__(
        self,
        book: Book,
        desk: Desk,
        state: State,
        *,
        sources: Sources,
        checks: Checks,
        engine: Engine,
        notices: NoticeBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._desk, self._state = book, desk, state
        self._sources, self._checks, self._engine = sources, checks, engine
        self._notices = notices
        self._progress: Progress | None = None
        self._openings = 0
        self._offered: tuple[Path, ...] = ()  # what was left out, and may be opened all the same
        self._begin_anew()
        desk.read.connect(self._on_read)
        desk.unreadable.connect(self._on_unreadable)
        desk.looked_through.connect(self._on_looked_through)
        book.stepped_back.connect(self._on_stepped_back)

    def _begin_anew(self) -> None:
        # Of the opening that runs, or ran last:
        self._unread: list[tuple[str, str]] = []  # name and reason
        self._skipped: list[str] = []  # names
        self._results: list[Path] = []
        self._fresh: list[str] = []  # ids of pages
        self._read = 0  # pictures
        self._twice: list[str] = []  # names of pictures that were there before
        self._stopped = False
        self._engine_trouble = ""

    @property
    def under_way(self) -> bool:
        """Whether anything is being opened or waits to be."""
        return self._progress is not None

    @property
    def progress(self) -> Progress | None:
        """How far the opening is; None where none runs."""
        return self._progress

    @property
    def trouble(self) -> str:
        """What went wrong with the last opening, in words, or ""."""
        if self._engine_trouble:
            return wording.engine_notice(self._engine_trouble).text
        notice = self._left_out([])
        return notice.text if notice is not None else ""

    # --------------------------------------------------------------------------- by the person
    def open_paths(self, paths: Sequence[Path], replaced: str = "", *, shown: bool = True) -> None:
        """Opens pictures, folders of pictures, or videos. replaced : id of a page whose place the
        first picture takes or, where they are films, the next capture. shown : False, of what
        nobody asked for, leaves the stage and a page that waits to be replaced to others."""
        self._begin(0, shown=shown)
        place = self._waiting_place() if shown else NOWHERE
        self._desk.look_through(paths, Place(replaced) if replaced else place)

    def open_image(self, image: QImage, name: str) -> None:
        """Opens a pasted or dropped image."""
        self._begin(1)
        self._desk.read_image(image, name, self._waiting_place())

    def open_data(self, data: bytes, name: str) -> None:
        """Opens the bytes of a pasted or dropped picture."""
        self._begin(1)
        self._desk.read_data(data, name, self._waiting_place())

    def open_results(self) -> None:
        """Opens what was left out of folders, as this program had saved it."""
        paths, self._offered = self._offered, ()
        if paths:
            self.open_paths(paths)

    def leave_out(self, results: Sequence[Path]) -> None:
        """Says of pictures that came by themselves that they are not opened, as this program had
        saved them; with what is being opened, where anything is."""
        self._begin(0, shown=False)
        self._results += results
        self._end()

    def stop_opening(self) -> None:
        """Opens nothing of what waits; what was opened stays."""
        if self._progress is not None:
            self._stopped = True
            self._desk.stop_opening()
            self._end()

    def forget(self) -> None:
        """Nothing was ever opened. Nobody is told: see tell_progress()."""
        self._progress = None
        self._offered = ()
        self._begin_anew()

    def tell_progress(self) -> None:
        """Tells how far the opening is."""
        self.progress_changed.emit(self._progress)

    # --------------------------------------------------------------------------------- private
    def _left_out(self, results: Sequence[Path], *, alone: bool = True) -> Notice | None:
        """What was not opened. results : of what this program had saved, which is no trouble.
        alone : else something is said beside it."""
        names = [path.name for path in results]
        notice = opening_wording.left_out(self._unread, self._skipped, names, alone=alone)
        return opening_wording.stopped(notice) if self._stopped else notice

    def _waiting_place(self) -> Place:
        """For what is opened now; not for what was being opened when the page began to wait."""
        replacing = self._state.replacing
        return Place(replacing, waits=True) if replacing else NOWHERE

    def _begin(self, pictures: int, *, shown: bool = True) -> None:
        if shown:
            self._state.begin_reading()
        if self._progress is None:
            self._openings += 1
            self._begin_anew()
        self._count(more=pictures)

    def _count(self, *, more: int = 0, done: int = 0) -> None:
        now = self._progress or Progress()
        self._progress = Progress(now.done + done, now.total + more)
        self.tell_progress()

    def _end(self) -> None:
        """Where nothing is left to open: what is to be said, and the page to be shown."""
        if self._desk.opening or self._progress is None:
            return
        self._progress = None
        self._state.end_reading()
        self._offered = tuple(self._results) or self._offered
        doubt = self._checks.about(self._fresh)
        told = self._left_out(self._results, alone=doubt is None)
        alone = doubt is None and len(self._twice) == self._read
        undo = alone and self._book.newest(self._openings)
        told = doubt_wording.beside(
            opening_wording.there_twice(self._twice, told, undo=undo), doubt
        )
        if told is not None and not self._fresh:
            told = replace(told, of="opening")  # whatever is opened next is another attempt
        if self._engine_trouble:
            self._notices.post(wording.engine_notice(self._engine_trouble), self._engine.reload)
        elif told is not None:
            self._notices.post(told)
        self.progress_changed.emit(None)

    def _taken_place(self, place: Place) -> str:
        """Id of the page that a picture replaces by now, or ""."""
        if place.waits:
            return self._state.take_place() if place.page_id == self._state.replacing else ""
        return place.page_id

    @Slot()
    def _on_stepped_back(self) -> None:
        """An opening that still runs ends with its step."""
        if self._book.undone(self._openings):
            self.stop_opening()

    def _note_twice(self, page: Page, fresh: Sequence[str]) -> None:
        """Whoever opens a file a second time has hardly meant to. fresh : ids of the pages that a
        picture was opened as, of which page is one."""
        self._read += 1
        origin = page.original.origin
        others = (each for each in self._book.pages if each.id not in fresh)
        if origin is not None and any(each.original.origin == origin for each in others):
            self._twice.append(origin.leaf.path.name)

    # -------------------------------------------------------------------------- from the desk
    @Slot(object)
    def _on_looked_through(self, finds: Finds) -> None:
        for n, leaf in enumerate(finds.pictures):
            self._desk.read_picture(leaf, NOWHERE if n else finds.place)
        self._count(more=len(finds.pictures))
        for error in finds.errors:
            self._unread.append((error.path.name, error.reason))
        self._skipped += [path.name for path in finds.skipped]
        self._results += finds.results
        if finds.films and not finds.pictures:
            taken = self._taken_place(finds.place)
            if taken:
                self._state.begin_replacing(taken)
        self._sources.play(finds.films)
        self._end()

    @Slot(object)
    def _on_read(self, reading: Reading) -> None:
        with self._book.growing(self._openings):
            first = self._book.put(reading.pages, self._taken_place(reading.place))
        fresh = [first, *(page.id for page in reading.pages[1:])]
        self._note_twice(reading.pages[0], fresh)
        self._fresh += fresh
        self._state.show_read(first)
        self._engine_trouble = self._engine_trouble or reading.trouble
        self._unread += [(each.path.name, reason_given(each)) for each in reading.errors]
        self._count(done=1)
        self._end()

    @Slot(str, object)
    def _on_unreadable(self, name: str, error: Exception) -> None:
        self._unread.append((name, reason_given(error)))
        self._count(done=1)
        self._end()
