from __future__ import annotations

import pytest
from fake_session import page
from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox

from app.session import Notice
from app.widgets.desktop import open_handed
from app.widgets.save_dialog import SaveDialog


def button(window, caption: str) -> QAbstractButton:
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    (found,) = [each for each in box.buttons() if each.text().replace("&", "") == caption]
    return found


@pytest.mark.parametrize("answer", ["Cancel", "Don't save", "Save"])
def test_pages_that_are_not_saved_are_asked_about(window, session, qtbot, answer: str) -> None:
    session.pages, session.unsaved = (page(),), 1
    session.settings = session.settings.__class__(last_folder="/tmp/x")
    window.close()
    assert window.isVisible()
    assert "close" not in session.names()
    session.saving = answer == "Save"  # as a session is that was asked to save
    if session.saving:
        session.unsaved = 0
    qtbot.mouseClick(button(window, answer), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.isVisible() is (answer == "Cancel"))
    assert ("save" in session.names()) is (answer == "Save")
    assert ("close" in session.names()) is (answer == "Don't save")
    if session.saving:
        session.saving = False
        session.busy_changed.emit(0)
        qtbot.waitUntil(lambda: "close" in session.names())
    session.unsaved = 0


def test_enter_saves(window, session, qtbot) -> None:
    session.pages, session.unsaved = (page(),), 1
    session.settings = session.settings.__class__(last_folder="/tmp/x")
    window.close()
    session.unsaved = 0  # as a session has that was asked to save
    qtbot.keyClick(button(window, "Save").window(), Qt.Key.Key_Return)
    assert session.names().index("save") < session.names().index("close")


def test_a_first_save_is_asked_for_before_the_window_goes(window, session, qtbot) -> None:
    session.pages, session.unsaved = (page(),), 1
    window.close()
    qtbot.mouseClick(button(window, "Save"), Qt.MouseButton.LeftButton)
    qtbot.wait(10)
    assert window.isVisible()  # behind the dialog that asks how
    assert "close" not in session.names()
    (dialog,) = window.findChildren(SaveDialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    (where,) = window.findChildren(QFileDialog)
    session.unsaved = 0
    where.fileSelected.emit("/tmp/x/a.pdf")
    where.reject()
    assert session.names().index("save") < session.names().index("close")
    assert not window.isVisible()


def test_a_first_save_that_is_left_keeps_the_window(window, session, qtbot) -> None:
    session.pages, session.unsaved = (page(),), 1
    window.close()
    qtbot.mouseClick(button(window, "Save"), Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(SaveDialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.wait(10)
    assert window.isVisible()
    assert "close" not in session.names()
    session.unsaved = 0


def test_a_save_that_runs_is_finished_out_of_sight_before_the_session_closes(
    window, session, qtbot
) -> None:
    session.saving = True
    window.close()
    assert not window.isVisible()
    assert "close" not in session.names()
    session.saving = False
    session.busy_changed.emit(0)
    qtbot.waitUntil(lambda: "close" in session.names())
    assert not window.isVisible()


def test_a_save_that_fails_while_closing_brings_the_window_back(window, session, qtbot) -> None:
    session.saving = True
    window.close()
    session.saving = False
    session.busy_changed.emit(0)
    session.save_failed.emit()
    session.notice_posted.emit(Notice("error", "Not saved: the disk is full.", "save_elsewhere"))
    qtbot.waitUntil(window.isVisible)
    assert window.notices.isVisible()
    assert "close" not in session.names()
    session.saving = True  # elsewhere, where there is room
    window.close()
    session.saving = False
    session.busy_changed.emit(0)
    qtbot.waitUntil(lambda: "close" in session.names())
    assert not window.isVisible()


def test_pages_that_were_to_be_left_are_asked_about_again_where_a_save_failed(
    window, session, qtbot
) -> None:
    session.unsaved, session.saving = 1, True
    window.close()
    qtbot.mouseClick(button(window, "Don't save"), Qt.MouseButton.LeftButton)
    session.saving = False
    session.busy_changed.emit(0)
    session.notice_posted.emit(Notice("error", "Not saved: the disk is full.", "save_elsewhere"))
    qtbot.waitUntil(window.isVisible)
    window.close()
    assert "close" not in session.names()
    qtbot.mouseClick(button(window, "Cancel"), Qt.MouseButton.LeftButton)
    session.unsaved = 0


@pytest.mark.parametrize("unsaved", [0, 1])
def test_the_program_ends_with_its_window_and_not_while_it_asks(
    window, session, qtbot, monkeypatch, unsaved: int
) -> None:
    ended: list[bool] = []
    monkeypatch.setattr(QCoreApplication, "quit", lambda: ended.append(True))
    session.saving = True
    window.close()
    session.unsaved = unsaved  # what was still being opened when the window was closed
    session.saving = False
    session.busy_changed.emit(0)
    qtbot.waitUntil(lambda: bool(ended) or bool(window.findChildren(QMessageBox)))
    assert window.isVisible() is bool(unsaved)
    assert bool(ended) is ("close" in session.names()) is (not unsaved)
    if unsaved:
        qtbot.mouseClick(button(window, "Don't save"), Qt.MouseButton.LeftButton)
        assert not window.isVisible()
        assert "close" in session.names()


def test_what_is_handed_over_after_the_window_was_left_is_asked_about_again(
    window, session, qtbot
) -> None:
    session.unsaved, session.saving = 1, True
    window.close()
    qtbot.mouseClick(button(window, "Don't save"), Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    open_handed(window, [QUrl.fromLocalFile("/tmp/b.png")])
    session.unsaved, session.saving = 2, False
    session.busy_changed.emit(0)
    window.close()
    assert "close" not in session.names()
    qtbot.mouseClick(button(window, "Cancel"), Qt.MouseButton.LeftButton)
    assert window.isVisible()
    session.unsaved = 0


def test_what_is_handed_over_as_the_last_save_ends_keeps_the_window(window, session, qtbot) -> None:
    session.saving = True
    window.close()
    assert not window.isVisible()
    session.saving = False
    session.busy_changed.emit(0)  # the window goes with the next turn of the event loop
    open_handed(window, [QUrl.fromLocalFile("/tmp/b.png")])
    qtbot.wait(50)
    assert window.isVisible()
    assert "close" not in session.names()
