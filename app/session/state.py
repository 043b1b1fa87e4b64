"""What is on the stage: nothing, the live feed, a review or a page; and what comes there next."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from app.document.page import Page
from app.session.book import Book
from app.session.live import Live
from detector.quad import Quad


@dataclass(frozen=True)
class UnderReview:
    """A page whose corners await confirmation. is_new : it is not yet one of the pages. outline :
    its quad, as it is shown."""

    page: Page
    is_new: bool
    outline: Quad


class State(QObject):
    """The use cases enter states; where nothing else is wanted, the pages and the feed decide.

    now : "empty", "live", "review" or "page". review : None outside of one. replacing : id of the
    page whose place the next picture takes, or "". feed_on : a feed was started and not stopped.
    brought : pages that came of the feed since it was started. reading : the next page that is
    read is to be shown.

    Signals: changed(state). resumed() where somebody is done with what was captured, and the feed
    or what comes after it is shown again.
    """

    changed = Signal(str)
    resumed = Signal()

    def __init__(self, book: Book, live: Live, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book, self._live = book, live
        self._now = "empty"
        self.review: UnderReview | None = None
        self.replacing = ""
        self.feed_on = False
        self.brought = 0
        self.reading = False

    @property
    def now(self) -> str:
        """The state."""
        return self._now

    # ------------------------------------------------------------------------------- entering
    def enter(self, state: str) -> None:
        """Shows another one."""
        if state != self._now:
            self._now = state
            self.changed.emit(state)

    def begin_feed(self) -> None:
        """A feed is started, of which no page has come yet."""
        self.feed_on = True
        self.brought = 0

    def end_feed(self) -> None:
        """The feed is stopped: no page waits for what it shows."""
        self.feed_on = False
        if self.review is None or not self.review.is_new:  # else it still takes its place
            self.replacing = ""

    def start_review(self, review: UnderReview) -> None:
        """Shows a page whose corners await confirmation; the feed waits."""
        self._live.pause(paused=True)
        self.review = review
        self.enter("review")

    def settle(self) -> None:
        """The state that follows once nothing else is wanted: a page, the feed, or nothing."""
        self.review = None
        if self._book.pages:
            if not self._book.selected:
                self._book.select(self._book.pages[-1].id)
            self._live.pause(paused=True)
            self.enter("page")
        elif self.feed_on:
            self._live.pause(paused=False)
            self.enter("live")
        else:
            self.enter("empty")

    def resume(self) -> None:
        """Back to the feed for the next document, where it still runs."""
        if self.feed_on:
            self._live.pause(paused=False)
            self.enter("live")
        else:
            self.replacing = ""  # nothing comes of the feed any more
            self.settle()
        self.resumed.emit()

    @Slot()
    def follow_pages(self) -> None:
        """The pages are others: what was shown may be gone, or something be there to be shown."""
        review = self.review
        if review is not None:
            # It is gone, or another picture has its place: corners of this one are none of that.
            page = self._book.page(review.page.id)
            if not review.is_new and (page is None or page.original is not review.page.original):
                self.settle()
            return
        emptied = self._now == "page" and not self._book.pages
        # While a picture is being opened, the page to show is chosen once it is read.
        filled = self._now == "empty" and self._book.pages and not self.reading
        if emptied or filled:
            self.settle()

    # -------------------------------------------------------------------------------- leaving
    def take_review(self) -> UnderReview | None:
        """What is in review, which ends."""
        review, self.review = self.review, None
        return review

    def take_place(self) -> str:
        """Id of the page that waits to be replaced, or ""; it waits no longer."""
        replaced, self.replacing = self.replacing, ""
        return replaced

    def keep_captured(self, page: Page) -> str:
        """A page that came of the feed is one of the pages, by this id."""
        self.brought += 1
        return self._book.put([page], self.take_place())

    def forget(self) -> None:
        """Nothing is in review, and no page waits to be replaced."""
        self.review, self.replacing = None, ""
