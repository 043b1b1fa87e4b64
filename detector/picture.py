"""What every entry of the detector asks of the pictures that it is given."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import ImageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


def check_picture(image: NDArray[np.uint8]) -> None:
    """Raises ImageError where an array is no uint8 (H, W, 3) of one pixel or more."""
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or not image.size:
        raise ImageError(f"expected uint8 (H, W, 3), got {image.dtype} {image.shape}")


@contextmanager
def memory_errors() -> Iterator[None]:
    """OpenCV has an error of its own for memory that is not there: here it is Python's, which a
    batch of pictures gets over."""
    try:
        yield
    except cv2.error as error:
        if error.code == cv2.Error.StsNoMem:
            raise MemoryError(str(error)) from error
        raise
