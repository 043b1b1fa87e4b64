"""A camera whose driver repeats one picture: it looks live, and shows what was there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from app.capture.frame import Frame

# A sensor's noise makes each picture another one. Feeds with fewer pictures than they promise, and
# phones that send compressed films, repeat one for a fraction of a second.
FROZEN_S = 2.5
# Every so many-th row and column is looked at first.
SOME = 16


class Repeated:
    """Whether a frame has the very bytes of the one before, and since when. Of a camera alone: what
    a film or a screen shows stands still for as long as it likes."""

    def __init__(self) -> None:
        self._last: Frame | None = None
        self._since_s = 0.0

    def see(self, frame: Frame) -> bool:
        """After a frame: whether it is no new picture."""
        last, self._last = self._last, frame if frame.of_camera else None
        same = last is not None and last.source == frame.source and _alike(last, frame)
        if not same:
            self._since_s = frame.captured_at_s
        return same

    def frozen(self, at_s: float) -> bool:
        """Whether no new picture has come for so long that it is worth a word."""
        return self._last is not None and at_s - self._since_s >= FROZEN_S


def _alike(one: Frame, other: Frame) -> bool:
    """Whether both have the very same bytes. Some of them first: they tell most pictures apart,
    while all of them take ms of each frame's time."""
    return all(
        np.array_equal(one.image[::step, ::step], other.image[::step, ::step]) for step in (SOME, 1)
    )
