"""Where documents lie that were captured: each is captured once, for as long as it lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.capture.aside import Aside
from app.capture.place import Place
from app.capture.quality import judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.capture.frame import Frame
    from app.capture.quality import Quality
    from app.capture.tracker import Track
    from detector.detection import Detection
    from detector.quad import Quad

# Mean grey value, 0 to 255, below which too little is seen of a document to call it another one. Of
# eight, each in light of a tenth (12 to 18) at most 47 % of the blocks differ from itself in full
# light; of a twentieth up to 88 %.
FAINT_LEVEL = 10.0
# Side by side. Where so many lie, no further one is looked for: the oldest would be forgotten for
# it, and be captured again.
MOST_PLACES = 8
# Two outlines that share more than this of the smaller one are not of two documents side by side.
APART_SHARE = 0.3


class Places:
    """All of them, as far as they are in view."""

    def __init__(self) -> None:
        self._all: list[Place] = []  # in the order of their captures
        self._last: Place | None = None  # of the last capture, also where it is gone by now
        self._aside = Aside()

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
        self._aside.captured(quad)
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
        self._aside.clear()
        if last is None or last.vacant or last not in self._all:
            return None
        self._all.remove(last)
        return last.quad

    def drop(self, quad: Quad) -> None:
        """Forgets what lies there; of several, none but that. A lone one is meant anyway."""
        self._aside.clear()
        place = self._at(quad) or (self._all[0] if len(self._all) == 1 else None)
        if place is not None:
            self._all.remove(place)

    def clear(self) -> None:
        """Nothing was captured."""
        self._all.clear()
        self._aside.clear()
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
        back = self._aside.see(frame, track, plain=_plain(track, quality))
        if back is not None:
            back.resume()
            self._all = [back, *self._all][-MOST_PLACES:]
        for place in tuple(self._all):
            held = place.followed and not place.vacant
            if not _see(place, frame, track, others, quality):
                self._all.remove(place)
                self._aside.add(place, frame)
            elif not place.vacant:
                continue
            freed |= held
        return freed

    def _at(self, quad: Quad) -> Place | None:
        place = max(self._all, key=lambda each: each.quad.jaccard(quad), default=None)
        return place if place is not None and place.has(quad) else None


def _see(
    place: Place,
    frame: Frame,
    track: Track | None,
    others: Sequence[Detection],
    quality: Quality,
) -> bool:
    # An outline that the tracker only holds is no sight.
    if track is not None and track.seen and place.has(track.quad):
        place.followed = True
        poor = track.fresh and quality.brightness >= FAINT_LEVEL
        return place.see(frame, track.quad, plain=_plain(track, quality), poor=poor)
    found = max(others, key=lambda each: place.quad.jaccard(each.quad), default=None)
    if found is None or not place.has(found.quad):
        return place.see(frame, None, plain=False)
    place.followed = False
    return place.see(frame, found.quad, plain=not judged(frame, found).problems)


def apart(one: Quad, other: Quad) -> bool:
    """Whether two outlines may be of two documents side by side."""
    return one.shared_area(other) < APART_SHARE * min(one.area, other.area)


def _plain(track: Track | None, quality: Quality) -> bool:
    """Whether the frame would be kept; no other is believed."""
    return track is not None and track.fresh and not quality.problems
