"""What is said of a save: what it would write, and what it has written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication


def plan(file_format: str, folder: Path, pages: int) -> str:
    """What Save does, for its tooltip. pages : how many, 0 where it is not known yet."""
    kind = {
        "pdf": QCoreApplication.translate("Saving", "PDF"),
        "pdfs": QCoreApplication.translate("Saving", "separate PDFs"),
        "sheet": QCoreApplication.translate("Saving", "PDF on A4"),
        "jpeg": QCoreApplication.translate("Saving", "JPEG"),
        "png": QCoreApplication.translate("Saving", "PNG"),
        "tiff": QCoreApplication.translate("Saving", "TIFF"),
    }[file_format]
    if not pages:
        text = QCoreApplication.translate("Saving", "Save as {kind} in {folder}")
    elif pages == 1:
        text = QCoreApplication.translate("Saving", "Save the page as {kind} in {folder}")
    else:
        text = QCoreApplication.translate("Saving", "Save {count} pages as {kind} in {folder}")
    return text.format(kind=kind, folder=last_part(folder), count=pages)


def writes(file_format: str, folder: Path) -> str:
    """What Save does, as a sentence."""
    text = {
        "pdf": QCoreApplication.translate("Saving", "Save writes a PDF to {folder}."),
        "pdfs": QCoreApplication.translate("Saving", "Save writes a PDF of each page to {folder}."),
        "sheet": QCoreApplication.translate("Saving", "Save writes a PDF on A4 to {folder}."),
        "jpeg": QCoreApplication.translate(
            "Saving", "Save writes a JPEG of each page to {folder}."
        ),
        "png": QCoreApplication.translate("Saving", "Save writes a PNG of each page to {folder}."),
        "tiff": QCoreApplication.translate("Saving", "Save writes a TIFF to {folder}."),
    }[file_format]
    return text.format(folder=last_part(folder))


def saved(paths: Sequence[Path], *, locked: bool) -> str:
    """Files that were written. locked : by a password."""
    one = len(paths) == 1
    if one and locked:
        text = QCoreApplication.translate(
            "Saving", "Saved in {folder} as {name}, locked by the password"
        )
    elif one:
        text = QCoreApplication.translate("Saving", "Saved in {folder} as {name}")
    elif locked:
        text = QCoreApplication.translate(
            "Saving", "Saved {count} files in {folder}, locked by the password"
        )
    else:
        text = QCoreApplication.translate("Saving", "Saved {count} files in {folder}")
    folder = last_part(paths[0].parent)
    return text.format(folder=folder, name=paths[0].name, count=len(paths))


def held(paths: Sequence[Path]) -> str:
    """Files that hold the pages as they are."""
    if len(paths) == 1:
        text = QCoreApplication.translate("Saving", "Already saved as {name}")
    else:
        text = QCoreApplication.translate("Saving", "Already saved in {count} files")
    return text.format(name=paths[0].name, count=len(paths))


def still_showing(told: str, earlier: Sequence[Path]) -> str:
    """… and earlier files that show what is blacked out. told : of those written now."""
    if len(earlier) == 1:
        text = QCoreApplication.translate(
            "Saving", "{saved}. The earlier {name} still shows what is blacked out now."
        )
    else:
        text = QCoreApplication.translate(
            "Saving", "{saved}. Earlier files that still show what is blacked out now: {count}."
        )
    return text.format(saved=told, name=earlier[0].name, count=len(earlier))


def last_part(folder: Path) -> str:
    """A folder's own name: where it lies says more than a bar has room for."""
    return folder.name or str(folder)
