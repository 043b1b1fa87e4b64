"""The use cases of a review: corners that are confirmed, of a capture or of a page."""

from __future__ import annotations

from collections.abc import Sequence

from app.document.page import Page
from app.session import wording
from app.session.core import Core
from app.session.notices import Notice
from app.workers.reading import trimmed
from detector.quad import Quad


class ReviewUse(Core):
    """A capture is reviewed before it is one of the pages; a page may be reviewed again.

    Only retake() drops what was captured or moved. Whoever turns to something else meanwhile finds
    it kept, with the outline that was shown, and is told so.
    """

    def adjust_review(self, quad: Quad) -> None:
        """Tells where the outline in review is shown now."""
        self._outline = quad

    def accept_review(self, quad: Quad) -> None:
        """Takes the page in review, with these corners."""
        page, self._review = self._review, None
        if page is None:
            return
        if self._review_is_new:
            page = trimmed(page.with_quad(quad))
            self._keep(page)
            self._resume()
            self._agree(page)
        else:
            page = self._set_corners(page, quad)
            self._agree(page)
            self._leave_review(page)

    def accept_shown(self) -> None:
        """Takes the page in review, where there is one, with the outline that is shown."""
        if self._review is not None and self._outline is not None:
            self.accept_review(self._outline)

    def retake(self) -> None:
        """Leaves the review without a change."""
        page, self._review = self._review, None
        if page is None:
            return
        if self._review_is_new:
            self._live.restart(moved=True)  # what was not accepted may be captured again
            self._resume()
        else:
            self._settle()

    def detected_quad(self) -> Quad | None:
        """What the detector found on the page in review (or the selected one)."""
        page = self._review or self._book.page(self.selected)
        return page.detected if page is not None else None

    def edit_page(self, page_id: str) -> None:
        """Starts a review of an existing page."""
        if self._book.page(page_id) is None or (self._review and self._review.id == page_id):
            return
        kept = self._keep_review()
        self._book.select(page_id)
        page = self._book.page(page_id)
        if page is not None:
            self._start_review(page, new=False)
        self._tell_kept(kept)

    # ------------------------------------------------------------------------------- private
    def _start_review(self, page: Page, *, new: bool) -> None:
        self._live.pause(paused=True)
        self._review, self._review_is_new, self._outline = page, new, page.quad
        self._enter("review")
        self.review_started.emit(page)

    def _reviewed(self) -> tuple[Page, ...]:
        """The pages as they would be with the review accepted as it stands."""
        page, quad = self._review, self._outline
        if page is None or quad is None:
            return self.pages
        if self._review_is_new:
            return (*self.pages, page.with_quad(quad))
        if quad == page.quad:
            return self.pages
        return tuple(old.with_quad(quad) if old.id == page.id else old for old in self.pages)

    def _keep_review(self) -> Notice | None:
        """Ends the review as it stands; what is to be said of it, where anything is kept."""
        page, self._review = self._review, None
        quad = self._outline
        if page is None or quad is None:
            return None
        moved = quad != page.quad  # where nobody moved it, nobody agreed with it
        if self._review_is_new:
            self._brought += 1
            page = trimmed(page.with_quad(quad)) if moved else page
            self._put([page], self._take_place())
        elif moved:
            page = self._set_corners(page, quad)
        if moved:
            self._agree(page)
        if self._review_is_new:
            return wording.capture_kept()
        return wording.corners_kept() if moved else None

    def _set_corners(self, page: Page, quad: Quad) -> Page:
        """Of one of the pages; as it is then."""
        self._book.change("corners", {page.id}, lambda old: trimmed(old.with_quad(quad)))
        return self._book.page(page.id) or page

    def _trim_review(self) -> None:
        """What is in review is kept as it stands, as far as that is known: where the corners of a
        document on a screen were moved, without the rest of the screen."""
        page, quad = self._review, self._outline
        if page is not None and quad is not None and quad != page.quad and self._review_is_new:
            self._review = trimmed(page.with_quad(quad))
            self._outline = self._review.quad

    def _leave_review(self, _page: Page) -> None:
        """The corners of one of the pages were accepted: what comes next."""
        self._settle()

    def _agree(self, page: Page) -> None:
        """Somebody set or accepted the corners of a page that was in review, and is kept."""

    def _tell_kept(self, kept: Notice | None) -> None:
        """Says so; to be called in the state that follows, which drops what was said before."""
        if kept is not None:
            self.notices.post(kept)

    def _keep(self, page: Page) -> None:
        self._brought += 1
        self._book.select(self._put([page], self._take_place()))

    def _take_place(self) -> str:
        """Id of the page that waits to be replaced, or ""; it waits no longer."""
        replaced, self._replacing = self._replacing, ""
        return replaced

    def _put(self, pages: Sequence[Page], replaced: str) -> str:
        """Adds pages; the first one's id. replaced : of the page whose place the first one takes,
        or ""."""
        if self._book.page(replaced) is None:
            self._book.add(pages)
            return pages[0].id
        self._book.put_in_place(replaced, pages[0])
        if pages[1:]:
            self._book.add(pages[1:])
        return replaced

    def _resume(self) -> None:
        """Back to the feed for the next document, where it still runs."""
        if self._live_on:
            self._live.pause(paused=False)
            self._enter("live")
        else:
            self._replacing = ""  # nothing comes of the feed any more
            self._settle()
