"""The use cases around pages that want a look at their corners."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Signal

from app.document.page import Doubt
from app.session import doubt_wording, wording
from app.session.book import Book
from app.session.doubts import Doubts
from app.session.notices import Notice
from app.session.review import Review
from app.session.rounds import Rounds
from app.session.state import State


class Checks(QObject):
    """Doubtful pages are looked at in rounds. Leaving a review ends its round.

    Signals: doubts_changed() where corners were looked at; read .doubts, as with pages_changed.
    """

    doubts_changed = Signal()

    def __init__(
        self,
        book: Book,
        state: State,
        doubts: Doubts,
        *,
        rounds: Rounds,
        review: Review,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._state, self._doubts = book, state, doubts
        self._rounds, self._review = rounds, review
        doubts.changed.connect(self.doubts_changed)

    @property
    def doubts(self) -> dict[str, Doubt]:
        """What is in doubt about pages that want a look, by id, in order."""
        return self._doubts.among(self._book.pages)

    @property
    def place(self) -> tuple[int, int]:
        """Which page of a round is looked at, from 1, and of how many; (0, 0) outside of one."""
        return self._rounds.place_of(self._reviewed)

    def about(self, page_ids: Sequence[str]) -> Notice | None:
        """What there is to say about these pages now, that one waits to be replaced or whose
        corners want a look; None where it is nothing."""
        doubts, meant = self.doubts, set(page_ids)
        numbered = {n: page for n, page in enumerate(self._book.pages, 1) if page.id in meant}
        for n, page in numbered.items():
            if page.id == self._state.replacing:
                return wording.replacing(n, page)
        pages = {n: page for n, page in numbered.items() if page.id in doubts}
        return doubt_wording.doubtful(pages, doubts) if pages else None

    def unchecked(self, page_ids: Collection[str]) -> int:
        """How many of these pages still want a look."""
        return len(self.doubts.keys() & set(page_ids))

    def check(self, page_ids: Sequence[str] = ()) -> None:
        """Has doubtful pages looked at, these or all of them: first the one that is shown or, where
        that is under review already, the next one. In a round it goes on to the next."""
        reviewed = self._reviewed
        if self.place[1] and not page_ids:
            following = self._rounds.after(reviewed)
        else:
            following = self._rounds.begin(set(page_ids), reviewed)
        if following:
            self._state.end_replacing()  # as where another page is selected
            self._review.look_at(following)

    @property
    def _reviewed(self) -> str:
        """Id of the page under review, or ""."""
        page = self._review.page
        return page.id if page is not None else ""
