"""The use cases of what a live feed shows: it is looked at, and a page is taken from it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from app.capture.moment import Shot
from app.document.page import sure
from app.session import wording
from app.session.book import Book
from app.session.live import Live
from app.session.notice_board import NoticeBoard
from app.session.preferences import Preferences
from app.session.repeats import Repeats
from app.session.review import Review
from app.session.sources import Sources
from app.session.state import State
from app.settings import Settings
from app.workers.reading import shot_page


class Capturing(QObject):
    """By the shutter or by itself.

    Signals: observed(app.capture.pipeline.Observation), one a detection. outdated() where that one
    is too old for the frame that is shown. preview_changed(the newest
    live frame, no larger than shown); paint it. taken(Page) of a shot that is one of the pages as
    it was taken, or None of another one.
    """

    observed = Signal(object)
    outdated = Signal()
    preview_changed = Signal(QImage)
    taken = Signal(object)

    def __init__(
        self,
        book: Book,
        live: Live,
        state: State,
        *,
        review: Review,
        sources: Sources,
        preferences: Preferences,
        notices: NoticeBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._live, self._state = book, live, state
        self._review, self._sources = review, sources
        self._preferences, self._notices = preferences, notices
        self._captured = 0
        self._repeats = Repeats(book)
        self._switch(preferences.settings)
        preferences.changed.connect(self._switch)
        live.observed.connect(self.observed)
        live.outdated.connect(self.outdated)
        live.preview_changed.connect(self.preview_changed)
        live.shot_taken.connect(self.take_shot)

    @property
    def replacing(self) -> bool:
        """Whether the next picture takes the place of a page."""
        return bool(self._state.replacing)

    def set_preview_room(self, width: int, height: int) -> None:
        """How large the live picture is shown at most, px of the screen; captures stay whole."""
        self._live.set_preview_room(width, height)

    def hold(self, *, held: bool) -> None:
        """Holds the feed while nobody sees it: nothing is taken, a film waits, and the steady
        moment begins anew afterwards."""
        self._live.hold(held=held)

    def set_auto_capture(self, enabled: bool) -> None:
        """Switches auto-capture; kept over restarts."""
        self._preferences.update(auto_capture=enabled)

    def set_confirm(self, enabled: bool) -> None:
        """Switches the confirmation of corners; kept over restarts."""
        self._preferences.update(confirm_corners=enabled)

    def capture(self) -> None:
        """Takes the frame that is shown, with the quad that is shown. The last one of a feed that
        is gone is not taken: why, is said again."""
        if self._state.now == "live" and self._sources.fault:
            self._sources.tell_fault()
            return
        shot = self._live.latest() if self._state.now == "live" else None
        if shot is not None:
            self._live.take(shot)

    def replace_page(self, page_id: str) -> None:
        """The next picture takes this page's place; selecting a page calls it off."""
        page = self._book.page(page_id)
        if page is None:
            return
        self._state.begin_replacing(page_id)
        if self._state.feed_on:
            self._live.release(page.quad)  # it may be what is to be captured again
            self._sources.show_live()
            number = self._book.pages.index(page) + 1
            self._notices.post(wording.replacing(number, page))

    @Slot(object)
    def take_shot(self, shot: Shot) -> None:
        """Makes a page of what was captured, or has its corners confirmed."""
        if not self._state.replacing and self._repeats.there(shot):
            self._notices.post(wording.sample_there())
            self.taken.emit(None)
            return
        self._captured += 1
        kept = None
        page = shot_page(shot, wording.capture_name(self._captured))
        self._repeats.keep(page, shot)
        if self._state.now != "live":  # somebody turned to something else since it was taken
            self._state.keep_captured(page)
            self._notices.post(wording.capture_kept())
        elif self._preferences.settings.confirm_corners or not sure(page):
            self._review.start(page, new=True)
        else:
            self._review.keep_captured(page)
            kept = self._book.page(self._book.selected)
        self.taken.emit(kept)

    @Slot(object)
    def _switch(self, chosen: Settings) -> None:
        self._live.set_auto_capture(enabled=chosen.auto_capture, combined=chosen.combine_frames)
