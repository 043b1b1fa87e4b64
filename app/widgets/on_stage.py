"""What was begun on the stage, and can be seen there."""

from __future__ import annotations

from app.session.review import Review
from app.widgets.area_view import AreaView


class OnStage:
    """Corners under review, or a frame over what is to be black. Nobody has agreed with them yet,
    but whoever saves, prints or copies means what is shown."""

    def __init__(self, review: Review, view: AreaView) -> None:
        self._review, self._view = review, view

    def accept(self) -> None:
        """Takes them as they are shown."""
        self._review.accept_shown()
        self.draw_frame()

    def draw_frame(self) -> None:
        """Makes black what the frame covers; a review goes on."""
        self._view.draw_frame()
