"""When to press the shutter by itself, and which frame of the steady moment to keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.capture.anew import Anew
from app.capture.beside import Beside
from app.capture.moment import Moment, Shot
from app.capture.patience import Patience
from app.capture.places import FAINT_LEVEL, Places, apart
from app.capture.quality import badly_lit
from app.capture.refused import Refused
from app.capture.tracker import LOYALTY, SAME_JACCARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.capture.frame import Frame
    from app.capture.quality import Quality
    from app.capture.tracker import Track
    from detector.detection import Detection
    from detector.quad import Quad


# "Turn the card over" is asked for 2 s: its back comes before what lies elsewhere.
TURN_S = 2.2


@dataclass(frozen=True)
class Decision:
    """progress : 0 to 1, how much of the steady moment has passed. shot : set when it is over.

    taken : the document in view was captured before. unlike : or another one lies in its place, and
    is seen too badly to be captured. offer : it has taken over PATIENCE_S, and now
    is the time to say that the shutter works.
    """

    progress: float = 0.0
    shot: Shot | None = None
    taken: bool = False
    unlike: bool = False
    offer: bool = False


class AutoCapture:
    """Every gate green, no corner off by over 1 % of the diagonal, and nothing that moves over it,
    for 0.8 s and 5 inferences.

    Then the sharpest frame of that moment is the shot, with other looks at it, and nothing more is
    taken of it until the document was last seen in its place (overlap of 0.5, and no other picture)
    more than 0.5 s ago: ten frames of a fast feed without it, of a slow one the next frame or two.
    """

    def __init__(self) -> None:
        self._moment = Moment()
        self._anew = Anew()
        self._places = Places()
        self._patience = Patience()
        self._beside = Beside()
        self._refused = Refused()  # what is to be taken otherwise
        self._last: Quad | None = None  # where the last capture was
        self._turns_from_s: float | None = None  # the first frame after it
        self._turns = False  # it may still be turned over

    def set_combined(self, *, enabled: bool) -> None:
        """Whether a shot gets the other looks of its steady moment."""
        self._moment.combines = self._anew.moment.combines = enabled

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
        if track is None and quality.brightness < FAINT_LEVEL and not frame.of_screen:
            # Lights are out, or a camera starts: what is not seen then may lie there all the same.
            self._places.interrupt()
        elif self._places.see(frame, track, others, quality):
            self._patience.reset()
        self._turns = self._turning(frame)
        self._refused.see(frame, track, others)
        if track is None:
            self._moment.end()
            self._beside.reset()
            return Decision()
        # Of what is taken too: it may be the next document, laid there while nobody looked.
        offer = self._patience.offers(frame, track)
        elsewhere = self._last is not None and self._last.jaccard(track.quad) < SAME_JACCARD
        if self._places.has_taken(track.quad) or (self._turns and elsewhere):
            self._moment.end()
            self._beside.see(frame, [] if self._turns else self._waiting(track, others))
            shot = self._again(frame, track, quality) if by_itself else None
            unlike = self._places.unlike(track.quad, frame.captured_at_s)
            return Decision(shot=shot, taken=True, unlike=unlike, offer=offer)
        if by_itself and self._refused.is_it(track.quad):
            return self._wait(frame, track, others)
        self._beside.reset()
        if not by_itself:
            self._moment.end()
            return Decision()
        return self._press(frame, track, quality, offer=offer)

    def taken(self, quad: Quad | None, frame: Frame | None = None) -> None:
        """Tells that the document at this place was captured, by whatever means. frame : in which
        it was, where another document in its place is to be told from it."""
        if quad is None:
            self._places.clear()
            self._refused.begin(None)
        else:
            self._places.take(quad, frame)
            self._refused.captured(quad)
        self._last = quad
        self.interrupt()

    def retake(self) -> None:
        """What was taken last is not wanted: it is taken again once it has been moved a little, as
        whoever wants it otherwise does, and by the shutter at once."""
        self._refused.begin(self._places.drop_last())

    def release(self, quad: Quad | None = None) -> None:
        """What was taken last (quad : what lies there) is taken again, at once; the rest is not."""
        if quad is None:
            self._places.drop_last()
        else:
            self._places.drop(quad)
        self._refused.begin(None)
        self._last = None  # nothing is waited for that may be turned over
        self.interrupt()

    def interrupt(self) -> None:
        """Nobody looks for a while: steady moment, patience and absence begin anew, and no frame
        is held."""
        self._moment.end()
        self._places.interrupt()
        self._patience.reset()
        self._beside.reset()
        self._anew.end()
        self._refused.interrupt()
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
        sure = [each for each in others if each.score >= least and apart(each.quad, track.quad)]
        return [each for each in sure if self._places.beside(each.quad)]

    def _turning(self, frame: Frame) -> bool:
        """Whether what was captured last may still be turned over."""
        if self._turns_from_s is None:
            self._turns_from_s = frame.captured_at_s
        return self._last is not None and frame.captured_at_s - self._turns_from_s < TURN_S

    def _again(self, frame: Frame, track: Track, quality: Quality) -> Shot | None:
        """The document of the last capture, where a hand that lay on it is gone by now."""
        shot = self._anew.see(frame, track, quality)
        if shot is not None and shot.quad is not None:
            self._places.renew(shot.quad, shot.frame)
        return shot

    def _wait(self, frame: Frame, track: Track, others: Sequence[Detection]) -> Decision:
        """With what is to be taken otherwise; after a while what lies beside goes ahead."""
        self._moment.end()
        late = self._refused.long(frame.captured_at_s)
        self._beside.see(frame, self._waiting(track, others) if late else [])
        return Decision(offer=True)

    def _press(self, frame: Frame, track: Track, quality: Quality, *, offer: bool) -> Decision:
        """What is to be done about a document that is not taken."""
        if badly_lit(quality):
            self._moment.outlast(frame, track.quad)
        elif quality.problems:
            self._moment.end()
        elif track.fresh:
            self._moment.see(frame, track, quality.sharpness)
        return self._outcome(frame.captured_at_s, offer, good=not quality.problems)

    def _outcome(self, at_s: float, offer: bool, *, good: bool) -> Decision:
        """good : the frame would be kept; no moment ends with another."""
        progress = self._moment.progress(at_s)
        if progress is None:
            return Decision(offer=offer)
        if progress < 1.0 or not good:
            # More than half of it: it is about to happen.
            return Decision(progress, offer=offer and progress < 0.5)
        shot = self._moment.shot()
        if shot is not None:
            self.taken(shot.quad, shot.frame)
            self._anew.begin(shot)
        return Decision(1.0, shot)
