"""A dialog of captions, fields and words that may be broken into lines."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog


class WordyDialog(QDialog):
    """As high as its words need in the style sheet's font, also where they change: Qt gives a
    dialog its size before it knows that one, and lets it be too low for words that take more
    lines."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._grow()

    def event(self, event: QEvent) -> bool:
        """Qt's hook."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return taken

    def _grow(self) -> None:
        layout = self.layout()
        if layout is not None:
            width = max(self.width(), layout.minimumSize().width())
            self.resize(width, max(self.height(), layout.totalHeightForWidth(width)))
