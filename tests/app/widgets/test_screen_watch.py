"""The own window in a picture of the screen: taken out, wherever it lies, as far as it is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.widgets.screen_watch import own_window
from app.widgets.tape import paint_tape
from app.workers.own_window import FILL, OwnWindow, without_own
from app.workers.pixels import to_array

SCREEN = QRect(0, 0, 900, 600)
WINDOW = QRect(60, 40, 500, 420)
INSET = (120, 40, -20, -40)  # from the window to the live picture
SCALES = [1.0, 1.5, 2.0]


def picture(
    screen: QRect, window: QRect, scale: float, covers: list[QRect] | None = None
) -> np.ndarray:
    """What the screen shows: stripes, the window with its tape, and what lies above it."""
    image = QImage(
        round(screen.width() * scale), round(screen.height() * scale), QImage.Format.Format_RGB32
    )
    image.fill(QColor(90, 120, 60))
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-screen.topLeft())
    painter.fillRect(window, QColor(250, 250, 250))
    finder = window.adjusted(*INSET)
    painter.fillRect(finder, QColor(70, 30, 120))
    paint_tape(painter, QRectF(finder))
    for cover in covers or []:
        painter.fillRect(cover, QColor(10, 200, 220))
    painter.end()
    return to_array(image)


def cleared(
    screen: QRect, window: QRect, scale: float, covers: list[QRect] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Before, and which px were filled."""
    before = picture(screen, window, scale, covers)
    after = before.copy()
    without_own(after, own_window([window], window.adjusted(*INSET), screen))
    changed = (after != before).any(axis=2)
    assert (after[changed] == FILL).all()
    return before, (after == FILL).all(axis=2)


def inside(rect: QRect, screen: QRect, scale: float, size: tuple[int, int]) -> np.ndarray:
    """Which px of a picture of the screen lie in a rectangle."""
    left, top = (rect.left() - screen.left()) * scale, (rect.top() - screen.top()) * scale
    columns, rows = np.arange(size[1]) + 0.5, np.arange(size[0]) + 0.5
    across = (columns > left) & (columns < left + rect.width() * scale)
    down = (rows > top) & (rows < top + rect.height() * scale)
    return down[:, None] & across


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(
    ("screen", "window"),
    [
        (SCREEN, WINDOW),
        (QRect(1600, -200, 900, 600), WINDOW.translated(1600, -200)),  # another one, to the right
        (SCREEN, WINDOW.translated(500, 0)),  # over the right rim
        (SCREEN, WINDOW.translated(-200, 300)),  # over the lower left corner
        (SCREEN, WINDOW.translated(600, 400)),  # only its upper left corner is left
        (SCREEN, SCREEN),  # as large as the screen
    ],
)
def test_the_whole_window_is_taken_out_and_nothing_else(
    screen: QRect, window: QRect, scale: float
) -> None:
    before, filled = cleared(screen, window, scale)
    assert (filled == inside(window, screen, scale, before.shape[:2])).mean() > 0.999


def test_a_window_on_another_screen_takes_nothing_out() -> None:
    _, filled = cleared(SCREEN, WINDOW.translated(900, 0), 1.0)
    assert not filled.any()


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(
    "cover",
    [
        QRect(300, 0, 600, 600),  # its right half
        QRect(0, 250, 900, 350),  # its lower half
        QRect(350, 250, 550, 350),  # a corner
        QRect(0, 200, 900, 100),  # a band
    ],
)
def test_a_document_above_the_window_stays_and_the_mirror_goes(cover: QRect, scale: float) -> None:
    before, filled = cleared(SCREEN, WINDOW, scale, [cover])
    above = inside(cover, SCREEN, scale, before.shape[:2])
    seen = inside(WINDOW, SCREEN, scale, before.shape[:2]) & ~above
    # To one cell of the tape and what of it is torn.
    assert (filled & above).sum() < 0.1 * above.sum()
    assert filled[seen].mean() > 0.9
    finder = inside(WINDOW.adjusted(*INSET), SCREEN, scale, before.shape[:2])
    assert filled[finder & ~above].mean() > 0.9


def test_a_window_that_lies_below_another_takes_nothing_out() -> None:
    _, filled = cleared(SCREEN, WINDOW, 1.0, [QRect(20, 20, 700, 500)])
    assert not filled.any()


def test_where_no_tape_is_shown_nothing_is_taken_out() -> None:
    image = picture(SCREEN, WINDOW, 1.0)
    before = image.copy()
    without_own(image, own_window([WINDOW], None, SCREEN))
    without_own(image, OwnWindow())
    assert (image == before).all()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("window", [WINDOW, WINDOW.translated(330, 130)])
def test_a_window_that_does_not_know_its_place_is_found_by_its_tape(
    window: QRect, scale: float
) -> None:
    before = picture(SCREEN, window, scale, [QRect(5, 500, 300, 90)])
    after = before.copy()
    # As it says at the origin of another, larger screen.
    unmoved = window.translated(-window.topLeft())
    own = own_window([unmoved], unmoved.adjusted(*INSET), QRect(0, 0, 1400, 1000))
    without_own(after, replace(own, adrift=True))
    filled = (after == FILL).all(axis=2)
    assert (filled == inside(window, SCREEN, scale, before.shape[:2])).mean() > 0.985


@pytest.mark.parametrize("covers", [[QRect(20, 20, 700, 500)], [QRect(300, 0, 600, 600)]])
def test_a_window_that_is_not_found_takes_nothing_out(covers: list[QRect]) -> None:
    image = picture(SCREEN, WINDOW, 1.0, covers)
    before = image.copy()
    own = own_window([WINDOW], WINDOW.adjusted(*INSET), SCREEN)
    without_own(image, replace(own, adrift=True))
    assert (image == before).all()


def test_a_menu_goes_with_the_window() -> None:
    image = picture(SCREEN, WINDOW, 1.0)
    menu = QRect(QPoint(600, 100), QPoint(700, 200))
    without_own(image, own_window([WINDOW, menu], WINDOW.adjusted(*INSET), SCREEN))
    assert (image[100:200, 600:700] == FILL).all()
