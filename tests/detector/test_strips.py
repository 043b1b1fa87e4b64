"""Strips show what lies along a side, exactly where they are looked for."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from detector.mipmap import Mipmap
from detector.quad import Quad
from detector.strips import COLUMNS, ROWS, SIDES, SideFrame, cut

CARD = Quad([(310.0, 190.0), (930.0, 240.0), (890.0, 610.0), (280.0, 560.0)])


@pytest.mark.parametrize("level", [1, 2, 4])
def test_strips_lie_where_they_are_looked_for_at_every_level(level: int) -> None:
    """Of a plane of grey every mean is the value in its middle: it shows where strips were cut."""
    rows, columns = np.mgrid[:1024, :1024].astype(np.float64) - 512
    start, end = np.array([300.0, 512.0]), np.array([700.0, 512.0])
    frame = SideFrame(start, end, np.array([0.0, -1.0]), level * ROWS / 2)
    y = ((np.arange(ROWS) + 0.5) / ROWS * 2 - 1)[:, None] * frame.reach_px
    x = frame.shares(COLUMNS) * 400 - 212
    found = []
    # Halving rounds upwards: on a plane that falls that counts the other way.
    for slope in (4 / level, -4 / level):
        plane = np.clip(128 + slope * rows + 0.02 * columns, 0, 255).round().astype(np.uint8)
        picture = Mipmap(np.repeat(plane[..., None], 3, axis=2))
        assert picture.at_scale(2 * frame.reach_px / ROWS)[1] == level
        (strip,) = cut(picture, [frame])
        expected = 128 + slope * y + 0.02 * x
        found.append((strip[..., 0].astype(np.float64) - expected).mean() / slope)
    assert abs(float(np.mean(found))) < 0.05 * level


def test_strips_show_the_outside_above() -> None:
    image = np.zeros((800, 1280, 3), np.uint8)
    cv2.fillConvexPoly(image, np.round(CARD.corners).astype(np.int32), (255, 255, 255))
    strips = cut(Mipmap(image), SideFrame.all_of(CARD, 0.05))
    assert strips.shape == (SIDES, ROWS, COLUMNS, 3)
    middle = strips[:, :, COLUMNS // 4 : -COLUMNS // 4].mean(axis=(2, 3))
    assert (middle[:, : ROWS // 2 - 2] < 10).all()
    assert (middle[:, ROWS // 2 + 2 :] > 245).all()
