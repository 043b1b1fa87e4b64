"""What the session says of pages that are dragged out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.session.notices import Notice
from app.session.reasons import reason_in_words


def not_dragged(reason: str) -> Notice:
    """Pages that could not be written for a drag."""
    text = QCoreApplication.translate("Notices", "Cannot be dragged out: {reason}.")
    told = text.format(reason=reason_in_words(reason))
    return Notice("error", told, "save_elsewhere", reason)
