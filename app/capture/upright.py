"""Which way up a captured document is: read once, for the frame that is kept.

A live outline has no need of it, and reading it for each frame would cost the feed its fluency.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.capture.tracker import farthest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.capture.autocapture import Shot
    from detector.detection import Detection

# What is found anew must be what was shown (EXPERIENCE, "good preview, wrong crop").
SAME_OUTLINE = 0.95


def read_upright(shot: Shot, detect: Callable[[NDArray[np.uint8]], Sequence[Detection]]) -> Shot:
    """The shot with its outline from the document's own top left, where that can be told.

    The outline stays where it was shown; only its first corner may become another one.
    detect : reads which way up a document is. Raises DetectorError as it does.
    """
    quad = shot.quad
    if quad is None:
        return shot
    found = max(detect(shot.frame.image), key=lambda each: each.quad.jaccard(quad), default=None)
    if found is None or not found.upright or found.quad.jaccard(quad) < SAME_OUTLINE:
        return shot
    corners = found.quad.corners
    turn = min(range(4), key=lambda turns: farthest(quad.turned(turns).corners, corners))
    return replace(shot, quad=quad.turned(turn), detection=found)
