"""Printing pages: a copy on paper, which is no save."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.document.page import Page
from app.errors import PrintError
from app.session import print_wording
from app.session.book import Book
from app.session.notice_board import NoticeBoard
from app.session.preferences import Preferences
from app.session.reasons import reason_given
from app.workers.jobs import Lane
from app.workers.printing import count_printers, print_pages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Printing(QObject):
    """Draws and prints in a lane of its own. Nothing of a printing system is loaded, and none is
    spoken to, before somebody asks to print.

    Signals: printers_counted(how many), printing_page(number, from 1, of how many),
    print_begun(whether into a file) once it is too late to call it off; pages_printed(sheets of
    paper, 0 where it was called off, the printer's name, "" for a file, and the file, "" where it
    is not told);
    print_failed(), as save_failed.
    """

    printers_counted = Signal(int)
    printing_page = Signal(int, int)
    print_begun = Signal(bool)
    pages_printed = Signal(int, str, str)
    print_failed = Signal()

    def __init__(
        self,
        book: Book,
        preferences: Preferences,
        notices: NoticeBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._preferences, self._notices = book, preferences, notices
        self._print_lane = Lane("print", self)
        self._count_lane = Lane("printers", self)  # of its own: a print may take minutes
        self._prints: list[threading.Event] = []  # under way; set where one is called off

    @property
    def under_way(self) -> bool:
        """Whether pages are being printed or wait to be."""
        return bool(self._prints)

    def count_printers(self) -> None:
        """Asks the printing system, which may take its time; answers by printers_counted."""
        # One that cannot be asked has no printer to offer.
        self._count_lane.submit(
            count_printers, self.printers_counted.emit, lambda _: self.printers_counted.emit(0)
        )

    def print_pages(self, page_ids: Sequence[str], printer: QPrinter, *, together: bool) -> None:
        """Prints pages as they are now, all of them where page_ids is empty; answers by
        pages_printed or a notice. printer : as it was chosen. together : see printout.lay_out."""
        wanted = set(page_ids)
        pages = tuple(page for page in self._book.pages if page.id in wanted or not wanted)
        if pages:
            # These and no others: somebody else's may be there by then.
            ids = [page.id for page in pages]
            again = partial(self.print_pages, ids, printer, together=together)
            self._submit_print(pages, printer, again, together=together)

    def call_off_printing(self) -> None:
        """Nothing comes of what is being printed, unless it was handed over already."""
        for called_off in self._prints:
            called_off.set()

    def ask_to_stop(self) -> None:
        """Calls off what is being printed, and tells the lanes to end."""
        self.call_off_printing()
        for lane in (self._print_lane, self._count_lane):
            lane.ask_to_stop()

    def close(self, timeout_ms: int) -> bool:
        """Stops and joins each lane, even where the other hangs; False where one does not end in
        time."""
        ends = [lane.stop(timeout_ms) for lane in (self._print_lane, self._count_lane)]
        return all(ends)

    def _submit_print(
        self, pages: Sequence[Page], printer: QPrinter, again: partial[None], *, together: bool
    ) -> None:
        called_off, dpi, lane = threading.Event(), self._preferences.settings.dpi, self._print_lane
        file = printer.outputFileName()
        name = "" if file else printer.printerName()

        def begun(number: int) -> None:
            if not lane.stopping:  # this one may be gone by then, as may the window
                self.printing_page.emit(number, len(pages))

        def painting() -> None:
            if not lane.stopping:
                self.print_begun.emit(bool(file))

        def work() -> int:
            return print_pages(
                *(pages, printer, dpi),
                together=together,
                begun=begun,
                painting=painting,
                wanted=lambda: not called_off.is_set(),
            )

        def done(sheets: int) -> None:
            self._prints.remove(called_off)
            # Of a session that was cleared meanwhile nobody's name is told.
            self.pages_printed.emit(sheets, name, "" if called_off.is_set() else file)

        def failed(error: Exception) -> None:
            self._prints.remove(called_off)
            self.print_failed.emit()
            self._tell_failed(error, pages, again)

        self._prints.append(called_off)
        lane.submit(work, done, failed)

    def _tell_failed(self, error: Exception, pages: Sequence[Page], again: partial[None]) -> None:
        if isinstance(error, PrintError) and error.partly:
            cause = error.__cause__
            reason = reason_given(cause if isinstance(cause, Exception) else error)
            self._notices.post(print_wording.printed_partly(reason))
            return
        there = {page.id for page in self._book.pages}
        kept = any(page.id in there for page in pages)
        notice = print_wording.not_printed(reason_given(error), kept=kept)
        self._notices.post(notice, again if kept else None)
