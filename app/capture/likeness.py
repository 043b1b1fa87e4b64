"""Is what lies in a document's place still that document?

A page that is turned, a picture after which a viewer shows the next one: the outline stays, and
what is in it is another document. Both are flattened and compared block by block, each block where
it fits best nearby: light, focus and trembling corners change next to nothing of that.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.capture.quality import flattened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Quad

    Impression = NDArray[np.float32]
    Mask = NDArray[np.bool_]

WIDTH, HEIGHT, BLOCK = 96, 64, 16
# How far around its place a block is looked for, px: corners tremble.
NEARBY = 2
# Standard deviations of the light, of 255: below, a block shows nothing; below the other, nothing
# of what it would have to show.
TEXTURED, BLANK = 5.0, 1.5
# Blocks that are alike correlate by this much. Of fewer than FEWEST that show anything, nothing is
# said.
ALIKE, FEWEST = 0.5, 6
# So large a part of the blocks is different where another document lies there. A hand over half of
# the same one stays below; so does a card of the same design, which has to be lifted for that.
ANOTHER_SHARE = 0.6
# So many blocks change within a moment where something moves over what lies still. Light, focus and
# a trembling hand change none (of 168 pairs of frames from one hand-held clip, 164 show fewer); one
# may be a glint, or a screen's pointer.
MOVING_BLOCKS = 2
# Of so many documents in one place, one after the other, it is known that they were captured.
MOST_KNOWN = 8


def impression(image: NDArray[np.uint8], quad: Quad) -> Impression:
    """A document, flattened and small, float32 (HEIGHT, WIDTH). image : uint8 (H, W, 3) BGR."""
    grey = cv2.cvtColor(flattened(image, quad), cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def another(before: Impression, now: Impression) -> bool:
    """Whether two impressions from one place are of two documents."""
    different, shows = _counted(before, now)
    return shows >= FEWEST and different >= ANOTHER_SHARE * shows


def disturbed(before: Impression, now: Impression) -> bool:
    """Whether something moved over a document between two impressions of it, as a hand does that
    has laid it and is drawn back. Of a document that shows nothing itself, the hand does."""
    return _counted(before, now)[0] >= MOVING_BLOCKS


class Known:
    """What was captured in one place, by its looks: the last few."""

    def __init__(self) -> None:
        self._looks: deque[Impression] = deque(maxlen=MOST_KNOWN)

    def clear(self) -> None:
        """Nothing was."""
        self._looks.clear()

    def add(self, image: NDArray[np.uint8], quad: Quad) -> None:
        """A document that was captured."""
        self._looks.appendleft(impression(image, quad))

    def lacks(self, image: NDArray[np.uint8], quad: Quad) -> bool:
        """Whether a document is none of them. quad : read from the corner that they were."""
        now = impression(image, quad)
        return bool(self._looks) and all(another(each, now) for each in self._looks)


def compared(before: Impression, now: Impression) -> tuple[Mask, Mask]:
    """Which blocks are different, and which show anything; bool (HEIGHT / BLOCK, WIDTH / BLOCK)."""
    shown = _shown(before), _shown(now)
    shows, different = np.maximum(*shown) >= TEXTURED, np.minimum(*shown) < BLANK
    for row, column in np.argwhere(shows & ~different).tolist():
        different[row, column] = _correlation(before, now, row, column) < ALIKE
    return different & shows, shows


def _counted(before: Impression, now: Impression) -> tuple[int, int]:
    """How many blocks are different, and of how many that show anything."""
    different, shows = compared(before, now)
    return int(different.sum()), int(shows.sum())


def _shown(look: Impression) -> NDArray[np.float32]:
    """How much each block shows, without its rim, where it may show something of its neighbours:
    standard deviations, (HEIGHT / BLOCK, WIDTH / BLOCK)."""
    blocks = look.reshape(HEIGHT // BLOCK, BLOCK, WIDTH // BLOCK, BLOCK)
    core = slice(NEARBY, BLOCK - NEARBY)
    return np.asarray(blocks[:, core, :, core].std(axis=(1, 3)))


def _correlation(before: Impression, now: Impression, row: int, column: int) -> float:
    """Of a block with what lies around its place, where it is highest."""
    top, left = row * BLOCK, column * BLOCK
    rows = slice(max(0, top - NEARBY), top + BLOCK + NEARBY)
    columns = slice(max(0, left - NEARBY), left + BLOCK + NEARBY)
    block = now[top : top + BLOCK, left : left + BLOCK]
    return float(cv2.matchTemplate(before[rows, columns], block, cv2.TM_CCOEFF_NORMED).max())
