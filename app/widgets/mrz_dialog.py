"""What the machine readable zone of a page says, and how much of it is proven."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.document.mrz import expired
from app.widgets import icons, mrz_wording
from app.widgets.buttons import Button, finish
from app.widgets.mrz_strip import MrzStrip
from app.widgets.scrolled import Scrolled
from app.widgets.theme import Tokens

if TYPE_CHECKING:
    from datetime import date

    from app.document.mrz import Field, Mrz
    from app.workers.layers import Layers

MARGINS_PX = (20, 18, 20, 16)
WIDTH_PX = 600
MARK_PX = 16
# What is said of a field beside it: as a drawing, and as a kind of text in the style sheet.
MARKS = {"passed": "accept", "failed": "warning", "unsure": "", "none": ""}


class MrzDialog(QDialog):
    """What was read, and a row for each field. tokens : of the theme, for its icons. strip : the
    zone's lines as they were read, if any. today : for what has expired.

    Its labels cannot be marked: what is marked with the mouse goes to the clipboard by another way,
    past the wish not to be kept in histories.

    Signals: copy_asked(text, what it is called).
    """

    copy_asked = Signal(str, str)

    def __init__(
        self, mrz: Mrz, tokens: Tokens, parent: QWidget, strip: Layers, today: date
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Machine readable zone"))
        self.setMinimumWidth(WIDTH_PX)
        self._scale, self._today = parent.devicePixelRatioF(), today
        self.strip = MrzStrip(strip)
        self.copies: dict[str, Button] = {}
        self._signs: list[tuple[QLabel, str]] = []  # labels that are drawings, of these proofs
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, field in enumerate(mrz.fields):
            self._add(grid, row, field)
        self.summary = QLabel(self._summary(mrz))
        self.summary.setWordWrap(True)
        self.summary.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(*MARGINS_PX)
        column.setSpacing(14)
        self._list = Scrolled(rows, self.windowTitle())
        column.addWidget(self.strip)
        column.addWidget(self._list)
        column.addWidget(self.summary)
        box = self._buttons(mrz.fields)
        column.addWidget(box)
        # In its dialog by now: sooner it would be the default of nothing. Enter closes; on a button
        # that copies, it copies.
        close = box.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        self.setAccessibleDescription(self.summary.text())
        self.take_theme(tokens)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        for copy in self.copies.values():
            copy.take_theme(tokens)
        for sign, proof in self._signs:
            colour = tokens.accent if proof == "passed" else tokens.warning_text
            sign.setPixmap(icons.pixmap(MARKS[proof], colour, MARK_PX, self._scale))

    def showEvent(self, event: QShowEvent) -> None:
        self._list.fit(self)
        super().showEvent(event)

    def _add(self, grid: QGridLayout, row: int, field: Field) -> None:
        name, text = mrz_wording.field_name(field.name), mrz_wording.shown(field)
        proof = mrz_wording.proof_text(field.proof)
        caption, value, mark = QLabel(name), QLabel(mrz_wording.breakable(text)), QLabel(proof)
        caption.setObjectName("muted")
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setWordWrap(True)
        value.setAccessibleName(text)
        if field.proof in {"none", "unsure"}:
            mark.setObjectName("muted")
        sign = QLabel()
        if MARKS[field.proof]:
            self._signs.append((sign, field.proof))
        end = mrz_wording.expired() if expired(field, self._today) else ""
        copy = Button("", "copy", name=self.tr("Copy: {field}").format(field=name))
        # All that a row says, where the keyboard stops.
        told = text, end, proof
        copy.setAccessibleDescription(", ".join(each for each in told if each))
        copy.clicked.connect(lambda: self.copy_asked.emit(field.text, name))
        self.copies[field.name] = copy
        for place, widget in enumerate((caption, value, sign, mark, copy)):
            grid.addWidget(widget, row, place)
        if end:
            grid.addLayout(_beside(value, end), row, 1)

    def _summary(self, mrz: Mrz) -> str:
        if mrz.whole == "failed" or any(each.proof == "failed" for each in mrz.fields):
            return self.tr(
                "Some check digits do not fit: something was misread, or printed wrong. Compare "
                "every field with the document."
            )
        if any(each.proof == "passed" for each in mrz.fields):
            return self.tr("Fields without a tick are not proven. Compare them with the document.")
        return self.tr("Nothing is certain here. Compare every field with the document.")

    def _buttons(self, fields: Sequence[Field]) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        self.copy_all = box.addButton(self.tr("Copy all"), QDialogButtonBox.ButtonRole.ActionRole)
        everything = "\n".join(
            f"{mrz_wording.field_name(each.name)}: {each.text}" for each in fields
        )
        self.copy_all.clicked.connect(
            lambda: self.copy_asked.emit(everything, self.tr("All fields"))
        )
        finish(box)
        return box


def _beside(value: QLabel, warning: str) -> QHBoxLayout:
    """A value with what warns of it."""
    mark = QLabel(warning)
    mark.setObjectName("warns")
    value.setWordWrap(False)
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(value)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch()
    return row
