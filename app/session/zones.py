"""The use case of the machine readable zone: a page's is read when somebody asks for it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.session import mrz_wording
from app.session.book import Book
from app.session.notice_board import NoticeBoard
from app.session.reasons import reason_given
from app.session.state import State
from app.workers.jobs import Lane
from app.workers.layers import Layers, to_layers

if TYPE_CHECKING:
    from app.document.mrz import Mrz
    from app.document.mrz_reader import MrzReader


class Zones(QObject):
    """Not of itself: who a document is of is nobody's business until it is asked. What was read is
    passed on and kept nowhere.

    Signals: zone_read(page id, Mrz, Layers of its lines as they were read). reading_ended() before
    each answer, and where none comes.
    """

    zone_read = Signal(str, object, object)
    reading_ended = Signal()

    def __init__(
        self,
        book: Book,
        state: State,
        notices: NoticeBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._state, self._notices = book, state, notices
        self._reader: MrzReader | None = None  # the lane's, from when one is wanted
        self._lane = Lane("mrz", self)  # of its own: a recogniser is of one thread
        self._reading = ""

    @property
    def reading(self) -> str:
        """The id of the page whose zone is being read; "" for none."""
        return self._reading

    def read_mrz(self, page_id: str) -> None:
        """Reads a page's machine readable zone; answers by zone_read or a notice.

        What the page hides is not read, also where it was blacked out meanwhile. Of a page that is
        left meanwhile nothing is said, and for another one it is called off.
        """
        page = self._book.page(page_id)
        if page is None or self._reading == page_id:
            return
        self.call_off_reading()
        self._reading = page_id

        def work() -> tuple[Mrz, Layers] | None:
            from app.document.mrz_reader import MrzReader

            self._reader = self._reader or MrzReader()
            zone = self._reader.read(page, datetime.now(tz=UTC).astimezone().date())
            return None if zone is None else (zone.mrz, to_layers(zone.strip))

        def done(read: tuple[Mrz, Layers] | None) -> None:
            self._end_reading()
            now = self._book.page(page_id)
            if now is None or not self._is_shown(page_id):
                return
            if now != page or now.original is not page.original:
                self.read_mrz(page_id)
            elif read is None:
                self._notices.post(mrz_wording.no_zone())
            else:
                self.zone_read.emit(page_id, *read)

        def failed(error: Exception) -> None:
            self._end_reading()
            if self._is_shown(page_id):
                self._notices.post(mrz_wording.not_read(reason_given(error)))

        self._lane.submit(work, done, failed)

    def _is_shown(self, page_id: str) -> bool:
        return self._book.selected == page_id and self._state.now == "page"

    def _end_reading(self) -> None:
        if self._reading:
            self._reading = ""
            self.reading_ended.emit()

    def call_off_reading(self) -> None:
        """Nothing comes of what is being read."""
        self._lane.drop()
        self._end_reading()

    def ask_to_stop(self) -> None:
        """Tells the lane to end."""
        self._lane.ask_to_stop()

    def close(self, timeout_ms: int) -> bool:
        """Stops and joins the lane; False where it does not end in time."""
        return self._lane.stop(timeout_ms)
