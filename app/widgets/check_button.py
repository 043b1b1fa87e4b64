"""The way to the pages that want a look, or are hard to read."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.widgets.buttons import Button
from app.widgets.theme import Tokens


class CheckButton(Button):
    """How many pages there are to check, on the ground of warnings; where none is left, how many
    are hard to read; gone where there are none of either. brief : beside a line that counts
    them it says what it does alone."""

    def __init__(self, parent: QWidget | None = None, *, brief: bool = False) -> None:
        super().__init__(" ", "warning", keys="N", parent=parent)
        self._brief = brief
        self.setObjectName("tocheck")
        self.show_counts(0, 0)

    def show_counts(self, to_check: int, hard_to_read: int) -> None:
        """Of pages whose corners are in doubt, and of those whose print can hardly be read."""
        self.setVisible(to_check + hard_to_read > 0)
        if to_check or not hard_to_read:
            self.draw("warning")
            counted = self.tr("{count} to check").format(count=to_check)
            self.say(self.tr("Check") if self._brief else counted)
            told = self.tr("Check the corners, one page after another")
        else:
            self.draw("unreadable")
            counted = self.tr("{count} hard to read").format(count=hard_to_read)
            self.say(self.tr("Show") if self._brief else counted)
            told = self.tr("Show them, one page after another")
        self.setAccessibleName(f"{counted}. {told}")
        self.explain(told)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icon anew."""
        super().take_theme(replace(tokens, text=tokens.warning_text))
