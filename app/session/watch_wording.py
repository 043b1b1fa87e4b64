"""What is said of a folder that is watched."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.session.notices import Notice
from app.session.reasons import reason_in_words


def not_watched(reason: str) -> Notice:
    """The folder that is watched cannot be looked into."""
    text = QCoreApplication.translate(
        "Notices", "The watched folder is out of reach: {reason}. Watching goes on once it is back."
    )
    return Notice("warning", text.format(reason=reason_in_words(reason)), detail=reason, of="watch")
