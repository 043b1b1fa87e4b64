"""Qt's own file dialogs, of systems that have none: their language, and what they leave behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSettings
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QToolButton,
    QTreeView,
)
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.save_dialog import SaveDialog

SECRET = "Erika-Mustermann"

# The real window asks for pictures; how it ends is told by the last argument.
ASKING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
import app.application
from app.__main__ import main

folder, how = Path(sys.argv[1]), sys.argv[2]

class Window(app.application.MainWindow):
    def __init__(self, session):
        super().__init__(session)
        self.requests._folder = str(folder)
        session.drawing.page_rendered.connect(lambda *_: self.closing.leave())
        QTimer.singleShot(0, self.ask)

    def ask(self):
        self.requests.ask_open()
        dialog = self.findChild(QFileDialog)
        assert dialog.history() == [str(folder)]
        if how == "quit":
            QTimer.singleShot(0, QApplication.quit)
        elif how == "leave":
            QTimer.singleShot(0, self.closing.leave)
        else:
            dialog.selectFile(str(folder / "a.png"))
            QTimer.singleShot(0, dialog.accept)

app.application.MainWindow = Window
sys.exit(main([]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where Qt keeps its list")
@pytest.mark.parametrize("how", ["open", "quit", "leave"])
def test_no_folder_that_was_opened_is_left_on_the_disk(tmp_path: Path, how: str) -> None:
    home, folder = tmp_path / "home", tmp_path / SECRET
    folder.mkdir()
    Image.new("RGB", (640, 480), (90, 100, 110)).save(folder / "a.png")
    places = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    done = subprocess.run(
        [sys.executable, "-c", ASKING, str(folder), how],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        env=os.environ | {place: str(home) for place in places} | {"HOME": str(home)},
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert (home / "QtProject.conf").exists()  # else Qt writes elsewhere, and this shows nothing
    told = [path for path in home.rglob("*") if path.is_file() and SECRET in path.read_text("l1")]
    assert told == []


def test_what_was_written_before_goes_with_the_session(window: MainWindow, qtbot: QtBot) -> None:
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    kept.setValue("FileDialog/history", [f"file:///{SECRET}"])
    kept.setValue("FileDialog/lastVisited", f"file:///{SECRET}")
    kept.setValue("FileDialog/sidebarWidth", 104)
    kept.sync()
    window.clearing.ask()
    (box,) = window.findChildren(QMessageBox)
    box.button(QMessageBox.StandardButton.Discard).click()
    kept.sync()
    assert kept.allKeys() == ["FileDialog/sidebarWidth"]


def test_each_file_dialog_speaks_chinese(chinese: None, two: MainWindow, qtbot: QtBot) -> None:
    for ask in (two.requests.ask_open, two.requests.ask_folder, two.saving.save_as):
        ask()
        for how in two.findChildren(SaveDialog):
            how.accept()
        (dialog,) = [each for each in two.findChildren(QFileDialog) if each.isVisible()]
        told = {label.text() for label in dialog.findChildren(QLabel) if label.isVisible()}
        buttons = {each.text() for each in dialog.findChildren(QAbstractButton)}
        assert {"查找范围：", "文件类型："} <= told
        assert not [text for text in told | buttons if text.isascii() and len(text) > 2]
        dialog.reject()
        qtbot.waitUntil(lambda: not two.findChildren(QFileDialog))


@pytest.mark.parametrize("gone", ["Documents", "stick/scans/2026"])
@pytest.mark.parametrize("own_names", [False, True])
def test_a_file_dialog_begins_in_a_folder_that_is_there(
    two: MainWindow, qtbot: QtBot, tmp_path: Path, gone: str, own_names: bool
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    two.requests._folder = str(home / gone)
    two.session.update_settings(last_folder=str(home / gone), format="png")

    def ask_where() -> None:
        two.saving.save_as()
        (how,) = two.findChildren(SaveDialog)
        how.own_names.setChecked(own_names)
        how.accept()

    for ask in (two.requests.ask_open, two.requests.ask_folder, ask_where):
        ask()
        (dialog,) = [each for each in two.findChildren(QFileDialog) if each.isVisible()]
        (name,) = [field.text() for field in dialog.findChildren(QLineEdit) if field.isVisible()]
        assert Path(dialog.directory().absolutePath()) == home
        assert Path(gone).parts[0] not in name
        folders = dialog.fileMode() == QFileDialog.FileMode.Directory
        assert not folders or [*map(Path, dialog.selectedFiles())] == [home]  # as it stands
        dialog.reject()
        qtbot.waitUntil(lambda: not two.findChildren(QFileDialog))
        for how in two.findChildren(SaveDialog):
            how.reject()
        qtbot.waitUntil(lambda: not two.findChildren(SaveDialog))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_drawings_of_the_buttons_stand_out_from_their_ground(
    two: MainWindow, qtbot: QtBot, theme: str
) -> None:
    two.session.update_settings(theme=theme)
    two.requests.ask_open()
    (dialog,) = two.findChildren(QFileDialog)
    ground = dialog.palette().color(QPalette.ColorRole.Window).lightness()
    buttons = [each for each in dialog.findChildren(QToolButton) if not each.icon().isNull()]
    assert len(buttons) == 6
    for button in buttons:
        image = button.icon().pixmap(button.iconSize()).toImage()
        drawn = [
            image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())
        ]
        strong = [colour.lightness() for colour in drawn if colour.alpha() > 200]
        assert abs(sum(strong) / len(strong) - ground) > 100, button.objectName()
    dialog.reject()
    qtbot.waitUntil(lambda: not two.findChildren(QFileDialog))


def test_sizes_and_dates_are_not_cut(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    for name in ("ID card, front.jpg", "b.png"):
        Image.new("RGB", (400, 300)).save(tmp_path / name)
    window.requests._folder = str(tmp_path)
    window.requests.ask_open()
    dialog = window.findChild(QFileDialog)
    table = dialog.findChild(QTreeView)
    qtbot.waitUntil(lambda: table.model().rowCount(table.rootIndex()) == 2)
    for column in range(1, table.model().columnCount()):
        qtbot.waitUntil(
            lambda column=column: table.columnWidth(column) >= table.sizeHintForColumn(column)
        )
    assert table.columnWidth(0) >= table.sizeHintForColumn(0)
    assert table.horizontalScrollBar().maximum() == 0
    dialog.reject()
