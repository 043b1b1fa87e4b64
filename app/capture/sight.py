"""Refined outlines for most frames at the price of coarse ones.

On a slow machine refining an outline takes several times as long as finding it, and a feed of
refined outlines lags behind the hand. How far the refined one lies from the coarse one changes
little from frame to frame, so that between two looks a glance is enough: coarse, and corrected by
what the last look found.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from app.capture.tracker import SAME_JACCARD, STEADY_SHARE, farthest
from detector.errors import GeometryError
from detector.quad import Quad

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.detection import Detection

    Look = Callable[[NDArray[np.uint8]], Sequence[Detection]]

# Looks that take no longer still follow a hand, thirty a second, and an outline that is right in
# each of them is worth more than twice as many that lag by some px.
FAST_MS = 30.0
# On the bundled clip a steady card's correction changes by 0.5 px a frame, 2 px at most.
MAX_GLANCES = 2


@dataclass(frozen=True)
class _Pair:
    """A document as a glance and as a look showed it, read from the same corner."""

    coarse: Detection
    refined: Detection

    @property
    def correction(self) -> NDArray[np.float64]:
        """From the coarse corners to the refined ones, (4, 2), px."""
        return self.refined.quad.corners - self.coarse.quad.corners


class Sight:
    """Sees the frames of one feed. look, glance : detections, refined and coarse, best first."""

    def __init__(
        self, look: Look, glance: Look, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._look, self._glance, self._clock = look, glance, clock
        self._pairs: list[_Pair] = []
        self._glances_left = 0
        self._look_ms = 0.0

    def see(self, image: NDArray[np.uint8]) -> tuple[Detection, ...]:
        """The documents in a uint8 (H, W, 3) BGR picture, best first."""
        coarse = tuple(self._glance(image)) if self._look_ms > FAST_MS else None
        if coarse is not None and self._glances_left:
            seen = _carried(self._pairs, coarse)
            if seen is not None:
                self._glances_left -= 1
                return seen
        return self._refine(image, coarse)

    def reset(self) -> None:
        """Another feed."""
        self._pairs, self._glances_left = [], 0

    def _refine(
        self, image: NDArray[np.uint8], coarse: Sequence[Detection] | None
    ) -> tuple[Detection, ...]:
        began_s = self._clock()
        refined = tuple(self._look(image))
        self._look_ms = (self._clock() - began_s) * 1000
        before, pairs = self._pairs, _paired(coarse, refined) if coarse is not None else None
        self._pairs = pairs or []
        height, width = image.shape[:2]
        # A side that took another line, or a new document: the next frame is looked at as well.
        calm = pairs is not None and _alike(before, pairs, STEADY_SHARE * np.hypot(width, height))
        self._glances_left = MAX_GLANCES if calm else 0
        return refined


def _paired(coarse: Sequence[Detection], refined: Sequence[Detection]) -> list[_Pair] | None:
    """Each document's two outlines; None where one is missing."""
    if len(coarse) != len(refined):
        return None
    pairs = []
    for each in refined:
        nearest = max(coarse, key=lambda other: other.quad.jaccard(each.quad))
        if nearest.quad.jaccard(each.quad) < SAME_JACCARD:
            return None
        pairs.append(_Pair(_read_as(each.quad, nearest), each))
    return pairs


def _carried(pairs: list[_Pair], coarse: Sequence[Detection]) -> tuple[Detection, ...] | None:
    """What a look would show by now; None where there is another document, or one less."""
    if len(coarse) != len(pairs):
        return None
    seen = []
    for pair in pairs:
        nearest = max(coarse, key=lambda other: other.quad.jaccard(pair.coarse.quad))
        if nearest.quad.jaccard(pair.coarse.quad) < SAME_JACCARD:
            return None
        now = _read_as(pair.coarse.quad, nearest)
        try:
            quad = Quad(now.quad.corners + pair.correction)
        except GeometryError:
            return None
        seen.append(replace(pair.refined, quad=quad, box=now.box))
    return tuple(seen)


def _alike(before: list[_Pair], now: list[_Pair], least_px: float) -> bool:
    """Whether two looks corrected the same documents in the same way, to within least_px."""
    if len(before) != len(now):
        return False
    return all(
        min(farthest(old.correction, new.correction) for old in before) < least_px for new in now
    )


def _read_as(quad: Quad, found: Detection) -> Detection:
    """The detection, its outline read from the corner that the quad is read from."""
    turns = [found.quad.turned(each) for each in range(4)]
    return replace(found, quad=min(turns, key=lambda each: farthest(quad.corners, each.corners)))
