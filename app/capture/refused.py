"""What was captured and is not wanted as it was: it waits until it is moved, or for the shutter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from app.capture.patience import LOST_S, PATIENCE_S
from app.capture.place import HIDDEN_S
from app.capture.tracker import SAME_JACCARD, STEADY_SHARE, turned_like

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.capture.frame import Frame
    from app.capture.tracker import Track
    from detector.detection import Detection
    from detector.quad import Quad

# So many corners of a document that was moved lie elsewhere.
MOVED_CORNERS = 3


class Refused:
    """Its place, for as long as it lies there as it did; none at first."""

    def __init__(self) -> None:
        self._quad: Quad | None = None
        self._since_s: float | None = None  # since when it is waited for
        self._last_s: float | None = None  # when something was last seen there

    def begin(self, quad: Quad | None) -> None:
        """What has this outline is not wanted; None: nothing is refused."""
        self._quad = quad
        self.interrupt()

    def interrupt(self) -> None:
        """Nobody looks for a while."""
        self._since_s = self._last_s = None

    def captured(self, quad: Quad) -> None:
        """A document with this outline was; of another one nothing follows for what waits."""
        if self.is_it(quad):
            self._quad = None

    def see(self, frame: Frame, track: Track | None, others: Sequence[Detection]) -> None:
        """After a frame: it may have been moved, or be gone. track : None where there is no
        document. others : detections beside its own."""
        if self._quad is None:
            return
        at_s = frame.captured_at_s
        if track is not None and self.is_it(track.quad):
            self._last_s = at_s
            self._since_s = at_s if self._since_s is None else self._since_s
            # Found anew, it may be read from another corner.
            if _whole_moved(self._quad, turned_like(track.quad, self._quad), frame):
                self._quad = None
        elif self._last_s is None or any(self.is_it(each.quad) for each in others):
            self._last_s = at_s
        elif at_s - self._last_s >= (HIDDEN_S if track is not None else LOST_S):
            self._quad = None

    def is_it(self, quad: Quad) -> bool:
        """Whether the document with this outline is what waits."""
        return self._quad is not None and self._quad.jaccard(quad) >= SAME_JACCARD

    def long(self, at_s: float) -> bool:
        """Whether it has been waited for it for so long that others need not."""
        return self._since_s is not None and at_s - self._since_s >= PATIENCE_S


def _whole_moved(before: Quad, now: Quad, frame: Frame) -> bool:
    """Whether a document lies elsewhere. A side that is found at a line of the print, and then at
    the edge again, moves two corners; a hand that pushes or turns the document, three or four."""
    limit_px = STEADY_SHARE * math.hypot(frame.width, frame.height)
    steps = np.linalg.norm(now.corners - before.corners, axis=1)
    return int((steps > limit_px).sum()) >= MOVED_CORNERS
