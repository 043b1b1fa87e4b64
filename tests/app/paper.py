"""Printing from the window, where Qt's own dialog is answered for the person."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.widgets import print_dialog
from app.widgets.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def shown_dialogs(window: MainWindow) -> list[print_dialog.PrintDialog]:
    dialogs = window.findChildren(print_dialog.PrintDialog)
    return [each for each in dialogs if each.isVisible()]


def asked(window: MainWindow, qtbot: QtBot) -> print_dialog.PrintDialog:
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL)
    (dialog,) = shown_dialogs(window)
    return dialog


def accept_system(window: MainWindow) -> None:
    (dialog,) = (each for each in window.findChildren(QDialog) if type(each) is QDialog)
    dialog.accept()


def sheets(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def begin_print(window: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(window, qtbot)
    qtbot.waitUntil(dialog.go_on.isEnabled)
    dialog.accept()
    with qtbot.waitSignal(window.session.printing.printing_page):
        accept_system(window)
