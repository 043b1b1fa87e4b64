"""Picture ↔ network input, with an exact inverse."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.mipmap import Mipmap

# What surrounds the picture in the network's input: mid grey, as in training.
PADDING_VALUE = 114


@dataclass(frozen=True)
class Letterbox:
    """A picture resized to fit the input, at its top-left, the rest grey.

    scale_x, scale_y : input px ÷ picture px; they differ by less than a pixel's rounding.
    width, height : the input's size, px. inner_width, inner_height : what the picture covers.
    """

    scale_x: float
    scale_y: float
    width: int
    height: int
    inner_width: int
    inner_height: int

    @classmethod
    def fit(cls, width: int, height: int, long_side: int, multiple: int) -> Letterbox:
        """For a picture of width × height px whose longer side becomes long_side px.

        The input's sides are rounded up to a multiple, so a wide picture costs no square.
        """
        scale = long_side / max(width, height)
        inner_width = max(1, round(width * scale))
        inner_height = max(1, round(height * scale))
        return cls(
            inner_width / width,
            inner_height / height,
            -(-inner_width // multiple) * multiple,
            -(-inner_height // multiple) * multiple,
            inner_width,
            inner_height,
        )

    def apply(self, picture: Mipmap) -> NDArray[np.uint8]:
        """uint8 (height, width, 3), channels as given; from the smallest level that suffices."""
        shrinking = 1 / max(self.scale_x, self.scale_y)
        # What is left to shrink is a factor below 2, for which two px each way see everything;
        # more where the picture's size is odd.
        wanted = 2.0 ** math.floor(math.log2(max(1.0, shrinking)))
        image, scale = picture.at_scale(wanted, whole=True)
        resized = cv2.resize(
            image,
            (self.inner_width, self.inner_height),
            interpolation=cv2.INTER_LINEAR if scale == wanted else cv2.INTER_AREA,
        )
        canvas = np.full((self.height, self.width, 3), PADDING_VALUE, np.uint8)
        canvas[: self.inner_height, : self.inner_width] = resized
        return canvas

    def to_input(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Picture px → input px, shape (..., 2); pixel centres at integers."""
        return (np.asarray(points, np.float64) + 0.5) * (self.scale_x, self.scale_y) - 0.5

    def to_picture(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Input px → picture px, shape (..., 2), the inverse of to_input."""
        return (np.asarray(points, np.float64) + 0.5) / (self.scale_x, self.scale_y) - 0.5
