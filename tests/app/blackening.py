"""A page with a field that is to be hidden, and the tool for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.document.page import Page
from app.widgets.main_window import MainWindow
from app.widgets.page_view import PageView

# The red field of the picture, px: (x, y) of its top left and bottom right.
FIELD = (300, 150), (420, 230)
RED = (0, 0, 255)


def shown_page(window: MainWindow) -> Page:
    return next(page for page in window.session.pages if page.id == window.session.selected)


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Of a person who has no pointer: whatever has the focus gets it."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)


def frame_of(view: PageView) -> QRectF:
    assert view._band is not None
    return view._rectangle(*view._band)
