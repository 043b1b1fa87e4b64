from __future__ import annotations

import pytest
from fake_session import page
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox

from app.session import Notice
from app.widgets.closing import SOON_MS
from app.widgets.desktop import open_handed
from app.widgets.save_dialog import SaveDialog


def button(window, caption: str) -> QAbstractButton:
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    (found,) = [each for each in box.buttons() if each.text().replace("&", "") == caption]
    return found


def end_save(session) -> None:
    session.saving.under_way = False
    session.busy_changed.emit(0)


def boxes(window) -> list[QMessageBox]:
    return [each for each in window.findChildren(QMessageBox) if each.isVisible()]


@pytest.mark.parametrize("answer", ["Cancel", "Don't save", "Save"])
def test_pages_that_are_not_saved_are_asked_about(window, session, qtbot, answer: str) -> None:
    session.pages, session.saving.unsaved = (page(),), 1
    session.settings = session.settings.__class__(last_folder="/tmp/x")
    window.close()
    assert window.isVisible()
    assert "close" not in session.names()
    session.saving.under_way = answer == "Save"  # as a session is that was asked to save
    if session.saving.under_way:
        session.saving.unsaved = 0
    qtbot.mouseClick(button(window, answer), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.isVisible() is (answer != "Don't save"))
    assert ("save" in session.names()) is (answer == "Save")
    given_up = ("close", ("keep", False))
    assert (given_up in session.calls) is (answer == "Don't save")
    if session.saving.under_way:
        end_save(session)
        qtbot.waitUntil(lambda: "close" in session.names())
    assert window.isVisible() is (answer == "Cancel")
    session.saving.unsaved = 0


def test_enter_saves(window, session, qtbot) -> None:
    session.pages, session.saving.unsaved = (page(),), 1
    session.settings = session.settings.__class__(last_folder="/tmp/x")
    window.close()
    session.saving.unsaved = 0  # as a session has that was asked to save
    qtbot.keyClick(button(window, "Save").window(), Qt.Key.Key_Return)
    assert session.names().index("save") < session.names().index("close")


def test_a_first_save_is_asked_for_before_the_window_goes(window, session, qtbot) -> None:
    session.pages, session.saving.unsaved = (page(),), 1
    window.close()
    qtbot.mouseClick(button(window, "Save"), Qt.MouseButton.LeftButton)
    qtbot.wait(10)
    assert window.isVisible()  # behind the dialog that asks how
    assert "close" not in session.names()
    (dialog,) = window.findChildren(SaveDialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    (where,) = window.findChildren(QFileDialog)
    session.saving.unsaved = 0
    where.fileSelected.emit("/tmp/x/a.pdf")
    where.reject()
    assert session.names().index("save") < session.names().index("close")
    assert not window.isVisible()


def test_a_first_save_that_is_left_keeps_the_window(window, session, qtbot) -> None:
    session.pages, session.saving.unsaved = (page(),), 1
    window.close()
    qtbot.mouseClick(button(window, "Save"), Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(SaveDialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.wait(10)
    assert window.isVisible()
    assert "close" not in session.names()
    session.saving.unsaved = 0


def test_a_save_that_runs_keeps_the_window_in_sight_and_tells_how_far_it_is(
    window, session, qtbot
) -> None:
    session.saving.under_way = True
    window.close()
    qtbot.waitUntil(lambda: bool(boxes(window)))
    (box,) = boxes(window)
    assert box.informativeText() == "Saving…"
    session.saving.saving_page.emit(12, 40)
    assert box.informativeText() == "Saving 12 of 40…"
    assert window.isVisible()
    assert "close" not in session.names()
    end_save(session)
    qtbot.waitUntil(lambda: "close" in session.names())
    assert not window.isVisible()
    assert not boxes(window)


def test_a_minimised_window_comes_back_to_say_so(window, session, qtbot) -> None:
    window.showMinimized()
    session.saving.under_way = True
    window.close()
    qtbot.waitUntil(lambda: bool(boxes(window)))
    assert not window.isMinimized()
    end_save(session)
    qtbot.waitUntil(lambda: "close" in session.names())


@pytest.mark.parametrize("escape", [False, True])
def test_the_window_can_be_kept_while_it_waits_for_a_save(
    window, session, qtbot, escape: bool
) -> None:
    session.saving.under_way = True
    window.close()
    qtbot.waitUntil(lambda: bool(boxes(window)))
    if escape:
        qtbot.keyClick(boxes(window)[0], Qt.Key.Key_Escape)
    else:
        qtbot.mouseClick(button(window, "Keep it open"), Qt.MouseButton.LeftButton)
    end_save(session)
    qtbot.wait(50)
    assert window.isVisible()
    assert not boxes(window)
    assert "close" not in session.names()


def test_a_save_that_is_done_at_once_is_not_told_of(window, session, qtbot) -> None:
    session.saving.under_way = True
    window.close()
    assert not boxes(window)
    end_save(session)
    qtbot.waitUntil(lambda: "close" in session.names())
    qtbot.wait(SOON_MS + 50)
    assert not boxes(window)


def test_a_save_that_fails_while_closing_keeps_the_window(window, session, qtbot) -> None:
    session.saving.under_way = True
    window.close()
    qtbot.waitUntil(lambda: bool(boxes(window)))
    end_save(session)
    session.saving.save_failed.emit()
    session.notices.posted.emit(Notice("error", "Not saved: the disk is full.", "save_elsewhere"))
    qtbot.waitUntil(lambda: not boxes(window))
    assert window.isVisible()
    assert window.notices.isVisible()
    assert "close" not in session.names()
    session.saving.under_way = True  # elsewhere, where there is room
    window.close()
    end_save(session)
    qtbot.waitUntil(lambda: "close" in session.names())
    assert not window.isVisible()


def test_pages_that_were_to_be_left_are_asked_about_again_where_a_save_failed(
    window, session, qtbot
) -> None:
    session.saving.unsaved, session.saving.under_way = 1, True
    window.close()
    qtbot.mouseClick(button(window, "Don't save"), Qt.MouseButton.LeftButton)
    end_save(session)
    session.saving.save_failed.emit()
    qtbot.wait(50)
    assert window.isVisible()
    window.close()
    assert "close" not in session.names()
    qtbot.mouseClick(button(window, "Cancel"), Qt.MouseButton.LeftButton)
    session.saving.unsaved = 0


def test_what_is_not_saved_by_then_is_asked_about(window, session, qtbot) -> None:
    session.saving.under_way = True
    window.close()
    session.saving.unsaved = 1  # what was still being opened when the window was closed
    end_save(session)
    qtbot.waitUntil(lambda: bool(boxes(window)))
    assert window.isVisible()
    assert "close" not in session.names()
    qtbot.mouseClick(button(window, "Don't save"), Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    assert "close" in session.names()


@pytest.mark.parametrize("told", [False, True])
def test_what_is_handed_over_after_the_window_was_left_is_asked_about_again(
    window, session, qtbot, told: bool
) -> None:
    session.saving.unsaved, session.saving.under_way = 1, True
    window.close()
    qtbot.mouseClick(button(window, "Don't save"), Qt.MouseButton.LeftButton)
    if told:
        qtbot.waitUntil(lambda: bool(boxes(window)))
    open_handed(window, [QUrl.fromLocalFile("/tmp/b.png")])
    assert not boxes(window)
    session.saving.unsaved = 2
    end_save(session)
    window.close()
    assert "close" not in session.names()
    qtbot.mouseClick(button(window, "Cancel"), Qt.MouseButton.LeftButton)
    assert window.isVisible()
    session.saving.unsaved = 0


def test_what_is_handed_over_as_the_last_save_ends_keeps_the_window(window, session, qtbot) -> None:
    session.saving.under_way = True
    window.close()
    end_save(session)  # the window goes with the next turn of the event loop
    open_handed(window, [QUrl.fromLocalFile("/tmp/b.png")])
    qtbot.wait(50)
    assert window.isVisible()
    assert "close" not in session.names()
