"""Undo and redo: of the corners while they are reviewed, of the pages otherwise."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.session.editing import Editing
from app.session.overview import Overview
from app.session.step_wording import step, steps
from app.widgets.review_stage import ReviewStage
from app.widgets.top_bar import TopBar


class Steps(QObject):
    """Takes back what a person sees: whoever moves corners does not mean a page out of sight."""

    def __init__(
        self,
        overview: Overview,
        editing: Editing,
        review: ReviewStage,
        top: TopBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._overview, self._editing = overview, editing
        self._review, self._top = review, top
        top.expect_steps([*steps().values()])
        top.undo_asked.connect(self.undo)
        top.redo_asked.connect(self.redo)
        editing.history_changed.connect(self._show)
        overview.state_changed.connect(self._show)
        review.editor.steps.changed.connect(self._show)
        self._show()

    def undo(self) -> None:
        """Takes the last step back."""
        if self._reviewing:
            self._review.editor.undo()
        else:
            self._editing.undo()

    def redo(self) -> None:
        """Repeats the step last taken back."""
        if self._reviewing:
            self._review.editor.redo()
        else:
            self._editing.redo()

    @property
    def _reviewing(self) -> bool:
        return self._overview.state == "review"

    def _show(self) -> None:
        steps, name = self._review.editor.steps, step("corners")
        if self._reviewing:
            undo, redo = name if steps.can_undo else "", name if steps.can_redo else ""
        else:
            undo, redo = self._editing.undo_text, self._editing.redo_text
        self._top.show_history(undo, redo)
