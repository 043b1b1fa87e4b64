"""Reasons that the layers below give, translated where the window says them."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from app.document.encode import TOO_SMALL
from app.document.fault import DISK_FULL, IN_USE, READ_ONLY, reason_of
from app.document.folder import TOO_DEEP, TOO_MANY_FILES
from app.document.picture import DAMAGE, UNKNOWN_KIND, UNREAD_TIFF
from app.document.sheet import TOO_LONG
from app.workers.own_folder import NO_LOCK


def reason_given(error: Exception) -> str:
    """Why something failed, to be put into words: without a file's name, whatever raised it."""
    if isinstance(error, MemoryError):
        return "does not fit into the memory"
    return str(getattr(error, "reason", "")) or reason_of(error)


def reason_in_words(reason: str) -> str:
    """A reason in the window's language; one of the system's own stays as it is."""
    ours = _of_pictures() | _of_files() | _of_the_system()
    # What we have words for says it all; and a reason may come to stand in brackets itself.
    bare = re.sub(r"^cannot be (?:read|listed) \((.*)\)$", r"\1", reason)
    return ours.get(bare) or _with_particulars(reason)


def _of_pictures() -> dict[str, str]:
    return {
        "is empty (0 bytes)": QCoreApplication.translate("Reasons", "it is empty (0 bytes)"),
        DAMAGE: QCoreApplication.translate("Reasons", "it is damaged or cut off"),
        UNREAD_TIFF: QCoreApplication.translate(
            "Reasons", "it is damaged, or a kind of TIFF that is not read"
        ),
        UNKNOWN_KIND: QCoreApplication.translate("Reasons", "it is not a picture of a known kind"),
        "does not fit into the memory": QCoreApplication.translate(
            "Reasons", "it does not fit into the memory"
        ),
        "is too small for a page": QCoreApplication.translate(
            "Reasons", "it is too small for a page"
        ),
        "holds no pictures": QCoreApplication.translate("Reasons", "it holds no pictures"),
        TOO_MANY_FILES: QCoreApplication.translate(
            "Reasons", "it holds too many files to be looked through"
        ),
        TOO_DEEP: QCoreApplication.translate("Reasons", "it lies too deep in other folders"),
    }


def _of_files() -> dict[str, str]:
    return {
        "is a broken link": QCoreApplication.translate("Reasons", "it is a broken link"),
        "does not exist": QCoreApplication.translate("Reasons", "it does not exist"),
        "is not a regular file": QCoreApplication.translate("Reasons", "it is not a regular file"),
        "is a folder, not a picture": QCoreApplication.translate(
            "Reasons", "it is a folder, not a picture"
        ),
        "the folder may not be written to": QCoreApplication.translate(
            "Reasons", "the folder may not be written to"
        ),
        "the folder is not there and cannot be made": QCoreApplication.translate(
            "Reasons", "the folder is not there and cannot be made"
        ),
        "the folder cannot be made: a file of its name is there": QCoreApplication.translate(
            "Reasons", "the folder cannot be made: a file of its name is there"
        ),
        "every name like this one is taken": QCoreApplication.translate(
            "Reasons", "every name like this one is taken"
        ),
        NO_LOCK: QCoreApplication.translate("Reasons", "their folder cannot be locked"),
        TOO_SMALL: QCoreApplication.translate("Reasons", "a page is too small for a PDF"),
        TOO_LONG: QCoreApplication.translate(
            "Reasons",
            "a page is longer than a sheet can be (5.08 m): save it as PDF, or with more dpi",
        ),
        "the page does not fit into the memory": QCoreApplication.translate(
            "Reasons", "the page does not fit into the memory"
        ),
    }


def _of_the_system() -> dict[str, str]:
    return {
        DISK_FULL: QCoreApplication.translate("Reasons", "the disk is full"),
        READ_ONLY: QCoreApplication.translate("Reasons", "the disk is read-only"),
        IN_USE: QCoreApplication.translate("Reasons", "another program is using it"),
        "permission denied": QCoreApplication.translate("Reasons", "permission denied"),
        "it is not there": QCoreApplication.translate("Reasons", "it is not there"),
        "the name is too long": QCoreApplication.translate("Reasons", "the name is too long"),
        "a folder has this name": QCoreApplication.translate("Reasons", "a folder has this name"),
    }


def _with_particulars(reason: str) -> str:
    """Reasons that hold a figure, or what the system said."""
    texts = {
        r"holds more than (?P<count>\d+) pictures": QCoreApplication.translate(
            "Reasons", "it holds more than {count} pictures"
        ),
        r"is too large: (?P<size>\d+ × \d+) is \d+ MP, limit (?P<most>\d+) MP": (
            QCoreApplication.translate(
                "Reasons", "it is too large ({size} px; at most {most} MP can be read)"
            )
        ),
        r"cannot be read \((?P<fault>.*)\)": QCoreApplication.translate(
            "Reasons", "it cannot be read ({fault})"
        ),
        r"cannot be listed \((?P<fault>.*)\)": QCoreApplication.translate(
            "Reasons", "it cannot be looked into ({fault})"
        ),
    }
    for pattern, text in texts.items():
        match = re.fullmatch(pattern, reason, re.DOTALL)
        if match:
            return text.format(**match.groupdict())
    return reason
