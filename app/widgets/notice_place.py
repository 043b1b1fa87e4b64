"""Where the notice is: it comes and goes without moving what can be pressed."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from app.widgets.bars import NoticeBar
from app.widgets.stage import Stage


class NoticePlace:
    """Lays out the stage and its notice: over the empty stage, whose buttons stand in the middle;
    between a page and its tools; else below the picture. centre : what both lie in."""

    def __init__(self, centre: QWidget, stage: Stage, notices: NoticeBar) -> None:
        self._stage, self._notices, self._state = stage, notices, ""
        self._grid = QGridLayout(centre)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setRowStretch(0, 1)
        self.settle("live")

    def settle(self, state: str) -> None:
        """For a state of the session."""
        if state == self._state:
            return
        self._state = state
        hidden = self._notices.isHidden()
        focused: QWidget | None = self._notices.focusWidget()
        had_keys = focused is not None and focused.hasFocus()
        self._grid.addWidget(self._stage, 0, 0, 2 if state == "empty" else 1, 1)
        if state == "page":
            self._stage.page.hold_above_tools(self._notices)
        else:
            self._grid.addWidget(self._notices, 1, 0)
        self._notices.raise_()
        # In another parent it is hidden, and without the keyboard.
        self._notices.setVisible(not hidden)
        if had_keys and focused is not None:
            focused.setFocus()
