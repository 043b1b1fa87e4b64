"""What the session says of feeds, openings, pages and saves, and how several things are said in one
sentence; what else it says has modules of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.document.folder import KINDS, kinds_of, named_picture
from app.document.picture import UNKNOWN_KIND
from app.session.notices import Action, Kind, Notice
from app.session.reasons import reason_in_words

MAX_LISTED = 3  # of names and kinds in a sentence; the tooltip names more
MAX_IN_TOOLTIP = 20


def camera_notice(kind: str, reason: str) -> Notice:
    """What to say, and to offer, when the camera does not do as asked."""
    if kind == "denied":
        text = QCoreApplication.translate(
            "Notices", "Rectoscan may not use the camera. Allow it in the system's settings."
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


def listed(names: Sequence[str]) -> str:
    """The first of them, one after another; dots where there are more."""
    told = _joined(names[:MAX_LISTED])
    if len(names) <= MAX_LISTED:
        return told
    return QCoreApplication.translate("Notices", "{names}, …").format(names=told)


def below_each_other(lines: Sequence[str]) -> str:
    """For a tooltip, which is to have room on the screen."""
    return "\n".join([*lines[:MAX_IN_TOOLTIP], *("…" for _ in lines[MAX_IN_TOOLTIP:][:1])])


def _joined(names: Sequence[str]) -> str:
    return _chained(QCoreApplication.translate("Notices", "{first}, {second}"), names)


def _chained(between: str, texts: Sequence[str]) -> str:
    """One after another. between : holds {first} and {second}."""
    told = ""
    for text in texts:
        told = between.format(first=told, second=text) if told else text
    return told


def replacing(page_id: str) -> Notice:
    """A page waits for another picture."""
    text = QCoreApplication.translate("Notices", "The next capture replaces this page.")
    return Notice("info", text, page_ids=(page_id,))


def left_out(
    unread: Sequence[tuple[str, str]], skipped: Sequence[str], *, alone: bool = True
) -> Notice | None:
    """What could not be opened. unread : names and reasons; skipped : names of no pictures.

    Among several, a file that is no picture by its name, and none by its content, counts as
    skipped. The names are for the window only. alone : else something is said beside it. None
    where nothing is to be told.
    """
    several = len(unread) + len(skipped) > 1
    others = [
        (name, reason)
        for name, reason in unread
        if several and reason == UNKNOWN_KIND and not named_picture(Path(name))
    ]
    unread = [each for each in unread if each not in others]  # two may have one name
    skipped = [*(name for name, _ in others), *skipped]
    texts = [_unreadable(unread)] if unread else []
    if skipped:
        text = QCoreApplication.translate("Notices", "Files that were skipped: {count} ({kinds}).")
        texts.append(text.format(count=len(skipped), kinds=_kinds(skipped)))
    if not texts:
        return None
    told = [_with_reason(name, reason) for name, reason in unread] + skipped
    if skipped or any(reason == UNKNOWN_KIND for _, reason in unread):
        text = QCoreApplication.translate("Notices", "What can be read: {kinds}.")
        readable = text.format(kinds=_joined(KINDS))
        if alone and len(texts) == 1:
            texts.append(readable)
        else:  # beside anything else it would be too much to read
            told.insert(0, readable)
    kind: Kind = "error" if unread else "warning"
    return Notice(kind, sentences(*texts), "open", below_each_other(told))


def stopped(others: Notice | None) -> Notice:
    """An opening that was stopped. others : see left_out."""
    told = QCoreApplication.translate("Notices", "Stopped: not every picture was opened.")
    if others is None:
        return Notice("warning", told)
    return replace(others, text=sentences(told, others.text))


def sentences(*texts: str) -> str:
    """One after another, with the space that the language wants between them."""
    return _chained(QCoreApplication.translate("Notices", "{first} {second}"), texts)


def _unreadable(files: Sequence[tuple[str, str]]) -> str:
    if len(files) == 1:
        name, reason = files[0]
        text = QCoreApplication.translate("Notices", "{name} cannot be opened: {reason}.")
        return text.format(name=name, reason=reason_in_words(reason))
    text = QCoreApplication.translate("Notices", "{count} files cannot be opened: {names}.")
    names = listed([_with_reason(name, reason) for name, reason in files])
    return text.format(count=len(files), names=names)


def _with_reason(name: str, reason: str) -> str:
    text = QCoreApplication.translate("Notices", "{name} ({reason})")
    return text.format(name=name, reason=reason_in_words(reason))


def _kinds(names: Sequence[str]) -> str:
    """ "DNG, PDF"."""
    nameless = QCoreApplication.translate("Notices", "without a suffix")
    return listed([kind or nameless for kind in kinds_of(map(Path, names))])


def leaf_name(name: str, number: int) -> str:
    """A picture of a file. name : the file's; number : of its page, 0 where it has one only."""
    if not number:
        return name
    text = QCoreApplication.translate("Notices", "{name}, page {number}")
    return text.format(name=name, number=number)


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


def not_rendered(reason: str) -> Notice:
    """A page that cannot be drawn."""
    text = QCoreApplication.translate("Notices", "This page cannot be shown: {reason}.")
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


def corners_kept() -> Notice:
    """Corners that were moved and not accepted, left for something else."""
    text = QCoreApplication.translate("Notices", "The corners were kept as they stood.")
    return Notice("info", text, "undo")


def film_ended(pages: int) -> Notice:
    """A video file is over. pages : how many came of it."""
    if not pages:
        text = QCoreApplication.translate("Notices", "The video has ended. No page came of it.")
    elif pages == 1:
        text = QCoreApplication.translate("Notices", "The video has ended. One page came of it.")
    else:
        text = QCoreApplication.translate(
            "Notices", "The video has ended. {count} pages came of it."
        ).format(count=pages)
    return Notice("info", text, "again")


def films_follow(count: int) -> Notice:
    """Of several videos one plays, the others wait for its end."""
    text = QCoreApplication.translate("Notices", "Videos that play after this one: {count}")
    return Notice("info", text.format(count=count))


def capture_name(number: int) -> str:
    """The name of a captured page."""
    return QCoreApplication.translate("Steps", "Page {number}").format(number=number)
