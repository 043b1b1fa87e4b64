"""The use case of a capture that had a hand in it: it is taken once more, without."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.capture.moment import Shot
from app.document.page import Page, sure
from app.session import wording
from app.session.book import Book
from app.session.capturing import Capturing
from app.session.files import Files
from app.session.live import Live
from app.session.notice_board import NoticeBoard
from app.session.state import State
from app.workers.reading import shot_page


class Uncovering(QObject):
    """By itself, as a step that can be undone. files : what saves have taken."""

    def __init__(
        self,
        book: Book,
        live: Live,
        state: State,
        *,
        capturing: Capturing,
        files: Files,
        notices: NoticeBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._state = book, state
        self._files, self._notices = files, notices
        self._newest: Page | None = None  # of the last capture, as it was kept without a review
        capturing.taken.connect(self._on_taken)
        live.taken_anew.connect(self.take_anew)

    @Slot(object)
    def take_anew(self, shot: Shot) -> None:
        """In the place of the last capture, where nobody has done anything with that, or turned to
        something else."""
        newest, self._newest = self._newest, None
        there = newest is not None and self._book.page(newest.id) is newest
        saved = newest is not None and not self._files.unsaved([newest])
        if newest is None or not there or saved or self._state.now != "live":
            return
        page = shot_page(shot, newest.name)
        if sure(page):
            self._book.put_in_place(newest.id, page)
            self._notices.post(wording.taken_anew())

    @Slot(object)
    def _on_taken(self, page: Page | None) -> None:
        self._newest = page
