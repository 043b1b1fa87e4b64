"""Asks what a copy is for: what is written across its pages."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QDate, Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.widgets.buttons import finish
from app.widgets.theme import by_text
from app.widgets.wordy_dialog import WordyDialog

# Characters: together with what stands around them, no more than a watermark has.
MAX_WORDS, MAX_DATE = 45, 20
# Of the rows: a dialog with a width of its own would cut words that need more.
WIDTH_PX = 380
MARGINS_PX = (20, 18, 20, 16)
BETWEEN = " · "
# Classes of letters, and of marks that turn what follows.
BACKWARDS = {"R", "AL", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI"}


def copy_text(who: str, why: str, when: str) -> str:
    """ "Copy for the bank · account · 2026-11-29", without what is empty."""
    who, why, when = (_isolated(" ".join(each.split())) for each in (who, why, when))
    whom = QCoreApplication.translate("Watermark", "Copy for {who}").format(who=who)
    copy = QCoreApplication.translate("Watermark", "Copy")
    told = (whom if who else copy, why, when)
    return BETWEEN.join(each for each in told if each)


def _isolated(text: str) -> str:
    """What is written from right to left keeps its place among the other parts, and the order of
    theirs (Unicode's bidirectional algorithm, isolates)."""
    backwards = any(unicodedata.bidirectional(each) in BACKWARDS for each in text)
    return f"\u2068{text}\u2069" if backwards else text


class WatermarkDialog(WordyDialog):
    """For whom, what for, when. pages : how many get it. marked : whether any of them has one.
    who, why : as they were given last.

    Signals: text_chosen(text), "" to take it off.
    """

    text_chosen = Signal(str)

    def __init__(
        self, pages: int, *, marked: bool, who: str = "", why: str = "", parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Watermark"))
        self.who, self.why = _line(who, MAX_WORDS), _line(why, MAX_WORDS)
        today = QDate.currentDate().toString(Qt.DateFormat.ISODate)
        self.when = _line(today, MAX_DATE)
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)  # as it is written across the page
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for caption, field in (
            (self.tr("Copy for"), self.who),
            (self.tr("Purpose"), self.why),
            (self.tr("Date"), self.when),
        ):
            form.addRow(caption, field)
            field.setAccessibleName(caption)
            field.textChanged.connect(self._show_text)
        self.who.setPlaceholderText(self.tr("Who gets it"))
        self.why.setPlaceholderText(self.tr("What it is for"))
        self.hint = QLabel(self._hint(pages))
        self.hint.setObjectName("muted")
        self.hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*MARGINS_PX)
        column.addStrut(by_text(WIDTH_PX))
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.text)
        column.addWidget(self.hint)
        box = self._buttons(marked=marked)
        column.addWidget(box)
        self._order(box)
        self._show_text()
        self.who.setFocus()

    def _hint(self, pages: int) -> str:
        if pages > 1:
            return self.tr("Written across %n page(s), when shown, copied and saved.", "", pages)
        return self.tr("Written across the page, when shown, copied and saved.")

    def _buttons(self, *, marked: bool) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.write = box.addButton(self.tr("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.write.setProperty("primary", True)
        self.write.setDefault(True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.take_off = box.addButton(self.tr("Remove"), QDialogButtonBox.ButtonRole.ResetRole)
        self.take_off.setVisible(marked)
        self.take_off.clicked.connect(self._take_off)
        finish(box)
        return box

    def _order(self, box: QDialogButtonBox) -> None:
        """Where Tab goes. Qt hands what comes to the box on to its first button: with a
        button before it, Tab would lead back from there, and never to what follows."""
        cancel = box.button(QDialogButtonBox.StandardButton.Cancel)
        for before, after in pairwise((self.when, box, self.write, cancel, self.take_off)):
            self.setTabOrder(before, after)

    def accept(self) -> None:
        """Answers with the text."""
        self.text_chosen.emit(self.text.text())
        super().accept()

    def _take_off(self) -> None:
        self.text_chosen.emit("")
        super().accept()

    def _show_text(self) -> None:
        self.text.setText(copy_text(self.who.text(), self.why.text(), self.when.text()))


def _line(text: str, most: int) -> QLineEdit:
    line = QLineEdit(text)
    line.setMaxLength(most)
    return line
