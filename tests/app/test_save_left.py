"""The dialog that asks where to save is left: real dialogs of the real window."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.save_dialog import SaveDialog


def asked_how(window: MainWindow) -> SaveDialog:
    (dialog,) = [each for each in window.findChildren(SaveDialog) if each.isVisible()]
    return dialog


def asked_where(window: MainWindow) -> QFileDialog:
    (dialog,) = [each for each in window.findChildren(QFileDialog) if each.isVisible()]
    return dialog


def choose(window: MainWindow) -> SaveDialog:
    window.saving.save_as()
    how = asked_how(window)
    how.scope.setCurrentIndex(1)
    how.password.setText("secret")
    how.kind.setCurrentIndex(how.kind.findData("png"))
    how.dpi.setValue(600)
    how.keep_sharper.setChecked(False)
    how.quality.setValue(40)
    how.accept()
    return how


@pytest.mark.parametrize("how_left", ["escape", "button"])
def test_what_was_chosen_is_there_again(two: MainWindow, qtbot: QtBot, how_left: str) -> None:
    chosen = choose(two).choice()
    where = asked_where(two)
    assert not [each for each in two.findChildren(SaveDialog) if each.isVisible()]
    if how_left == "escape":
        qtbot.keyClick(where, Qt.Key.Key_Escape)
    else:
        (buttons,) = where.findChildren(QDialogButtonBox)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    how = asked_how(two)
    assert how.choice() == chosen
    how.kind.setCurrentIndex(how.kind.findData("pdf"))
    assert how.choice().password == "secret"
    assert two.session.settings.format == "pdf"  # nothing was saved, so nothing is remembered
    assert two.session.settings.dpi == 300
    qtbot.keyClick(how, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not two.findChildren(SaveDialog) + two.findChildren(QFileDialog))


def test_it_goes_on_from_there_as_often_as_it_is_left(
    two: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(two)
    for _ in range(2):
        asked_where(two).reject()
        asked_how(two).accept()
    saved: list[list[Path]] = []
    two.session.saving.pages_saved.connect(lambda paths, _locked: saved.append(paths))
    asked_where(two).fileSelected.emit(str(tmp_path / "kept" / "card"))
    asked_where(two).done(QFileDialog.DialogCode.Accepted)
    qtbot.waitUntil(lambda: len(saved) == 1)
    assert [path.name for path in saved[0]] == ["card.png"]
    qtbot.waitUntil(lambda: not two.findChildren(SaveDialog) + two.findChildren(QFileDialog))


def test_pages_that_come_in_the_meantime_are_counted(
    two: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    two.saving.save_as()
    asked_how(two).accept()
    picture = cv2.imencode(".png", np.full((300, 400, 3), 90, np.uint8))[1]
    (tmp_path / "c.png").write_bytes(picture.tobytes())
    two.session.opening.open_paths([tmp_path / "c.png"])
    qtbot.waitUntil(lambda: len(two.session.pages) == 3 and not two.session.opening.under_way)
    asked_where(two).reject()
    assert asked_how(two).scope.itemText(0) == "All pages (3)"
    qtbot.waitUntil(lambda: asked_how(two).size_text.text() != "…")
    asked_how(two).reject()


def test_leaving_both_leaves_the_window_open(two: MainWindow, qtbot: QtBot) -> None:
    happened: list[str] = []
    two.saving.save_as(then=lambda: happened.append("closed"))
    asked_how(two).accept()
    asked_where(two).reject()
    asked_how(two).reject()
    qtbot.waitUntil(lambda: not two.findChildren(SaveDialog) + two.findChildren(QFileDialog))
    assert happened == []
