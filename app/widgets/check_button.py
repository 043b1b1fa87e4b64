"""The way to the pages that want a look."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.widgets.buttons import Button
from app.widgets.theme import Tokens


class CheckButton(Button):
    """How many pages there are to check, on the ground of warnings; gone where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", "warning", keys="N", parent=parent)
        self.setObjectName("tocheck")
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """count : of pages in doubt."""
        self.setVisible(count > 0)
        self.say(self.tr("{count} to check").format(count=count))
        told = self.tr("Check the corners, one page after another")
        self.setAccessibleName(f"{self.text()}. {told}")
        self.explain(told)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icon anew."""
        super().take_theme(replace(tokens, text=tokens.warning_text))
