"""Is what lies in a document's place still that document?

A page that is turned, a picture after which a viewer shows the next one: the outline stays, and
what is in it is another document. Both are flattened and compared block by block, each block where
it fits best nearby: light, focus and trembling corners change next to nothing of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Quad

    Impression = NDArray[np.float32]

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


def impression(image: NDArray[np.uint8], quad: Quad) -> Impression:
    """A document, flattened and small, float32 (HEIGHT, WIDTH). image : uint8 (H, W, 3) BGR."""
    fine = 4  # times: a document of a few hundred px is then not sampled between its lines
    matrix = quad.homography(fine * WIDTH, fine * HEIGHT)
    flat = cv2.warpPerspective(
        image, matrix, (fine * WIDTH, fine * HEIGHT), borderMode=cv2.BORDER_REPLICATE
    )
    grey = cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def another(before: Impression, now: Impression) -> bool:
    """Whether two impressions from one place are of two documents."""
    different = compared = 0
    for top in range(0, HEIGHT, BLOCK):
        for left in range(0, WIDTH, BLOCK):
            block = np.ascontiguousarray(now[top : top + BLOCK, left : left + BLOCK])
            rows = slice(max(0, top - NEARBY), top + BLOCK + NEARBY)
            columns = slice(max(0, left - NEARBY), left + BLOCK + NEARBY)
            around = np.ascontiguousarray(before[rows, columns])
            # Both without the rim, where one alone may show something of its neighbours.
            core = (
                slice(top + NEARBY, top + BLOCK - NEARBY),
                slice(left + NEARBY, left + BLOCK - NEARBY),
            )
            shown = float(before[core].std()), float(now[core].std())
            if max(shown) < TEXTURED:
                continue
            compared += 1
            blank = min(shown) < BLANK
            different += blank or _correlation(around, block) < ALIKE
    return compared >= FEWEST and different >= ANOTHER_SHARE * compared


def _correlation(around: Impression, block: Impression) -> float:
    """Where it is highest."""
    return float(cv2.matchTemplate(around, block, cv2.TM_CCOEFF_NORMED).max())
