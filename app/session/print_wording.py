"""What the session says of printing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.session.notices import Notice
from app.session.reasons import reason_in_words


def not_printed(reason: str) -> Notice:
    """A print that failed. Nothing of it was handed to the printer."""
    faults = {
        "the printer does not take it": QCoreApplication.translate(
            "Reasons", "the printer does not take it"
        ),
        "the printer does not take another page": QCoreApplication.translate(
            "Reasons", "the printer does not take another page"
        ),
        "the printer reports a fault": QCoreApplication.translate(
            "Reasons", "the printer reports a fault"
        ),
        "the file could not be written": QCoreApplication.translate(
            "Reasons", "the file could not be written"
        ),
    }
    text = QCoreApplication.translate("Notices", "Not printed: {reason}.")
    told = faults.get(reason) or reason_in_words(reason)
    return Notice("error", text.format(reason=told), "retry", reason, "save_elsewhere")
