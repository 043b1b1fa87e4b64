"""Between arrays and QImage, always by a copy: a QImage over a borrowed buffer outlives it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def to_qimage(image: NDArray[np.uint8]) -> QImage:
    """A QImage of its own, RGB32 (what the painter is fastest with), of uint8 (H, W, 3) BGR."""
    contiguous = np.ascontiguousarray(image)
    height, width = contiguous.shape[:2]
    # The stub wants bytes; any buffer does. The conversion below copies.
    buffer: Any = contiguous.data
    borrowed = QImage(buffer, width, height, width * 3, QImage.Format.Format_BGR888)
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)


def to_array(image: QImage) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) BGR, contiguous, of its own; what is transparent lies on white."""
    if image.hasAlphaChannel():
        image = _on_white(image)
    plain = image.convertToFormat(QImage.Format.Format_BGR888)
    height, width = plain.height(), plain.width()
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(height, plain.bytesPerLine())
    return rows[:, : width * 3].reshape(height, width, 3).copy()


def _on_white(image: QImage) -> QImage:
    straight = image.convertToFormat(QImage.Format.Format_RGBA8888)
    height, width = straight.height(), straight.width()
    rows = np.frombuffer(straight.constBits(), np.uint8).reshape(height, straight.bytesPerLine())
    pixels = rows[:, : width * 4].reshape(height, width, 4).astype(np.uint16)
    alpha = pixels[..., 3:]
    blended = ((pixels[..., 2::-1] * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)
    return to_qimage(blended)
