"""Another document beside the one that is followed and was captured: it is the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.capture.quality import well_placed
from app.capture.tracker import SAME_JACCARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.capture.frame import Frame
    from detector.detection import Detection
    from detector.quad import Quad

# It has to be there for as long and in as many frames, one after the other: what a hand or a
# shadow looks like for a moment is no document.
WAIT_S, FEWEST_LOOKS = 0.4, 3


class Beside:
    """The one of them that has waited longest."""

    def __init__(self) -> None:
        self._quad: Quad | None = None
        self._since_s = self._last_s = 0.0
        self._looks = 0

    @property
    def ready(self) -> Quad | None:
        """Its outline, once it has waited for long enough."""
        waited = self._looks >= FEWEST_LOOKS and self._last_s - self._since_s >= WAIT_S
        return self._quad if waited else None

    def reset(self) -> None:
        """None waits."""
        self._quad, self._looks = None, 0

    def see(self, frame: Frame, found: Sequence[Detection]) -> None:
        """After a frame: documents that were found beside, best first."""
        whole = [each.quad for each in found if well_placed(each, frame.width, frame.height)]
        before, self._last_s = self._quad, frame.captured_at_s
        if not whole:
            self.reset()
            return
        now = whole[0] if before is None else max(whole, key=before.jaccard)
        if before is None or before.jaccard(now) < SAME_JACCARD:
            now, self._looks, self._since_s = whole[0], 0, frame.captured_at_s
        self._quad = now
        self._looks += 1
