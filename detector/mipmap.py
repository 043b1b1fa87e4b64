"""A picture and its halvings, made once and looked at by every step of a detection."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Below this no one looks.
SMALLEST_PX = 32


class Mipmap:
    """uint8 (H, W, 3), and the means of its blocks of 2 × 2, 4 × 4 … px, made when asked for.

    A level's pixel x covers 2^level px of the picture: its centre lies at (x + .5)·2^level - .5.
    """

    def __init__(self, image: NDArray[np.uint8]) -> None:
        self._levels = [image]
        self.height, self.width = image.shape[:2]

    def at_scale(self, px: float, *, whole: bool = False) -> tuple[NDArray[np.uint8], int]:
        """The level whose pixels are nearest to px picture px wide, and 2^level.

        whole : only levels that cover the whole picture; others leave out up to 2^level - 1 px at
        its right and lower sides, so that blocks stay whole and the scale exact.
        """
        wanted = round(math.log2(max(1.0, px)))
        while len(self._levels) <= wanted:
            last = self._levels[-1]
            height, width = (side // 2 for side in last.shape[:2])
            if min(height, width) < SMALLEST_PX:
                break
            even = last[: 2 * height, : 2 * width]
            half = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)
            self._levels.append(np.asarray(half, np.uint8))
        level = min(wanted, len(self._levels) - 1)
        while whole and self.width % (1 << level) + self.height % (1 << level):
            level -= 1
        return self._levels[level], 1 << level
