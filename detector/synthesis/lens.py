"""A lens that bends straight lines: barrel near wide angles, pincushion at the long end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

# Largest |k1|; a picture's corner moves by that share of half the diagonal: 3 % of all of it.
STRONGEST = 0.06
BARREL_SHARE = 0.75
# Inverting by iteration ends below this step, px, and is given up after so many.
CLOSE_PX, STEPS = 1e-4, 60


class Lens:
    """Radial distortion of one coefficient: r_straight = r (1 + k1 r²) ÷ zoom.

    r is the distance from the picture's middle in halves of its diagonal. k1 > 0 is barrel,
    k1 < 0 pincushion. The zoom is the least at which the picture holds nothing from beyond the
    straight one, which would have to be made up.

    Parameters: k1; width, height, px.
    """

    def __init__(self, k1: float, width: int, height: int) -> None:
        self.k1, self.width, self.height = k1, width, height
        self._middle = np.array([width - 1, height - 1]) / 2
        self._half = float(np.hypot(width, height)) / 2
        nearest = min(width, height) / 2 / self._half
        self._zoom = 1 + k1 * (1.0 if k1 > 0 else nearest**2)

    @classmethod
    def random(cls, rng: np.random.Generator, width: int, height: int) -> Lens:
        """A lens for a picture of width × height px, as often weak as strong."""
        k1 = float(rng.uniform(0.15, 1) * STRONGEST)
        return cls(k1 if rng.random() < BARREL_SHARE else -k1, width, height)

    def straight(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where points (N, 2) of the distorted picture lie in the straight one, px."""
        offset = points - self._middle
        return np.asarray(self._middle + offset * self._gain(offset), np.float64)

    def distorted(self, points: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Where points (N, 2) of the straight picture land, px; none where that cannot be told,
        as far outside of it, where a pincushion turns back."""
        target = points - self._middle
        offset = target
        for _ in range(STEPS):
            gain = self._gain(offset)
            if gain.min() <= 0.1:
                return None
            following = target / gain
            step = float(np.abs(following - offset).max())
            offset = following
            if step < CLOSE_PX:
                return np.asarray(self._middle + offset, np.float64)
        return None

    def picture(self, image: Image) -> Image:
        """A straight picture, uint8 (H, W, 3), as the lens shows it."""
        x = np.arange(self.width, dtype=np.float32) - np.float32(self._middle[0])
        y = np.arange(self.height, dtype=np.float32)[:, None] - np.float32(self._middle[1])
        squared = (x * x + y * y) / np.float32(self._half**2)
        gain = (1 + np.float32(self.k1) * squared) / np.float32(self._zoom)
        map_x, map_y = x * gain + self._middle[0], y * gain + self._middle[1]
        return np.asarray(
            cv2.remap(
                image,
                map_x.astype(np.float32),
                map_y.astype(np.float32),
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REPLICATE,
            ),
            np.uint8,
        )

    def _gain(self, offset: NDArray[np.float64]) -> NDArray[np.float64]:
        squared = (offset**2).sum(axis=1, keepdims=True) / self._half**2
        return np.asarray((1 + self.k1 * squared) / self._zoom, np.float64)
