"""A rectangle on a page that is moved and sized by keys, in px of the widget that shows it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt

from app.widgets.picture_view import ARROWS
from detector.quad import Point

# Of what is shown of the page: about a line of print.
FIRST_WIDTH, FIRST_HEIGHT = 0.3, 0.1
# A press, and one with Ctrl.
STEP_PX, FINE_PX = 10.0, 1.0
LEAST_PX = 8.0
# What draws the frame, or shows again what lies under it.
FRAME_KEYS = {
    *(Qt.Key.Key_Return, Qt.Key.Key_Enter),
    *(Qt.Key.Key_Backspace, Qt.Key.Key_Delete),
}


def first_frame(shown: QRectF, page: QRectF) -> QRectF:
    """In the middle of what is shown of a page; of a thread of a page, as high as it is."""
    width = min(max(shown.width() * FIRST_WIDTH, LEAST_PX), page.width())
    height = min(max(shown.height() * FIRST_HEIGHT, LEAST_PX), page.height())
    return QRectF(shown.center() - QPointF(width / 2, height / 2), QSizeF(width, height))


def middle(start: Point, end: Point) -> Point:
    """Half-way between two corners."""
    return (start[0] + end[0]) / 2, (start[1] + end[1]) / 2


def stepped(frame: QRectF, key: Qt.Key, modifiers: Qt.KeyboardModifier, page: QRectF) -> QRectF:
    """The frame after an arrow, which moves it, or with Shift its lower right corner; never out of
    the page."""
    step = FINE_PX if modifiers & Qt.KeyboardModifier.ControlModifier else STEP_PX
    by_x, by_y = (way * step for way in ARROWS[key])
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        width = min(max(frame.width() + by_x, LEAST_PX), page.right() - frame.left())
        height = min(max(frame.height() + by_y, LEAST_PX), page.bottom() - frame.top())
        return QRectF(frame.topLeft(), QSizeF(width, height))
    left = min(max(frame.left() + by_x, page.left()), page.right() - frame.width())
    top = min(max(frame.top() + by_y, page.top()), page.bottom() - frame.height())
    return QRectF(QPointF(left, top), frame.size())


def way_into(frame: QRectF, view: QRectF) -> QPointF:
    """By how much a page has to be moved for a frame on it to be seen, its upper left at least."""
    return QPointF(
        _way(frame.left(), frame.right(), view.left(), view.right()),
        _way(frame.top(), frame.bottom(), view.top(), view.bottom()),
    )


def _way(low: float, high: float, first: float, last: float) -> float:
    return max(min(0.0, last - high), first - low)
