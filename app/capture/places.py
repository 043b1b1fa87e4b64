"""Where documents lie that were captured: each is captured once, for as long as it lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.capture.likeness import Known
from app.capture.quality import judged
from app.capture.tracker import SAME_JACCARD, turned_like
from app.capture.uncovered import covered, lies, seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.capture.frame import Frame
    from app.capture.quality import Quality
    from app.capture.tracker import Track
    from app.capture.uncovered import Seen
    from detector.detection import Detection
    from detector.quad import Quad

# A document that was captured is lifted once it is gone for this long: longer than a few frames
# miss it, shorter than the second that a hand takes to lay the next one.
REARM_S = 0.5
# One beside the document that is followed is no longer seen when a hand reaches over it.
HIDDEN_S = 2.0
# A document that is slid aside keeps its sides, in the picture, within this ratio; one that is
# turned over does not, and its place stays where it was.
SAME_SIDES = 0.7
# Mean grey value, 0 to 255, below which too little is seen of a document to call it another one. Of
# eight, each in light of a tenth (12 to 18) at most 47 % of the blocks differ from itself in full
# light; of a twentieth up to 88 %.
FAINT_LEVEL = 10.0
# Side by side. Where so many lie, no further one is looked for: the oldest would be forgotten for
# it, and be captured again.
MOST_PLACES = 8
# Two outlines that share more than this of the smaller one are not of two documents side by side.
APART_SHARE = 0.3


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
        self._captured: Seen | None = None  # as it was last
        self._replaced = False  # another document lies there, as far as was seen
        self._there_s: float | None = None  # when what was taken was last seen
        self._unlike_s: float | None = None  # since when another one is seen, however badly

    def take(self, quad: Quad, frame: Frame | None) -> None:
        """What lies there was captured. frame : in which, so that another one is told from it."""
        self.quad, self._sides, self._area = quad, quad.side_lengths, quad.area
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
            # Most of it under a hand that rests there looks like another one.
            unlike = self._known.lacks(frame.image, now) and not self._covered(frame, now)
            if not unlike or self._unlike_s is None:
                self._unlike_s = frame.captured_at_s if unlike else None
            self._replaced = unlike if plain else self._replaced
        ratios = (a / b for a, b in zip(now.side_lengths, self._sides, strict=True))
        if all(SAME_SIDES <= ratio <= 1 / SAME_SIDES for ratio in ratios):
            self.quad = now


class Places:
    """All of them, as far as they are in view."""

    def __init__(self) -> None:
        self._all: list[Place] = []  # in the order of their captures
        self._last: Place | None = None  # of the last capture, also where it is gone by now

    @property
    def taken(self) -> tuple[Quad, ...]:
        """Outlines of what lies there captured."""
        return tuple(each.quad for each in self._all if not each.vacant)

    @property
    def full(self) -> bool:
        """Whether there is no room for one more."""
        return len(self._all) >= MOST_PLACES

    def has_taken(self, quad: Quad) -> bool:
        """Whether what has this outline was captured, or follows so soon on what was that this is
        to be waited for: it may be the same one."""
        place = self._at(quad)
        if place is not None:
            return not place.vacant
        return any(p.followed and not p.seen and not p.vacant for p in self._all)

    def unlike(self, quad: Quad, at_s: float) -> bool:
        """Whether this outline, of what was captured, looks like another document's by now."""
        place = self._at(quad)
        return place is not None and place.unlike(at_s)

    def beside(self, quad: Quad) -> bool:
        """Whether an outline is of another document than those that were captured."""
        return all(apart(quad, each) for each in self.taken)

    def take(self, quad: Quad, frame: Frame | None) -> None:
        """The document with this outline was captured, in this frame."""
        place = self._at(quad)
        if place is not None:
            self._all.remove(place)
        if place is None or not place.vacant:
            place = Place(quad)
        place.take(quad, frame)
        self._last = place
        self._all = [*self._all, place][-MOST_PLACES:]

    def renew(self, quad: Quad, frame: Frame) -> None:
        """What was captured there was captured once more, without what lay over it."""
        place = self._at(quad)
        if place is not None:
            place.take(quad, frame)

    def drop_last(self) -> Quad | None:
        """Forgets the last capture; its outline, None where it no longer lies there."""
        last, self._last = self._last, None
        if last is None or last.vacant or last not in self._all:
            return None
        self._all.remove(last)
        return last.quad

    def drop(self, quad: Quad) -> None:
        """Forgets what lies there; of several, none but that. A lone one is meant anyway."""
        place = self._at(quad) or (self._all[0] if len(self._all) == 1 else None)
        if place is not None:
            self._all.remove(place)

    def clear(self) -> None:
        """Nothing was captured."""
        self._all.clear()
        self._last = None

    def interrupt(self) -> None:
        """Nobody looks for a while."""
        for each in self._all:
            each.interrupt()

    def see(
        self, frame: Frame, track: Track | None, others: Sequence[Detection], quality: Quality
    ) -> bool:
        """After a frame; whether the place of the document that is or was followed became free.

        others : detections beside the track's. quality : of the track's.
        """
        freed = False
        for place in tuple(self._all):
            held = place.followed and not place.vacant
            if not _see(place, frame, track, others, quality):
                self._all.remove(place)
            elif not place.vacant:
                continue
            freed |= held
        return freed

    def _at(self, quad: Quad) -> Place | None:
        place = max(self._all, key=lambda each: each.quad.jaccard(quad), default=None)
        return place if place is not None and _over(place, quad) else None


def _see(
    place: Place,
    frame: Frame,
    track: Track | None,
    others: Sequence[Detection],
    quality: Quality,
) -> bool:
    # An outline that the tracker only holds is no sight.
    if track is not None and track.seen and _over(place, track.quad):
        place.followed = True
        # A frame that would not be kept is not believed.
        plain = track.fresh and not quality.problems
        poor = track.fresh and quality.brightness >= FAINT_LEVEL
        return place.see(frame, track.quad, plain=plain, poor=poor)
    found = max(others, key=lambda each: place.quad.jaccard(each.quad), default=None)
    if found is None or not _over(place, found.quad):
        return place.see(frame, None, plain=False)
    place.followed = False
    return place.see(frame, found.quad, plain=not judged(frame, found).problems)


def apart(one: Quad, other: Quad) -> bool:
    """Whether two outlines may be of two documents side by side."""
    return one.shared_area(other) < APART_SHARE * min(one.area, other.area)


def _over(place: Place, quad: Quad) -> bool:
    return place.quad.jaccard(quad) >= SAME_JACCARD
