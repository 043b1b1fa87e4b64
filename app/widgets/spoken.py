"""What a screen reader is made to say."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say a text."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
