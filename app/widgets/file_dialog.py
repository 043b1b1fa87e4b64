"""The dialog that asks for files and folders, in the window's language, and without a memory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDir, QObject, QSettings
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QToolButton,
    QTreeView,
    QWidget,
)

from app.widgets import icons

# What Qt's own dialog, of systems that have none, writes for every program of this person's.
PLACES = ("FileDialog/history", "FileDialog/lastVisited")
# The buttons of Qt's own dialog, and our drawings for them: its arrows are black in every theme.
DRAWINGS = {
    "backButton": "back",
    "forwardButton": "forward",
    "toParentButton": "up",
    "newFolderButton": "folder-new",
    "listModeButton": "grid",
    "detailModeButton": "menu",
}


def file_dialog(parent: QWidget, title: str, folder: str) -> QFileDialog:
    """Asks in a folder, or the nearest around it that is there; to be opened. Goes with its answer.
    Where one is asked for, fileSelected tells it.

    Not a class of its own: Qt shows the system's dialog for its own class only.
    """
    made = QFileDialog(parent, title, _there(folder))
    # Qt has no Chinese for these two as they stand in its dialog.
    for label, text in (
        (QFileDialog.DialogLabel.LookIn, QCoreApplication.translate("FileDialog", "Look in:")),
        (
            QFileDialog.DialogLabel.FileType,
            QCoreApplication.translate("FileDialog", "Files of type:"),
        ),
    ):
        made.setLabelText(label, text)
    _draw_buttons(made)
    _fit_columns(made)
    made.filesSelected.connect(partial(_tell_one, made))
    made.finished.connect(made.deleteLater)
    made.destroyed.connect(forget_places)  # it writes in its destructor
    return made


def _tell_one(dialog: QFileDialog, names: Sequence[str]) -> None:
    """While a path is typed, Qt's own dialog marks the folders on the way. Where Enter comes before
    it has let go of them, it closes with several, and tells none as the one (Qt 6.11): nothing
    would be saved, and nobody told."""
    if len(names) < 2 or dialog.fileMode() == QFileDialog.FileMode.ExistingFiles:
        return
    line = dialog.findChild(QLineEdit)
    typed = str(Path(dialog.directory().absolutePath(), line.text())) if line else ""
    dialog.fileSelected.emit(typed if typed in names else names[-1])


def _there(folder: str) -> str:
    """A new account has no Documents yet, and a stick may be gone. Qt's own dialog would take the
    missing folder's name for what is to be chosen, or begin where the program was started."""
    path = Path(folder or QDir.homePath())
    around = (str(each) for each in (path, *path.parents))
    return next((each for each in around if QDir(each).exists()), QDir.homePath())


def _draw_buttons(dialog: QFileDialog) -> None:
    colours, role = dialog.palette(), QPalette.ColorRole
    text, faint = (colours.color(each).name() for each in (role.Text, role.PlaceholderText))
    for button in dialog.findChildren(QToolButton):  # the system's dialog has none
        drawing = DRAWINGS.get(button.objectName())
        if drawing is not None:
            button.setIcon(icons.icon(drawing, text, faint))


def _fit_columns(dialog: QFileDialog) -> None:
    """The name gets what the others leave: Qt cuts sizes and dates in their middle beside it."""
    for table in dialog.findChildren(QTreeView):
        header, kinds = table.header(), QHeaderView.ResizeMode
        header.setStretchLastSection(False)
        header.setResizeContentsPrecision(0)  # by the rows in sight: a folder may hold thousands
        for column in range(header.count()):
            header.setSectionResizeMode(column, kinds.ResizeToContents if column else kinds.Stretch)


def forget_places(_gone: QObject | None = None) -> None:
    """Takes from the disk which folders were opened: a folder may be called after a person.

    Qt keeps one list for all programs, so that theirs goes as well.
    """
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    for key in PLACES:
        kept.remove(key)
    kept.sync()
