"""Films as frame sources: a video file, and the bundled sample clip that loops."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from app.errors import CameraError

if TYPE_CHECKING:
    from cv2.typing import MatLike

VIDEO_SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".wmv"}
)
# What a file without a usable frame rate is played at.
DEFAULT_FPS = 30.0
# Pixels that are wider or narrower than those of any film (anamorphic ones: 2 to 1) are a slip.
WIDEST, SQUARE = 2.5, 0.005
# Each damaged frame is a read that fails, as the end is: so many in a row, 10 s, are passed over.
DAMAGED_READS = 300
# A film that ends before this share of its length, as its file says, is cut off. Sound goes on for
# longer than the pictures of many a film, by a second or two.
LEAST_LENGTH = 0.8


class ClipSource:
    """A video file, read frame by frame with OpenCV.

    path : the file. name : as Frame.source. loop : starts again at the end.
    """

    def __init__(self, path: Path, name: str, *, loop: bool = False) -> None:
        self.name = name
        self._path = path
        self._loop = loop
        self._film: cv2.VideoCapture | None = None
        self._fps = DEFAULT_FPS
        self._whole, self._at_ms = True, 0.0  # the last frame's time
        self._stretch = (1.0, 1.0)  # across and down, until pixels are square

    @property
    def interval_s(self) -> float:
        """Time between two frames, s, by the file's own rate."""
        return 1.0 / self._fps

    @property
    def whole(self) -> bool:
        """False once damaged frames were passed over, or the end came before the film's length."""
        return self._whole

    def open(self) -> None:
        """Opens the file. Raises CameraError("unreadable") where it is no video."""
        # Opening a pipe or device would wait for whoever writes to it.
        if not os.path.isfile(self._path):  # noqa: PTH113 - Path.is_file() raises for long names
            raise CameraError("unreadable", f"{self._path.name} is not a regular file")
        film = cv2.VideoCapture(str(self._path), cv2.CAP_FFMPEG)
        if not film.isOpened():
            film.release()
            raise CameraError("unreadable", f"{self._path.name} is not a video that can be read")
        fps = film.get(cv2.CAP_PROP_FPS)
        # Some containers say 0, some say the time base (90000).
        self._fps = fps if math.isfinite(fps) and 1 <= fps <= 240 else DEFAULT_FPS
        self._stretch = _stretch(film)
        self._film = film

    def read(self) -> NDArray[np.uint8] | None:
        """The next frame that can be read, uint8 (H, W, 3) BGR, its pixels square; None at the end
        of a file that does not loop."""
        if self._film is None:
            return None
        got, image = self._film.read()
        if not got and self._loop:
            self._film.set(cv2.CAP_PROP_POS_FRAMES, 0)
            got, image = self._film.read()
        elif not got:
            got, image = self._read_on(self._film)
        self._at_ms = self._film.get(cv2.CAP_PROP_POS_MSEC) if got else self._at_ms
        if got and self._stretch != (1.0, 1.0):
            across, down = self._stretch
            image = cv2.resize(image, None, fx=across, fy=down, interpolation=cv2.INTER_LINEAR)
        return np.ascontiguousarray(image, dtype=np.uint8) if got else None

    def _read_on(self, film: cv2.VideoCapture) -> tuple[bool, MatLike]:
        """As film.read(), of what comes after a damaged part."""
        got, image = film.read()
        for _ in range(DAMAGED_READS):
            if got:
                break
            got, image = film.read()
        cut_off = 0 < self._at_ms < LEAST_LENGTH * _last_ms(film)
        self._whole &= not got and not cut_off
        return got, image

    def close(self) -> None:
        """Closes the file. Safe to call twice."""
        if self._film is not None:
            self._film.release()
            self._film = None


def _last_ms(film: cv2.VideoCapture) -> float:
    """When the last frame comes by what the file says of itself, ms; 0 where it says nothing."""
    count, fps = film.get(cv2.CAP_PROP_FRAME_COUNT), film.get(cv2.CAP_PROP_FPS)
    return 1000 * (count - 1) / fps if count > 1 and fps > 0 else 0.0


def _stretch(film: cv2.VideoCapture) -> tuple[float, float]:
    """How much wider and higher a film's frames are to be, that its pixels come square."""
    over, under = film.get(cv2.CAP_PROP_SAR_NUM), film.get(cv2.CAP_PROP_SAR_DEN)
    wide = over / under if over > 0 and under > 0 else 1.0
    if abs(wide - 1) <= SQUARE or not 1 / WIDEST <= wide <= WIDEST:
        return (1.0, 1.0)
    # OpenCV turns the frames of a telephone that was held upright, and leaves the ratio.
    lying = film.get(cv2.CAP_PROP_ORIENTATION_META) % 180 == 90
    return (1.0, wide) if lying else (wide, 1.0)
