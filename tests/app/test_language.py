"""Another language is spoken at once, by a window that goes on with what there is."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.application import load_translations
from app.session import CameraInfo
from app.widgets.desktop import Application
from app.widgets.main_window import MainWindow
from app.widgets.renewal import Renewal
from app.widgets.save_dialog import SaveDialog
from detector.quad import Quad


class Spoken:
    """What the application speaks; the language of before comes back at the end."""

    def __init__(self, application: Application) -> None:
        self._application, self._before = application, QLocale()
        self._installed = load_translations(application, "en")
        self.asked: list[str] = []

    def speak(self, language: str) -> None:
        self.fall_silent()
        self.asked.append(language)
        self._installed = load_translations(self._application, language)

    def fall_silent(self) -> None:
        QLocale.setDefault(self._before)
        for each in self._installed:
            self._application.removeTranslator(each)
            each.deleteLater()
        self._installed = []


@pytest.fixture
def spoken(qapp: Application, window: MainWindow) -> Iterator[Spoken]:
    made = Spoken(qapp)
    Renewal(window, made.speak)
    yield made
    made.fall_silent()


def choose(window: MainWindow, text: str) -> None:
    """By the menu."""
    menu = window.top.build_menu()
    next(each for each in menu.actions() if each.text() == text).trigger()


def choose_chinese(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "简体中文")
    qtbot.waitUntil(lambda: window.top.save_as.accessibleName() == "另存为…")


def test_the_pages_and_their_steps_go_on(spoken: Spoken, two: MainWindow, qtbot: QtBot) -> None:
    session = two.session
    session.editing.rotate(session.selected, 1)
    pages, selected = session.pages, session.selected
    choose_chinese(two, qtbot)
    assert (session.pages, session.selected, session.state) == (pages, selected, "page")
    assert two.top.undo.accessibleName() == "撤销：旋转"
    assert "保存" in two.bottom.guidance.text()
    qtbot.waitUntil(lambda: not two.stage.page.view.image.isNull())
    small = Qt.ItemDataRole.DecorationRole
    qtbot.waitUntil(lambda: all(two.tray.list.item(row).data(small) for row in range(2)))


def test_what_is_asked_for_afterwards_is_done_once(
    spoken: Spoken, two: MainWindow, qtbot: QtBot
) -> None:
    session = two.session
    choose_chinese(two, qtbot)
    choose(two, "English")
    qtbot.waitUntil(lambda: two.top.save_as.accessibleName() == "Save as…")
    turns = session.pages[0].edits.turns
    QTest.keyClick(two, Qt.Key.Key_R)
    assert session.pages[0].edits.turns == turns + 1
    assert two.top.undo.accessibleName() == "Undo: Rotate"
    session.editing.undo()
    session.clear()
    assert two.stage.currentWidget() is two.stage.empty
    assert spoken.asked == ["zh_CN", "en"]


def test_nothing_of_before_is_left(spoken: Spoken, two: MainWindow, qtbot: QtBot) -> None:
    before = [weakref.ref(each) for each in (*two.parts, two.panes, two.guide, two.requests)]
    choose_chinese(two, qtbot)
    gc.collect()
    assert [each() for each in before] == [None] * len(before)


def test_corners_stay_where_they_were_moved(
    spoken: Spoken, edited: MainWindow, qtbot: QtBot
) -> None:
    session, moved = edited.session, Quad.inset(400, 300, 0.3)
    edited.stage.review.editor.set_quad(moved)
    choose_chinese(edited, qtbot)
    editor = edited.stage.review.editor
    assert (session.state, editor.quad) == ("review", moved)
    qtbot.waitUntil(lambda: not editor.image.isNull())
    edited.stage.review.accept_corners()
    assert session.pages[0].quad == moved


def test_a_capture_in_review_is_still_one(
    spoken: Spoken, captured: MainWindow, qtbot: QtBot
) -> None:
    choose_chinese(captured, qtbot)
    qtbot.waitUntil(lambda: not captured.stage.review.editor.image.isNull())
    assert captured.stage.review.retake.text() == "重拍"
    captured.stage.review.accept_corners()
    assert len(captured.session.pages) == 3


def test_a_dialog_and_a_save_are_waited_for(
    spoken: Spoken, two: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    two.saving.save_as()
    dialog = two.findChild(SaveDialog)
    assert dialog is not None
    two.session.update_settings(language="zh_CN")
    qtbot.wait(50)
    assert dialog.isVisible()
    assert spoken.asked == []
    dialog.reject()
    with qtbot.waitSignal(two.session.saving.pages_saved):
        two.session.saving.save([], tmp_path / "b.png", "png", 300, keep_sharper=False)
        qtbot.wait(0)
        assert spoken.asked == []
    qtbot.waitUntil(lambda: spoken.asked == ["zh_CN"])


def test_the_last_save_is_known(
    spoken: Spoken, two: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    two.saving.save_as()
    dialog = two.findChild(SaveDialog)
    assert dialog is not None
    dialog.password.setText("abc")
    choice = dialog.choice()
    dialog.reject()
    with qtbot.waitSignal(two.session.saving.pages_saved):
        two.saving.save_to(tmp_path / "locked.pdf", choice)
    choose_chinese(two, qtbot)
    assert two.saving.kept_password() == "abc"


def test_what_is_told_once_is_there(
    spoken: Spoken, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = window.session
    session.engine.changed.emit("CPU · ONNX Runtime", 0.0)
    qtbot.waitUntil(lambda: window.bottom.badge.text() == "CPU")
    session.watching.watch_folder(tmp_path)
    choose_chinese(window, qtbot)
    assert window.sources.watch.accessibleName() == f"正在监视：{tmp_path.name}"
    qtbot.waitUntil(lambda: window.bottom.badge.text() == "CPU")
    session.sources.cameras_changed.emit([CameraInfo("a", "Webcam")])
    names = [each.text() for each in window.sources.findChildren(QPushButton)]
    assert names.count("Webcam") == 1
