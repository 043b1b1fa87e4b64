from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fake_session import begin, end, page, whole
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.widgets.save_choice import SaveChoice
from app.widgets.save_dialog import SaveDialog


def test_save_goes_to_the_last_folder(window, session, qtbot) -> None:
    session.pages, session.settings = (page(),), session.settings.__class__(last_folder="/tmp/x")
    session.pages_changed.emit()
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    (call,) = [call for call in session.calls if call[0] == "save"]
    assert call[1] == []
    assert call[2].parent == Path("/tmp/x")
    assert call[2].suffix == ".pdf"
    assert ("keep_sharper", True) in call


def test_one_page_is_saved_as_chosen(window, session) -> None:
    session.pages, session.selected = (page(),), "p1"
    window.saving.save_to(Path("/tmp/x/a.png"), SaveChoice(("p1",), "png", 200, False, 90))
    (call,) = [call for call in session.calls if call[0] == "save"]
    assert call[:5] == ("save", ["p1"], Path("/tmp/x/a.png"), "png", 200)
    assert ("keep_sharper", False) in call


@pytest.mark.parametrize("kept", [True, False])
def test_whether_sharper_pictures_keep_theirs_is_shown_asked_for_and_remembered(
    window, session, qtbot, kept: bool
) -> None:
    session.pages, session.selected = (page(),), "p1"
    session.settings = replace(session.settings, keep_sharper=kept)
    dialog = SaveDialog(session.settings, session.pages, window)
    qtbot.addWidget(dialog)
    assert dialog.keep_sharper.isChecked() is kept
    assert dialog.keep_sharper.toolTip()
    for index in range(dialog.kind.count()):  # every format has a resolution
        dialog.kind.setCurrentIndex(index)
        assert dialog.keep_sharper.isEnabled()
    assert dialog.choice().keep_sharper is kept
    dialog.keep_sharper.click()
    assert dialog.choice().keep_sharper is not kept
    window.saving.save_to(Path("/tmp/x/a.pdf"), dialog.choice())
    asked = {call[0]: call for call in session.calls}
    assert ("keep_sharper", not kept) in asked["remember"]
    assert ("keep_sharper", not kept) in asked["save"]


def test_a_save_without_a_question_keeps_to_what_was_chosen_last(window, session) -> None:
    session.pages = (page(),)
    session.settings = replace(session.settings, last_folder="/tmp/x", keep_sharper=False)
    window.saving.save()
    (call,) = [call for call in session.calls if call[0] == "save"]
    assert ("keep_sharper", False) in call


def test_the_size_is_asked_for_anew_with_the_switch(window, session, qtbot) -> None:
    session.pages, session.selected = (page(),), "p1"
    window.saving.save_as()
    (dialog,) = window.findChildren(SaveDialog)
    asked = ("estimate", [], "pdf", 300, 90)
    qtbot.waitUntil(lambda: (*asked, ("keep_sharper", True)) in session.calls)
    session.saving.size_estimated.emit(2_000_000)
    dialog.keep_sharper.click()
    assert dialog.size_text.text() == "…"
    qtbot.waitUntil(lambda: (*asked, ("keep_sharper", False)) in session.calls)
    dialog.reject()


def test_quality_is_asked_for_where_pages_are_jpeg_and_kept(window, session, qtbot) -> None:
    session.pages, session.selected = (page(),), "p1"
    dialog = SaveDialog(session.settings, session.pages, window)
    qtbot.addWidget(dialog)
    for file_format, lossy in (("pdf", True), ("png", False), ("jpeg", True), ("tiff", False)):
        dialog.kind.setCurrentIndex(dialog.kind.findData(file_format))
        assert dialog.quality.isEnabled() is lossy
    dialog.kind.setCurrentIndex(dialog.kind.findData("jpeg"))
    dialog.quality.clear()
    qtbot.keyClicks(dialog.quality, "62")
    assert dialog.choice().quality == 62
    window.saving.save_to(Path("/tmp/x/a.jpg"), dialog.choice())
    assert any("62" in str(call) for call in session.calls if call[0] == "remember")


def test_the_dialog_says_about_how_large_the_choice_is(window, session, qtbot) -> None:
    session.pages, session.selected, session.state = (page(), page("p2")), "p2", "page"
    window.saving.save_as()
    (dialog,) = window.findChildren(SaveDialog)
    qtbot.waitUntil(lambda: "estimate" in session.names())
    assert ("estimate", [], "pdf", 300, 90, ("keep_sharper", True)) in session.calls
    session.saving.size_estimated.emit(2_000_000)
    assert dialog.size_text.text() == "about 1.9 MB"
    dialog.scope.setCurrentIndex(1)
    dialog.quality.setValue(40)
    assert dialog.size_text.text() == "…"
    session.saving.size_estimated.emit(2_000_000)  # of the choice before
    assert dialog.size_text.text() == "…"
    asked = ("estimate", ["p2"], "pdf", 300, 40, ("keep_sharper", True))
    qtbot.waitUntil(lambda: asked in session.calls)
    dialog.reject()


def test_pages_that_are_all_in_files_are_cleared_away_by_a_button(window, session, qtbot) -> None:
    session.pages, session.selected = (page(),), "p1"
    session.saving.unsaved = 1  # another one came meanwhile
    session.saving.pages_saved.emit([Path("/tmp/x/a.pdf")], False)
    assert not window.notices.second.isVisible()
    session.saving.unsaved = 0
    session.saving.pages_saved.emit([Path("/tmp/x/a.pdf")], False)
    assert window.notices.second.text() == "Clear session"
    qtbot.mouseClick(window.notices.second, Qt.MouseButton.LeftButton)
    assert session.names()[-1] == "clear"
    assert window.findChildren(QMessageBox) == []


@pytest.mark.parametrize("why", ["unsaved", "under_way"])
def test_what_came_after_a_save_is_not_cleared_away_unasked(window, session, qtbot, why) -> None:
    session.pages, session.selected = (page(),), "p1"
    session.saving.pages_saved.emit([Path("/tmp/x/a.pdf")], False)
    setattr(session.saving, why, 1)  # one that runs may fail yet
    qtbot.mouseClick(window.notices.second, Qt.MouseButton.LeftButton)
    assert "clear" not in session.names()
    (box,) = window.findChildren(QMessageBox)
    box.reject()


def saves(session) -> list[tuple]:
    return [call for call in session.calls if call[0] == "save"]


@pytest.mark.parametrize("asked", [False, True], ids=["save", "save as"])
def test_a_save_of_all_waits_for_the_pictures_that_are_being_opened(
    window, session, asked: bool
) -> None:
    begin(session)
    if asked:
        window.saving.save_to(Path("/tmp/x/a.pdf"), whole())
    else:
        window.top.save.click()
    assert not saves(session)
    assert "once all pictures are open" in window.notices.text.text()
    assert window.bottom.guidance.text() == "Opening 9 of 40, then saving…"
    end(session)
    (call,) = saves(session)
    assert call[1] == []  # every page, as they are by then
    assert not window.saving.waiting
    end(session)
    assert len(saves(session)) == 1


def test_every_save_that_was_asked_for_waits_and_save_means_those(window, session) -> None:
    begin(session)
    closed: list[bool] = []
    targets = [Path("/tmp/x/a.pdf"), Path("/tmp/y/b.pdf")]
    for target in targets:
        window.saving.save_to(target, whole())
    window.top.save.click()
    window.saving.save(then=lambda: closed.append(True))
    end(session)
    assert [call[2] for call in saves(session)] == targets
    assert closed == [True]


def test_a_save_of_the_page_shown_waits_for_nothing(window, session) -> None:
    begin(session)
    choice = replace(whole(), page_ids=("p1",))
    window.saving.save_to(Path("/tmp/x/a.pdf"), choice)
    assert [call[1] for call in saves(session)] == [["p1"]]


def test_the_page_that_was_shown_is_saved_whatever_is_opened_behind_the_dialogs(
    window, session, qtbot
) -> None:
    begin(session)
    window.saving.save_as()
    (how,) = window.findChildren(SaveDialog)
    how.scope.setCurrentIndex(1)
    session.pages, session.selected = (*session.pages, page("p3")), "p3"
    session.pages_changed.emit()
    asked = ("estimate", ["p1"], "pdf", 300, 90, ("keep_sharper", True))
    qtbot.waitUntil(lambda: asked in session.calls)
    qtbot.keyClick(how, Qt.Key.Key_Return)
    (where,) = window.findChildren(QFileDialog)
    where.fileSelected.emit("/tmp/x/a.pdf")
    where.reject()
    assert [call[1] for call in saves(session)] == [["p1"]]


def test_a_page_that_went_behind_the_dialogs_is_not_taken_for_another(window, session) -> None:
    begin(session)
    window.saving.save_to(Path("/tmp/x/a.pdf"), replace(whole(), page_ids=("gone",)))
    assert not saves(session)
    (dialog,) = window.findChildren(SaveDialog)  # asks anew
    dialog.reject()


@pytest.mark.parametrize("state", ["live", "page"])
def test_the_page_shown_is_offered_where_one_is(window, session, state: str) -> None:
    session.pages, session.selected = (page(), page("p2")), "p2"
    session.enter(state)
    window.saving.save_as()
    (dialog,) = window.findChildren(SaveDialog)
    offered = [dialog.scope.itemText(place) for place in range(dialog.scope.count())]
    assert ("Only the page shown" in offered) is (state == "page")
    assert dialog.scope.isEnabled() is (state == "page")
    dialog.reject()


def test_a_save_that_waits_can_be_called_off_and_goes_with_the_session(window, session) -> None:
    for call_off in (window.notices.action.click, session.cleared.emit):
        begin(session)
        window.saving.save()
        assert window.saving.waiting
        call_off()
        assert window.bottom.guidance.text() == "Opening 9 of 40…"
        end(session)
        assert not saves(session)


def test_what_could_not_be_opened_is_not_left_out_without_a_question(window, session) -> None:
    begin(session)
    window.saving.save()
    end(session, "b.jpg cannot be opened.")
    assert not saves(session)
    assert window.notices.text.text() == "Not saved yet. b.jpg cannot be opened."
    assert window.notices.property("kind") == "warning"
    window.notices.action.click()
    assert len(saves(session)) == 1


def test_the_dialog_says_that_more_pages_come(window, session, qtbot) -> None:
    begin(session)
    window.saving.save_as()
    (dialog,) = window.findChildren(SaveDialog)
    assert dialog.scope.itemText(0) == "All pages (2 so far)"
    session.pages = (*session.pages, page("p3"))
    session.pages_changed.emit()
    assert dialog.scope.itemText(0) == "All pages (3 so far)"
    dialog.size_text.setText("about 2 MB")
    end(session)
    assert dialog.scope.itemText(0) == "All pages (3)"
    assert dialog.size_text.text() == "…"
    dialog.reject()
    session.pages_changed.emit()
