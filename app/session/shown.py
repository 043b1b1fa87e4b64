"""What a live feed shows now: its newest frame, and what was seen last in one of its frames."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from app.capture.likeness import impression, lies_there
from app.capture.moment import Shot
from app.capture.sight import MAX_FOLLOWED

if TYPE_CHECKING:
    from app.capture.frame import Frame
    from app.capture.likeness import Impression
    from app.capture.pipeline import Observation

# What was seen so long before the frame that is shown does not belong to it any more: the detector
# is stuck, busy with a capture, or the computer with something else.
STALE_S = 1.0
# Where a detection takes longer, what it saw is as old as that when it is told, and twice as old
# when the next one is; for as long it is shown where its document lies there still.
DETECTIONS, MOST_S = 2.5, 8.0
# How often that is looked at: it takes 2 ms, of a slow computer's more, on the window's thread.
LOOK_S = 0.2


class Shown:
    """Both, and whether they belong together: by the times at which they were taken and, where what
    was seen is old, by what is there now."""

    def __init__(self) -> None:
        self.frame: Frame | None = None
        self.seen: Observation | None = None
        self._look: Impression | None = None  # of its document
        self._looked_s = -math.inf
        # Of the last frames one was looked through, which takes longer than to follow.
        self._took_s: deque[float] = deque(maxlen=MAX_FOLLOWED + 1)

    def see(self, seen: Observation) -> None:
        """What is seen now."""
        self.seen, self._look, self._looked_s = seen, None, -math.inf
        self._took_s.append(seen.detect_ms / 1000)

    def drop_seen(self) -> None:
        """What was seen last belongs to none of the frames from now on."""
        self.seen = self._look = None

    @property
    def stale(self) -> bool:
        """Whether what was seen last is too old for what is shown."""
        seen, frame = self.seen, self.frame
        if seen is None or frame is None:
            return False
        age_s = frame.captured_at_s - seen.frame.captured_at_s
        if age_s < STALE_S:
            return False
        return age_s >= min(DETECTIONS * max(self._took_s), MOST_S) or not self._lies(seen, frame)

    def shot(self) -> Shot | None:
        """The frame and outline that are shown now; None before the first frame."""
        if self.seen is not None and not self.stale:
            return self.seen.as_shot()
        return Shot(self.frame, None) if self.frame is not None else None

    def forget(self) -> None:
        """Nothing is shown."""
        self.frame = None
        self.drop_seen()

    def _lies(self, seen: Observation, frame: Frame) -> bool:
        """Whether the document that was seen is in the frame that is shown, about where it was."""
        at_s = frame.captured_at_s
        if seen.quad is None or at_s - self._looked_s < LOOK_S:
            return True
        self._looked_s = at_s
        if self._look is None:
            self._look = impression(seen.frame.image, seen.quad)
        return lies_there(self._look, impression(frame.image, seen.quad))
