"""Every sentence that the session says, translated where it is said."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.session.notices import Action, Notice

MAX_LISTED = 3  # of the files that went wrong; the tooltip names them all


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
    }
    fault = QCoreApplication.translate("Notices", "The camera has failed.")
    action: Action = "open" if kind == "unavailable" else "retry"
    # Where there is no camera at all, a picture is the way on.
    second: Action | None = "open" if kind in {"none", "busy"} else None
    return Notice("error", texts.get(kind, fault), action, reason, second)


def bad_film(name: str, reason: str) -> Notice:
    """A film that cannot be played. name : the file's, for the window only."""
    text = QCoreApplication.translate("Notices", "{name} cannot be read as a video.")
    return Notice("error", text.format(name=name), "open", reason)


def engine_notice(reason: str) -> Notice:
    """The detector cannot be used."""
    text = QCoreApplication.translate(
        "Notices", "The detector cannot be used; set the corners by hand."
    )
    return Notice("error", text, "retry", reason)


def engine_replaced(reason: str) -> Notice:
    """The graphics card cannot be used; the processor does the work."""
    text = QCoreApplication.translate(
        "Notices", "The graphics card cannot be used; the processor finds the documents instead."
    )
    return Notice("warning", text, detail=reason)


def nothing_found(*, cropped: bool, editable: bool) -> Notice:
    """A picture without a document. cropped : its shape is a document's; editable : it is shown."""
    if cropped:
        text = QCoreApplication.translate(
            "Notices", "No edges found: it looks cropped already, and is kept whole."
        )
    else:
        text = QCoreApplication.translate(
            "Notices", "No document found; the whole picture is kept."
        )
    return Notice("info", text, "edit" if editable else None)


def unsure(*, editable: bool) -> Notice:
    """A document whose outline may be wrong. editable : the page is shown."""
    text = QCoreApplication.translate("Notices", "Not sure of the outline: check the corners.")
    return Notice("warning", text, "edit" if editable else None)


def replacing() -> Notice:
    """A page waits for another picture."""
    text = QCoreApplication.translate("Notices", "The next capture replaces this page.")
    return Notice("info", text)


def unreadable(files: Sequence[tuple[str, str]]) -> Notice:
    """Files that are no pictures. files : names and reasons, for the window only."""
    told = [(name, reason_in_words(reason)) for name, reason in files]
    if len(told) == 1:
        text = QCoreApplication.translate("Notices", "{name} cannot be opened: {reason}")
        return Notice("error", text.format(name=told[0][0], reason=told[0][1]), "open", files[0][1])
    text = QCoreApplication.translate("Notices", "{count} files cannot be opened: {names}")
    listed = [f"{name} ({reason})" for name, reason in told]
    names = ", ".join(listed[:MAX_LISTED]) + (", …" if len(listed) > MAX_LISTED else "")
    return Notice("error", text.format(count=len(told), names=names), "open", "\n".join(listed))


def leaf_name(name: str, number: int) -> str:
    """A picture of a file. name : the file's; number : of its page, 0 where it has one only."""
    if not number:
        return name
    text = QCoreApplication.translate("Notices", "{name}, page {number}")
    return text.format(name=name, number=number)


def reason_in_words(reason: str) -> str:
    """A reason of app.document, translated where it is one that is known."""
    return {
        "is empty (0 bytes)": QCoreApplication.translate("Reasons", "it is empty (0 bytes)"),
        "is damaged or cut off": QCoreApplication.translate("Reasons", "it is damaged or cut off"),
        "is not a picture of a known kind": QCoreApplication.translate(
            "Reasons", "it is not a picture of a known kind"
        ),
        "is a broken link": QCoreApplication.translate("Reasons", "it is a broken link"),
        "does not exist": QCoreApplication.translate("Reasons", "it does not exist"),
        "may not be read (permission denied)": QCoreApplication.translate(
            "Reasons", "it may not be read (permission denied)"
        ),
        "is not a regular file": QCoreApplication.translate("Reasons", "it is not a regular file"),
        "does not fit into the memory": QCoreApplication.translate(
            "Reasons", "it does not fit into the memory"
        ),
        "is too small for a page": QCoreApplication.translate(
            "Reasons", "it is too small for a page"
        ),
        "holds no pictures": QCoreApplication.translate("Reasons", "it holds no pictures"),
        "the disk is full": QCoreApplication.translate("Reasons", "the disk is full"),
        "the folder may not be written to": QCoreApplication.translate(
            "Reasons", "the folder may not be written to"
        ),
    }.get(reason, reason)


def not_saved(reason: str) -> Notice:
    """An export that failed; nothing is lost."""
    text = QCoreApplication.translate("Notices", "Not saved: {reason}. The pages are kept.")
    told = reason_in_words(reason)
    return Notice("error", text.format(reason=told), "save_elsewhere", reason)


def not_rendered(reason: str) -> Notice:
    """A page that cannot be drawn."""
    text = QCoreApplication.translate("Notices", "This page cannot be shown: {reason}")
    return Notice("error", text.format(reason=reason), None, reason)


def removed() -> Notice:
    """A page went; it can come back."""
    return Notice("info", QCoreApplication.translate("Notices", "Page removed."), "undo")


def capture_kept() -> Notice:
    """A capture whose review was left for something else."""
    text = QCoreApplication.translate(
        "Notices", "The capture was kept as a page, with the outline as it stood."
    )
    return Notice("info", text, "undo")


def corners_kept() -> Notice:
    """Corners that were moved and not accepted, left for something else."""
    text = QCoreApplication.translate("Notices", "The corners were kept as they stood.")
    return Notice("info", text, "undo")


def film_ended() -> Notice:
    """A video file is over."""
    return Notice("info", QCoreApplication.translate("Notices", "The video has ended."), "again")


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
        "replace": QCoreApplication.translate("Steps", "Replace page"),
        "swap": QCoreApplication.translate("Steps", "Swap sides"),
        "move": QCoreApplication.translate("Steps", "Move page"),
    }
    return names.get(name, name)


def capture_name(number: int) -> str:
    """The name of a captured page."""
    return QCoreApplication.translate("Steps", "Page {number}").format(number=number)
