"""How large the window is, and whether its side panes are shown: by the width, unless a person
says otherwise."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

# Below this width the panes make room for the stage.
COLLAPSE_PX = 900
REVIEW_COLLAPSE_PX = 1200  # corners want a large picture, and the loupe stands beside it
NO_LIMIT_PX = 16_777_215  # QWIDGETSIZE_MAX
LEAST, USUAL = QSize(640, 480), QSize(1280, 800)
ROOM_SHARE = 0.94  # of a screen: the window's frame is to be seen as well


def sizes_within(screen: QSize) -> tuple[QSize, QSize]:
    """The least size of the window, and its first one: no larger than a screen has room for, so
    that no bar is out of sight. Where all is scaled up much, a screen has few px: the bars get the
    width that they need rather than the window's frame."""
    room = screen * ROOM_SHARE
    least = QSize(min(LEAST.width(), screen.width()), min(LEAST.height(), room.height()))
    return least, USUAL.boundedTo(room).expandedTo(least)


class Panes:
    """The panes at both sides, which come and go together.

    Asked for in a window too narrow for all three, they take the stage's place until something is
    chosen in them: nothing is squeezed.

    told : whether they are shown, each time that it is settled.
    """

    def __init__(
        self, sources: QWidget, stage: QWidget, tray: QWidget, told: Callable[[bool], object]
    ) -> None:
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
        roomy = width >= (REVIEW_COLLAPSE_PX if state == "review" else COLLAPSE_PX)
        if roomy != self._roomy:
            self._roomy, self._wanted = roomy, None
        self._narrow = width < COLLAPSE_PX
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
