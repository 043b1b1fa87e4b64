"""What filters, formats, doubts and actions are called, for keys of the layers below."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from detector.formats import OTHER


def doubt(key: str) -> str:
    """What is in doubt about a page's corners, for a key of its session; "" for nothing."""
    return {
        "missing": QCoreApplication.translate("Tray", "No document found: check the corners"),
        "unsure": QCoreApplication.translate("Tray", "Not sure of the outline: check the corners"),
        "cut_off": QCoreApplication.translate(
            "Tray", "Part of the document lies outside the picture"
        ),
    }.get(key, "")


def flaw(key: str) -> str:
    """Why the print of a page can hardly be read, for a key of its session; "" for nothing."""
    return {
        "small": QCoreApplication.translate(
            "Tray", "Too few pixels: the print can hardly be read. Take it from closer by."
        ),
        "dark": QCoreApplication.translate(
            "Tray", "Too dark: the print can hardly be read. Take it in more light."
        ),
        "glare": QCoreApplication.translate(
            "Tray", "Glare: print may be lost in it. Take it again."
        ),
        "blurred": QCoreApplication.translate(
            "Tray", "Blurred: the print can hardly be read. Take it again."
        ),
    }.get(key, "")


def filter_name(key: str) -> str:
    """A filter's name, for a key of app.document.page."""
    return {
        "colour": QCoreApplication.translate("Filters", "Colour"),
        "grey": QCoreApplication.translate("Filters", "Grey"),
        "bw": QCoreApplication.translate("Filters", "Black and white"),
        "clean": QCoreApplication.translate("Filters", "Clean paper"),
    }.get(key, key)


def format_name(key: str | None) -> str:
    """A document format's name; None is the automatic choice."""
    return {
        None: QCoreApplication.translate("Formats", "Size: automatic"),
        "ID-1": QCoreApplication.translate("Formats", "ID-1 · card"),
        "ID-2": QCoreApplication.translate("Formats", "ID-2 · visa"),
        "ID-3": QCoreApplication.translate("Formats", "ID-3 · passport page"),
        "A4": QCoreApplication.translate("Formats", "A4 · sheet"),
        "other": QCoreApplication.translate("Formats", "As photographed"),
    }.get(key, str(key))


def automatic_format(key: str) -> str:
    """What the automatic choice takes a document for."""
    return {
        "ID-1": QCoreApplication.translate("Formats", "Auto: card"),
        "ID-2": QCoreApplication.translate("Formats", "Auto: visa"),
        "ID-3": QCoreApplication.translate("Formats", "Auto: passport page"),
        "A4": QCoreApplication.translate("Formats", "Auto: A4 sheet"),
        "other": QCoreApplication.translate("Formats", "Auto: as photographed"),
    }.get(key, key)


def short_format(key: str) -> str:
    """A document format's name where there is little room."""
    if key == OTHER:
        return QCoreApplication.translate("Formats", "Photo", "short for: as photographed")
    return key


def short_automatic_format(key: str) -> str:
    """What the automatic choice takes a document for, where there is little room."""
    text = QCoreApplication.translate("Formats", "Auto: {format}")
    name = QCoreApplication.translate("Formats", "photo", "short for: as photographed")
    return text.format(format=name if key == OTHER else key)


def measured_format(key: str, confidence: float) -> str:
    """The same by its standard, and how sure it is, 0 to 1; "" for a shape of no format."""
    if key == OTHER:
        return ""
    text = QCoreApplication.translate("Formats", "Measured: {format}, {share} %")
    return text.format(format=key, share=round(confidence * 100))


def action_name(key: str) -> str:
    """The caption of a notice's button."""
    return {
        "retry": QCoreApplication.translate("Notices", "Retry"),
        "open": QCoreApplication.translate("Notices", "Open a picture"),
        "results": QCoreApplication.translate("Notices", "Open saved ones"),
        "save_elsewhere": QCoreApplication.translate("Notices", "Save elsewhere"),
        "save_copy": QCoreApplication.translate("Notices", "Save a copy"),
        "settings": QCoreApplication.translate("Notices", "Open settings"),
        "screen_settings": QCoreApplication.translate("Notices", "Open settings"),
        "undo": QCoreApplication.translate("Notices", "Undo"),
        "again": QCoreApplication.translate("Notices", "Play again"),
        "camera": QCoreApplication.translate("Notices", "Start camera"),
        "edit": QCoreApplication.translate("Notices", "Edit corners"),
        "keep": QCoreApplication.translate("Notices", "Keep the page"),
        "check": QCoreApplication.translate("Notices", "Check corners"),
        "clear": QCoreApplication.translate("Notices", "Clear session"),
        "restore": QCoreApplication.translate("Notices", "Restore"),
        "discard": QCoreApplication.translate("Notices", "Discard…"),
    }.get(key, key)
