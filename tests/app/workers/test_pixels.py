from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from app.workers.pixels import to_array, to_preview, to_qimage


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


@pytest.mark.parametrize(
    ("room", "size"), [((40, 40), (40, 20)), ((10, 400), (10, 5)), ((999, 999), (80, 40))]
)
def test_a_preview_fits_its_room_and_is_never_enlarged(
    room: tuple[int, int], size: tuple[int, int]
) -> None:
    image = np.full((40, 80, 3), (30, 60, 90), np.uint8)
    picture = to_preview(image, room)
    assert (picture.width(), picture.height()) == size
    assert picture.pixelColor(3, 3) == QColor(90, 60, 30)


def test_other_kinds_of_qimage_come_through() -> None:
    picture = QImage(5, 3, QImage.Format.Format_Grayscale8)
    picture.fill(77)
    assert (to_array(picture) == 77).all()
