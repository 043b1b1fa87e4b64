"""When to press the shutter by itself, and which frame of the steady moment to keep."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from app.capture.beside import Beside
from app.capture.likeness import disturbed, impression
from app.capture.patience import Patience
from app.capture.places import Places
from app.capture.tracker import LOYALTY, SAME_JACCARD, STEADY_SHARE, farthest
from app.capture.views import Views

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.capture.frame import Frame
    from app.capture.likeness import Impression
    from app.capture.quality import Quality
    from app.capture.tracker import Track
    from detector.detection import Detection
    from detector.fusion import View
    from detector.quad import Quad

# EXPERIENCE, "Capture numbers … ours".
STEADY_S = 0.8
MIN_INFERENCES = 5
# For so long is waited until nothing moves over a document that lies still. What never looks the
# same, as a film on a screen or a hologram in an unsteady hand, is taken all the same.
UNDISTURBED_S = 3.0
# "Turn the card over" is asked for 2 s: its back comes before what lies elsewhere.
TURN_S = 2.2


@dataclass(frozen=True)
class Shot:
    """A frame to keep, with the outline that was shown on it. quad : None keeps it whole. views :
    other looks at the document, to be combined with this one."""

    frame: Frame
    quad: Quad | None
    detection: Detection | None = None
    views: tuple[View, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Decision:
    """progress : 0 to 1, how much of the steady moment has passed. shot : set when it is over.

    taken : the document in view was captured before. offer : it has taken over PATIENCE_S, and now
    is the time to say that the shutter works.
    """

    progress: float = 0.0
    shot: Shot | None = None
    taken: bool = False
    offer: bool = False


@dataclass
class _Window:
    """A steady moment: where, when and with what looks it began, the sharpest frame so far, and
    looks at it. still_s : when the outline came to lie there, maybe with a hand over it."""

    quad: Quad
    look: Impression
    still_s: float
    began_s: float
    inferences: int
    best: Shot
    sharpness: float
    views: Views = field(default_factory=Views)


class AutoCapture:
    """Every gate green, no corner off by over 1 % of the diagonal, and nothing that moves over it,
    for 0.8 s and 5 inferences.

    Then the sharpest frame of that moment is the shot, with other looks at it, and nothing more is
    taken of it until the document was last seen in its place (overlap of 0.5, and no other picture)
    more than 0.5 s ago: ten frames of a fast feed without it, of a slow one the next frame or two.
    """

    def __init__(self) -> None:
        self.combines = True  # the looks of a steady moment
        self._window: _Window | None = None
        self._places = Places()
        self._patience = Patience()
        self._beside = Beside()
        self._refused: Quad | None = None  # the place of what is to be taken otherwise
        self._last: Quad | None = None  # where the last capture was
        self._turns_from_s: float | None = None  # the first frame after it
        self._turns = False  # it may still be turned over

    @property
    def taken_places(self) -> tuple[Quad, ...]:
        """Outlines of what was captured and lies in view."""
        return self._places.taken

    @property
    def wanted(self) -> Quad | None:
        """Where the next document is: that which was captured last while it may be turned over,
        then another one that waits beside it."""
        return self._last if self._turns else self._beside.ready

    def decide(
        self,
        frame: Frame,
        track: Track | None,
        quality: Quality,
        others: Sequence[Detection] = (),
        *,
        by_itself: bool = True,
    ) -> Decision:
        """The decision after a frame. track : None where there is no document. others : detections
        beside its own. by_itself : else it is only told what was taken, by the shutter."""
        # A frame that would not be kept is not believed.
        if self._places.see(frame, track, others, plain=not quality.problems):
            self._patience.reset()
        self._turns = self._turning(frame)
        if track is None:
            self._window = self._refused = None
            self._beside.reset()
            return Decision()
        # Of what is taken too: it may be the next document, laid there while nobody looked.
        offer = self._patience.offers(frame, track)
        elsewhere = self._last is not None and self._last.jaccard(track.quad) < SAME_JACCARD
        if self._places.has_taken(track.quad) or (self._turns and elsewhere):
            self._window = None
            self._beside.see(frame, [] if self._turns else self._waiting(track, others))
            return Decision(taken=True, offer=offer)
        self._beside.reset()
        if not by_itself:
            self._window = None
            return Decision()
        return self._press(frame, track, quality, offer=offer)

    def taken(self, quad: Quad | None, frame: Frame | None = None) -> None:
        """Tells that the document at this place was captured, by whatever means. frame : in which
        it was, where another document in its place is to be told from it."""
        if quad is None:
            self._places.clear()
        else:
            self._places.take(quad, frame)
        self._refused, self._last = None, quad
        self.interrupt()

    def retake(self) -> None:
        """What was taken last is not wanted: it is taken again once it has been moved a little, as
        whoever wants it otherwise does, and by the shutter at once."""
        self._refused = self._places.drop_last()

    def release(self, quad: Quad | None = None) -> None:
        """What was taken last (quad : what lies there) is taken again, at once; the rest is not."""
        if quad is None:
            self._places.drop_last()
        else:
            self._places.drop(quad)
        self._refused = self._last = None  # nothing is waited for that may be turned over
        self.interrupt()

    def interrupt(self) -> None:
        """Nobody looks for a while: steady moment, patience and absence begin anew, and no frame
        is held."""
        self._window = None
        self._places.interrupt()
        self._patience.reset()
        self._beside.reset()
        self._turns_from_s = None
        self._turns = False

    def reset(self) -> None:
        """Ready for any document."""
        self.taken(None)

    def _waiting(self, track: Track, others: Sequence[Detection]) -> list[Detection]:
        """Of other documents those to be captured: as sure as the one followed, elsewhere; none
        where there is no room for one more."""
        if self._places.full:
            return []
        least = track.detection.score - LOYALTY
        return [each for each in others if each.score >= least and self._places.beside(each.quad)]

    def _turning(self, frame: Frame) -> bool:
        """Whether what was captured last may still be turned over."""
        if self._turns_from_s is None:
            self._turns_from_s = frame.captured_at_s
        return self._last is not None and frame.captured_at_s - self._turns_from_s < TURN_S

    def _press(self, frame: Frame, track: Track, quality: Quality, *, offer: bool) -> Decision:
        """What is to be done about a document that is not taken."""
        if self._refused is not None and not _moved(self._refused, track.quad, frame):
            return Decision(offer=True)
        self._refused = None
        if quality.problems:
            self._window = None
            return Decision(offer=offer)
        if track.fresh:
            self._extend(frame, track, quality.sharpness)
        return self._outcome(frame.captured_at_s, offer)

    def _extend(self, frame: Frame, track: Track, sharpness: float) -> None:
        shot, at_s = Shot(frame, track.quad, track.detection), frame.captured_at_s
        look, window = impression(frame.image, track.quad), self._window
        still = window is not None and not _moved(window.quad, track.quad, frame)
        if window is None or not still or _handled(window, look, at_s):
            still_s = window.still_s if window is not None and still else at_s
            window = _Window(track.quad, look, still_s, at_s, 0, shot, sharpness)
            self._window = window
        window.inferences += 1
        if self.combines:
            window.views.add(frame, track.quad)
        if sharpness > window.sharpness:
            window.best, window.sharpness = shot, sharpness

    def _outcome(self, at_s: float, offer: bool) -> Decision:
        window = self._window
        if window is None:
            return Decision(offer=offer)
        waited = (at_s - window.began_s) / STEADY_S
        progress = max(0.0, min(waited, window.inferences / MIN_INFERENCES, 1.0))
        if progress < 1.0:
            # More than half of it: it is about to happen.
            return Decision(progress, offer=offer and progress < 0.5)
        self.taken(window.best.quad, window.best.frame)
        # Asked again: it may have been switched off within the moment.
        views = window.views.beside(window.best.frame) if self.combines else ()
        return Decision(1.0, replace(window.best, views=views))


def _handled(window: _Window, look: Impression, at_s: float) -> bool:
    """Whether something has moved over the document since the moment began: what is kept of it
    would show the hand that has laid it there."""
    return at_s - window.still_s < UNDISTURBED_S and disturbed(window.look, look)


def _moved(reference: Quad, quad: Quad, frame: Frame) -> bool:
    limit_px = STEADY_SHARE * float(np.hypot(frame.width, frame.height))
    return farthest(reference.corners, quad.corners) > limit_px
