"""Where one document lies that was captured, and whether it lies there still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.capture.likeness import Known, impression, very_same
from app.capture.moment import moved
from app.capture.tracker import SAME_JACCARD, turned_like
from app.capture.uncovered import away, covered, lies, seen

if TYPE_CHECKING:
    from app.capture.frame import Frame
    from app.capture.uncovered import Seen
    from detector.quad import Quad

# A document that was captured is lifted once it is gone for this long: longer than a few frames
# miss it, shorter than the second that a hand takes to lay the next one.
REARM_S = 0.5
# One beside the document that is followed is no longer seen when a hand reaches over it.
HIDDEN_S = 2.0
# A document that is slid aside keeps its sides, in the picture, within this ratio; one that is
# turned over does not, and its place stays where it was.
SAME_SIDES = 0.7


class Place:
    """Where one lies; it moves with a document that is slid aside in view.

    quad : px of the frame. vacant : another document lies there by now, and is not captured yet.
    followed : the tracker followed it when it was last seen. seen : in the last frame.
    """

    def __init__(self, quad: Quad) -> None:
        self.quad = quad
        self.vacant = False
        self.followed = self.seen = True
        self._sides, self._area = quad.side_lengths, quad.area  # as it was captured
        # It, and what was captured there before it: of two that take turns, as a document and a
        # hand over it do, each is taken once.
        self._known = Known()
        self._lay = quad  # when it was last seen well: a hand draws the outline out of shape
        self._captured: Seen | None = None  # as it was last
        self._replaced = False  # another document lies there, as far as was seen
        self._there_s: float | None = None  # when what was taken was last seen
        self._unlike_s: float | None = None  # since when another one is seen, however badly

    def take(self, quad: Quad, frame: Frame | None) -> None:
        """What lies there was captured. frame : in which, so that another one is told from it."""
        self.quad, self._sides, self._area = quad, quad.side_lengths, quad.area
        self._lay = quad
        self.vacant = self._replaced = False
        self._there_s = self._unlike_s = None
        if frame is not None:
            self._known.add(frame.image, quad)
            self._captured = seen(frame.image, quad)

    def interrupt(self) -> None:
        """Nobody looks for a while: absence begins anew."""
        self._there_s = self._unlike_s = None

    def unlike(self, at_s: float) -> bool:
        """Whether what lies there looks like another document by now, for as long as one that is
        seen well would have to; where it is not, it is no reason to capture, but to say why not."""
        return self._unlike_s is not None and at_s - self._unlike_s >= REARM_S

    def see(self, frame: Frame, quad: Quad | None, *, plain: bool, poor: bool = False) -> bool:
        """After a frame: what was seen there, None for nothing; False where the place is free.

        plain : the frame would be kept; another is not believed, since a blurred document looks
        like none. poor : it would not be, but shows enough to say so. Counts from the last sight,
        not from the first frame without: where frames come slowly, a desk that is empty for a
        second is seen so once or twice.
        """
        if quad is not None and not SAME_JACCARD <= quad.area / self._area <= 1 / SAME_JACCARD:
            quad = None  # turned over at this moment, or lifted
        self.seen = quad is not None or self._hidden(frame)
        if quad is not None:
            self._follow(frame, quad, plain=plain, poor=poor)
        if self.vacant:  # it may have gone, and the one from before be seen again, or nothing
            self.vacant = self._replaced
            return self.seen
        at_s, there = frame.captured_at_s, self.seen and not self._replaced
        patience_s = REARM_S if self.followed or self.seen else HIDDEN_S
        if there or self._there_s is None:
            self._there_s = at_s
        elif at_s - self._there_s >= patience_s:
            self._there_s = None
            self.vacant = self.seen
            return self.vacant
        return True

    def has(self, quad: Quad) -> bool:
        """Whether an outline is of what lies there."""
        return self.quad.jaccard(quad) >= SAME_JACCARD

    def away(self, frame: Frame) -> bool:
        """Whether it lies there no longer, for all to see."""
        return self._captured is not None and away(self._captured, frame.image, self._lay)

    def same(self, frame: Frame, quad: Quad) -> bool:
        """Whether what was captured has this outline: in its place, and not the next of its
        design."""
        now = turned_like(quad, self._lay)
        if self._captured is None or moved(self._lay, now, frame):
            return False
        return very_same(self._captured.look, impression(frame.image, now))

    def resume(self) -> None:
        """It lies there still."""
        self.quad = self._lay
        self.vacant = self._replaced = False
        self.followed = self.seen = True
        self.interrupt()

    def _hidden(self, frame: Frame) -> bool:
        """Whether it lies there still, where it is not found: under a hand that rests on it."""
        before = None if self.vacant else self._captured
        return before is not None and lies(before, frame.image, self.quad)

    def _covered(self, frame: Frame, quad: Quad) -> bool:
        return self._captured is not None and covered(self._captured, frame.image, quad)

    def _follow(self, frame: Frame, quad: Quad, *, plain: bool, poor: bool) -> None:
        # Of a card that stands upright the first corner is one or the other by a px's trembling.
        now = turned_like(quad, self.quad)
        if plain or poor:
            lacks = self._known.lacks(frame.image, now)
            # Most of it under a hand that rests there looks like another one.
            unlike = lacks and not self._covered(frame, now)
            if not unlike or self._unlike_s is None:
                self._unlike_s = frame.captured_at_s if unlike else None
            self._replaced = unlike if plain else self._replaced
            self._lay = now if plain and not lacks else self._lay
        ratios = (a / b for a, b in zip(now.side_lengths, self._sides, strict=True))
        if all(SAME_SIDES <= ratio <= 1 / SAME_SIDES for ratio in ratios):
            self.quad = now
