"""The documents of a feed, frame by frame: followed from one to the next, looked for at times.

To look through a whole frame takes a detector about twice as long as to look where the documents
were a moment ago, and a feed that is looked at half as often lags behind the hand. So each look is
followed by a few frames in which what it found is only followed; what has come in meanwhile is
found by the next look, before anyone misses it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from detector.detection import Detection

    Look = Callable[[NDArray[np.uint8]], Sequence[Detection]]
    Follow = Callable[[NDArray[np.uint8], Sequence[Detection]], Sequence[Detection] | None]

# At forty frames a second a second document waits a tenth of a second to be seen.
MAX_FOLLOWED = 4


class Sight:
    """Sees the frames of one feed.

    look : the detections of a frame, best first. follow : those of the last frame in this one; None
    where they are no longer plain to see.
    """

    def __init__(self, look: Look, follow: Follow) -> None:
        self._look, self._follow = look, follow
        self._seen: tuple[Detection, ...] = ()
        self._left = 0

    def see(self, image: NDArray[np.uint8]) -> tuple[Detection, ...]:
        """The documents in a uint8 (H, W, 3) BGR picture, best first."""
        followed = self._follow(image, self._seen) if self._seen and self._left else None
        if followed is not None:
            self._left -= 1
            self._seen = tuple(followed)
        else:
            self._left = MAX_FOLLOWED
            self._seen = tuple(self._look(image))
        return self._seen

    def reset(self) -> None:
        """Another feed."""
        self._seen, self._left = (), 0
