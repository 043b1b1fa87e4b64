"""How large a page is shown, and the buttons that change it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.widgets.buttons import Button
from app.widgets.picture_view import ZOOM_STEP
from app.widgets.theme import Tokens


class ZoomBar(QFrame):
    """Smaller, the percentage, larger.

    Signals: zoom_asked(factor); switch_asked() between the whole page and its own size.
    """

    zoom_asked = Signal(float)
    switch_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("zoom")
        self.setCursor(Qt.CursorShape.ArrowCursor)  # not the hand of what lies beneath
        self.smaller = Button("", "minus", name=self.tr("Zoom out"), keys="−")
        self.larger = Button("", "plus", name=self.tr("Zoom in"), keys="+")
        self.percent = Button("", "", name=self.tr("Zoom"))
        self.percent.setObjectName("percent")
        self.smaller.clicked.connect(lambda: self.zoom_asked.emit(1 / ZOOM_STEP))
        self.larger.clicked.connect(lambda: self.zoom_asked.emit(ZOOM_STEP))
        self.percent.clicked.connect(self.switch_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for button in (self.smaller, self.percent, self.larger):
            row.addWidget(button)

    def show_zoom(self, percent: str, other: str) -> None:
        """How large the page is shown. other : how large a click would show it, "" for whole."""
        self.percent.say(percent)
        self.percent.setAccessibleName(self.tr("Zoom: {percent}").format(percent=percent))
        if other:
            text = self.tr("Show at {percent} (double-click)").format(percent=other)
        else:
            text = self.tr("Show the whole page (0)")
        self.percent.setToolTip(text)
        self.percent.setAccessibleDescription(text)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        for button in (self.smaller, self.percent, self.larger):
            button.take_theme(tokens)
