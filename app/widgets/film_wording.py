"""Guidance where a video plays: nobody holds what it shows, and no lamp can be lit any more."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.widgets.guide_wording import FLIP


def guidance(key: str) -> str:
    """As guide_wording.guidance, for what is to be said otherwise; "" for the rest."""
    return {
        "too_dark": QCoreApplication.translate("Guidance", "Too dark in this part"),
        "too_bright": QCoreApplication.translate("Guidance", "Too bright in this part"),
        "no_document": QCoreApplication.translate("Guidance", "Looking for a document…"),
        "cut_off": QCoreApplication.translate("Guidance", "Not all of it is in the picture"),
        "move_closer": QCoreApplication.translate("Guidance", "Too small in this part"),
        "move_back": QCoreApplication.translate("Guidance", "Too large in this part"),
        "tilt": QCoreApplication.translate("Guidance", "Seen too much from the side"),
        "glare": QCoreApplication.translate("Guidance", "Glare on the document"),
        "blur": QCoreApplication.translate("Guidance", "Not sharp in this part"),
        "hold_still": QCoreApplication.translate("Guidance", "Waiting until it lies still…"),
        "capturing": QCoreApplication.translate("Guidance", "Capturing…"),
        "next_document": QCoreApplication.translate("Guidance", "Captured. Looking for the next…"),
        FLIP: QCoreApplication.translate("Guidance", "Front captured. Looking for the back…"),
    }.get(str(key), "")
