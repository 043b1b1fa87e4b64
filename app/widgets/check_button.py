"""The way to the pages that want a look, or are hard to read."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.widgets.buttons import Button
from app.widgets.theme import Tokens


class CheckButton(Button):
    """How many pages there are to check, on the ground of warnings; where none is left, how many
    are hard to read; gone where there are none of either."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", "warning", keys="N", parent=parent)
        self.setObjectName("tocheck")
        self.show_counts(0, 0)

    def show_counts(self, to_check: int, hard_to_read: int) -> None:
        """Of pages whose corners are in doubt, and of those whose print can hardly be read."""
        self.setVisible(to_check + hard_to_read > 0)
        if to_check or not hard_to_read:
            self.draw("warning")
            self.say(self.tr("{count} to check").format(count=to_check))
            told = self.tr("Check the corners, one page after another")
        else:
            self.draw("unreadable")
            self.say(self.tr("{count} hard to read").format(count=hard_to_read))
            told = self.tr("Show them, one page after another")
        self.setAccessibleName(f"{self.text()}. {told}")
        self.explain(told)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icon anew."""
        super().take_theme(replace(tokens, text=tokens.warning_text))
