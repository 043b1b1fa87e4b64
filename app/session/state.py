"""What is on the stage: nothing, the live feed, a review or a page; and what comes there next."""

from __future__ import annotations

from dataclasses import dataclass, replace

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

    Others read its properties and call its operations; nobody else writes it.

    Signals: changed(state). resumed() where somebody is done with what was captured, and the feed
    or what comes after it is shown again.
    """

    changed = Signal(str)
    resumed = Signal()

    def __init__(self, book: Book, live: Live, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book, self._live = book, live
        self._now = "empty"
        self._review: UnderReview | None = None
        self._replacing = ""
        self._feed_on = False
        self._brought = 0
        self._reading = False  # the next page that is read is to be shown

    @property
    def now(self) -> str:
        """The state: "empty", "live", "review" or "page"."""
        return self._now

    @property
    def review(self) -> UnderReview | None:
        """What is in review; None outside of one."""
        return self._review

    @property
    def replacing(self) -> str:
        """Id of the page whose place the next picture takes, or ""."""
        return self._replacing

    @property
    def feed_on(self) -> bool:
        """Whether a feed was started and not stopped."""
        return self._feed_on

    @property
    def brought(self) -> int:
        """How many pages came of the feed since it was started."""
        return self._brought

    # ------------------------------------------------------------------------------- entering
    def enter(self, state: str) -> None:
        """Shows another one."""
        if state != self._now:
            self._now = state
            self.changed.emit(state)

    def begin_feed(self) -> None:
        """A feed is started, of which no page has come yet."""
        self._feed_on = True
        self._brought = 0

    def end_feed(self) -> None:
        """The feed is stopped: no page waits for what it shows."""
        self._feed_on = False
        if self._review is None or not self._review.is_new:  # else it still takes its place
            self.end_replacing()

    def begin_replacing(self, page_id: str) -> None:
        """The next picture takes this page's place."""
        self._replacing = page_id

    def wait_again(self, page_id: str) -> None:
        """The next picture takes the place of the page that waited before, where it is selected
        still; "": none did."""
        if page_id and page_id == self._book.selected:
            self._replacing = page_id

    def end_replacing(self) -> None:
        """No page waits to be replaced."""
        self._replacing = ""

    def begin_reading(self) -> None:
        """The next page that is read is to be shown."""
        self._reading = True

    def end_reading(self) -> None:
        """No page is read any more; one that came back meanwhile is shown."""
        self._reading = False
        if self._now == "empty" and self._book.pages:
            self.settle()

    def start_review(self, review: UnderReview) -> None:
        """Shows a page whose corners await confirmation; the feed waits."""
        self._live.pause(paused=True)
        self._review = review
        self.enter("review")

    def move_outline(self, quad: Quad) -> None:
        """The outline in review is shown elsewhere."""
        if self._review is not None:
            self._review = replace(self._review, outline=quad)

    def recut(self, page: Page) -> None:
        """The page in review, of another part of its picture, as it is outlined there."""
        if self._review is not None:
            self._review = replace(self._review, page=page, outline=page.quad)

    def show_read(self, page_id: str) -> None:
        """A page was read: shows it, where that is wanted and nothing is in review."""
        if self._reading and self._now != "review":
            self._reading = False
            self._book.select(page_id)
            self.settle()

    def settle(self) -> None:
        """The state that follows once nothing else is wanted: a page, the feed, or nothing."""
        self._review = None
        if self._book.pages:
            if not self._book.selected:
                self._book.select(self._book.pages[-1].id)
            self._live.pause(paused=True)
            self.enter("page")
        elif self._feed_on:
            self._live.pause(paused=False)
            self.enter("live")
        else:
            self.enter("empty")

    def resume(self) -> None:
        """Back to the feed for the next document, where it still runs."""
        if self._feed_on:
            self._live.pause(paused=False)
            self.enter("live")
        else:
            self.end_replacing()  # nothing comes of the feed any more
            self.settle()
        self.resumed.emit()

    @Slot()
    def follow_pages(self) -> None:
        """The pages are others: what was shown may be gone, or something be there to be shown."""
        review = self._review
        if review is not None:
            # It is gone, or another picture has its place: corners of this one are none of that.
            page = self._book.page(review.page.id)
            if not review.is_new and (page is None or page.original is not review.page.original):
                self.settle()
            return
        emptied = self._now == "page" and not self._book.pages
        # While a picture is being opened, the page to show is chosen once it is read.
        filled = self._now == "empty" and self._book.pages and not self._reading
        if emptied or filled:
            self.settle()

    # -------------------------------------------------------------------------------- leaving
    def take_review(self) -> UnderReview | None:
        """What is in review, which ends."""
        review, self._review = self._review, None
        return review

    def take_place(self) -> str:
        """Id of the page that waits to be replaced, or ""; it waits no longer."""
        replaced, self._replacing = self._replacing, ""
        return replaced

    def keep_captured(self, page: Page) -> str:
        """A page that came of the feed is one of the pages, by this id."""
        self._brought += 1
        return self._book.put([page], self.take_place())

    def forget(self) -> None:
        """Nothing is in review, and no page waits to be replaced or shown."""
        self._review, self._replacing, self._reading = None, "", False
