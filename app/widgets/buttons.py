"""Buttons with an icon of the theme, a visible or accessible name, and a tooltip."""

from __future__ import annotations

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QMessageBox, QPushButton, QWidget

from app.widgets import icons
from app.widgets.theme import Tokens

GAP_PX = 3  # between the icon and the text, beyond what the style leaves


class Button(QPushButton):
    """A push button. primary : the one thing to do here; row : left-aligned, in a list; quiet :
    without a frame, one of many. keys : named in the tooltip."""

    def __init__(
        self,
        text: str,
        drawing: str,
        *,
        name: str = "",
        primary: bool = False,
        row: bool = False,
        keys: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._drawing, self._primary, self._keys = drawing, primary, keys
        self._tokens: Tokens | None = None
        # A click leaves the keyboard where it is, as with the corners under edit.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("primary", primary)
        self.setProperty("row", row)
        self.setProperty("quiet", not text)
        self.setAccessibleName(name or text)
        if keys or (name and not text):
            self.explain(name or text)

    def explain(self, text: str) -> None:
        """The tooltip: what it does, and by which keys."""
        self.setToolTip(f"{text} ({self._keys})" if self._keys else text)

    def set_chosen(self, chosen: bool) -> None:
        """Marks the one that is in use."""
        self._look_as("chosen", chosen)

    def set_primary(self, primary: bool) -> None:
        """Whether it is the one thing to do here."""
        self._primary = primary
        self._look_as("primary", primary)
        self._draw()

    def _look_as(self, name: str, on: bool) -> None:
        if on != self.property(name):
            self.setProperty(name, on)
            self.style().unpolish(self)
            self.style().polish(self)

    def caption_px(self, text: str) -> int:
        """How much wider a caption makes it than its icon alone does."""
        shown = int(Qt.TextFlag.TextShowMnemonic.value)
        return self.fontMetrics().size(shown, text).width() + GAP_PX

    def say(self, text: str) -> None:
        """Another caption, or none."""
        self.setText(text)
        self._draw()

    def draw(self, drawing: str) -> None:
        """Another icon, or none."""
        self._drawing = drawing
        self._draw()

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icon anew."""
        self._tokens = tokens
        self._draw()

    def _draw(self) -> None:
        tokens, gap_px = self._tokens, GAP_PX if self.text() else 0
        if tokens is not None and self._drawing:
            colour = tokens.on_accent if self._primary else tokens.text
            self.setIconSize(QSize(icons.SIZE_PX + gap_px, icons.SIZE_PX))
            self.setIcon(icons.icon(self._drawing, colour, tokens.muted, gap_px))
        elif not self._drawing:
            self.setIcon(QIcon())


def without_key(caption: str) -> str:
    """A caption for screen readers: without its mnemonic, which Chinese ones have in brackets."""
    return re.sub(r"\(&.\)|&", "", caption)


def finish(box: QDialogButtonBox | QMessageBox) -> None:
    """Names a dialog's buttons, and takes the icons that the desktop's theme gave to some. What a
    box says is plain text: a folder may be called "<b>"."""
    for label in box.findChildren(QLabel) if isinstance(box, QMessageBox) else ():
        label.setTextFormat(Qt.TextFormat.PlainText)
    for button in box.buttons():
        button.setAccessibleName(without_key(button.text()))
        button.setIcon(QIcon())
