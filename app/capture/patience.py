"""How long one document has been tried without a shot, and when the shutter is to be offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.capture.likeness import another, impression
from app.capture.tracker import SAME_JACCARD, turned_like

if TYPE_CHECKING:
    from app.capture.frame import Frame
    from app.capture.likeness import Impression
    from app.capture.tracker import Track
    from detector.quad import Quad

# The time in which the steady moment would have come twelve times: what keeps it off will stay …
PATIENCE_S = 10.0
# … and then in turns with what stands against keeping the frame, each long enough to be read.
OFFER_S = 3.0
# A document that is lost and found again sooner, in its place and with its looks, is the same try:
# bad light makes outlines flicker. To take one away and lay the next takes a hand a second.
LOST_S = 0.9


class Patience:
    """With the document that is followed; another one is tried anew."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._last_s = 0.0
        self._number = -1
        self._quad: Quad | None = None
        self._look: Impression | None = None

    def reset(self) -> None:
        """The next frame begins a try."""
        self._since_s = self._quad = self._look = None

    def offers(self, frame: Frame, track: Track) -> bool:
        """Whether the document that is followed in a frame is there for too long without a shot,
        and now is the time to say so."""
        at_s = frame.captured_at_s
        since_s = self._since_s
        if since_s is None or at_s - self._last_s > LOST_S or self._is_another(frame, track):
            since_s = at_s
            self._look = impression(frame.image, track.quad)
        self._quad = track.quad if self._quad is None else turned_like(track.quad, self._quad)
        self._since_s, self._last_s, self._number = since_s, at_s, track.number
        late_s = at_s - since_s - PATIENCE_S
        return late_s > 0 and int(late_s / OFFER_S) % 2 == 0

    def _is_another(self, frame: Frame, track: Track) -> bool:
        if track.number == self._number or self._quad is None or self._look is None:
            return False
        if self._quad.jaccard(track.quad) < SAME_JACCARD:
            return True
        now = impression(frame.image, turned_like(track.quad, self._quad))
        return another(self._look, now)
