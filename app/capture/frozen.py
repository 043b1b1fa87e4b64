"""Does a camera hand the same picture on and on?

A driver that hangs, or a telephone whose connection has broken off, repeats its last frame for as
long as it is open. A sensor has noise: no two of its frames are the same to the byte. Where all
were different for long, one that repeats the one before is none. A feed that shows still pictures,
as another program's may, repeats them from the beginning, and each counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

# For so long and in so many frames none was like the one before: pictures that fade into the next
# ones, or move for a moment, are no sensor's.
LIVELY_S, LIVELY_FRAMES = 10.0, 50
# Standard deviation of the light, of 255, below which a picture shows nothing: of a lens that is
# covered, or burnt out, frames are alike without a fault.
BLANK = 3.0
# Every so many px, in both directions, are compared first.
APART_PX = 16


class Frozen:
    """With one camera since it was opened."""

    def __init__(self) -> None:
        self._last: Image | None = None
        self._since_s: float | None = None  # since when none was like the one before
        self._different = 0
        self._repeated = False

    @property
    def now(self) -> bool:
        """Whether the last frame brought nothing new."""
        return self._repeated

    def see(self, image: Image, at_s: float) -> bool:
        """After a frame, uint8 (H, W, 3) BGR, taken at_s; whether it brings nothing new."""
        same = self._last is not None and _same(self._last, image)
        self._last = image
        self._repeated = same and self._lively(at_s) and bool(image.std() >= BLANK)
        if same and not self._repeated:
            self._since_s, self._different = None, 0
        elif not same:
            self._since_s = at_s if self._since_s is None else self._since_s
            self._different += 1
        return self._repeated

    def _lively(self, at_s: float) -> bool:
        long = self._since_s is not None and at_s - self._since_s >= LIVELY_S
        return long and self._different >= LIVELY_FRAMES


def _same(one: Image, other: Image) -> bool:
    few = slice(None, None, APART_PX)  # noise tells at once
    alike = np.array_equal(one[few, few], other[few, few])
    return alike and np.array_equal(one, other)
