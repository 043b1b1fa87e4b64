"""Laws of the way between picture and network input."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.letterbox import PADDING_VALUE, Letterbox
from detector.mipmap import Mipmap

sides = st.integers(1, 6000)


@given(sides, sides, st.floats(0, 1), st.floats(0, 1))
def test_there_and_back_is_under_half_a_pixel(width: int, height: int, u: float, v: float) -> None:
    frame = Letterbox.fit(width, height, 256, 64)
    point = np.array([[u * (width - 1), v * (height - 1)]])
    assert np.abs(frame.to_picture(frame.to_input(point)) - point).max() < 1e-6


@given(sides, sides)
def test_input_is_a_multiple_and_holds_the_picture(width: int, height: int) -> None:
    frame = Letterbox.fit(width, height, 256, 64)
    assert frame.width % 64 == 0
    assert frame.height % 64 == 0
    assert max(frame.inner_width, frame.inner_height) == 256
    assert frame.inner_width <= frame.width
    assert frame.inner_height <= frame.height


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 700), st.integers(0, 500))
def test_a_dot_lands_where_the_mapping_says(x: int, y: int) -> None:
    image = np.zeros((520, 720, 3), np.uint8)
    cv2.rectangle(image, (x, y), (x + 19, y + 19), (255, 255, 255), -1)
    frame = Letterbox.fit(720, 520, 256, 64)
    seen = frame.apply(Mipmap(image))[: frame.inner_height, : frame.inner_width, 0].astype(float)
    rows, columns = np.mgrid[: seen.shape[0], : seen.shape[1]]
    middle = np.array([(columns * seen).sum(), (rows * seen).sum()]) / seen.sum()
    expected = frame.to_input(np.array([(x + 9.5, y + 9.5)]))[0]
    if x + 19 < 719 and y + 19 < 519:
        # Two px each way weigh an edge by where it falls; half a px of either would be 0.3 or more.
        assert np.abs(middle - expected).max() < 0.2


def test_the_rest_is_grey() -> None:
    frame = Letterbox.fit(200, 100, 256, 64)
    image = np.zeros((100, 200, 3), np.uint8)
    assert (frame.apply(Mipmap(image))[frame.inner_height :] == PADDING_VALUE).all()


def test_every_column_of_a_wide_odd_picture_counts_alike() -> None:
    """Where no level of half the size suffices, more than two px each way have to be seen."""
    fine = np.zeros((301, 1027, 3), np.uint8)
    fine[:, ::2] = 255
    frame = Letterbox.fit(1027, 301, 256, 64)
    seen = frame.apply(Mipmap(fine))[: frame.inner_height, : frame.inner_width]
    assert np.abs(seen.astype(float) - 127.5).max() < 40
