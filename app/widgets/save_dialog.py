"""How to save: one page or all, in which form, at which density."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.document.encode import APART
from app.document.seal import LOCKABLE, MOST_BYTES, is_too_long, odd_in
from app.settings import MAX_DPI, MIN_DPI, Settings
from app.widgets.buttons import finish, without_key
from app.widgets.choices import ChoiceBox, NumberBox
from app.widgets.save_choice import Proposal, SaveChoice
from app.widgets.theme import by_text
from app.widgets.wordy_dialog import WordyDialog

if TYPE_CHECKING:
    from app.document.page import Page

PAUSE_MS = 150
# Of the rows: a dialog with a width of its own would cut words that need more.
WIDTH_PX = 340
# Formats whose pages are JPEG inside.
LOSSY = ("jpeg", *LOCKABLE)


class SaveDialog(WordyDialog):
    """Asks what to save; where comes next, in the system's own dialog.

    marked : ids of the pages that are marked, where they are several and not all: these are meant.
    shown : id of the page that is shown, "" where none is. pages, more_come : see show_pages.

    Signals: choice_changed(SaveChoice), once a person pauses; show_size() is its answer.
    """

    choice_changed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        pages: Sequence[Page],
        parent: QWidget | None = None,
        *,
        marked: tuple[str, ...] = (),
        shown: str = "",
        password: str = "",
        more_come: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Save"))
        self.scope = self._scopes(marked, shown)
        self.kind = self._kinds(settings.format)
        self.own_names = _check_box(self.tr("Name each file after its picture"))
        self.own_names.setChecked(settings.own_names)
        self.dpi = _spin_box(MIN_DPI, MAX_DPI, 50, settings.dpi)
        self.dpi.setSuffix(self.tr(" dpi"))
        self.keep_sharper = self._sharper(settings.keep_sharper)
        self.quality = _spin_box(1, 100, 5, settings.quality)
        self.quality.setToolTip(self.tr("Higher is sharper, and a larger file"))
        self.password = QLineEdit(password)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("None"))
        self.password.setToolTip(self.tr("Whoever opens the PDF is asked for it"))
        # A slip of the finger would lock a file for good.
        self.reveal = _check_box(self.tr("Show the password"))
        self.reveal.toggled.connect(self._show_password)
        self.refusal = QLabel()  # why the password is not taken
        self.refusal.setWordWrap(True)
        self.size_text = QLabel("…")
        self._pages, self._more_come = pages, more_come
        self._arrange()
        self._listen()
        self.show_pages(pages, more_come=more_come)

    def _sharper(self, checked: bool) -> QCheckBox:
        box = _check_box(self.tr("Keep the resolution of sharper pictures"))
        box.setChecked(checked)
        box.setToolTip(
            self.tr(
                "A picture that holds more dots an inch keeps them all.\n"
                "Otherwise every page gets exactly the resolution above."
            )
        )
        return box

    def _scopes(self, marked: tuple[str, ...], shown: str) -> ChoiceBox:
        box = ChoiceBox()
        box.addItem("", ())
        if marked:
            box.addItem(self.tr("Marked pages ({count})").format(count=len(marked)), marked)
            box.setCurrentIndex(1)
        if shown:
            box.addItem(self.tr("Only the page shown"), (shown,))
        return box

    def _kinds(self, chosen: str) -> ChoiceBox:
        box = ChoiceBox()
        for key, text in (
            ("pdf", self.tr("PDF, one document")),
            ("pdfs", self.tr("PDF, one file for each page")),
            ("sheet", self.tr("PDF on A4, front and back together")),
            ("jpeg", self.tr("JPEG, one file a page, small")),
            ("png", self.tr("PNG, one file a page, lossless")),
            ("tiff", self.tr("TIFF, one document, lossless")),
        ):
            box.addItem(text, key)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box

    def _listen(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(lambda: self.choice_changed.emit(self.choice()))
        self.kind.currentIndexChanged.connect(self._show_quality)
        self.scope.currentIndexChanged.connect(self._show_quality)
        for changed in (
            self.scope.currentIndexChanged,
            self.kind.currentIndexChanged,
            self.dpi.valueChanged,
            self.keep_sharper.toggled,
            self.quality.valueChanged,
        ):
            changed.connect(self._change)
        self.password.textChanged.connect(self._show_quality)
        self._pause.start()
        self._show_quality()

    def _arrange(self) -> None:
        self._form = form = QFormLayout()
        form.setSpacing(10)
        for caption, choice in (
            (self.tr("&Pages"), self.scope),
            (self.tr("&Format"), self.kind),
            ("", self.own_names),
            (self.tr("&Resolution"), self.dpi),
            ("", self.keep_sharper),
            (self.tr("JPEG &quality"), self.quality),
            (self.tr("Pass&word"), self.password),
            ("", self.refusal),
            ("", self.reveal),
        ):
            if caption:
                choice.setAccessibleName(without_key(caption))
            form.addRow(caption, choice)
        form.addRow(self.tr("Size"), self.size_text)
        note = QLabel(self.tr("Printed at 100 %, a document comes out at its true size."))
        note.setObjectName("muted")
        note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addStrut(by_text(WIDTH_PX))
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(self._buttons())

    def _show_quality(self) -> None:
        """Lossless formats have no quality to choose, pictures no password, and one file one name
        that is asked for. Nothing is saved under a password that not every reader takes."""
        self.quality.setEnabled(self.kind.currentData() in LOSSY)
        for widget in (self.password, self.reveal):
            widget.setEnabled(self.kind.currentData() in LOCKABLE)
        refusal = self._refusal(self.choice().password)
        self.refusal.setText(refusal)
        self._form.setRowVisible(self.refusal, bool(refusal))
        self._go_on.setEnabled(not refusal)
        self.own_names.setEnabled(self.kind.currentData() in APART and self._has_names())

    def _refusal(self, password: str) -> str:
        if is_too_long(password):
            text = self.tr("Too long: a PDF takes {count} bytes of a password.")
            return text.format(count=MOST_BYTES)
        odd = odd_in(password)
        if not odd:
            return ""
        # What cannot be seen goes by its number.
        seen = odd.isprintable() and not odd.isspace()
        shown = odd if seen else " ".join(f"U+{ord(each):04X}" for each in odd)
        text = self.tr("Some PDF readers do not understand “{character}” in this password.")
        return text.format(character=shown)

    def _has_names(self) -> bool:
        """Whether there is more than one page to save, one of which came from a file."""
        meant = self.choice().page_ids
        named = [page.from_file for page in self._pages if not meant or page.id in meant]
        return (self._more_come and not meant) or (len(named) > 1 and any(named))

    def _show_password(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.password.setEchoMode(mode)

    def _change(self) -> None:
        self.size_text.setText("…")
        self._pause.start()

    def show_pages(self, pages: Sequence[Page], *, more_come: bool) -> None:
        """Which pages there are by now. more_come : pictures are being opened."""
        self._pages, self._more_come, count = pages, more_come, len(pages)
        # While they are, what is chosen is done once all are there.
        all_of = (
            self.tr("All pages ({count} so far)") if more_come else self.tr("All pages ({count})")
        )
        self.scope.setItemText(0, all_of.format(count=count))
        self.scope.setEnabled(self.scope.count() > 1 and (count > 1 or more_come))
        self._show_quality()
        if not self.scope.currentData():
            self._change()  # all of them may be larger now

    def propose(self, proposal: Proposal) -> None:
        """Chooses these, as far as they are offered."""
        scopes = [tuple(self.scope.itemData(index)) for index in range(self.scope.count())]
        if proposal.page_ids in scopes:
            self.scope.setCurrentIndex(scopes.index(proposal.page_ids))
        self.kind.setCurrentIndex(max(0, self.kind.findData(proposal.file_format)))

    def show_size(self, size: int) -> None:
        """About how many bytes the choice takes."""
        if not self._pause.isActive():  # else it answers an older question
            style = QLocale.DataSizeFormat.DataSizeTraditionalFormat
            text = self.locale().formattedDataSize(size, 1, style)
            self.size_text.setText(self.tr("about {size}").format(size=text))

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._go_on = go_on = buttons.addButton(
            self.tr("Choose where…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        go_on.setProperty("primary", True)
        go_on.setDefault(True)
        finish(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def choice(self) -> SaveChoice:
        """What was chosen."""
        return SaveChoice(
            tuple(self.scope.currentData()),
            str(self.kind.currentData()),
            self.dpi.value(),
            self.keep_sharper.isChecked(),
            self.quality.value(),
            self.password.text() if self.kind.currentData() in LOCKABLE else "",
            self.own_names.isChecked() if self.own_names.isEnabled() else None,
        )


def _check_box(text: str) -> QCheckBox:
    box = QCheckBox(text)
    box.setAccessibleName(text)
    return box


def _spin_box(low: int, high: int, step: int, value: int) -> NumberBox:
    box = NumberBox()
    box.setRange(low, high)
    box.setSingleStep(step)
    box.setValue(value)
    # In line with the combo boxes' text; a style sheet's padding does not reach it.
    box.lineEdit().setTextMargins(6, 0, 0, 0)
    return box
