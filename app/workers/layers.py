"""A picture and smaller copies of it, to be painted from.

A painter that makes a picture smaller weighs four pixels for each of its own and passes over all
the rest: from half the size on parts of letters are lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from app.workers.pixels import shrunk, to_qimage

# Below this, on the longer side, no view shows a picture.
SMALLEST_PX = 128
# How much smaller a painter may make a copy: it passes over no px down to the half, and text is the
# nearer to its exact means the further it is made smaller so; hence steps of √2.
LEAST = 0.5


@dataclass(frozen=True, eq=False)
class Layers:
    """pictures : the picture itself, then copies at 1/2, 1/(2√2), 1/4 … of its size; none where
    there is nothing to show. They take half as much memory as the picture. of : width and height of
    the picture, px, where it is not drawn yet, and smaller copies are all there is."""

    pictures: tuple[QImage, ...] = ()
    of: tuple[int, int] = (0, 0)

    @property
    def full(self) -> QImage:
        """The picture itself; null where there is nothing to show."""
        return self.pictures[0] if self.pictures else QImage()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture, px, also where copies alone are there."""
        return self.of if any(self.of) else (self.full.width(), self.full.height())

    def at_scale(self, scale: float) -> QImage:
        """What to paint from at so many px of the screen a px of the picture; null as above."""
        most = scale / LEAST * max(self.size)
        fitting = (picture for picture in self.pictures if _longer(picture) <= most)
        return next(fitting, self.pictures[-1] if self.pictures else QImage())


def to_layers(image: NDArray[np.uint8], of: tuple[int, int] = (0, 0)) -> Layers:
    """Of uint8 (H, W, 3) BGR, with pixels of its own. Raises MemoryError where there is no room.
    of : as in Layers.

    The first copy is the half: what lies between takes as much memory as all the others together.
    """
    levels = [to_qimage(image)]
    while _longer(levels[-1]) > SMALLEST_PX:
        # From the one two steps before it where there is one: averaged fewer times.
        above, factor = (levels[-1], 0.5**0.5) if len(levels) == 2 else (levels[-2:][0], 0.5)
        width, height = (max(1, round(side * factor)) for side in (above.width(), above.height()))
        levels.append(shrunk(above, width, height))
    return Layers(tuple(levels), of)


def _longer(picture: QImage) -> int:
    return max(picture.width(), picture.height())
