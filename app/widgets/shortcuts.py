"""The list of shortcuts, as F1 shows it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)


def shortcut_list() -> list[tuple[str, str]]:
    """Keys and what they do."""
    tr = QCoreApplication.translate
    return [
        ("Space", tr("Shortcuts", "Capture")),
        ("A", tr("Shortcuts", "Auto-capture on or off")),
        ("Enter / Esc", tr("Shortcuts", "Accept the corners / retake")),
        ("Tab, Shift+Tab", tr("Shortcuts", "Next / previous corner (Ctrl+Tab leaves)")),
        ("← ↑ → ↓", tr("Shortcuts", "Move the corner by 1 px, with Shift by 10 px")),
        ("F / D", tr("Shortcuts", "Whole picture / corners as detected")),
        ("R, Shift+R", tr("Shortcuts", "Rotate to the right / left")),
        ("1 – 4", tr("Shortcuts", "Colour, grey, black and white, clean paper")),
        ("Del", tr("Shortcuts", "Remove the page")),
        ("Ctrl+O", tr("Shortcuts", "Open pictures")),
        ("Ctrl+V / Ctrl+C", tr("Shortcuts", "Paste a picture / copy the page")),
        ("Ctrl+S", tr("Shortcuts", "Save to the last folder")),
        ("Ctrl+Shift+S", tr("Shortcuts", "Save as…")),
        ("Ctrl+Z, Ctrl+Shift+Z", tr("Shortcuts", "Undo / redo")),
        ("F11", tr("Shortcuts", "Full screen")),
        ("F1", tr("Shortcuts", "This list")),
    ]


class ShortcutsDialog(QDialog):
    """Lists them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(7)
        for row, (keys, text) in enumerate(shortcut_list()):
            key = QLabel(keys)
            key.setStyleSheet("font-weight: 600;")
            grid.addWidget(key, row, 0)
            grid.addWidget(QLabel(text), row, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.addLayout(grid)
        column.addSpacing(10)
        column.addWidget(buttons)
