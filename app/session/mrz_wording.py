"""What is said of a page's machine readable zone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.session.notices import Notice


def no_zone() -> Notice:
    """There is none, or none that can be read."""
    text = QCoreApplication.translate("Notices", "No machine readable zone was found on this page.")
    return Notice("info", text)


def not_read(reason: str) -> Notice:
    """This installation cannot read one, or not this page's."""
    text = QCoreApplication.translate("Notices", "The machine readable zone cannot be read.")
    return Notice("warning", text, detail=reason)
