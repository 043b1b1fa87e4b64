"""Whether the side panes are shown: by the width, unless a person says otherwise."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

# Below this width the panes make room for the stage.
COLLAPSE_PX = 900
REVIEW_COLLAPSE_PX = 1200  # corners want a large picture, and the loupe stands beside it
NO_LIMIT_PX = 16_777_215  # QWIDGETSIZE_MAX


class Panes:
    """The panes at both sides, which come and go together.

    Asked for in a window too narrow for all three, they take the stage's place until something is
    chosen in them: nothing is squeezed.
    """

    def __init__(self, sources: QWidget, stage: QWidget, tray: QWidget) -> None:
        self._sources, self._stage, self._tray = sources, stage, tray
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
        self._stage.setVisible(not alone)
        self._sources.setVisible(self._shown)
        self._tray.setVisible(self._shown)
