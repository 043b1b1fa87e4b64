"""Buttons with an icon of the theme, a visible or accessible name, and a tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from app.widgets import icons
from app.widgets.theme import Tokens

ICON_PX = QSize(icons.SIZE_PX, icons.SIZE_PX)


class Button(QPushButton):
    """A push button. primary : the one thing to do here; row : left-aligned, in a list."""

    def __init__(
        self,
        text: str,
        drawing: str,
        *,
        name: str = "",
        primary: bool = False,
        row: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._drawing, self._primary = drawing, primary
        self.setProperty("primary", primary)
        self.setProperty("row", row)
        self.setIconSize(ICON_PX)
        self.setAccessibleName(name or text)
        if name and not text:
            self.setToolTip(name)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icon anew."""
        colour = tokens.on_accent if self._primary else tokens.text
        if self._drawing:
            self.setIcon(icons.icon(self._drawing, colour, tokens.muted))
