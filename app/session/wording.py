"""Every sentence that the session says, translated where it is said."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.session.notices import Action, Notice


def camera_notice(kind: str, reason: str) -> Notice:
    """What to say, and to offer, when the camera does not do as asked."""
    if kind == "denied":
        text = QCoreApplication.translate(
            "Notices", "Rectoscan may not use the camera. Allow it in the system's settings."
        )
        return Notice("error", text, "settings", reason)
    texts = {
        "none": QCoreApplication.translate("Notices", "No camera found."),
        "gone": QCoreApplication.translate(
            "Notices", "The camera was unplugged. It goes on once it is back."
        ),
        "busy": QCoreApplication.translate("Notices", "Another program is using the camera."),
        "timeout": QCoreApplication.translate("Notices", "The camera does not answer."),
        "silent": QCoreApplication.translate("Notices", "The camera has stopped sending pictures."),
        "unavailable": QCoreApplication.translate(
            "Notices", "This system lacks what a camera needs. Pictures and videos still work."
        ),
        "unreadable": QCoreApplication.translate("Notices", "This video cannot be read."),
    }
    fault = QCoreApplication.translate("Notices", "The camera has failed.")
    action: Action = "open" if kind in {"unavailable", "unreadable"} else "retry"
    return Notice("error", texts.get(kind, fault), action, reason)


def engine_notice(reason: str) -> Notice:
    """The detector cannot be used."""
    text = QCoreApplication.translate(
        "Notices", "The detector cannot be used; set the corners by hand."
    )
    return Notice("error", text, "retry", reason)


def nothing_found() -> Notice:
    """A picture without a document."""
    text = QCoreApplication.translate(
        "Notices", "No document found; the whole picture is kept. Edit corners."
    )
    return Notice("info", text)


def unreadable(name: str, reason: str) -> Notice:
    """A file that is no picture. name : the file's, for the window only."""
    text = QCoreApplication.translate("Notices", "{name} cannot be opened: {reason}")
    return Notice("error", text.format(name=name, reason=reason), "open", reason)


def nothing_to_open() -> Notice:
    """A folder or selection without a picture."""
    return Notice("info", QCoreApplication.translate("Notices", "No pictures there."), "open")


def not_saved(reason: str) -> Notice:
    """An export that failed; nothing is lost."""
    text = QCoreApplication.translate("Notices", "Not saved: {reason}. The pages are kept.")
    return Notice("error", text.format(reason=reason), "save_elsewhere", reason)


def not_rendered(reason: str) -> Notice:
    """A page that cannot be drawn."""
    text = QCoreApplication.translate("Notices", "This page cannot be shown: {reason}")
    return Notice("error", text.format(reason=reason), None, reason)


def removed() -> Notice:
    """A page went; it can come back."""
    return Notice("info", QCoreApplication.translate("Notices", "Page removed."), "undo")


def film_ended() -> Notice:
    """A video file is over."""
    return Notice("info", QCoreApplication.translate("Notices", "The video has ended."), "retry")


def step(name: str) -> str:
    """The translated name of an undoable step, by its key."""
    names = {
        "add": QCoreApplication.translate("Steps", "Add page"),
        "corners": QCoreApplication.translate("Steps", "Move corners"),
        "rotate": QCoreApplication.translate("Steps", "Rotate"),
        "filter": QCoreApplication.translate("Steps", "Change filter"),
        "rounded": QCoreApplication.translate("Steps", "Round corners"),
        "format": QCoreApplication.translate("Steps", "Change format"),
        "remove": QCoreApplication.translate("Steps", "Remove page"),
        "move": QCoreApplication.translate("Steps", "Move page"),
    }
    return names.get(name, name)


def capture_name(number: int) -> str:
    """The name of a captured page."""
    return QCoreApplication.translate("Steps", "Page {number}").format(number=number)
