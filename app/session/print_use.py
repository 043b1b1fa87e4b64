"""Printing pages: a copy on paper, which is no save."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from app.document.page import Page
from app.session import print_wording
from app.session.core import CLOSE_MS
from app.session.reasons import reason_given
from app.session.recovery_use import RecoveryUse
from app.workers.detection import LoadDetector, load_detector
from app.workers.jobs import Lane
from app.workers.printing import count_printers, print_pages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class PrintUse(RecoveryUse):
    """Draws and prints in a lane of its own. Nothing of a printing system is loaded, and none is
    spoken to, before somebody asks to print.

    Signals: printers_counted(how many), printing_page(number, from 1, of how many),
    pages_printed(sheets of paper, 0 where it was called off); print_failed(), as save_failed.
    """

    printers_counted = Signal(int)
    printing_page = Signal(int, int)
    pages_printed = Signal(int)
    print_failed = Signal()

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: LoadDetector = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(store, load_detector, parent)
        self._print_lane = Lane("print", self)
        self._prints: list[threading.Event] = []  # under way; set where one is called off

    @property
    def printing(self) -> bool:
        """Whether pages are being printed or wait to be."""
        return bool(self._prints)

    def count_printers(self) -> None:
        """Asks the printing system, which may take its time; answers by printers_counted."""
        # One that cannot be asked has no printer to offer.
        self._print_lane.submit(
            count_printers, self.printers_counted.emit, lambda _: self.printers_counted.emit(0)
        )

    def print_pages(self, page_ids: Sequence[str], printer: QPrinter, *, together: bool) -> None:
        """Prints pages as they are now, all of them where page_ids is empty; answers by
        pages_printed or a notice. printer : as it was chosen. together : see printout.lay_out."""
        wanted = set(page_ids)
        pages = tuple(page for page in self.pages if page.id in wanted or not wanted)
        if pages:
            again = partial(self.print_pages, [*page_ids], printer, together=together)
            self._submit_print(pages, printer, again, together=together)

    def call_off_printing(self) -> None:
        """Nothing comes of what is being printed, unless it was handed over already."""
        for called_off in self._prints:
            called_off.set()

    def close(self, *, keep: bool = True) -> bool:
        """As RecoveryUse's; what is being printed is called off."""
        closed = self._closed
        if not closed:
            self.call_off_printing()
            self._print_lane.ask_to_stop()
        ended = super().close(keep=keep)
        if not closed:
            self._ended = self._print_lane.stop(CLOSE_MS) and ended
        return self._ended

    def _submit_print(
        self, pages: Sequence[Page], printer: QPrinter, again: partial[None], *, together: bool
    ) -> None:
        called_off, dpi, lane = threading.Event(), self._settings.dpi, self._print_lane

        def begun(number: int) -> None:
            if not lane.stopping:  # this one may be gone by then, as may the window
                self.printing_page.emit(number, len(pages))

        def work() -> int:
            return print_pages(
                *(pages, printer, dpi),
                together=together,
                begun=begun,
                wanted=lambda: not called_off.is_set(),
            )

        def done(sheets: int) -> None:
            self._prints.remove(called_off)
            self.pages_printed.emit(sheets)

        def failed(error: Exception) -> None:
            self._prints.remove(called_off)
            self.print_failed.emit()
            self._post(print_wording.not_printed(reason_given(error)), again)

        self._prints.append(called_off)
        lane.submit(work, done, failed)
