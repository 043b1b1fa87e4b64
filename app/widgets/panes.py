"""Whether the window's side panes are shown: by its width, unless a person says otherwise."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.widgets.theme import by_text

# Below this width the panes make room for the stage.
COLLAPSE_PX = 900
REVIEW_COLLAPSE_PX = 1200  # corners want a large picture, and the loupe stands beside it
NO_LIMIT_PX = 16_777_215  # QWIDGETSIZE_MAX


class Panes(QObject):
    """The panes at both sides, which come and go together.

    Asked for in a window too narrow for all three, they take the stage's place until something is
    chosen in them: nothing is squeezed.

    told : whether they are shown, each time that it is settled.
    """

    def __init__(
        self, sources: QWidget, stage: QWidget, tray: QWidget, told: Callable[[bool], object]
    ) -> None:
        super().__init__(stage)
        self._sources, self._stage, self._tray = sources, stage, tray
        self._told = told
        self._tray_px = tray.maximumWidth()
        self._roomy = True  # by the width and the state
        self._narrow = False
        self._wanted: bool | None = None  # what a person asked for; None: by the room

    def settle(self, width: int, state: str) -> None:
        """Shows or hides them for a window's width, px, and a session's state.

        What a person asked for holds until the room for them changes.
        """
        roomy = width >= by_text(REVIEW_COLLAPSE_PX if state == "review" else COLLAPSE_PX)
        if roomy != self._roomy:
            self._roomy, self._wanted = roomy, None
        self._narrow = width < by_text(COLLAPSE_PX)
        self._show()

    def switch(self) -> None:
        """Shows them where they are hidden, and the other way round."""
        self._wanted = not self._shown
        self._show()

    def give_way(self, *_: object) -> None:
        """Something else wants to be seen: a narrow window shows the stage again."""
        if self._narrow:
            self._wanted = None
            self._show()

    @property
    def _shown(self) -> bool:
        return self._roomy if self._wanted is None else self._wanted

    def _show(self) -> None:
        alone = self._shown and self._narrow
        self._tray.setMaximumWidth(NO_LIMIT_PX if alone else self._tray_px)
        sides = [self._sources, self._tray]
        going, coming = [], [self._stage, *sides]
        if alone:
            going, coming = [self._stage], sides
        elif not self._shown:
            going, coming = sides, [self._stage]
        for pane in coming:
            pane.show()
        _move_focus(going, coming[-1])
        for pane in going:
            pane.hide()
        self._told(self._shown)


def _move_focus(going: list[QWidget], to: QWidget) -> None:
    """What goes with the focus would pass it to whatever control comes next."""
    focused: QWidget | None = to.window().focusWidget()
    if focused is not None and any(pane.isAncestorOf(focused) for pane in going):
        to.setFocus()
