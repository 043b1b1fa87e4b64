"""The list of shortcuts, as F1 shows it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.widgets.buttons import finish
from app.widgets.scrolled import Scrolled
from app.widgets.sources_pane import heading

ABOVE_PX = 10  # of a group, from the one before


def shortcut_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Where keys work, and what they do there: an arrow means another thing in each place."""
    return [
        (
            QCoreApplication.translate("Shortcuts", "While capturing and setting corners"),
            _keys_of_corners(),
        ),
        (QCoreApplication.translate("Shortcuts", "On a page"), _keys_of_pages()),
        (QCoreApplication.translate("Shortcuts", "In the list of pages"), _keys_of_list()),
        (QCoreApplication.translate("Shortcuts", "Everywhere"), _keys_of_all()),
    ]


def _keys_of_corners() -> list[tuple[str, str]]:
    return [
        (
            QCoreApplication.translate("Shortcuts", "Space"),
            QCoreApplication.translate("Shortcuts", "Capture"),
        ),
        ("A", QCoreApplication.translate("Shortcuts", "Auto-capture on or off")),
        (
            QCoreApplication.translate("Shortcuts", "Enter / Esc"),
            QCoreApplication.translate("Shortcuts", "Accept the corners / retake"),
        ),
        (
            "Tab / Shift+Tab",
            QCoreApplication.translate("Shortcuts", "Next / previous corner (Ctrl+Tab leaves)"),
        ),
        (
            "← ↑ → ↓",
            QCoreApplication.translate("Shortcuts", "Move the corner by 1 px, with Shift by 10 px"),
        ),
        ("Del", QCoreApplication.translate("Shortcuts", "Remove the page")),
        ("F / D", QCoreApplication.translate("Shortcuts", "Whole picture / corners as detected")),
    ]


def _keys_of_pages() -> list[tuple[str, str]]:
    return [
        ("PgUp / PgDown", QCoreApplication.translate("Shortcuts", "Previous / next page")),
        ("E", QCoreApplication.translate("Shortcuts", "Edit the corners of the page")),
        ("N", QCoreApplication.translate("Shortcuts", "Next page to check, or hard to read")),
        ("+ / − / 0", QCoreApplication.translate("Shortcuts", "Zoom in / out / whole picture")),
        (
            QCoreApplication.translate("Shortcuts", "Wheel / double-click"),
            QCoreApplication.translate("Shortcuts", "Zoom at the pointer / the page at 100 %"),
        ),
        ("R / Shift+R", QCoreApplication.translate("Shortcuts", "Rotate to the right / left")),
        (
            "1 – 4",
            QCoreApplication.translate("Shortcuts", "Colour, grey, black and white, clean paper"),
        ),
        (
            "X",
            QCoreApplication.translate("Shortcuts", "Black out parts of the page (Esc finishes)"),
        ),
        (
            "← ↑ → ↓",
            QCoreApplication.translate(
                "Shortcuts", "Move a frame to black out, with Shift size it; Enter hides"
            ),
        ),
        ("Esc", QCoreApplication.translate("Shortcuts", "From a page back to live")),
        ("W", QCoreApplication.translate("Shortcuts", "Watermark: whom the copy is for")),
        ("M", QCoreApplication.translate("Shortcuts", "Read the machine readable zone")),
        ("Del", QCoreApplication.translate("Shortcuts", "Remove the page")),
    ]


def _keys_of_list() -> list[tuple[str, str]]:
    return [
        (
            "Alt+↑ / Alt+↓",
            QCoreApplication.translate("Shortcuts", "Move the page up / down in the list"),
        ),
        (
            "Shift+↑ ↓ / Ctrl+A",
            QCoreApplication.translate("Shortcuts", "Mark several pages / all, in the list"),
        ),
        (
            QCoreApplication.translate("Shortcuts", "Drag"),
            QCoreApplication.translate(
                "Shortcuts", "Move pages in the list, or out of the window as files"
            ),
        ),
    ]


def _keys_of_all() -> list[tuple[str, str]]:
    return [
        ("Ctrl+O", QCoreApplication.translate("Shortcuts", "Open pictures")),
        (
            "Ctrl+V / Ctrl+C",
            QCoreApplication.translate("Shortcuts", "Paste a picture / copy the page"),
        ),
        ("Ctrl+S", QCoreApplication.translate("Shortcuts", "Save to the last folder")),
        ("Ctrl+Shift+S", QCoreApplication.translate("Shortcuts", "Save as…")),
        ("Ctrl+P", QCoreApplication.translate("Shortcuts", "Print")),
        ("Ctrl+Z / Ctrl+Shift+Z", QCoreApplication.translate("Shortcuts", "Undo / redo")),
        ("F11", QCoreApplication.translate("Shortcuts", "Full screen")),
        ("F1", QCoreApplication.translate("Shortcuts", "This list")),
    ]


class ShortcutsDialog(QDialog):
    """Lists them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for title, listed in shortcut_groups():
            head = heading(title)
            head.setContentsMargins(0, ABOVE_PX if grid.count() else 0, 0, 0)
            grid.addWidget(head, grid.rowCount(), 0, 1, 2)
            for keys, text in listed:
                key, row = QLabel(keys), grid.rowCount()
                key.setObjectName("key")
                grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(QLabel(text), row, 1)
        self._list = Scrolled(rows, self.windowTitle())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        finish(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.addWidget(self._list)
        column.addSpacing(12)
        column.addWidget(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        self._list.fit(self)
        super().showEvent(event)
