"""Wide Gaussian blurs: of shadows, shade and glare, at any size of picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What is left of the spread, px, once the picture is shrunk: of less than this, an enlarged px
# would be seen.
LEAST_SPREAD = 3.0


def blurred(picture: NDArray[Any], spread: float) -> NDArray[Any]:
    """A picture (H, W) after a Gaussian of standard deviation `spread` px, of its own type.

    A wide one is taken of a shrunk picture: the time of a direct one grows with its width, and in
    scenes of 12 MP it took most of all. The result differs by some per mille of the range, at the
    rim of the picture, whose reflection begins half a px of the shrunk one off, by some per cent.
    """
    factor = 2 ** max(0, math.floor(math.log2(spread / LEAST_SPREAD)))
    height, width = picture.shape[:2]
    if factor == 1 or min(height, width) < 2 * factor:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), spread))
    size = (-(-width // factor), -(-height // factor))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    # Shrinking and enlarging blur too: a box of `factor` px and a tent of twice that.
    left = math.sqrt(spread**2 / factor**2 - 1 / 12 - 1 / 6)
    soft = cv2.GaussianBlur(small, (0, 0), left)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR))
