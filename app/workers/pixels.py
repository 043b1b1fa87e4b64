"""Between arrays and QImage, always by a copy: a QImage over a borrowed buffer outlives it.

OpenCV converts, not QImage: PySide keeps the interpreter's lock through a conversion, and the
window's thread would wait for it (tens of milliseconds for a photo).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

Buffer = bytes | bytearray | memoryview  # what the stubs say; it is the last, of the image itself


def to_qimage(image: NDArray[np.uint8]) -> QImage:
    """A QImage of its own, RGB32 (what the painter is fastest with), of uint8 (H, W, 3) BGR.

    Raises MemoryError where there is no room for it.
    """
    height, width = image.shape[:2]
    picture = _empty(width, height)
    cv2.cvtColor(image, cv2.COLOR_BGR2BGRA, dst=_pixels(picture, picture.bits()))
    return picture


def shrunk(picture: QImage, width: int, height: int) -> QImage:
    """A picture of to_qimage made smaller, to half its size at least: bilinear, which passes over
    none of its px then, and takes their mean at the half itself. (Averaging areas takes far longer
    where a side is odd.) Raises MemoryError as to_qimage does.
    """
    small = _empty(width, height)
    pixels = _pixels(picture, picture.constBits())
    into = _pixels(small, small.bits())
    cv2.resize(pixels, (width, height), dst=into, interpolation=cv2.INTER_LINEAR)
    return small


def to_preview(image: NDArray[np.uint8], room: tuple[int, int]) -> QImage:
    """As to_qimage, made smaller where the picture is larger than room (width, height), px.

    Scaled in the feed's thread, once, as the painter would at every paint: bilinear. (Averaging
    areas halves the frames a second of a 1080p feed.)
    """
    height, width = image.shape[:2]
    factor = min(room[0] / width, room[1] / height)
    if factor < 1:
        size = max(1, round(width * factor)), max(1, round(height * factor))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    return to_qimage(image)


def to_array(image: QImage) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) BGR, contiguous, of its own; what is transparent lies on white."""
    if image.hasAlphaChannel():
        image = _on_white(image)
    if image.format() != QImage.Format.Format_RGB32:  # four bytes, blue first
        image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.asarray(cv2.cvtColor(_pixels(image, image.constBits()), cv2.COLOR_BGRA2BGR), np.uint8)


def _empty(width: int, height: int) -> QImage:
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    if picture.isNull():
        raise MemoryError(f"no room for a picture of {width} × {height} px")
    return picture


def _pixels(image: QImage, bits: Buffer) -> NDArray[np.uint8]:
    """The pixels themselves, uint8 (H, W, 4) BGRA. bits : of an image with four bytes a pixel."""
    rows = np.frombuffer(bits, np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows.reshape(image.height(), image.width(), 4)


def _on_white(image: QImage) -> QImage:
    straight = image.convertToFormat(QImage.Format.Format_RGBA8888)
    height, width = straight.height(), straight.width()
    rows = np.frombuffer(straight.constBits(), np.uint8).reshape(height, straight.bytesPerLine())
    pixels = rows[:, : width * 4].reshape(height, width, 4).astype(np.uint16)
    alpha = pixels[..., 3:]
    blended = ((pixels[..., 2::-1] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)
    return to_qimage(blended)
