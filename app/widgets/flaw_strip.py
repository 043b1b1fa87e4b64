"""The line above a page's tools that says why its print can hardly be read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.widgets import icons, names
from app.widgets.buttons import Button
from app.widgets.spoken import announce
from app.widgets.theme import Tokens


class FlawStrip(QFrame):
    """Looks as notices do, but belongs to the page: it is there whenever that is shown, until
    another picture took its place or somebody said that this one will do.

    Signals: replace_asked(), kept().
    """

    replace_asked = Signal()
    kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("kind", "warning")
        self._told = ("", "")  # page id and flaw
        self._mark, self.text = QLabel(), QLabel()
        self.text.setWordWrap(True)
        self.replace = QPushButton(self.tr("Replace"))
        name = self.tr("Replace by another picture")
        self.replace.setAccessibleName(name)
        self.replace.setToolTip(name)
        self.keep = Button("", "close", name=self.tr("It will do as it is"))
        self.replace.clicked.connect(self.replace_asked)
        self.keep.clicked.connect(self.kept)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.addWidget(self._mark)
        row.addWidget(self.text, 1)
        row.addWidget(self.replace)
        row.addWidget(self.keep)
        self.hide()

    def show_flaw(self, page_id: str, flaw: str) -> None:
        """flaw : a key of the session; "" for a page whose print can be read."""
        if (page_id, flaw) == self._told:
            return
        self._told = (page_id, flaw)
        text = names.flaw(flaw)
        self.text.setText(text)
        focused: QWidget | None = self.window().focusWidget()
        stage = self.parentWidget()
        held = focused is not None and self.isAncestorOf(focused)
        if held and stage is not None and not text:
            # Not to the filter that comes next, where Space changes the page.
            stage.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setVisible(bool(text))
        if text:
            announce(self, text)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        self.keep.take_theme(tokens)
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(icons.pixmap("unreadable", tokens.warning_text, 20, ratio))
