"""Which way up a picture is, by what its file notes (EXIF's orientation: CIPA DC-008, 4.6.4)."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from cv2.typing import MatLike

ORIENTATION = 274
# What notes that were cut or made up make Pillow raise.
UNREADABLE = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, struct.error)
# Orientations that swap a picture's sides.
LYING = (5, 6, 7, 8)
# Orientation → what makes the picture upright. OpenCV's turns take a quarter of numpy's time.
TURNS: dict[int, Callable[[NDArray[np.uint8]], MatLike]] = {
    2: lambda image: cv2.flip(image, 1),
    3: lambda image: cv2.rotate(image, cv2.ROTATE_180),
    4: lambda image: cv2.flip(image, 0),
    5: cv2.transpose,
    6: lambda image: cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE),
    7: lambda image: cv2.flip(cv2.transpose(image), -1),
    8: lambda image: cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE),
}


def orientation_of(picture: Image.Image) -> int:
    """As the file notes it, in numbers of whatever kind; 1, upright, where it notes nothing, or
    nothing that can be read."""
    try:
        noted = picture.getexif().get(ORIENTATION)
    except UNREADABLE:
        return 1
    return noted if isinstance(noted, int) and noted in TURNS else 1


def upright(image: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) by its orientation, 1 to 8; the same one where it is upright."""
    turn = TURNS.get(orientation)
    return np.asarray(turn(image), np.uint8) if turn else image
