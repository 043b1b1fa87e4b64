"""Looks at one document in a steady moment, kept to be made one picture (detector.fusion)."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

from detector.fusion import View

if TYPE_CHECKING:
    from app.capture.frame import Frame
    from detector.quad import Quad

# More take longer and hardly less noise; of large pictures fewer.
MOST_VIEWS, MOST_BYTES = 5, 24 * 2**20
# Around a document, px: as far as its outline may be off.
MARGIN_PX = 12
# Of looks that follow each other at once, glare has hardly moved: five span a steady moment.
APART_S = 0.16


class Views:
    """The newest of them, cut out of their frames."""

    def __init__(self) -> None:
        # By the frame's number: the frame itself is many times as large.
        self._kept: deque[tuple[int, View]] = deque()
        self._last_s = -math.inf

    def add(self, frame: Frame, quad: Quad) -> None:
        """Keeps a look, where the last one is a while ago; of a screen none, which has no noise."""
        if frame.of_screen or frame.captured_at_s - self._last_s < APART_S:
            return
        x0, y0, x1, y1 = quad.box
        left, top = max(0, int(x0) - MARGIN_PX), max(0, int(y0) - MARGIN_PX)
        part = frame.image[top : int(y1) + MARGIN_PX, left : int(x1) + MARGIN_PX]
        if part.nbytes > MOST_BYTES / 2:  # there would never be two, which is too few
            return
        # A copy even of whole rows: what is cut out would keep its frame.
        self._kept.append((frame.number, View(part.copy(), quad.moved(-left, -top))))
        self._last_s = frame.captured_at_s
        while len(self._kept) > MOST_VIEWS or self.bytes > MOST_BYTES:
            self._kept.popleft()

    @property
    def bytes(self) -> int:
        """What they take."""
        return sum(view.image.nbytes for _, view in self._kept)

    def beside(self, frame: Frame) -> tuple[View, ...]:
        """All but this frame's."""
        return tuple(view for number, view in self._kept if number != frame.number)
