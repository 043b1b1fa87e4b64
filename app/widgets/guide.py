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
    """One line for one state. A feed and a review speak for themselves; elsewhere an opening that
    runs is told of, since there is nothing to be done that could be more to the point."""

    def __init__(
        self, session: Session, bottom: BottomBar, saving: Saving, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._bottom, self._saving = session, bottom, saving
        self._state = session.state
        session.opening_changed.connect(self._on_opening)
        for told in (session.pages_changed, session.pages_saved, session.notice_posted):
            told.connect(self._look_again)
        saving.waiting_changed.connect(self._on_opening)

    def show_state(self, state: str) -> None:
        """The line of a state."""
        self._state = state
        opening = self._session.opening
        if opening is None or state in {"live", "review"}:
            session = self._session
            saved = state == "page" and not session.unsaved and not session.saving
            self._bottom.show_guidance(wording.state_line("saved" if saved else state))
        else:
            line = wording.opening_line(opening.done, opening.total, saving=self._saving.waiting)
            # A screen reader says that it opens, not forty numbers.
            self._bottom.show_guidance(line, aloud=not opening.done)

    def show_live(self, key: str) -> None:
        """The line of a feed, for a key of app.capture.guidance."""
        pages = self._session.pages
        if key == "next_document" and len(pages) == 1 and is_card(pages[0]):
            key = wording.FLIP
        self._bottom.show_guidance(wording.guidance(key))

    def show_review(self, page: Page, *, is_new: bool) -> None:
        """The line of a review."""
        self._bottom.show_guidance(wording.review_line(page, is_new=is_new))

    @Slot()
    def _look_again(self) -> None:
        """Pages change, and are saved, or are not after all."""
        if self._state == "page":
            self.show_state(self._state)

    @Slot()
    def _on_opening(self) -> None:
        if self._state not in {"live", "review"}:
            self.show_state(self._state)
