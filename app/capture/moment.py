"""A steady moment: a document that lies still for as long as it takes to capture it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from app.capture.likeness import disturbed, impression
from app.capture.tracker import STEADY_SHARE, farthest
from app.capture.views import Views

if TYPE_CHECKING:
    from app.capture.frame import Frame
    from app.capture.likeness import Impression
    from app.capture.tracker import Track
    from detector.detection import Detection
    from detector.fusion import View
    from detector.quad import Quad

# Others wait for 1 to 2 s (Dynamsoft, OSS-DocumentScanner); far less, and it comes before the hand
# has let go. A slow feed has few looks in that time: without a least number, two would do.
STEADY_S = 0.8
MIN_INFERENCES = 5
# For so long is waited until nothing moves over a document that lies still. What never looks the
# same, as a film on a screen or a hologram in an unsteady hand, is taken all the same.
UNDISTURBED_S = 3.0
# Light that flickers, a reflection that comes and goes: for so long after its last good frame a
# moment outlasts frames that are badly lit. A shot is of a good frame all the same.
FLICKER_S = 0.2


@dataclass(frozen=True)
class Shot:
    """A frame to keep, with the outline that was shown on it. quad : None keeps it whole. views :
    other looks at the document, to be combined with this one. anew : it shows the document of the
    shot before, without what lay over it."""

    frame: Frame
    quad: Quad | None
    detection: Detection | None = None
    views: tuple[View, ...] = field(default=(), repr=False)
    anew: bool = False


@dataclass
class _Window:
    """Where, when and with what looks it began, the sharpest frame so far, and looks at it.
    still_s : when the outline came to lie there, maybe with a hand over it. good_s : its last frame
    that was good enough."""

    quad: Quad
    look: Impression
    still_s: float
    began_s: float
    inferences: int
    best: Shot
    sharpness: float
    good_s: float
    views: Views = field(default_factory=Views)


class Moment:
    """No corner off by over 1 % of the diagonal, and nothing that moves over the document, for
    0.8 s and 5 inferences, between which light may flicker; then its sharpest frame is the shot,
    with other looks at it."""

    def __init__(self) -> None:
        self.combines = True  # its looks
        self._window: _Window | None = None

    def end(self) -> None:
        """The next frame begins one; none is held."""
        self._window = None

    def see(self, frame: Frame, track: Track, sharpness: float) -> None:
        """A frame in which the document was found, good enough to be kept."""
        shot, at_s = Shot(frame, track.quad, track.detection), frame.captured_at_s
        look, window = impression(frame.image, track.quad), self._window
        still = window is not None and not moved(window.quad, track.quad, frame)
        if window is None or not still or _handled(window, look, at_s):
            still_s = window.still_s if window is not None and still else at_s
            window = _Window(track.quad, look, still_s, at_s, 0, shot, sharpness, at_s)
            self._window = window
        window.inferences += 1
        window.good_s = at_s
        if self.combines:
            window.views.add(frame, track.quad)
        if sharpness > window.sharpness:
            window.best, window.sharpness = shot, sharpness

    def outlast(self, frame: Frame, quad: Quad) -> None:
        """A frame that is badly lit: nothing of it is kept, and the moment goes on where the
        outline lies where it was and the last good frame is not long ago."""
        window = self._window
        if window is None:
            return
        late = frame.captured_at_s - window.good_s > FLICKER_S
        if late or moved(window.quad, quad, frame):
            self._window = None

    def progress(self, at_s: float) -> float | None:
        """How much of it has passed by then, 0 to 1; None where there is none."""
        window = self._window
        if window is None:
            return None
        waited = (at_s - window.began_s) / STEADY_S
        return max(0.0, min(waited, window.inferences / MIN_INFERENCES, 1.0))

    def shot(self) -> Shot | None:
        """What is to be kept of it, once it has passed; it ends with that."""
        window, self._window = self._window, None
        if window is None:
            return None
        # Asked again: it may have been switched off within the moment.
        views = window.views.beside(window.best.frame) if self.combines else ()
        return replace(window.best, views=views)


def _handled(window: _Window, look: Impression, at_s: float) -> bool:
    """Whether something has moved over the document since the moment began: what is kept of it
    would show the hand that has laid it there."""
    return at_s - window.still_s < UNDISTURBED_S and disturbed(window.look, look)


def moved(reference: Quad, quad: Quad, frame: Frame) -> bool:
    """Whether a corner lies elsewhere, by more than a steady hand trembles."""
    limit_px = STEADY_SHARE * float(np.hypot(frame.width, frame.height))
    return farthest(reference.corners, quad.corners) > limit_px
