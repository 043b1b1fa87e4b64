"""When to press the shutter by itself, and which frame of the steady moment to keep."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from app.capture.likeness import Known
from app.capture.tracker import STEADY_SHARE, farthest
from app.capture.views import Views

if TYPE_CHECKING:
    from app.capture.frame import Frame
    from app.capture.quality import Quality
    from app.capture.tracker import Track
    from detector.detection import Detection
    from detector.fusion import View
    from detector.quad import Quad

# EXPERIENCE, "Capture numbers … ours".
STEADY_S = 0.8
MIN_INFERENCES = 5
REARM_JACCARD = 0.5
REARM_S = 0.5
PATIENCE_S = 10.0
# … and then in turns with what stands against keeping the frame, each long enough to be read.
OFFER_S = 3.0
# A document that is lost and found again sooner is the same try: bad light makes outlines flicker.
LOST_S = 2.0


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
    """A steady moment: where and when it began, the sharpest frame so far, and looks at it."""

    quad: Quad
    began_s: float
    inferences: int
    best: Shot
    sharpness: float
    views: Views = field(default_factory=Views)


class AutoCapture:
    """Every gate green and no corner off by over 1 % of the diagonal, for 0.8 s and 5 inferences.

    Then the sharpest frame of that moment is the shot, with other looks at it, and nothing more is
    taken until the document was last seen in its place (overlap of 0.5, and no other picture) more
    than 0.5 s ago: ten frames of a fast feed without it, of a slow one the next frame or two.
    """

    def __init__(self) -> None:
        self.combines = True  # the looks of a steady moment
        self._window: _Window | None = None
        self._taken: Quad | None = None
        # It, and what was taken there before it: of two that take turns, as a document and a hand
        # over it do, each is taken once.
        self._known = Known()
        self._replaced = False  # another document lies there, as far as was seen
        self._before: Quad | None = None  # the place of what was taken, where another one lies now
        self._refused: Quad | None = None  # the place of what is to be taken otherwise
        self._there_s: float | None = None  # when what was taken was last seen in its place
        self._seen_since_s: float | None = None
        self._seen_last_s = 0.0

    def decide(self, frame: Frame, track: Track | None, quality: Quality) -> Decision:
        """The decision after a frame. track : None where there is no document."""
        self._rearm(frame, track, quality)
        if track is None:
            self._window = self._refused = None
            return Decision()
        # Of what is taken too: it may be the next document, laid there while nobody looked.
        offer = self._offers(frame.captured_at_s)
        if self._taken is not None:
            self._window = None
            return Decision(taken=True, offer=offer)
        if self._refused is not None and not _moved(self._refused, track.quad, frame):
            return Decision(offer=True)
        self._refused = None
        if quality.problems:
            self._window = None
            return Decision(offer=offer)
        if track.fresh:
            self._extend(frame, track, quality.sharpness)
        return self._outcome(frame.captured_at_s, offer)

    def taken(self, quad: Quad | None, frame: Frame | None = None) -> None:
        """Tells that the document at this place was captured, by whatever means. frame : in which
        it was, where another document in its place is to be told from it."""
        if self._before is None:
            self._known.clear()
        self._taken, self._refused, self._before, self._replaced = quad, None, None, False
        if quad is not None and frame is not None:
            self._known.add(frame.image, quad)
        self._window = self._there_s = self._seen_since_s = None

    def retake(self) -> None:
        """What was taken last is not wanted: it is taken again once it has been moved a little, as
        whoever wants it otherwise does, and by the shutter at once."""
        self._refused, self._taken = self._taken, None

    def interrupt(self) -> None:
        """Nobody looks for a while: steady moment, patience and absence begin anew, and no frame
        is held."""
        self._window = self._there_s = self._seen_since_s = None

    def reset(self) -> None:
        """Ready for any document."""
        self.taken(None)

    def _offers(self, at_s: float) -> bool:
        """Whether a document in view has been there for too long without a shot."""
        if self._seen_since_s is None or at_s - self._seen_last_s > LOST_S:
            self._seen_since_s = at_s
        self._seen_last_s = at_s
        late_s = at_s - self._seen_since_s - PATIENCE_S
        return late_s > 0 and int(late_s / OFFER_S) % 2 == 0

    def _rearm(self, frame: Frame, track: Track | None, quality: Quality) -> None:
        """Counts from the last sight, not from the first frame without: where frames come slowly,
        a desk that is empty for a second is seen so once or twice. For the same reason an outline
        that the tracker only holds is no sight."""
        taken, place = self._taken or self._before, track.quad if track and track.seen else None
        there = taken is not None and place is not None and place.jaccard(taken) >= REARM_JACCARD
        # A frame that would not be kept is not believed: a blurred document looks like none.
        plain = track is not None and track.fresh and not quality.problems
        if taken is not None and there and track is not None and plain:
            self._replaced = self._known.lacks(frame.image, track.quad, taken)
        if self._taken is None:
            self._back(track if there else None)
            return
        at_s, there = frame.captured_at_s, there and not self._replaced
        if there or self._there_s is None:
            self._there_s = at_s
        elif at_s - self._there_s >= REARM_S:
            self._before = self._taken if self._replaced and place is not None else None
            self._taken = self._there_s = self._seen_since_s = None

    def _back(self, track: Track | None) -> None:
        """Another document lies where one was taken, and is not taken yet: it may have gone, and
        the one from before be seen again, or nothing."""
        if track is None:
            self._before, self._replaced = None, False
        elif self._before is not None and not self._replaced:
            self._taken, self._before, self._window = track.quad, None, None

    def _extend(self, frame: Frame, track: Track, sharpness: float) -> None:
        window, shot = self._window, Shot(frame, track.quad, track.detection)
        if window is None or _moved(window.quad, track.quad, frame):
            window = _Window(track.quad, frame.captured_at_s, 0, shot, sharpness)
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


def _moved(reference: Quad, quad: Quad, frame: Frame) -> bool:
    limit_px = STEADY_SHARE * float(np.hypot(frame.width, frame.height))
    return farthest(reference.corners, quad.corners) > limit_px
