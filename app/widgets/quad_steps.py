"""What was done to an outline while its corners are reviewed, to be taken back step by step."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from detector.quad import Quad

MAX_STEPS = 200  # as many as the pages' own history keeps


class QuadSteps(QObject):
    """Outlines on either side of the current one. A drag is one step, and so is a held key.

    Signals: changed(), read .can_undo, .can_redo.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[Quad] = []
        self._undone: list[Quad] = []
        self._open = False  # what comes next belongs to the step before
        self._told = (False, False)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a step that was taken back can be repeated."""
        return bool(self._undone)

    def forget(self) -> None:
        """Another outline is begun with."""
        self._done, self._undone, self._open = [], [], False
        self._tell()

    def begin(self) -> None:
        """What changes from now on is one step."""
        self._open = False

    def note(self, before: Quad) -> None:
        """The outline is no longer as it was before."""
        if not self._open:
            self._done.append(before)
            del self._done[:-MAX_STEPS]
        self._undone.clear()
        self._open = True
        self._tell()

    def undo(self, now: Quad) -> Quad:
        """The outline before the last step; the one that is given where there is none."""
        return self._go(self._done, self._undone, now)

    def redo(self, now: Quad) -> Quad:
        """The outline after the step last taken back; the one that is given where there is none."""
        return self._go(self._undone, self._done, now)

    def _go(self, back: list[Quad], forth: list[Quad], now: Quad) -> Quad:
        self._open = False
        if not back:
            return now
        forth.append(now)
        then = back.pop()
        self._tell()
        return then

    def _tell(self) -> None:
        """Not with each px of a drag."""
        if (self.can_undo, self.can_redo) != self._told:
            self._told = (self.can_undo, self.can_redo)
            self.changed.emit()
