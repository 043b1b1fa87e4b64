from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from app.workers.pixels import to_array, to_qimage


@pytest.mark.parametrize("width", [1, 2, 3, 5, 64])
def test_there_and_back_changes_nothing(width: int) -> None:
    image = np.random.default_rng(3).integers(0, 256, (7, width, 3), dtype=np.uint8)
    assert np.array_equal(to_array(to_qimage(image)), image)


def test_the_picture_owns_its_pixels() -> None:
    image = np.full((8, 8, 3), 200, np.uint8)
    picture = to_qimage(image)
    image[:] = 0
    assert picture.pixelColor(3, 3) == QColor(200, 200, 200)
    array = to_array(picture)
    picture.fill(0)
    assert (array == 200).all()


def test_blue_stays_blue() -> None:
    image = np.zeros((2, 2, 3), np.uint8)
    image[..., 0] = 255
    assert to_qimage(image).pixelColor(0, 0) == QColor(0, 0, 255)


def test_what_is_transparent_lies_on_white() -> None:
    picture = QImage(2, 2, QImage.Format.Format_ARGB32)
    picture.fill(QColor(255, 0, 0, 0))
    picture.setPixelColor(0, 0, QColor(255, 0, 0, 255))
    array = to_array(picture)
    assert array[0, 0].tolist() == [0, 0, 255]
    assert array[1, 1].tolist() == [255, 255, 255]
