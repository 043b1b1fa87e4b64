"""The dialog that asks where to save."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from app.document.encode import SUFFIX
from app.widgets.file_dialog import file_dialog

# What each suffix is called, as in the dialog before this one.
KINDS = {".pdf": "PDF", ".jpg": "JPEG", ".png": "PNG", ".tif": "TIFF"}


def file_to_save(window: QWidget, folder: str, name: str, file_format: str) -> QFileDialog:
    """Asks for a name in a folder. file_format : of SUFFIX; the dialog names it, as whatever suffix
    is typed, the file gets this one's."""
    made = file_dialog(window, QCoreApplication.translate("Saving", "Save to"), folder)
    made.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    # A taken name gets a suffix, nothing is overwritten: no need to ask.
    made.setOption(QFileDialog.Option.DontConfirmOverwrite)
    suffix = SUFFIX[file_format]
    made.setNameFilter(f"{KINDS[suffix]} (*{suffix})")
    made.selectFile(name)
    return made


def folder_to_save(window: QWidget, folder: str) -> QFileDialog:
    """Asks for a folder, where each file has a name."""
    title = QCoreApplication.translate("Saving", "Choose the folder for the files")
    made = file_dialog(window, title, folder)
    made.setFileMode(QFileDialog.FileMode.Directory)
    return made
