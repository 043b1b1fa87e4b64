"""What only says something goes of itself; a fault stays until it is dealt with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fake_session import FakeSession, page
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.session import Kind, Notice
from app.widgets.main_window import MainWindow
from app.widgets.save_dialog import SaveDialog


@pytest.mark.parametrize("step", ["mark", "choose", "turn", "filter", "hide"])
def test_a_remark_goes_with_the_next_step_but_no_fault_and_no_offer(
    step: str, window: MainWindow, session: FakeSession
) -> None:
    stage, tray, notices = window.stage.page, window.tray, window.notices
    acts: dict[str, Callable[[], object]] = {
        "mark": lambda: tray.page_marked.emit("b"),
        "choose": lambda: tray.page_chosen.emit("b"),
        "turn": stage.right.click,
        "filter": stage.filters["grey"].click,
        "hide": lambda: stage.black_out_asked.emit((0.1, 0.1), (0.2, 0.2)),
    }
    session.pages, session.selected = tuple(page(each) for each in "abc"), "a"
    session.enter("page")
    session.pages_changed.emit()
    for kind, action, stays in (
        ("info", None, False),
        ("info", "undo", True),
        ("warning", None, True),
    ):
        session.notices.posted.emit(Notice(kind, "No zone on this page.", action))
        acts[step]()
        assert notices.isVisible() is stays


@pytest.mark.parametrize("kind", ["error", "info"])
@pytest.mark.parametrize("answer", ["leave", "take"])
def test_a_fault_comes_back_where_the_dialog_of_its_button_is_left(
    kind: Kind, answer: str, window: MainWindow, session: FakeSession, qtbot: QtBot
) -> None:
    session.pages, session.selected, session.saving.unsaved = (page("a"),), "a", 1
    session.enter("page")
    session.pages_changed.emit()
    session.notices.posted.emit(Notice(kind, "Not saved: the disk is full.", "save_elsewhere"))
    qtbot.mouseClick(window.notices.action, Qt.MouseButton.LeftButton)
    assert window.notices.isHidden()
    (dialog,) = window.findChildren(SaveDialog)
    if answer == "leave":
        dialog.reject()
    else:
        dialog.accept()
        (where,) = window.findChildren(QFileDialog)
        where.fileSelected.emit("scan.pdf")
        where.done(QFileDialog.DialogCode.Accepted)
    assert window.notices.isVisible() is (answer == "leave" and kind == "error")


def test_a_fault_does_not_come_back_over_what_was_said_meanwhile(
    window: MainWindow, session: FakeSession, qtbot: QtBot
) -> None:
    session.notices.posted.emit(Notice("error", "a.jpg cannot be opened.", "open"))
    qtbot.mouseClick(window.notices.action, Qt.MouseButton.LeftButton)
    session.cleared.emit()
    (dialog,) = window.findChildren(QFileDialog)
    dialog.reject()
    assert window.notices.isHidden()
