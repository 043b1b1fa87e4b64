"""What the session says of feeds, the engine, pages and saves; of the rest its own modules do."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from app.document.page import Page
from app.session.doubt_wording import page_label
from app.session.notices import Action, Notice
from app.session.reasons import reason_in_words


def camera_notice(kind: str, reason: str) -> Notice:
    """What to say, and to offer, when the camera does not do as asked."""
    if kind == "denied":
        text = QCoreApplication.translate(
            "Notices",
            "Rectoscan may not use the camera. Allow it in the system's settings; then it starts "
            "by itself.",
        )
        return Notice("error", text, "settings", reason, lasting=True, of="camera")
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
    text = texts.get(kind, fault)
    notice = Notice("error", text, action, reason, second, lasting=True, of="camera")
    return replace(notice, until_page=kind == "none")


def bad_film(name: str, reason: str) -> Notice:
    """A film that cannot be played. name : the file's, for the window only."""
    text = QCoreApplication.translate("Notices", "{name} cannot be read as a video.")
    return Notice("error", text.format(name=name), "open", reason)


def engine_notice(reason: str) -> Notice:
    """The detector cannot be used."""
    text = QCoreApplication.translate(
        "Notices", "The detector cannot be used; set the corners by hand."
    )
    return Notice("error", text, "retry", reason, lasting=True, of="engine")


def engine_replaced(reason: str) -> Notice:
    """The graphics card cannot be used; the processor does the work."""
    text = QCoreApplication.translate(
        "Notices", "The graphics card cannot be used; the processor finds the documents instead."
    )
    return Notice("warning", text, detail=reason, lasting=True)


def replacing(number: int, page: Page) -> Notice:
    """A page, out of sight behind the feed, waits for another picture. number : its place, from
    1."""
    text = QCoreApplication.translate("Notices", "{page}: the next capture replaces it.")
    text = text.format(page=page_label(number, page))
    return Notice("info", text, "keep", page_ids=(page.id,))


def not_saved(reason: str, *, kept: bool) -> Notice:
    """An export that failed. kept : nothing is lost; else the pages were cleared meanwhile."""
    told = reason_in_words(reason)
    if not kept:
        text = QCoreApplication.translate(
            "Notices", "Not saved: {reason}. The pages were cleared meanwhile."
        )
        return Notice("error", text.format(reason=told), None, reason)
    text = QCoreApplication.translate("Notices", "Not saved: {reason}. The pages are kept.")
    return Notice("error", text.format(reason=told), "save_elsewhere", reason)


def not_drawn(number: int, page: Page, reason: str) -> Notice:
    """A page, shown or only in the list, that cannot be drawn. number : its place, from 1."""
    text = QCoreApplication.translate("Notices", "{page} cannot be shown: {reason}.")
    text = text.format(page=page_label(number, page), reason=reason_in_words(reason))
    return Notice("error", text, None, reason)


def not_rendered(reason: str) -> Notice:
    """The page that is shown cannot be."""
    text = QCoreApplication.translate("Notices", "This page cannot be shown: {reason}.")
    return Notice("error", text.format(reason=reason_in_words(reason)), None, reason)


def not_copied(reason: str) -> Notice:
    """A page that the clipboard does not get."""
    text = QCoreApplication.translate("Notices", "Not copied: {reason}.")
    return Notice("error", text.format(reason=reason_in_words(reason)), None, reason)


def removed(count: int) -> Notice:
    """Pages went; they can come back."""
    if count == 1:
        text = QCoreApplication.translate("Notices", "Page removed.")
    else:
        text = QCoreApplication.translate("Notices", "Pages removed: {count}.").format(count=count)
    return Notice("info", text, "undo")


def capture_kept() -> Notice:
    """A capture whose review was left for something else."""
    text = QCoreApplication.translate("Notices", "The capture was kept as a page, as outlined.")
    return Notice("info", text, "undo")


def taken_anew() -> Notice:
    """The last capture showed a hand over the document, and was taken once more without."""
    text = QCoreApplication.translate("Notices", "Captured again without the hand.")
    return Notice("info", text, "undo")


def corners_kept() -> Notice:
    """Corners that were moved and not accepted, left for something else."""
    text = QCoreApplication.translate("Notices", "The corners were kept as they stood.")
    return Notice("info", text, "undo")


def film_ended(pages: int, *, whole: bool = True) -> Notice:
    """A video file is over. pages : how many came of it. whole : all of it could be read."""
    if not whole:
        return Notice("warning", _film_in_part(pages), "again")
    if not pages:
        text = QCoreApplication.translate("Notices", "The video has ended. No page came of it.")
    elif pages == 1:
        text = QCoreApplication.translate("Notices", "The video has ended. One page came of it.")
    else:
        text = QCoreApplication.translate(
            "Notices", "The video has ended. {count} pages came of it."
        ).format(count=pages)
    return Notice("info", text, "again")


def sample_ended() -> Notice:
    """The bundled clip is over: it is no camera, and shows nothing new."""
    text = QCoreApplication.translate(
        "Notices", "That was the sample. Now try it with a document of your own."
    )
    return Notice("info", text, "camera", second="again")


def sample_there() -> Notice:
    """What the bundled clip shows was captured from it before."""
    text = QCoreApplication.translate("Notices", "This side of the sample is a page already.")
    return Notice("info", text)


def _film_in_part(pages: int) -> str:
    if not pages:
        return QCoreApplication.translate(
            "Notices", "Part of the video could not be read. No page came of it."
        )
    if pages == 1:
        return QCoreApplication.translate(
            "Notices", "Part of the video could not be read. One page came of it."
        )
    text = QCoreApplication.translate(
        "Notices", "Part of the video could not be read. {count} pages came of it."
    )
    return text.format(count=pages)


def film_damaged(name: str) -> Notice:
    """A film that is over, and followed by others. name : the file's, for the window only."""
    text = QCoreApplication.translate("Notices", "Part of {name} could not be read.")
    return Notice("warning", text.format(name=name))


def films_follow(count: int) -> Notice:
    """Of several videos one plays, the others wait for its end."""
    text = QCoreApplication.translate("Notices", "Videos that play after this one: {count}")
    return Notice("info", text.format(count=count))


def capture_name(number: int) -> str:
    """The name of a captured page."""
    return QCoreApplication.translate("Steps", "Page {number}").format(number=number)
