"""The session: what there is, and the use cases around it. Lives on the GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal

from app.document.page import Page
from app.session.book import Book
from app.session.capturing import Capturing
from app.session.checks import Checks
from app.session.desk import Desk
from app.session.doubts import Doubts
from app.session.dragging import Dragging
from app.session.drawing import Drawing
from app.session.editing import Editing
from app.session.engine import Engine
from app.session.files import Files
from app.session.legibility import Legibility
from app.session.live import Live
from app.session.notice_board import NoticeBoard
from app.session.opening import Opening
from app.session.preferences import Preferences
from app.session.printing import Printing
from app.session.recovery import Recovery
from app.session.review import Review
from app.session.rounds import Rounds
from app.session.saving import Saving
from app.session.screens import Screens
from app.session.sources import Sources
from app.session.state import State
from app.session.uncovering import Uncovering
from app.session.watched_folder import WatchedFolder
from app.session.zones import Zones
from app.settings import Settings
from app.workers.detection import LoadDetector, SharedDetector, load_detector
from app.workers.joining import Deadline

# Whoever closes a window expects the program to be gone; what cannot be interrupted is left.
CLOSE_MS = 1000
KEEP_MS = 3000  # a home on a network that is gone must not hold the window open


class Session(QObject):
    """What there is, in few words, and its parts: each has the use cases of one thing, and knows
    those parts alone that it is given. Nothing here waits: results arrive as signals, which are
    facts.

    notices, preferences, sources, screens, capturing, engine, review, checks, opening, watching,
    editing, drawing, legibility, saving, recovery, printing, dragging, zones : the parts; see their
    classes.

    store : where settings are kept; the system's place by default. load_detector : makes the
    detector for a device ("auto", "cpu", "cuda"), in a thread.

    Signals: state_changed("empty", "live", "review" or "page"), pages_changed(),
    selection_changed(page id or ""), settings_changed(Settings), busy_changed(jobs in flight),
    cleared() where every page is forgotten.
    """

    state_changed = Signal(str)
    pages_changed = Signal()
    selection_changed = Signal(str)
    settings_changed = Signal(object)
    busy_changed = Signal(int)
    cleared = Signal()

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: LoadDetector = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._closed = False
        self._ended = True
        self.notices = NoticeBoard(self)
        self.preferences = Preferences(store, self)
        detector = SharedDetector(load_detector, self.settings.device)
        self._book = Book(self)
        self._desk = Desk(detector.offer, self)
        self._live = Live(detector, self)
        self._files = Files()
        self._state = State(self._book, self._live, self)
        self._pass_on()
        self._make_live_parts()
        self._make_page_parts()
        # Last: what the settings switch is switched before anybody hears of it.
        self.preferences.changed.connect(self.settings_changed)

    def _pass_on(self) -> None:
        """Before any part listens: what is shown follows what there is, a step at a time."""
        book, state = self._book, self._state
        book.pages_changed.connect(self.pages_changed)
        book.pages_changed.connect(state.follow_pages)
        book.selection_changed.connect(self.selection_changed)
        state.changed.connect(self.state_changed)
        self._desk.busy_changed.connect(self.busy_changed)

    def _make_live_parts(self) -> None:
        book, live, state = self._book, self._live, self._state
        preferences, notices = self.preferences, self.notices
        self._doubts = Doubts(self)
        rounds = Rounds(book, self._doubts)
        self.review = review = Review(
            *(book, live, state, self._doubts), rounds=rounds, notices=notices, parent=self
        )
        self.checks = Checks(book, state, self._doubts, rounds=rounds, review=review, parent=self)
        self.sources = Sources(
            *(live, state, review), preferences=preferences, notices=notices, parent=self
        )
        self.screens = Screens(live, self.sources, notices, self)
        self.capturing = Capturing(
            *(book, live, state),
            review=review,
            sources=self.sources,
            preferences=preferences,
            notices=notices,
            parent=self,
        )
        self._uncovering = Uncovering(
            *(book, live, state),
            capturing=self.capturing,
            files=self._files,
            notices=notices,
            parent=self,
        )
        self.engine = Engine(live, preferences, notices, self)

    def _make_page_parts(self) -> None:
        book, desk, state = self._book, self._desk, self._state
        preferences, notices, review = self.preferences, self.notices, self.review
        self.opening = Opening(
            *(book, desk, state),
            sources=self.sources,
            checks=self.checks,
            engine=self.engine,
            notices=notices,
            parent=self,
        )
        self.watching = WatchedFolder(self.opening, desk, notices, self)
        self.editing = Editing(book, notices, self)
        self.drawing = Drawing(book, desk, notices, self)
        self.legibility = Legibility(book, desk, self)
        self.saving = Saving(
            *(book, desk, review),
            files=self._files,
            preferences=preferences,
            notices=notices,
            parent=self,
        )
        self.recovery = Recovery(
            *(book, self._doubts),
            legibility=self.legibility,
            review=review,
            saving=self.saving,
            preferences=preferences,
            notices=notices,
            parent=self,
        )
        state.changed.connect(self.recovery.keep_unsaved)
        self.printing = Printing(book, preferences, notices, self)
        self.dragging = Dragging(review, notices, self)
        self.zones = Zones(book, state, notices, self)

    # ------------------------------------------------------------------------- what there is
    @property
    def state(self) -> str:
        """ "empty", "live", "review" or "page"."""
        return self._state.now

    @property
    def pages(self) -> tuple[Page, ...]:
        """The scan's pages, in order."""
        return self._book.pages

    @property
    def selected(self) -> str:
        """Id of the current page, or ""."""
        return self._book.selected

    def select(self, page_id: str) -> None:
        """Shows a page; "" shows the live feed, where one runs."""
        self._state.end_replacing()
        with self.review.left():
            self._book.select(page_id)
            if self.selected:
                self._state.settle()
            else:
                self._state.resume()

    @property
    def settings(self) -> Settings:
        """The current settings."""
        return self.preferences.settings

    def update_settings(self, **changes: Any) -> None:
        """Changes settings by name and stores them, as update_settings(theme="dark")."""
        self.preferences.update(**changes)

    # ---------------------------------------------------------------------------- life cycle
    def prepare(self) -> None:
        """Loads the detector and looks for cameras, screens and what earlier runs have left, in
        threads. Call once the window is shown."""
        if self._closed:  # in the moment in which its window was shown
            return
        self._live.prepare()
        self.sources.list_cameras()
        self.screens.list_screens()
        self.recovery.look()
        self.dragging.remove_left()

    def tell_again(self) -> None:
        """Tells what is told once, for a window that was made anew."""
        self.engine.tell_again()
        self.sources.tell_again()
        self.screens.list_screens()
        self.watching.watch_changed.emit()
        self.drawing.draw_again()
        self.recovery.tell_left()
        if self.review.page is not None:
            self.review.started.emit(self.review.page)

    def clear(self) -> None:
        """Forgets every page and every step, and what is under way: nothing that began before
        adds a page, is shown or named afterwards. A camera goes on."""
        self.printing.call_off_printing()
        self.dragging.forget()
        self.saving.forget()
        self.recovery.call_off_restoring()
        self._desk.forget()
        opened = self.opening.under_way
        self.opening.forget()
        self._doubts.forget()
        self._state.forget()
        self._book.clear()
        self.screens.forget()
        self.sources.forget()
        self._state.settle()
        self.zones.call_off_reading()
        self.cleared.emit()
        self._desk.give_back()
        if opened:
            self.opening.tell_progress()

    @property
    def closed(self) -> bool:
        """Whether close() was called."""
        return self._closed

    def close(self, *, keep: bool = True) -> bool:
        """Stops and joins every thread; False where one went on. Safe to call twice. keep : unsaved
        pages are offered at the next start."""
        if not self._closed:
            self._closed = True
            self._ask_to_stop()
            self._ended = self._join(keep=keep)
        return self._ended

    def _ask_to_stop(self) -> None:
        """All are told before any is waited for, so that they end side by side."""
        self.zones.ask_to_stop()
        self.dragging.forget()
        self.printing.ask_to_stop()
        self.review.trim()
        self.recovery.keep_unsaved()  # with the corners that are being moved
        self.watching.ask_to_stop()
        self.preferences.keep()
        self._live.ask_to_stop()
        self._desk.ask_to_stop()
        self.saving.ask_to_stop()

    def _join(self, *, keep: bool) -> bool:
        """Each is joined even where another one hangs; whether all have ended."""
        deadline = Deadline(CLOSE_MS)
        ends = [
            self.preferences.close(KEEP_MS),
            self._live.close(deadline),
            self._desk.close(deadline),
            self.saving.close(deadline),
            self.watching.close(CLOSE_MS),
            self.recovery.close(KEEP_MS, keep=keep),
            self.printing.close(CLOSE_MS),
            self.dragging.close(KEEP_MS),
            self.zones.close(CLOSE_MS),
        ]
        return all(ends)
