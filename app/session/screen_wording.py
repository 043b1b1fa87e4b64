"""What is said of a screen that cannot be watched, or no longer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.session.notices import Notice


def screen_notice(kind: str, reason: str) -> Notice:
    """What to say, and to offer, when a screen cannot be watched. kind : as of ScreenFeed."""
    text = {
        "denied": QCoreApplication.translate(
            "Notices",
            "Rectoscan may not record the screen. Allow it in the system's settings, then start "
            "Rectoscan again.",
        ),
        "declined": QCoreApplication.translate("Notices", "No screen was chosen."),
        "gone": QCoreApplication.translate(
            "Notices", "The screen was unplugged. It is watched no longer."
        ),
        "changed": QCoreApplication.translate(
            "Notices", "The screen has changed. It is watched no longer."
        ),
        "unavailable": QCoreApplication.translate(
            "Notices", "This system does not let programs watch the screen."
        ),
    }.get(kind)
    if text is None:
        text = QCoreApplication.translate("Notices", "The screen sends no pictures.")
    if kind == "denied":
        return Notice("error", text, "screen_settings", reason, lasting=True, of="camera")
    if kind in {"gone", "unavailable"}:  # another source is the way on
        return Notice("error", text, "open", reason, lasting=True, of="camera")
    return Notice("error", text, "retry", reason, "open", lasting=True, of="camera")
