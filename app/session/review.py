"""The use cases of a review: corners that are confirmed, of a capture or of a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal

from app.document.page import Page
from app.session import wording
from app.session.book import Book
from app.session.doubts import Doubts
from app.session.live import Live
from app.session.notice_board import NoticeBoard
from app.session.notices import Notice
from app.session.rounds import Rounds
from app.session.state import State, UnderReview
from app.workers.reading import trimmed
from detector.quad import Quad


class Review(QObject):
    """A capture is reviewed before it is one of the pages; a page may be reviewed again.

    Only retake() and remove() drop what was captured or moved. Whoever turns to something else
    meanwhile finds it kept, with the outline that was shown, and is told so.

    Signals: started(Page) whose corners await confirmation. adjusted() where its outline is shown
    elsewhere.
    """

    started = Signal(object)
    adjusted = Signal()

    def __init__(
        self,
        book: Book,
        live: Live,
        state: State,
        doubts: Doubts,
        *,
        rounds: Rounds,
        notices: NoticeBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._live, self._state = book, live, state
        self._doubts, self._rounds, self._notices = doubts, rounds, notices

    # ---------------------------------------------------------------------------- what there is
    @property
    def page(self) -> Page | None:
        """The page in review, as it was when that began."""
        review = self._state.review
        return review.page if review is not None else None

    @property
    def outline(self) -> Quad | None:
        """… and its outline, as it is shown."""
        review = self._state.review
        return review.outline if review is not None else None

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages as they would be with the review accepted as it stands."""
        pages, review = self._book.pages, self._state.review
        if review is None:
            return pages
        page, quad = review.page, review.outline
        if review.is_new:
            return (*pages, page.with_quad(quad))
        if quad == page.quad:
            return pages
        return tuple(old.with_quad(quad) if old.id == page.id else old for old in pages)

    def detected_quad(self) -> Quad | None:
        """What the detector found on the page in review (or the selected one)."""
        page = self.page or self._book.page(self._book.selected)
        return page.detected if page is not None else None

    # --------------------------------------------------------------------------- by the person
    def edit_page(self, page_id: str) -> None:
        """Starts a review of an existing page, by itself."""
        if self.page is None or self.page.id != page_id:
            self._rounds.end()
        self.look_at(page_id)

    def look_at(self, page_id: str) -> None:
        """Starts a review of an existing page; a round that it is of goes on."""
        if self._book.page(page_id) is None or (self.page and self.page.id == page_id):
            return
        with self.left():
            self._book.select(page_id)
            page = self._book.page(page_id)
            if page is not None:
                self.start(page, new=False)

    def adjust_review(self, quad: Quad) -> None:
        """Tells where the outline in review is shown now."""
        self._state.move_outline(quad)
        self.adjusted.emit()

    def accept_review(self, quad: Quad) -> None:
        """Takes the page in review, with these corners."""
        review = self._state.take_review()
        if review is None:
            return
        if review.is_new:
            page = trimmed(review.page.with_quad(quad))
            self.keep_captured(page)
            self._state.resume()
            self._agree(page)
        else:
            page = self._set_corners(review.page, quad)
            self._agree(page)
            self._go_on(page)

    def accept_shown(self) -> None:
        """Takes the page in review, where there is one, with the outline that is shown; a round
        ends with it, as something else was asked for."""
        self._rounds.end()
        if self._state.review is not None:
            self.accept_review(self._state.review.outline)

    def retake(self) -> None:
        """Leaves the review without a change."""
        review = self._state.take_review()
        if review is None:
            return
        if review.is_new:
            self._live.restart(moved=True)  # what was not accepted may be captured again
            self._state.resume()
        else:
            self._state.settle()

    def remove(self) -> None:
        """Removes the page in review; a round goes on. A capture is none yet: see retake()."""
        review = self._state.review
        if review is None or review.is_new:
            return
        self._state.take_review()
        self._book.remove({review.page.id})
        self._go_on(review.page)
        self._notices.post(wording.removed(1))  # the state that follows drops what was said before

    # ----------------------------------------------------------------------- by other use cases
    def start(self, page: Page, *, new: bool) -> None:
        """Shows a page for its corners to be confirmed. new : it is not yet one of the pages."""
        self._state.start_review(UnderReview(page, new, page.quad))
        self.started.emit(page)

    @contextmanager
    def left(self) -> Iterator[None]:
        """Ends the review as it stands, for what is done inside. What was kept is said then: the
        state that follows drops what was said before."""
        kept = self._keep()
        yield
        if kept is not None:
            self._notices.post(kept)

    def keep_captured(self, page: Page) -> None:
        """A capture is one of the pages, and selected."""
        self._book.select(self._state.keep_captured(page))

    def trim(self) -> None:
        """What is in review is kept as it stands, as far as that is known: where the corners of a
        document on a screen were moved, without the rest of the screen."""
        review = self._state.review
        if review is not None and review.is_new and review.outline != review.page.quad:
            self._state.recut(trimmed(review.page.with_quad(review.outline)))

    # --------------------------------------------------------------------------------- private
    def _keep(self) -> Notice | None:
        """Ends the review as it stands; what is to be said of it, where anything is kept."""
        review = self._state.take_review()
        if review is None:
            return None
        page, quad = review.page, review.outline
        moved = quad != page.quad  # where nobody moved it, nobody agreed with it
        if review.is_new:
            page = trimmed(page.with_quad(quad)) if moved else page
            self._state.keep_captured(page)
        elif moved:
            page = self._set_corners(page, quad)
        if moved:
            self._agree(page)
        if review.is_new:
            return wording.capture_kept()
        return wording.corners_kept() if moved else None

    def _set_corners(self, page: Page, quad: Quad) -> Page:
        """Of one of the pages; as it is then."""
        self._book.change("corners", {page.id}, lambda old: trimmed(old.with_quad(quad)))
        return self._book.page(page.id) or page

    def _go_on(self, page: Page) -> None:
        """Somebody is done with one of the pages: the next of its round, or none."""
        following = self._rounds.after(page.id)
        if following:
            self.look_at(following)
        else:
            self._rounds.end()
            self._state.settle()

    def _agree(self, page: Page) -> None:
        """Somebody set or accepted the corners of a page that was in review, and is kept."""
        # One that took another's place took its id as well, and is selected.
        kept = self._book.page(page.id) or self._book.page(self._book.selected)
        if kept is not None and kept.original is page.original:
            self._doubts.agree(kept)
