"""A dialog of captions, fields and words that may be broken into lines."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog


class WordyDialog(QDialog):
    """As high as its words need in the style sheet's font: Qt gives a dialog its size before it
    knows that one, and lets it be too low for words that take more lines."""

    def showEvent(self, event: QShowEvent) -> None:
        """Makes it higher where it has to be."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            width = max(self.width(), layout.minimumSize().width())
            self.resize(width, max(self.height(), layout.totalHeightForWidth(width)))
