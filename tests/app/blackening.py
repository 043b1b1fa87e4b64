"""A page with a field that is to be hidden, and the tool for it."""

from __future__ import annotations

from app.document.page import Page
from app.widgets.main_window import MainWindow

# The red field of the picture, px: (x, y) of its top left and bottom right.
FIELD = (300, 150), (420, 230)
RED = (0, 0, 255)


def shown_page(window: MainWindow) -> Page:
    return next(page for page in window.session.pages if page.id == window.session.selected)
