"""The use cases around pages that want a look at their corners."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, QSettings

from app.document.page import Doubt, Page
from app.session import doubt_wording, wording
from app.session.doubts import Doubts
from app.session.notices import Notice
from app.session.screen_use import ScreenUse
from app.workers.detection import LoadDetector, load_detector


class CheckUse(ScreenUse):
    """Doubtful pages are looked at in rounds: whoever accepts the corners of one comes to the next,
    until none is left. Leaving a review ends its round."""

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: LoadDetector = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(store, load_detector, parent)
        self._doubts = Doubts()
        self._round: tuple[str, ...] = ()  # ids, in the order in which they are looked at

    @property
    def doubts(self) -> dict[str, Doubt]:
        """What is in doubt about pages that want a look, by id, in order."""
        return self._doubts.among(self.pages)

    def about(self, page_ids: Sequence[str]) -> Notice | None:
        """What there is to say about these pages now, that one waits to be replaced or whose
        corners want a look; None where it is nothing."""
        if self._replacing in page_ids:
            return wording.replacing(self._replacing)
        doubts, meant = self.doubts, set(page_ids)
        numbered = enumerate(self.pages, 1)
        pages = {n: page for n, page in numbered if page.id in doubts and page.id in meant}
        return doubt_wording.doubtful(pages, doubts) if pages else None

    def unchecked(self, page_ids: Collection[str]) -> int:
        """How many of these pages still want a look."""
        return len(self.doubts.keys() & set(page_ids))

    @property
    def checking(self) -> tuple[int, int]:
        """Which page of a round is looked at, from 1, and of how many; (0, 0) outside of one."""
        page = self._review
        if page is None or page.id not in self._round:
            return 0, 0
        return self._round.index(page.id) + 1, len(self._round)

    def check(self, page_ids: Sequence[str] = ()) -> None:
        """Has doubtful pages looked at, these or all of them: first the one that is shown or, where
        that is under review already, the next one. In a round it goes on to the next."""
        if self.checking[1] and not page_ids:
            following = self._next()
        else:
            self._round = self._all_from_here(set(page_ids))
            following = self._round[0] if self._round else ""
        if following:
            self._replacing = ""  # as where another page is selected
            super().edit_page(following)

    def edit_page(self, page_id: str) -> None:
        """Starts a review of an existing page, by itself."""
        if self._review is None or self._review.id != page_id:
            self._round = ()
        super().edit_page(page_id)

    def accept_shown(self) -> None:
        """Takes the page in review, where there is one, with the outline that is shown; a round
        ends with it, as something else was asked for."""
        self._round = ()
        super().accept_shown()

    def _leave_review(self, page: Page) -> None:
        following = self._next(page.id)
        if following:
            super().edit_page(following)
        else:
            self._round = ()
            super()._leave_review(page)

    def _all_from_here(self, meant: set[str]) -> tuple[str, ...]:
        """Ids of the doubtful pages, from the one that is shown; that comes last where it is under
        review. meant : which alone count; empty for all."""
        doubts, ids = self.doubts, [page.id for page in self.pages]
        wanted = [n for n, each in enumerate(ids) if each in doubts and each in (meant or doubts)]
        here = ids.index(self.selected) if self.selected in ids else 0
        first = here + (self._review is not None and self._review.id == self.selected)
        turned = [n for n in wanted if n >= first] + [n for n in wanted if n < first]
        return tuple(ids[n] for n in turned)

    def _next(self, page_id: str = "") -> str:
        """The doubtful page of the round after one, or after that in review; "" for none."""
        here = page_id or (self._review.id if self._review is not None else "")
        if here not in self._round:
            return ""
        doubts, place = self.doubts, self._round.index(here)
        others = self._round[place + 1 :] + self._round[:place]
        return next((each for each in others if each in doubts), "")

    def _agree(self, page: Page) -> None:
        # One that took another's place took its id as well, and is selected.
        kept = self._book.page(page.id) or self._book.page(self.selected)
        if kept is not None and kept.original is page.original:
            self._doubts.settle(kept)
            self.doubts_changed.emit()
