"""What a file says of its picture on paper: dots an inch, across and down.

Faxes have twice as many across as down; and what a scanner says tells how large a sheet is that has
none of the known formats.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from app.document.upright import LYING, ORIENTATION, UNREADABLE

# What scanners and fax machines offer; anything else is a slip of whoever wrote the file.
LEAST_DPI, MOST_DPI = 50.0, 2400.0
# Written by what knows nothing of paper: cameras, drawing programs, and screens of two or three
# times as many dots. PNG counts in dots a metre, which makes 96.012 of the second.
SCREENS_DPI, ROUNDING_DPI = (72.0, 96.0, 144.0, 192.0, 216.0, 288.0), 0.5
# Pixels that differ by less are square but for rounding; by more than any fax's, which are 2.1
# times as high as wide (204 × 98, ITU-T T.4) or 1.9 times as wide as high (204 × 391), wrong.
SAME, MOST_STRETCH = 0.02, 2.5
# Tags of TIFF 6.0 (section 8) and EXIF (CIPA DC-008, 4.6).
ACROSS, DOWN, UNIT = 282, 283, 296
INCHES = {2: 1.0, 3: 2.54}  # what the unit's numbers count in: dots an inch for each
EXIF_FOLDER, EXPOSURE_TIME, FOCAL_LENGTH = 0x8769, 0x829A, 0x920A


@dataclass(frozen=True)
class Resolution:
    """across, down : dots an inch; 0 where nothing is known, or nothing that can be believed."""

    across: float = 0.0
    down: float = 0.0

    @property
    def dpi(self) -> float | None:
        """Of the picture with square pixels, where it tells how large the picture is on paper."""
        dpi = max(self.across, self.down)
        of_a_screen = any(abs(dpi - each) <= ROUNDING_DPI for each in SCREENS_DPI)
        return None if of_a_screen or not dpi else dpi

    @property
    def turned(self) -> Resolution:
        """Of the picture turned by a quarter."""
        return Resolution(self.down, self.across)

    def squared(self, width: int, height: int) -> tuple[int, int]:
        """How wide and high a picture of so many px is with square pixels, none of them lost."""
        if not self.across or abs(self.across / self.down - 1) <= SAME:
            return width, height
        finest = max(self.across, self.down)
        return round(width * finest / self.across), round(height * finest / self.down)


NOTHING = Resolution()


def resolution_of(picture: Image.Image) -> Resolution:
    """As Pillow counts the picture's size; of one that is not decoded yet."""
    if isinstance(picture, TiffImageFile):
        return _of_tiff(picture)
    return believed(*picture.info.get("dpi", (0, 0)))


def is_photograph(picture: Image.Image) -> bool:
    """Whether a camera says how it took a JPEG: its dots an inch are made up then."""
    if picture.format not in {"JPEG", "MPO"} or "exif" not in picture.info:
        return False
    try:
        taken = picture.getexif().get_ifd(EXIF_FOLDER)
    except UNREADABLE:
        return False
    return EXPOSURE_TIME in taken or FOCAL_LENGTH in taken


def squared(image: NDArray[np.uint8], noted: Resolution) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) with square pixels; the same one where they are."""
    height, width = image.shape[:2]
    size = noted.squared(width, height)
    if size == (width, height):
        return image
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def believed(across: object, down: object, inches: float = 1.0) -> Resolution:
    """What may be true of two figures. inches : dots an inch for each of them; 0 for no unit."""
    try:
        noted = [float(each) * inches for each in (across, down)]  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return NOTHING
    if not all(math.isfinite(each) and LEAST_DPI <= each <= MOST_DPI for each in noted):
        return NOTHING
    return Resolution(*noted) if max(noted) <= min(noted) * MOST_STRETCH else NOTHING


def _of_tiff(picture: TiffImageFile) -> Resolution:
    """By the tags of this frame: what Pillow notes beside them may be another frame's. Each frame
    is turned as it is decoded, and its size is told so before."""
    tags = picture.tag_v2
    inches = INCHES.get(tags.get(UNIT, 2), 0.0)
    noted = believed(tags.get(ACROSS, 0), tags.get(DOWN, 0), inches)
    return noted.turned if tags.get(ORIENTATION) in LYING else noted
