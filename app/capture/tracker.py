"""Follows one document from frame to frame: which one, how smooth, since when steady."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detector.errors import GeometryError
from detector.quad import Quad

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detector.detection import Detection

# Corner movement, as a share of the picture's diagonal, below which a hand is steady: 22 px of
# 1080p. WeScan asks for 6 px, OSS-DocumentScanner for 50, whatever the picture's size.
STEADY_SHARE = 0.01
# The outline shown lags behind by this share while steady (it stops trembling), and by nothing
# while moving: it must lie on the document in the frame that is shown, since that is cropped.
SMOOTHING = 0.5
# Two outlines are one document from this overlap on.
SAME_JACCARD = 0.5
# The document followed so far is kept unless another one scores better by this much.
LOYALTY = 0.15
# A side that moved this many times as far as the one across has jumped to another line: a document
# that is moved takes both along. On the bundled clip jumps are 3 to 10 times as far, while a card
# that is moved stays below 2.
JUMP_RATIO = 2.0
# So many frames long it is held; then the line is believed: a document can be lifted at one side.
MAX_HELD = 2
# WeScan drops an outline after 3 misses as well: one missed frame must not make it flicker.
MAX_MISSES = 3
# … and where frames come slowly, no outline may lie for longer where nothing is, s.
HELD_S = 0.2


@dataclass(frozen=True)
class Track:
    """The document followed. quad : px, smoothed; movement : of its farthest corner since the
    last frame, share of the picture's diagonal; fresh : all of it found in this very frame; seen :
    any of it was, else it is only held for a few frames; number : another one, where it was not
    followed here from the last frame."""

    detection: Detection
    quad: Quad
    movement: float
    fresh: bool = True
    seen: bool = True
    number: int = 0


class Tracker:
    """Chooses one of the detections of each frame and smooths its outline."""

    def __init__(self) -> None:
        self._track: Track | None = None
        self._misses = self._held = self._begun = 0
        self._seen_s = 0.0

    def follow(
        self,
        detections: Sequence[Detection],
        width: int,
        height: int,
        at_s: float = 0.0,
        *,
        taken: Sequence[Quad] = (),
        wanted: Quad | None = None,
    ) -> Track | None:
        """The track after the detections (best first) of a frame of width × height px.

        None once nothing was found in more than MAX_MISSES frames, or for more than HELD_S.
        at_s : when the frame was taken, s. taken : outlines of what was captured already, which is
        chosen last. wanted : of what is to be followed from now on, where it is found.
        """
        chosen = self._choose(detections, taken, wanted)
        if chosen is None:
            return self._missed(at_s)
        self._misses, self._seen_s = 0, at_s
        self._track = self._advance(chosen, float(np.hypot(width, height)))
        return self._track

    def reset(self) -> None:
        """Forgets the document."""
        self._track, self._misses, self._held = None, 0, 0

    def _choose(
        self, detections: Sequence[Detection], taken: Sequence[Quad], wanted: Quad | None
    ) -> Detection | None:
        if not detections:
            return None
        if wanted is not None:
            found = max(detections, key=lambda each: wanted.jaccard(each.quad))
            if wanted.jaccard(found.quad) >= SAME_JACCARD:
                return found

        def worth(each: Detection) -> float:
            return each.score - LOYALTY * _among(each.quad, taken)

        best = max(detections, key=worth)
        if self._track is None:
            return best
        nearest = max(detections, key=lambda each: self._overlap(each.quad))
        if self._overlap(nearest.quad) >= SAME_JACCARD:
            # From one that was captured to the next it goes by `wanted`, from the next never back.
            loyal = _among(nearest.quad, taken) or _among(best.quad, taken)
            return nearest if loyal or nearest.score + LOYALTY >= best.score else best
        # A frame or two without it: what was captured is no reason to leave it.
        return None if _among(best.quad, taken) else best

    def _overlap(self, quad: Quad) -> float:
        return self._track.quad.jaccard(quad) if self._track else 0.0

    def _missed(self, at_s: float) -> Track | None:
        self._misses += 1
        late = self._misses > MAX_MISSES or at_s - self._seen_s > HELD_S
        if self._track is None or late:
            self.reset()
            return None
        self._track = replace(self._track, fresh=False, seen=False)
        return self._track

    def _advance(self, found: Detection, diagonal_px: float) -> Track:
        if self._track is None or self._overlap(found.quad) < SAME_JACCARD:
            self._held = 0
            self._begun += 1
            return Track(found, found.quad, movement=1.0, number=self._begun)
        before, now = self._track.quad, found.quad
        # Reading it from another corner is no movement. The detector's word counts where it is
        # sure which way is up; otherwise the reading stays, lest it jump from frame to frame.
        turn = min(range(4), key=lambda k: farthest(before.corners, now.turned(k).corners))
        if found.upright:
            before = before.turned(-turn)
        else:
            now = now.turned(turn)
        kept = _without_jump(before, now, STEADY_SHARE * diagonal_px)
        if kept is not None and self._held < MAX_HELD:
            self._held += 1
            movement = farthest(before.corners, kept.corners) / diagonal_px
            return Track(found, kept, movement, fresh=False, number=self._begun)
        self._held = 0
        movement = farthest(before.corners, now.corners) / diagonal_px
        if movement > STEADY_SHARE:
            return Track(found, now, movement, number=self._begun)
        try:
            smooth = Quad(before.corners * SMOOTHING + now.corners * (1 - SMOOTHING))
        except GeometryError:  # two nearly flat outlines can average into none
            smooth = now
        return Track(found, smooth, movement, number=self._begun)


def _without_jump(before: Quad, now: Quad, least_px: float) -> Quad | None:
    """The outline with a side that jumped where it was before, carried along by the side across.

    None where no side moved farther than least_px by itself.
    """
    steps = np.hypot(*(now.corners - before.corners).T)
    moved = np.maximum(steps, np.roll(steps, -1))  # of each side's two corners
    across = np.roll(moved, -2)
    side = int(np.argmax(moved / (across + 1e-9)))
    if moved[side] <= least_px or moved[side] < JUMP_RATIO * across[side]:
        return None
    near, far = [side, (side + 1) % 4], [(side + 2) % 4, (side + 3) % 4]
    # Corners as complex numbers: a shift with a turn and a scale is one factor and one sum.
    old, new = (each.corners @ np.array([1, 1j]) for each in (before, now))
    factor = (new[far[1]] - new[far[0]]) / (old[far[1]] - old[far[0]])
    carried = new[far[0]] + factor * (old[near] - old[far[0]])
    corners = now.corners.copy()
    corners[near] = np.stack([carried.real, carried.imag], axis=1)
    try:
        return Quad(corners)
    except GeometryError:
        return None


def turned_like(quad: Quad, reference: Quad) -> Quad:
    """The outline, read from the corner from which another reading of it begins."""
    turns = [quad.turned(each) for each in range(4)]
    return min(turns, key=lambda each: farthest(each.corners, reference.corners))


def farthest(before: np.ndarray, now: np.ndarray) -> float:
    """Distance, px, of the corner that moved most; both of shape (4, 2)."""
    steps = now - before
    return float(np.hypot(steps[:, 0], steps[:, 1]).max())


def _among(quad: Quad, outlines: Sequence[Quad]) -> bool:
    return any(each.jaccard(quad) >= SAME_JACCARD for each in outlines)
