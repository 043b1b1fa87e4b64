"""A password is for the pages that it was set for, and is kept in memory only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fake_session import begin, end, page, whole
from PySide6.QtWidgets import QPushButton

from app.widgets.save_choice import SaveChoice
from app.widgets.save_dialog import SaveDialog


def test_a_password_is_asked_for_pdfs_and_kept_for_the_next_save_only_in_memory(
    window, session, qtbot
) -> None:
    session.pages, session.selected = (page(),), "p1"
    dialog = SaveDialog(session.settings, session.pages, window)
    qtbot.addWidget(dialog)
    qtbot.keyClicks(dialog.password, "secret")
    for file_format, locks in (("png", False), ("sheet", True), ("jpeg", False), ("pdf", True)):
        dialog.kind.setCurrentIndex(dialog.kind.findData(file_format))
        assert dialog.password.isEnabled() is locks
        assert dialog.choice().password == ("secret" if locks else "")
    assert "secret" not in repr(dialog.choice())
    assert "secret" not in dialog.password.displayText()
    dialog.reveal.click()
    assert dialog.password.displayText() == "secret"
    dialog.reveal.click()
    assert "secret" not in dialog.password.displayText()
    window.saving.save_to(Path("/tmp/x/a.pdf"), dialog.choice())
    session.settings = replace(session.settings, last_folder="/tmp/x")
    window.saving.save()
    saved = [call for call in session.calls if call[0] == "save"]
    assert [call[-1] for call in saved] == [("password", "secret")] * 2
    assert not any("secret" in str(call) for call in session.calls if call[0] != "save")
    session.cleared.emit()
    window.saving.save()
    assert session.calls[-1][-1] == ("password", "")


@pytest.fixture
def asked(window, session, qtbot) -> SaveDialog:
    session.pages, session.selected = (page(),), "p1"
    dialog = SaveDialog(session.settings, session.pages, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.kind.setCurrentIndex(dialog.kind.findData("pdf"))
    return dialog


def can_go_on(dialog: SaveDialog) -> bool:
    go_on = next(each for each in dialog.findChildren(QPushButton) if each.isDefault())
    assert go_on.isEnabled() is not dialog.refusal.isVisible()
    return go_on.isEnabled()


def test_nothing_is_saved_under_a_password_that_a_pdf_does_not_take(asked) -> None:
    asked.password.setText("密" * 42)
    assert can_go_on(asked)
    asked.password.setText("密" * 43)
    assert not can_go_on(asked)
    assert "127" in asked.refusal.text()
    asked.kind.setCurrentIndex(asked.kind.findData("png"))  # which is not locked
    assert can_go_on(asked)


@pytest.mark.parametrize(
    ("password", "named"),
    [
        ("10m²", "“²”"),
        ("Mu\u0308ller", "“u\u0308”"),
        ("a\u00a0b", "“U+00A0”"),
        ("a\u200db", "“U+200D”"),
    ],
)
def test_a_character_that_readers_do_not_agree_about_is_named(asked, password, named) -> None:
    asked.password.setText(password)
    assert not can_go_on(asked)
    assert named in asked.refusal.text()
    asked.password.setText("Müller, 10 m")
    assert can_go_on(asked)


def locked(session, *page_ids: str) -> SaveChoice:
    session.settings = replace(session.settings, last_folder="/tmp/x")
    return SaveChoice(page_ids, "pdf", 300, True, 90, "secret")


def saved_again(window, session) -> str:
    window.saving.save()
    name, password = session.calls[-1][-1]
    assert name == "password"
    return password


def test_the_password_is_for_the_pages_that_it_was_set_for(window, session) -> None:
    session.pages, session.selected = (page(), page("p2")), "p1"
    window.saving.save_to(Path("/tmp/x/a.pdf"), locked(session))
    session.pages = ()  # removed, and brought back
    session.pages_changed.emit()
    session.pages = (page("p2"), page("p3"))
    session.pages_changed.emit()
    assert saved_again(window, session) == "secret"
    session.pages = (page("p4"),)
    session.pages_changed.emit()
    assert saved_again(window, session) == ""


def test_the_password_of_one_page_is_not_for_the_others(window, session) -> None:
    session.pages, session.selected = (page(), page("p2")), "p1"
    window.saving.save_to(Path("/tmp/x/a.pdf"), locked(session, "p1"))
    session.pages = (page("p2"),)
    session.pages_changed.emit()
    assert saved_again(window, session) == ""


def test_the_password_of_a_save_that_waits_is_not_lost(window, session) -> None:
    session.pages, session.selected = (page(),), "p1"
    window.saving.save_to(Path("/tmp/x/a.pdf"), whole())
    begin(session, 0)
    window.saving.save_to(Path("/tmp/x/b.pdf"), locked(session))
    session.pages = (page("p8"),)  # the first of those that are being opened
    session.pages_changed.emit()
    end(session)
    assert session.calls[-1][-1] == ("password", "secret")
    session.saving.pages_saved.emit([Path("/tmp/x/a.pdf")], False)  # the one before
    assert "locked by the password" not in window.notices.text.text()
    session.saving.pages_saved.emit([Path("/tmp/x/b.pdf")], True)
    assert "locked by the password" in window.notices.text.text()
    assert saved_again(window, session) == "secret"
