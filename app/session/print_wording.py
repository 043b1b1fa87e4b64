"""What the session says of printing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.session.notices import Notice
from app.session.reasons import reason_in_words


def not_printed(reason: str, *, kept: bool) -> Notice:
    """A print that failed. Nothing of it was handed to the printer. kept : its pages are there."""
    text = QCoreApplication.translate("Notices", "Not printed: {reason}.")
    told = text.format(reason=_in_words(reason))
    if not kept:
        return Notice("error", told, None, reason)
    return Notice("error", told, "retry", reason, "save_elsewhere")


def printed_partly(reason: str) -> Notice:
    """One that failed when the printing system had some of it already."""
    text = QCoreApplication.translate(
        "Notices", "Printing failed midway: {reason}. Finished pages may come out of the printer."
    )
    return Notice("error", text.format(reason=_in_words(reason)), None, reason)


def _in_words(reason: str) -> str:
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
    return faults.get(reason) or reason_in_words(reason)
