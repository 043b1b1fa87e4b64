"""Is what lies in a document's place still that document?

A page that is turned, a picture after which a viewer shows the next one: the outline stays, and
what is in it is another document. Both are flattened and compared block by block, each block where
it fits best nearby: light, focus and trembling corners change next to nothing of that.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
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
# Of another document its rim says nothing, and is left out, px: where the outline is that of the
# telephone that shows it, every picture on that has the same rim. What is left is as many blocks.
RIM, INNER_HEIGHT, INNER_WIDTH = 6, 13, 14
# How far around its place a block is looked for, px: corners tremble.
NEARBY = 2
# Standard deviations of the light, of 255: below, a block shows nothing; below the other, nothing
# of what it would have to show.
TEXTURED, BLANK = 5.0, 1.5
# Blocks that are alike correlate by this much. Of fewer than FEWEST that show anything, nothing is
# said.
ALIKE, FEWEST = 0.5, 6
# So large a part of the blocks is different where another document lies there. A hand over a third
# of the same one stays below; so does a card of the same design, which has to be lifted for that.
# Of 40 drawn cards all are told from another, and 39 on a telephone, of which blocks of all at 0.6
# told 9; in other light and focus, with a shadow or glare, 1 of 160 looks was another one, with
# those 7. Of 80 drawn hands over 30, 50 and 75 % 5, 46 and 74 made one, with those 3, 45 and 74; by
# the rim (uncovered.covered) 4, 36 and 28 of them are told to be a hand.
ANOTHER_SHARE = 0.65
# The very same document, and not the next one of its design, has at most so many blocks that
# correlate by less. Of 14 drawn cards each has none, trembling and in dimmer light, and in light
# from the side one has two; beside the next one of its design each has 3 to 19.
SAME, MOST_UNLIKE = 0.7, 1
# So many blocks change within a moment where something moves over what lies still. Light, focus and
# a trembling hand change none (of 168 pairs of frames from one hand-held clip, 164 show fewer); one
# may be a glint, or a screen's pointer.
MOVING_BLOCKS = 2
# How far a document that is held in a hand may have moved within a second or two and still be said
# to lie there, rows and columns of px, and how well its middle correlates then. Of 24 drawn cards,
# moved by up to a fifth of their size, it does at .83 and more; without them at .55 at most, a hand
# in their place or none; where they were slid by three tenths, 23 stay below.
STRAYED, THERE = (10, 15), 0.7
# Of so many documents in one place, one after the other, it is known that they were captured.
MOST_KNOWN = 8


def impression(image: NDArray[np.uint8], quad: Quad) -> Impression:
    """A document, flattened and small, float32 (HEIGHT, WIDTH). image : uint8 (H, W, 3) BGR."""
    grey = cv2.cvtColor(flattened(image, quad), cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def another(before: Impression, now: Impression) -> bool:
    """Whether two impressions from one place are of two documents."""
    different, shows = _counted(before, now, _INNER)
    return shows >= FEWEST and different >= ANOTHER_SHARE * shows


def very_same(before: Impression, now: Impression) -> bool:
    """Whether two impressions are of one document, and not of two of one design."""
    different, shows = _counted(before, now, _INNER, SAME)
    return shows >= FEWEST and different <= MOST_UNLIKE


def disturbed(before: Impression, now: Impression) -> bool:
    """Whether something moved over a document between two impressions of it, as a hand does that
    has laid it and is drawn back. Of a document that shows nothing itself, the hand does."""
    return _counted(before, now, _WHOLE)[0] >= MOVING_BLOCKS


def lies_there(before: Impression, now: Impression) -> bool:
    """Whether a document of which the first impression is lies there in the second one still, maybe
    a little aside. Of one that shows nothing it is believed."""
    rows, columns = STRAYED
    middle = before[rows:-rows, columns:-columns]
    if middle.std() < TEXTURED:
        return True
    return float(cv2.matchTemplate(now, middle, cv2.TM_CCOEFF_NORMED).max()) >= THERE


class Known:
    """What was captured in one place, by its looks: the last few."""

    def __init__(self) -> None:
        self._looks: deque[Impression] = deque(maxlen=MOST_KNOWN)

    def clear(self) -> None:
        """Nothing was."""
        self._looks.clear()

    def add(self, image: NDArray[np.uint8], quad: Quad) -> None:
        """A document that was captured. image, quad : as of impression()."""
        self._looks.appendleft(impression(image, quad))

    def lacks(self, image: NDArray[np.uint8], quad: Quad) -> bool:
        """Whether a document is none of them. image, quad : as of impression(), read from the
        corner that they were."""
        now = impression(image, quad)
        return bool(self._looks) and all(another(each, now) for each in self._looks)


def compared(before: Impression, now: Impression) -> tuple[Mask, Mask]:
    """Which blocks are different, and which show anything; bool (HEIGHT / BLOCK, WIDTH / BLOCK)."""
    return _compared(before, now, _WHOLE)


@dataclass(frozen=True)
class _Grid:
    """Blocks of height × width px, within a rim."""

    rim: int
    height: int
    width: int

    def blocks(self, look: Impression) -> NDArray[np.float32]:
        """Of an impression, (rows, height, columns, width)."""
        inner = look[self.rim : HEIGHT - self.rim, self.rim : WIDTH - self.rim]
        rows, columns = inner.shape[0] // self.height, inner.shape[1] // self.width
        return inner.reshape(rows, self.height, columns, self.width)

    def place(self, row: int, column: int) -> tuple[int, int]:
        """A block's top and left, px of the impression."""
        return self.rim + row * self.height, self.rim + column * self.width


_WHOLE, _INNER = _Grid(0, BLOCK, BLOCK), _Grid(RIM, INNER_HEIGHT, INNER_WIDTH)


def _compared(
    before: Impression, now: Impression, grid: _Grid, alike: float = ALIKE
) -> tuple[Mask, Mask]:
    shown = _shown(before, grid), _shown(now, grid)
    shows, different = np.maximum(*shown) >= TEXTURED, np.minimum(*shown) < BLANK
    for row, column in np.argwhere(shows & ~different).tolist():
        different[row, column] = _correlation(before, now, grid, row, column) < alike
    return different & shows, shows


def _counted(
    before: Impression, now: Impression, grid: _Grid, alike: float = ALIKE
) -> tuple[int, int]:
    """How many blocks are different, and of how many that show anything."""
    different, shows = _compared(before, now, grid, alike)
    return int(different.sum()), int(shows.sum())


def _shown(look: Impression, grid: _Grid) -> NDArray[np.float32]:
    """How much each block shows, without its rim, where it may show something of its neighbours:
    standard deviations, (rows, columns)."""
    core = slice(NEARBY, -NEARBY)
    return np.asarray(grid.blocks(look)[:, core, :, core].std(axis=(1, 3)))


def _correlation(before: Impression, now: Impression, grid: _Grid, row: int, column: int) -> float:
    """Of a block with what lies around its place, where it is highest."""
    top, left = grid.place(row, column)
    bottom, right = top + grid.height, left + grid.width
    rows = slice(max(0, top - NEARBY), bottom + NEARBY)
    columns = slice(max(0, left - NEARBY), right + NEARBY)
    block = now[top:bottom, left:right]
    return float(cv2.matchTemplate(before[rows, columns], block, cv2.TM_CCOEFF_NORMED).max())
