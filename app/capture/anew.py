"""A document that was captured with a hand over it is taken anew once the hand is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.capture.moment import Moment, moved
from app.capture.tracker import turned_like
from app.capture.uncovered import moves, rim_of, seen, uncovered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.capture.frame import Frame
    from app.capture.moment import Shot
    from app.capture.quality import Quality
    from app.capture.tracker import Track
    from app.capture.uncovered import Seen
    from detector.quad import Quad

# A hand that has laid a document, and lay on it while it was captured, goes within seconds; what
# goes later was laid there on purpose.
ANEW_S = 5.0


class Anew:
    """With the last automatic capture; there is one shot more of it at most."""

    def __init__(self) -> None:
        self.moment = Moment()
        self._quad: Quad | None = None
        self._seen: Seen | None = None
        self._began: NDArray[np.float32] | None = None  # its rim since nothing moves there
        self._from_s: float | None = None  # the first frame after it

    def begin(self, shot: Shot) -> None:
        """A document was captured by itself."""
        self.end()
        if shot.quad is not None:
            self._quad, self._seen = shot.quad, seen(shot.frame.image, shot.quad)

    def end(self) -> None:
        """It stays as it is."""
        self._quad = self._seen = self._began = self._from_s = None
        self.moment.end()

    def see(self, frame: Frame, track: Track, quality: Quality) -> Shot | None:
        """After a frame in which the document followed is one that was captured; the shot that is
        to replace it, where there is one."""
        quad = self._quad
        if quad is None:
            return None
        at_s = frame.captured_at_s
        self._from_s = at_s if self._from_s is None else self._from_s
        if at_s - self._from_s > ANEW_S and self.moment.progress(at_s) is None:
            self.end()
            return None
        self._look(frame, turned_like(track.quad, quad), track, quality)
        if self.moment.progress(at_s) != 1.0:
            return None
        shot = self.moment.shot()
        self.end()
        return None if shot is None else replace(shot, anew=True)

    def _look(self, frame: Frame, quad: Quad, track: Track, quality: Quality) -> None:
        """quad : the track's, read from the corner that the captured one was."""
        if self._quad is None or self._seen is None:
            return
        if quality.problems or moved(self._quad, quad, frame):
            self.moment.end()
        elif track.fresh:
            if not uncovered(self._seen, frame.image, quad):
                self.moment.end()
                self._began = None
                return
            now = rim_of(frame.image, quad)
            if self._began is None or moves(self._began, now):
                self.moment.end()
                self._began = now
            self.moment.see(frame, track, quality.sharpness)
