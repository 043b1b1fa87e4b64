"""Looks at one document in a steady moment, kept to be made one picture (detector.fusion)."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from detector.fusion import View

if TYPE_CHECKING:
    from app.capture.frame import Frame
    from detector.quad import Quad

# More take longer and hardly less noise; of large pictures fewer.
MOST_VIEWS, MOST_BYTES = 5, 24 * 2**20
# Around a document, px: as far as its outline may be off.
MARGIN_PX = 12


class Views:
    """The newest of them, cut out of their frames."""

    def __init__(self) -> None:
        self._kept: deque[tuple[Frame, View]] = deque()

    def add(self, frame: Frame, quad: Quad) -> None:
        """Keeps a look; of a screen none, which has no noise."""
        if frame.of_screen:
            return
        x0, y0, x1, y1 = quad.box
        left, top = max(0, int(x0) - MARGIN_PX), max(0, int(y0) - MARGIN_PX)
        part = frame.image[top : int(y1) + MARGIN_PX, left : int(x1) + MARGIN_PX]
        self._kept.append((frame, View(np.ascontiguousarray(part), quad.moved(-left, -top))))
        while len(self._kept) > MOST_VIEWS or self.bytes > MOST_BYTES:
            self._kept.popleft()

    @property
    def bytes(self) -> int:
        """What they take."""
        return sum(view.image.nbytes for _, view in self._kept)

    def beside(self, frame: Frame) -> tuple[View, ...]:
        """All but this frame's."""
        return tuple(view for each, view in self._kept if each is not frame)
