"""What a live feed shows now: its newest frame, and what was seen last in one of its frames."""

from __future__ import annotations

from app.capture.frame import Frame
from app.capture.moment import Shot
from app.capture.pipeline import Observation

# What was seen so long before the frame that is shown does not belong to it any more: the detector
# is stuck, busy with a capture, or the computer with something else.
STALE_S = 1.0


class Shown:
    """Both, and whether they belong together by the times at which they were taken."""

    def __init__(self) -> None:
        self.frame: Frame | None = None
        self.seen: Observation | None = None

    @property
    def stale(self) -> bool:
        """Whether what was seen last is too old for what is shown."""
        seen, frame = self.seen, self.frame
        if seen is None or frame is None:
            return False
        return frame.captured_at_s - seen.frame.captured_at_s >= STALE_S

    def shot(self) -> Shot | None:
        """The frame and outline that are shown now; None before the first frame."""
        if self.seen is not None and not self.stale:
            return self.seen.as_shot()
        return Shot(self.frame, None) if self.frame is not None else None

    def forget(self) -> None:
        """Nothing is shown."""
        self.frame = self.seen = None
