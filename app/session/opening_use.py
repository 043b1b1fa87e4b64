"""The use cases around pictures and films that are opened, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Slot
from PySide6.QtGui import QImage

from app.session import doubt_wording, opening_wording, wording
from app.session.check_use import CheckUse
from app.session.notices import Notice
from app.session.reasons import reason_given
from app.workers.detection import LoadDetector, load_detector
from app.workers.reading import NOWHERE, Finds, Place, Reading


@dataclass(frozen=True)
class Progress:
    """How far an opening is: pictures. total : 0 while it is not known yet."""

    done: int = 0
    total: int = 0


class OpeningUse(CheckUse):
    """Opening runs to its end in a lane; what it could not do is told once, then.

    What is opened while it runs belongs to it.
    """

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: LoadDetector = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(store, load_detector, parent)
        self._progress: Progress | None = None
        self._openings = 0
        self._films: list[Path] = []  # to be played after the one that plays
        self._film_over = False  # while something else was looked at
        # Of the opening that runs, or ran last:
        self._unread: list[tuple[str, str]] = []  # name and reason
        self._skipped: list[str] = []  # names
        self._fresh: list[str] = []  # ids of pages
        self._stopped = False
        self._engine_trouble = ""
        desk = self._desk
        desk.read.connect(self._on_read)
        desk.unreadable.connect(self._on_unreadable)
        desk.looked_through.connect(self._on_looked_through)

    # ------------------------------------------------------------------------------- opening
    @property
    def opening(self) -> Progress | None:
        """How far the opening is; None where none runs."""
        return self._progress

    @property
    def trouble(self) -> str:
        """What went wrong with the last opening, in words, or ""."""
        if self._engine_trouble:
            return wording.engine_notice(self._engine_trouble).text
        notice = self._left_out()
        return notice.text if notice is not None else ""

    def open_paths(self, paths: Sequence[Path], replaced: str = "", *, shown: bool = True) -> None:
        """Opens pictures, folders of pictures, or videos. replaced : id of a page whose place the
        first picture takes or, where they are films, the next capture. shown : False, of what
        nobody asked for, leaves the stage and a page that waits to be replaced to others."""
        self._begin_opening(0, shown=shown)
        place = self._waiting_place() if shown else NOWHERE
        self._desk.look_through(paths, Place(replaced) if replaced else place)

    def open_image(self, image: QImage, name: str) -> None:
        """Opens a pasted or dropped image."""
        self._begin_opening(1)
        self._desk.read_image(image, name, self._waiting_place())

    def open_data(self, data: bytes, name: str) -> None:
        """Opens the bytes of a pasted or dropped picture."""
        self._begin_opening(1)
        self._desk.read_data(data, name, self._waiting_place())

    def stop_opening(self) -> None:
        """Opens nothing of what waits; what was opened stays."""
        if self._progress is not None:
            self._stopped = True
            self._desk.stop_opening()
            self._end_opening()

    def _left_out(self, *, alone: bool = True) -> Notice | None:
        """What was not opened. alone : else something is said beside it."""
        notice = opening_wording.left_out(self._unread, self._skipped, alone=alone)
        return opening_wording.stopped(notice) if self._stopped else notice

    def _waiting_place(self) -> Place:
        """For what is opened now; not for what was being opened when the page began to wait."""
        return Place(self._replacing, waits=True) if self._replacing else NOWHERE

    def _begin_opening(self, pictures: int, *, shown: bool = True) -> None:
        self._select_next |= shown
        if self._progress is None:
            self._openings += 1
            self._unread, self._skipped, self._fresh = [], [], []
            self._stopped, self._engine_trouble = False, ""
        self._count(more=pictures)

    def _count(self, *, more: int = 0, done: int = 0) -> None:
        now = self._progress or Progress()
        self._progress = Progress(now.done + done, now.total + more)
        self.opening_changed.emit(self._progress)

    def _end_opening(self) -> None:
        """Where nothing is left to open: what is to be said, and the page to be shown."""
        if self._desk.opening or self._progress is None:
            return
        self._progress = None
        self._select_next = False
        if self._state == "empty" and self.pages:  # came back meanwhile
            self._settle()
        doubt = self.about(self._fresh)
        told = doubt_wording.beside(self._left_out(alone=doubt is None), doubt)
        if self._engine_trouble:
            self.notices.post(wording.engine_notice(self._engine_trouble), self._reload_engine)
        elif told is not None:
            self.notices.post(told)
        self.opening_changed.emit(None)

    def _forget_opening(self) -> None:
        self._progress = None
        self._select_next = False
        self._unread, self._skipped, self._fresh = [], [], []
        self._stopped, self._engine_trouble = False, ""
        self._doubts.forget()

    # --------------------------------------------------------------------------------- films
    def stop_live(self) -> None:
        """Ends the live feed, and what was to follow it."""
        self._films = []
        super().stop_live()

    def _resume(self) -> None:
        super()._resume()
        if self._film_over and self._state == "live":
            self._play(self._films)

    def _go_live(self, start: Callable[[], None]) -> None:
        self._films, self._film_over = [], False
        super()._go_live(start)

    def _play(self, films: Sequence[Path], *, told: bool = True) -> None:
        """Plays films, one after another."""
        if films:
            self.start_video(films[0])
            self._films = list(films[1:])
        if self._films and told:
            self.notices.post(wording.films_follow(len(self._films)))

    @Slot()
    def _on_film_ended(self) -> None:
        if not self._films:
            super()._on_film_ended()
        elif self._state == "live":
            self._play(self._films)
        else:  # its last frame is being looked at
            self._film_over = True

    @Slot(str, str)
    def _on_live_failed(self, kind: str, reason: str) -> None:
        films = self._films
        super()._on_live_failed(kind, reason)
        if kind == "unreadable":  # the others may play all the same
            self._play(films, told=False)

    # --------------------------------------------------------------------- from the workers
    @Slot(object)
    def _on_looked_through(self, finds: Finds) -> None:
        for n, leaf in enumerate(finds.pictures):
            self._desk.read_picture(leaf, NOWHERE if n else finds.place)
        self._count(more=len(finds.pictures))
        for error in finds.errors:
            self._unread.append((error.path.name, error.reason))
        self._skipped += [path.name for path in finds.skipped]
        if finds.films and not finds.pictures:
            self._replacing = self._taken_place(finds.place) or self._replacing
        self._play(finds.films)
        self._end_opening()

    @Slot(object)
    def _on_read(self, reading: Reading) -> None:
        with self._book.growing(self._openings):
            first = self._put(reading.pages, self._taken_place(reading.place))
        self._fresh += [first, *(page.id for page in reading.pages[1:])]
        if self._select_next and self._state != "review":
            self._select_next = False
            self._book.select(first)
            self._settle()
        self._engine_trouble = self._engine_trouble or reading.trouble
        self._unread += [(each.path.name, reason_given(each)) for each in reading.errors]
        self._count(done=1)
        self._end_opening()

    def _taken_place(self, place: Place) -> str:
        """Id of the page that a picture replaces by now, or ""."""
        if place.waits:
            return self._take_place() if place.page_id == self._replacing else ""
        return place.page_id

    @Slot(str, object)
    def _on_unreadable(self, name: str, error: Exception) -> None:
        self._unread.append((name, reason_given(error)))
        self._count(done=1)
        self._end_opening()
