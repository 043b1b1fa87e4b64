"""Whether the side panes are shown: by the width, unless a person says otherwise."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

# Below this width the panes make room for the stage.
COLLAPSE_PX = 900
REVIEW_COLLAPSE_PX = 1200  # corners want a large picture, and the loupe stands beside it


class Panes:
    """The panes at both sides, which come and go together."""

    def __init__(self, *panes: QWidget) -> None:
        self._panes = panes
        self._roomy = True  # by the width and the state
        self._wanted: bool | None = None  # what a person asked for; None: by the room

    def settle(self, width: int, state: str) -> None:
        """Shows or hides them for a window's width, px, and a session's state.

        What a person asked for holds until the room for them changes.
        """
        roomy = width >= (REVIEW_COLLAPSE_PX if state == "review" else COLLAPSE_PX)
        if roomy != self._roomy:
            self._roomy, self._wanted = roomy, None
        self._show()

    def switch(self) -> None:
        """Shows them where they are hidden, and the other way round."""
        self._wanted = not self._shown
        self._show()

    @property
    def _shown(self) -> bool:
        return self._roomy if self._wanted is None else self._wanted

    def _show(self) -> None:
        for pane in self._panes:
            pane.setVisible(self._shown)
