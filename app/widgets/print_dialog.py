"""What to print and how it lies on the paper; the printer is chosen in the system's own dialog."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.widgets.buttons import finish, without_key
from app.widgets.choices import ChoiceBox
from app.widgets.theme import by_text
from app.widgets.wordy_dialog import WordyDialog

# Of the rows: a dialog with a width of its own would cut words that need more.
WIDTH_PX = 380
MARGINS_PX = (20, 18, 20, 16)


@dataclass(frozen=True)
class PrintChoice:
    """page_ids : of the pages to print, none for all. together : two of them share a sheet."""

    page_ids: tuple[str, ...]
    together: bool


class PrintDialog(WordyDialog):
    """Asks what to print, while the printing system is asked for its printers.

    marked : ids of the pages that are marked, where they are several. shown : id of the page that
    is shown, "" for none.

    Signals: choice_made(PrintChoice) for the system's dialog; pdf_asked(PrintChoice) where there
    is no printer to choose.
    """

    choice_made = Signal(object)
    pdf_asked = Signal(object)

    def __init__(self, marked: tuple[str, ...], shown: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Print"))
        self._printers: int | None = None  # not known yet
        self._count, self._more_come = 0, False
        self.scope = ChoiceBox()
        self.scope.addItem("", ())
        if marked:
            self.scope.addItem(self.tr("Marked pages ({count})").format(count=len(marked)), marked)
            self.scope.setCurrentIndex(1)
        if shown:
            self.scope.addItem(self.tr("Only the page shown"), (shown,))
        self.together = QCheckBox(self.tr("Two pages on a sheet, as front and back"))
        self.together.setAccessibleName(self.together.text())
        self.together.setToolTip(self.tr("Below each other, where there is room for both"))
        self.together.setChecked(True)
        self.state = _line("")
        self._arrange()
        self.scope.currentIndexChanged.connect(self._show_sharing)

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setSpacing(10)
        caption = self.tr("&Pages")
        self.scope.setAccessibleName(without_key(caption))
        form.addRow(caption, self.scope)
        form.addRow("", self.together)
        told = (
            self.tr("Printed at true size; smaller only where the paper is too small."),
            self.tr(
                "The pages go to this computer's printing system. It may keep a copy, and uses the "
                "network for a printer that is on one."
            ),
            self.tr("Printing does not save them."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(*MARGINS_PX)
        column.addStrut(by_text(WIDTH_PX))
        column.setSpacing(14)
        column.addLayout(form)
        note = _line("\n".join(told))
        note.setObjectName("muted")
        column.addWidget(note)
        column.addWidget(self.state)
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_on = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go_on.setProperty("primary", True)
        self.go_on.setDefault(True)
        finish(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def show_pages(self, count: int, *, more_come: bool) -> None:
        """How many pages there are by now. more_come : pictures are being opened, for which a copy
        of all pages waits."""
        self._count, self._more_come = count, more_come
        self.scope.setItemText(0, self.tr("All pages ({count})").format(count=count))
        self.scope.setEnabled(count > 1)
        self._show_sharing()

    def show_printers(self, count: int) -> None:
        """How many printers there are."""
        self._printers = count
        self._show_state()

    def _show_sharing(self) -> None:
        self.together.setEnabled((len(self.scope.currentData()) or self._count) > 1)
        self._show_state()

    @property
    def _lacks_printer(self) -> bool:
        """Whether the system's dialog would have nothing to offer; Linux's offers a PDF."""
        return self._printers == 0 and sys.platform != "linux"

    def _show_state(self) -> None:
        waits = self._more_come and not self.scope.currentData()
        if self._printers is None:
            text = self.tr("Looking for printers…")
        elif waits:
            text = self.tr("Pictures are still being opened…")
        elif self._lacks_printer:
            text = self.tr("No printer is set up on this computer.")
        elif not self._printers:
            text = self.tr("No printer is set up on this computer: the next step offers a PDF.")
        else:
            text = ""
        self.state.setText(text)
        if self._lacks_printer:
            go_on = self.tr("Save as PDF…")
        elif self._printers == 0:
            go_on = self.tr("Print to PDF…")
        else:
            go_on = self.tr("Choose printer…")
        self.go_on.setText(go_on)
        self.go_on.setAccessibleName(go_on)
        self.go_on.setEnabled(self._printers is not None and not waits)

    def accept(self) -> None:
        """Goes on to the printer, or to a PDF."""
        if self.go_on.isEnabled():  # Enter takes a default button that is not, too
            super().accept()
            (self.pdf_asked if self._lacks_printer else self.choice_made).emit(self.choice())

    def choice(self) -> PrintChoice:
        """What was chosen."""
        return PrintChoice(tuple(self.scope.currentData()), self.together.isChecked())


def _line(text: str) -> QLabel:
    line = QLabel(text)
    line.setWordWrap(True)
    return line
