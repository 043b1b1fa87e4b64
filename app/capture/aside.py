"""Places that are no longer seen, as under a hand that hides most of a document: what was captured
may lie there all the same, and is not to be captured again once the hand is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.capture.frame import Frame
    from app.capture.place import Place
    from app.capture.tracker import Track
    from detector.quad import Quad

# For so long they are kept: longer than a hand, or a letter that is laid over a card, hides it.
KEPT_S = 30.0


class Aside:
    """They are kept until the desk is seen there without the document."""

    def __init__(self) -> None:
        self._kept: list[tuple[Place, float]] = []  # each with the time since when

    def add(self, place: Place, frame: Frame) -> None:
        """One that is no longer seen in a frame. Over a screen no hand is laid: what is gone from
        it is gone."""
        if not frame.of_screen:
            self._kept.append((place, frame.captured_at_s))

    def clear(self) -> None:
        """None is kept."""
        self._kept.clear()

    def captured(self, quad: Quad) -> None:
        """Something with this outline was: whatever lay there before is done with."""
        self._kept = [each for each in self._kept if not each[0].has(quad)]

    def see(self, frame: Frame, track: Track | None, *, plain: bool) -> Place | None:
        """After a frame: the place whose document lies there still, as is seen by now; it is kept
        no longer. plain : the frame would be kept; no other is believed."""
        at_s = frame.captured_at_s
        late = [each for each in self._kept if at_s - each[1] >= KEPT_S or each[0].away(frame)]
        kept = [each for each in self._kept if each not in late]
        back = None
        if track is not None and plain:
            back = next((each for each in kept if each[0].same(frame, track.quad)), None)
        self._kept = [each for each in kept if each is not back]
        return None if back is None else back[0]
