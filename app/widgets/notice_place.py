"""Where the notice is: it comes and goes without moving what can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QGridLayout, QWidget

from app.widgets.notice_bar import NoticeBar
from app.widgets.stage import Stage


class NoticePlace(QObject):
    """Lays out the stage and its notice: over the empty stage, where it has room below the buttons
    in its middle; between a page and its tools; else below the picture. centre : what both lie in.
    """

    def __init__(self, centre: QWidget, stage: Stage, notices: NoticeBar) -> None:
        super().__init__(centre)
        self._stage, self._notices, self._state = stage, notices, ""
        self._centre, self._rows = centre, 1  # of the stage
        self._grid = QGridLayout(centre)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._grid.setRowStretch(0, 1)
        self.settle("live")
        for seen in (centre, notices):
            seen.installEventFilter(self)

    def settle(self, state: str) -> None:
        """For a state of the session."""
        if state == self._state:
            return
        self._state = state
        hidden = self._notices.isHidden()
        focused: QWidget | None = self._notices.focusWidget()
        had_keys = focused is not None and focused.hasFocus()
        self._fit()
        if state == "page":
            self._stage.page.hold_above_tools(self._notices)
        else:
            self._grid.addWidget(self._notices, 1, 0)
        self._notices.raise_()
        # In another parent it is hidden, and without the keyboard.
        self._notices.setVisible(not hidden)
        if had_keys and focused is not None:
            focused.setFocus()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt's hook."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}:
            self._fit()
        return False

    def _fit(self) -> None:
        over = self._state == "empty" and self._has_room()
        if self._rows != 1 + over or self._grid.indexOf(self._stage) < 0:
            self._rows = 1 + over
            self._grid.addWidget(self._stage, 0, 0, self._rows, 1)
            self._notices.raise_()
        covers = over and not self._notices.isHidden()
        self._stage.empty.set_covered(self._notices.height() if covers else 0)

    def _has_room(self) -> bool:
        room = self._stage.empty.room_below(self._centre.height())
        return self._notices.isHidden() or self._notices.height() <= room
