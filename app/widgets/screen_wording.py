"""Guidance where a screen is watched: nobody holds a camera, and no light falls on a document."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.widgets.guide_wording import FLIP


def guidance(key: str) -> str:
    """As guide_wording.guidance, for what is to be said otherwise; "" for the rest."""
    return {
        "no_document": QCoreApplication.translate(
            "Guidance", "Show the document beside this window"
        ),
        "cut_off": QCoreApplication.translate("Guidance", "Show all four corners on the screen"),
        "move_closer": QCoreApplication.translate("Guidance", "Show it larger: zoom in"),
        "move_back": QCoreApplication.translate("Guidance", "Show it smaller, with some space"),
        "tilt": QCoreApplication.translate("Guidance", "Show it straight, not from the side"),
        "blur": QCoreApplication.translate("Guidance", "Not sharp yet: wait, or show it larger"),
        "hold_still": QCoreApplication.translate("Guidance", "Wait until it does not move"),
        "capturing": QCoreApplication.translate("Guidance", "Capturing…"),
        "another_here": QCoreApplication.translate(
            "Guidance", "Captured. Another one? Press Space here"
        ),
        FLIP: QCoreApplication.translate("Guidance", "Front captured. Show the back"),
        "use_shutter": QCoreApplication.translate(
            "Guidance", "Press Space in this window to capture"
        ),
    }.get(str(key), "")
