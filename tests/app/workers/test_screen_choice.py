"""Which screens are offered, and how pictures of them are read."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.workers import screen_choice
from app.workers.screen_choice import screens_by_info
from app.workers.screen_device import to_pixels

multimedia = pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)


def test_one_screen_needs_no_name_and_several_are_told_apart(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Screen:
        def __init__(self, model: str, name: str) -> None:
            self.model, self.name = lambda: model, lambda: name

    screens = [Screen("U2720Q", "DP-1"), Screen("", r"\\.\DISPLAY2"), Screen("U2720Q", "DP-1")]
    monkeypatch.setattr(screen_choice.QGuiApplication, "screens", lambda: screens)
    found = list(screens_by_info())
    assert [each.name for each in found] == ["U2720Q (1)", "DISPLAY2", "U2720Q (3)"]
    assert len({each.id for each in found}) == 3
    of_second = found[1].id
    del screens[0]
    assert next(iter(screens_by_info())).id == of_second  # it is still the same one
    del screens[1:]
    assert [each.name for each in screens_by_info()] == [""]


def test_a_screen_is_opaque_whatever_the_fourth_byte_says() -> None:
    bare = QImage(4, 3, QImage.Format.Format_ARGB32)
    bare.fill(QColor(200, 20, 30, 0))
    pixels = to_pixels(multimedia.QVideoFrame(bare))
    assert pixels.tolist() == np.full((3, 4, 3), (30, 20, 200)).tolist()


class Rows:
    """A frame whose rows are padded, as a graphics card may leave them."""

    def __init__(self, pixel_format: object, rows: np.ndarray, width: int) -> None:
        self.pixelFormat = lambda: pixel_format
        self.map = lambda _mode: True
        self.unmap = lambda: None
        self.width, self.height = lambda: width, lambda: len(rows)
        self.bytesPerLine = lambda _plane: rows.shape[1]
        self.bits = lambda _plane: memoryview(rows.tobytes() + b"more")


@pytest.mark.parametrize(("name", "red"), [("Format_BGRX8888", 2), ("Format_RGBA8888", 0)])
def test_padded_rows_are_read_as_they_lie_and_colours_as_they_are_named(
    name: str, red: int
) -> None:
    rows = np.zeros((5, 3 * 4 + 20), np.uint8)
    rows[:, red : 3 * 4 : 4] = [[10, 20, 30]]
    kind = getattr(multimedia.QVideoFrameFormat.PixelFormat, name)
    pixels = to_pixels(Rows(kind, rows, 3))
    assert pixels.shape == (5, 3, 3)
    assert pixels[4].tolist() == [[0, 0, 10], [0, 0, 20], [0, 0, 30]]
