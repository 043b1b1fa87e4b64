"""The centre: one of four faces, by the session's state."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QWidget
from shiboken6 import isValid

from app.widgets.empty_stage import EmptyStage
from app.widgets.page_stage import PageStage
from app.widgets.review_stage import ReviewStage
from app.widgets.theme import Tokens
from app.widgets.viewfinder import Viewfinder
from app.workers.jobs import Lane

LANE_MS = 500  # it only converts pixels


class Stage(QStackedWidget):
    """Empty, live, review, page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        owner: QObject = self
        self._lane = Lane("review", owner)
        self.empty = EmptyStage()
        self.viewfinder = Viewfinder()
        self.review = ReviewStage(self._lane)
        self.page = PageStage()
        self._focus_was: QWidget | None = None  # before a review
        self._faces: dict[str, QWidget] = {
            "empty": self.empty,
            "live": self.viewfinder,
            "review": self.review,
            "page": self.page,
        }
        for face in self._faces.values():
            self.addWidget(face)

    def show_state(self, state: str) -> None:
        """Turns to the face of a state: "empty", "live", "review" or "page"."""
        focused: QWidget | None = self.window().focusWidget()
        if state == "review":
            self._focus_was = focused
        self._faces[state].show()
        if focused is not None and self.isAncestorOf(focused):
            # Not to whatever control comes next, which would look chosen.
            self._faces[state].setFocus()
        self.setCurrentWidget(self._faces[state])
        if state != "review":
            self.review.forget()
        if state != "page":
            self.page.end_drawing()
        if state == "empty":
            self.viewfinder.forget()

    def give_focus_back(self) -> None:
        """After a review of a page the arrows are the list's again, where they were before it. No
        button gets it back: whoever presses Enter twice accepts once."""
        before, self._focus_was = self._focus_was, None
        if before is None or not isValid(before) or isinstance(before, QAbstractButton):
            return
        if self.page.hasFocus() and before.isVisible() and not self.isAncestorOf(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def zoom(self, factor: float) -> None:
        """Shows the picture in review, or the page, larger or smaller; 0 for the whole of it."""
        reviewing = self.currentWidget() is self.review
        view = self.review.editor if reviewing else self.page.view
        view.zoom(factor)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        for face in (self.empty, self.review, self.page):
            face.take_theme(tokens)

    def close_lane(self) -> bool:
        """Joins the thread that prepares pictures for review; False where it goes on."""
        return self._lane.stop(LANE_MS)
