"""The guidance line: what to do next, or how far it is with what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.session import Session
from app.widgets import wording
from app.widgets.bars import BottomBar
from app.widgets.saving import Saving
from app.widgets.tray import is_card

if TYPE_CHECKING:
    from app.document.page import Page


class Guide(QObject):
    """One line for one state. A feed and a review speak for themselves; elsewhere an opening or a
    save that runs is told of, since there is nothing to be done that could be more to the point."""

    def __init__(
        self, session: Session, bottom: BottomBar, saving: Saving, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._bottom, self._saving = session, bottom, saving
        self._state = session.state
        for told in (
            session.opening_changed,
            saving.waiting_changed,
            session.pages_changed,
            session.pages_saved,
            session.notice_posted,
        ):
            told.connect(self._look_again)
        session.busy_changed.connect(self._on_busy)
        session.saving_page.connect(self._on_saving_page)

    def show_state(self, state: str) -> None:
        """The line of a state."""
        self._state = state
        opening = self._session.opening
        if opening is None or state in {"live", "review"}:
            self._bottom.offer_stop(offered=False)
            self._bottom.show_guidance(wording.state_line(self._so_far(state)))
        else:
            line = wording.opening_line(opening.done, opening.total, saving=self._saving.waiting)
            self._bottom.offer_stop(offered=opening.total > 1)
            # A screen reader says that it opens, not forty numbers.
            self._bottom.show_guidance(line, aloud=not opening.done)

    def _so_far(self, state: str) -> str:
        """The state, or what became of its pages."""
        if state in {"empty", "page"} and self._session.saving:
            return "saving"
        return "saved" if state == "page" and not self._session.unsaved else state

    def show_live(self, key: str) -> None:
        """The line of a feed, for a key of app.capture.guidance."""
        pages = self._session.pages
        front = len(pages) == 1 and is_card(pages[0]) and not self._session.replacing
        if key == "next_document" and front:
            key = wording.FLIP
        self._bottom.show_guidance(wording.guidance(key))

    def show_review(self, page: Page, *, is_new: bool) -> None:
        """The line of a review."""
        self._bottom.show_guidance(wording.review_line(page, is_new=is_new))

    @Slot()
    def _look_again(self) -> None:
        """Pages are opened and change, and are saved, or are not after all."""
        if self._state not in {"live", "review"}:
            self.show_state(self._state)

    @Slot(int, int)
    def _on_saving_page(self, number: int, total: int) -> None:
        saves = self._state in {"empty", "page"} and self._session.opening is None
        if saves and total > 1:
            # As above: that it saves was said.
            self._bottom.show_guidance(wording.saving_line(number, total), aloud=False)

    @Slot(int)
    def _on_busy(self, _jobs: int) -> None:
        # How a save has ended is told by the session, right after this.
        if self._session.saving:
            self._look_again()
