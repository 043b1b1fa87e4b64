"""M shows what the machine readable zone of a page says; what is copied is kept private."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from app.document.mrz import parse
from app.widgets.clipboard import KDE_HINT
from app.widgets.main_window import MainWindow
from app.widgets.mrz_dialog import MrzDialog
from app.workers.layers import Layers
from tests.app.mrz_zones import CARD, TODAY, sheet


@pytest.fixture
def card(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    path = tmp_path / "card.png"
    path.write_bytes(cv2.imencode(".png", sheet(CARD))[1].tobytes())
    window.session.opening.open_paths([path])
    qtbot.waitUntil(lambda: window.session.state == "page")
    return window


def dialogs(window: MainWindow) -> list[MrzDialog]:
    return [each for each in window.findChildren(MrzDialog) if each.isVisible()]


def shown(window: MainWindow, qtbot: QtBot) -> MrzDialog:
    QTest.keyClick(window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: bool(dialogs(window)))
    (dialog,) = dialogs(window)
    return dialog


def rows(dialog: MrzDialog) -> list[list[str]]:
    """The texts of each row: name, value, proof."""
    at: dict[int, list[str]] = {}
    for label in dialog.findChildren(QLabel):
        if label.text() and label is not dialog.summary:
            at.setdefault(label.y() + label.height() // 2, []).append(label.text())
    return list(at.values())


def test_the_fields_are_shown_and_only_what_is_checked_has_a_tick(
    card: MainWindow, qtbot: QtBot
) -> None:
    told = rows(shown(card, qtbot))
    assert ["Surname", "ERIKSSON", "Not checked"] in told
    assert ["Document number", "D23145890", "Check digit passes"] in told
    assert ["Date of birth", "1974-08-12", "Check digit passes"] in told
    assert ["Sex", "F (female)", "Not checked"] in told


def test_a_wrong_check_digit_is_marked_and_said(card: MainWindow, qtbot: QtBot) -> None:
    wrong = (CARD[0].replace("D231458907", "D231458908"), *CARD[1:])
    card.session.zones.zone_read.emit(card.session.selected, parse(wrong, TODAY), Layers())
    (dialog,) = dialogs(card)
    assert ["Document number", "D23145890", "Check digit fails"] in rows(dialog)
    assert "do not fit" in dialog.summary.text()


def test_what_is_copied_is_kept_out_of_histories_and_goes_with_the_session(
    card: MainWindow, qtbot: QtBot
) -> None:
    dialog, clipboard = shown(card, qtbot), QGuiApplication.clipboard()
    qtbot.mouseClick(dialog.copies["number"], Qt.MouseButton.LeftButton)
    assert clipboard.text() == "D23145890"
    assert clipboard.mimeData().hasFormat(KDE_HINT)
    qtbot.mouseClick(dialog.copy_all, Qt.MouseButton.LeftButton)
    assert "Surname: ERIKSSON" in clipboard.text()
    card.clearing.ask()
    (question,) = [each for each in card.findChildren(QMessageBox) if each.isVisible()]
    question.button(QMessageBox.StandardButton.Discard).click()
    qtbot.waitUntil(lambda: not dialogs(card))
    assert "ERIKSSON" not in clipboard.text()


def test_every_field_is_copied_by_the_keyboard(card: MainWindow, qtbot: QtBot) -> None:
    dialog = shown(card, qtbot)
    for name, button in dialog.copies.items():
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)
        copied = QGuiApplication.clipboard().text()
        assert copied, name
        assert copied in button.accessibleDescription()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialogs(card)


def test_an_answer_for_another_page_than_the_one_shown_opens_nothing(card: MainWindow) -> None:
    card.session.zones.zone_read.emit("another", parse(CARD, TODAY), Layers())
    assert not dialogs(card)
