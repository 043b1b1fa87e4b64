"""A frame that is kept is looked at once more: closely, and for which way up the document is.

A live outline needs neither, and would cost the feed its fluency.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.capture.tracker import turned_like

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.capture.moment import Shot
    from detector.detection import Detection

# What is found anew must be what was shown: a good outline on the screen and another crop in the
# page is what people forgive least.
SAME_OUTLINE = 0.95


def second_look(shot: Shot, detect: Callable[[NDArray[np.uint8]], Sequence[Detection]]) -> Shot:
    """The shot with the outline that a close look finds, where that is the one that was shown.

    It is read from the document's own top left where that can be told, else as it was shown.
    detect : refines and reads its outlines. Raises DetectorError as it does.
    """
    shown = shot.quad
    if shown is None:
        return shot
    found = max(detect(shot.frame.image), key=lambda each: each.quad.jaccard(shown), default=None)
    if found is None or found.quad.jaccard(shown) < SAME_OUTLINE:
        return shot
    if found.upright:
        return replace(shot, quad=found.quad, detection=found)
    return replace(shot, quad=turned_like(found.quad, shown), detection=found)
