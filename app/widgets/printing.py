"""Printing from the window: what is asked, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.session.opening import Opening
from app.session.overview import Overview
from app.session.printing import Printing as SessionPrinting
from app.widgets.file_dialog import forget_places
from app.widgets.notice_bar import NoticeBar
from app.widgets.on_stage import OnStage
from app.widgets.print_dialog import PrintChoice, PrintDialog
from app.widgets.save_choice import Proposal
from app.widgets.save_telling import folder_offer
from app.widgets.save_wording import last_part
from app.widgets.saving import Saving

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from app.session import Notice
    from app.widgets.tray import Tray


class Printing(QObject):
    """Asks what to print, has the system ask for the printer, and tells how it goes; the session
    prints. What is printed is in no file, and the guidance goes on to say so.

    The printing system is loaded and asked by the session's lane while the first dialog is shown:
    where it does not answer, the window waits for nothing, and the dialog can be left. Qt's own
    dialog asks it once more, which it does on the window's thread.
    """

    def __init__(
        self,
        overview: Overview,
        printing: SessionPrinting,
        *,
        opening: Opening,
        shown: OnStage,
        notices: NoticeBar,
        tray: Tray,
        saving: Saving,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._overview, self._printing = overview, printing
        self._opening, self._shown = opening, shown
        self._notices, self._tray, self._saving, self._window = notices, tray, saving, window
        self._dialog: PrintDialog | None = None  # until a printer is chosen, or it is left
        self._told: Notice | None = None  # of the print that is under way
        overview.pages_changed.connect(self._recount)
        opening.progress_changed.connect(self._recount)
        printing.printers_counted.connect(self._on_counted)
        printing.printing_page.connect(self._on_page)
        printing.print_begun.connect(self._on_begun)
        printing.pages_printed.connect(self._on_printed)
        printing.print_failed.connect(self._end)
        overview.cleared.connect(self._let_go)

    @Slot()
    def ask(self) -> None:
        """Asks what to print."""
        overview = self._overview
        on_stage = overview.state in {"page", "review"}  # else a feed is shown
        self._shown.accept()  # what is printed is what is shown
        if not overview.pages or self._dialog is not None:
            return
        marked = tuple(self._tray.marked)
        several = marked if 1 < len(marked) < len(overview.pages) else ()
        shown = overview.selected if on_stage and len(overview.pages) > 1 else ""
        dialog = self._dialog = PrintDialog(several, shown, self._window)
        dialog.choice_made.connect(self._choose)
        dialog.pdf_asked.connect(self._save)
        dialog.rejected.connect(self._let_go)
        self._recount()
        self._printing.count_printers()
        dialog.open()

    @Slot()
    def _recount(self) -> None:
        if self._dialog is not None:
            count = len(self._overview.pages)
            self._dialog.show_pages(count, more_come=self._opening.under_way)

    @Slot(int)
    def _on_counted(self, printers: int) -> None:
        if self._dialog is not None:
            self._dialog.show_printers(printers)

    @Slot()
    def _let_go(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.hide()
            dialog.deleteLater()

    @Slot(object)
    def _save(self, choice: PrintChoice) -> None:
        """Where there is no printer: the same pages in the same places, to be printed elsewhere."""
        self._let_go()
        proposal = Proposal(choice.page_ids, "sheet" if choice.together else "pdf")
        self._saving.save_as(proposal=proposal)

    @Slot(object)
    def _choose(self, choice: PrintChoice) -> None:
        """Shows the system's dialog."""
        printer = new_printer()
        file = self._saving.proposed(choice.page_ids, "pdf")
        dialog = system_dialog(printer, file, self._window)

        def take() -> None:
            self._let_go()
            self._printing.print_pages(choice.page_ids, printer, together=choice.together)

        def go_back() -> None:  # whoever goes back a step finds all as it was chosen
            if self._dialog is not None:
                self._dialog.open()

        dialog.accepted.connect(take)
        dialog.rejected.connect(go_back)
        dialog.finished.connect(dialog.deleteLater)
        dialog.destroyed.connect(forget_places)  # it may have asked where a PDF is to go
        QDialog.open(dialog)  # QPrintDialog's own is another

    # -------------------------------------------------------------------------------- telling
    @Slot(int, int)
    def _on_page(self, number: int, total: int) -> None:
        text = self.tr("Printing: page {number} of {total}").format(number=number, total=total)
        if self._told is not None and self._notices.notice is self._told:
            self._notices.text.setText(text)  # a screen reader says the first, not forty numbers
            return
        if self._told is not None:  # something else was said meanwhile
            self._notices.drop_remark()
        if self._told is None or self._notices.isHidden():
            self._notices.show_message(text, self.tr("Don't print"), self._call_off)
            self._told = self._notices.notice

    @Slot(bool)
    def _on_begun(self, into_file: bool) -> None:
        """From now on the printing system has it, or the file is being written."""
        if self._notices.notice is self._told:
            handing = self.tr("Handing over to the printing system…")
            self._notices.show_message(self.tr("Writing the PDF…") if into_file else handing)
            self._told = self._notices.notice

    def _call_off(self) -> None:
        self._printing.call_off_printing()

    @Slot(int, str, str)
    def _on_printed(self, sheets: int, printer: str, file: str) -> None:
        self._end()
        if not sheets:
            self._notices.show_message(self.tr("Not printed: it was called off."))
        elif printer:
            text = self.tr("Handed to the printer {name}.")
            self._notices.show_message(text.format(name=printer))
        elif not file:
            self._notices.show_message(self.tr("Printed to a file."))
        else:
            path = Path(file)
            text = self.tr("Printed to the file {name} in {folder}.")
            text = text.format(name=path.name, folder=last_part(path.parent))
            self._notices.show_message(text, *folder_offer(path))

    @Slot()
    def _end(self) -> None:
        told, self._told = self._told, None
        if told is not None and self._notices.notice is told:
            self._notices.hide()


def new_printer() -> QPrinter:
    """The system's own, as it is set up there; the job names no document and nobody."""
    from PySide6.QtPrintSupport import QPrinter as Printer

    printer = Printer(Printer.PrinterMode.HighResolution)
    printer.setDocName("Rectoscan")
    printer.setCreator("Rectoscan")
    return printer


def system_dialog(printer: QPrinter, file: Path, parent: QWidget) -> QPrintDialog:
    """Asks for the printer, its paper and the copies. What to print was chosen. file : what is
    proposed where it is printed to a PDF."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog
    from PySide6.QtPrintSupport import QPrintDialog as Dialog

    dialog = Dialog(printer, parent)
    option = QAbstractPrintDialog.PrintDialogOption
    dialog.setOptions(option.PrintToFile | option.PrintCollateCopies | option.PrintShowPageSize)
    _name_file(dialog, file)
    return dialog


def _name_file(dialog: QDialog, file: Path) -> None:
    """Qt's own dialog names every PDF after the job, or proposes a folder, and refuses it."""
    field = dialog.findChild(QLineEdit, "filename")  # the system's dialog has none
    if field is not None:
        field.setText(str(file))
