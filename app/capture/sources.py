"""Films as frame sources: a video file, the bundled sample among them."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from app.capture import asf
from app.errors import CameraError

if TYPE_CHECKING:
    from cv2.typing import MatLike

VIDEO_SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".wmv"}
)
# What a file without a usable frame rate is played at.
DEFAULT_FPS = 30.0
# A frame stands by the time stamps for this long at most: what is on it was seen by then, and some
# stamps leap by hours. Such as are closer than those of a film in slow motion are no times at all.
LONGEST_S, SHORTEST_S = 10.0, 0.003
# Pixels that are wider or narrower than those of any film (anamorphic ones: 2 to 1) are a slip.
WIDEST, SQUARE = 2.5, 0.005
# Each damaged frame is a read that fails, as the end is: so many in a row, 10 s, are passed over.
DAMAGED_READS = 300
# A film that ends before this share of its length, as its file says, is cut off. Sound goes on for
# longer than the pictures of many a film, by a second or two.
LEAST_LENGTH = 0.8


class ClipSource:
    """A video file, read frame by frame with OpenCV.

    path : the file. name : as Frame.source.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._path = path
        self._film: cv2.VideoCapture | None = None
        self._fps = DEFAULT_FPS
        self._interval_s = 1 / DEFAULT_FPS
        self._whole = True
        self._count, self._at_ms = 0, 0.0  # of the frames read, and when the last one came
        self._stretch = (1.0, 1.0)  # across and down, until pixels are square

    @property
    def interval_s(self) -> float:
        """As FrameSource's: by the time stamps where they make sense, else by the film's rate."""
        return self._interval_s

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
        sane = math.isfinite(fps) and 1 / LONGEST_S <= fps <= 240
        self._fps = fps if sane else DEFAULT_FPS
        self._interval_s = 1 / self._fps
        self._stretch = _stretch(film)
        self._film = film

    def read(self) -> NDArray[np.uint8] | None:
        """The next frame that can be read, uint8 (H, W, 3) BGR, its pixels square; None at the
        end."""
        if self._film is None:
            return None
        got, image = self._film.read()
        timed = got
        if not got:
            got, image = self._read_on(self._film)
            timed = self._whole  # else over what is lacking the last frame would seem to lie still
        self._keep_time(self._film, got=got, timed=timed)
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
        # By both: of a film whose last frame stands for long, the times alone would say so.
        few = self._count < LEAST_LENGTH * film.get(cv2.CAP_PROP_FRAME_COUNT)
        cut_off = (few and 0 < self._at_ms < LEAST_LENGTH * _last_ms(film)) or self._lacks_end()
        self._whole &= not got and not cut_off
        return got, image

    def _lacks_end(self) -> bool:
        try:
            return asf.lacks_end(self._path)
        except OSError:  # gone, since it was opened
            return False

    def _keep_time(self, film: cv2.VideoCapture, *, got: bool, timed: bool) -> None:
        """Of a frame, or the end."""
        usual_ms = 1000 / self._fps
        at_ms = film.get(cv2.CAP_PROP_POS_MSEC) if got else _last_ms(film) + usual_ms
        passed_s = (at_ms - self._at_ms) / 1000
        sane = timed and passed_s >= SHORTEST_S
        self._interval_s = min(passed_s, LONGEST_S) if sane else 1 / self._fps
        if got:
            self._count += 1
            # The last frame of an MPEG has no time.
            self._at_ms = at_ms if at_ms > 0 or self._count == 1 else self._at_ms + usual_ms

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
