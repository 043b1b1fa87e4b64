"""A dark picture is lifted to usual brightness before anything is looked for in it.

Of eight bits it uses the lowest few, and networks that calculate in eight bits themselves see even
less of it. One factor for all px and channels: edges and colours stay what they are, and so does
the noise beside them, which the networks know from training. What is saved is never lifted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A picture is dark whose bright parts are below this, and is lifted to where they are the other
# one, by no more than MOST: then all that is left is noise.
DARK, USUAL, MOST = 110.0, 220.0, 16.0
# Its bright parts: this quantile of about so many px.
BRIGHT_SHARE, SAMPLED_PX = 0.99, 8000


def bright_part(image: NDArray[np.uint8]) -> float:
    """How bright a picture's bright parts are, 0 to 255: of each px the strongest channel.

    image : uint8 (H, W, 3) BGR.
    """
    step = max(1, int((image.shape[0] * image.shape[1] / SAMPLED_PX) ** 0.5))
    blue, green, red = (image[::step, ::step, channel] for channel in range(3))
    # Not max(axis=2): along three values numpy is slow, and this is done for every frame.
    strongest = np.maximum(np.maximum(blue, green), red).ravel()
    place = int(BRIGHT_SHARE * (len(strongest) - 1))
    return float(np.partition(strongest, place)[place])


def lifted(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """uint8 (H, W, 3): the picture itself where it is not dark, or else a brighter one."""
    bright = bright_part(image)
    if bright >= DARK:
        return image
    factor = min(MOST, USUAL / max(bright, 1.0))
    return np.asarray(cv2.convertScaleAbs(image, alpha=factor), np.uint8)
