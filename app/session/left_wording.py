"""What is said of pages that a crash would lose, or has left."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.session.notices import Notice
from app.session.reasons import reason_in_words


def left_unsaved(count: int, ended: datetime) -> Notice:
    """Pages that an earlier run left unsaved. ended : when it had kept them last."""
    when = QLocale().toString(
        QDateTime.fromSecsSinceEpoch(round(ended.timestamp())), QLocale.FormatType.ShortFormat
    )
    if count == 1:
        text = QCoreApplication.translate(
            "Notices", "One page was left unsaved when Rectoscan ended ({when})."
        )
    else:
        text = QCoreApplication.translate(
            "Notices", "{count} pages were left unsaved when Rectoscan ended ({when})."
        )
    told = text.format(count=count, when=when)
    return Notice("warning", told, "restore", second="discard", lasting=True, waits=True)


def restored(count: int) -> Notice:
    """So many pages that were left unsaved are there again."""
    if count == 1:
        return Notice(
            "info", QCoreApplication.translate("Notices", "One page is back, with its edits.")
        )
    text = QCoreApplication.translate("Notices", "{count} pages are back, with their edits.")
    return Notice("info", text.format(count=count))


def not_restored(count: int) -> Notice:
    """Of the pages that were left unsaved, so many are lost."""
    text = QCoreApplication.translate(
        "Notices", "Pages that cannot be restored, as their pictures are gone: {count}"
    )
    return Notice("warning", text.format(count=count))


def not_kept(reason: str) -> Notice:
    """Unsaved pages cannot be kept for after a crash."""
    text = QCoreApplication.translate(
        "Notices", "Unsaved pages would be lost in a crash: {reason}. Better save them soon."
    )
    return Notice("warning", text.format(reason=reason_in_words(reason)), detail=reason)
