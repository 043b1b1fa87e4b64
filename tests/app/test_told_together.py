"""What is said where a save, pages in doubt, files that cannot be read and an end come together."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.save_choice import SaveChoice
from tests.app.scenes import write_plain
from tests.app.test_clear_question import answers, question
from tests.app.test_saving_again import HALF, save

LEFT = Qt.MouseButton.LeftButton
JUNK = b"\x89PNG\r\n\x1a\n junk"


def whole(*page_ids: str) -> SaveChoice:
    return SaveChoice(page_ids, "pdf", 100, False, 90)


def opened(window: MainWindow, qtbot: QtBot, *paths: Path) -> None:
    window.session.opening.open_paths(paths)
    qtbot.waitUntil(lambda: not window.session.opening.under_way)


@pytest.fixture
def three(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Three pages in doubt, of files."""
    opened(window, qtbot, *(write_plain(tmp_path / f"IMG_{n}.png", 60 * n) for n in (1, 2, 3)))
    window.session.update_settings(last_folder=str(tmp_path / "out"), format="pdf")
    return window


def accepted(window: MainWindow, *page_ids: str) -> None:
    for page_id in page_ids:
        window.session.review.edit_page(page_id)
        window.session.review.accept_shown()


def test_braces_in_a_files_name_are_no_places_to_fill(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "bad.png").write_bytes(JUNK)
    opened(window, qtbot, write_plain(tmp_path / "scan {front}.png", 60), tmp_path / "bad.png")
    told = window.notices.text
    qtbot.waitUntil(lambda: "bad.png" in told.text())
    assert "scan {front}" in told.text()


def test_a_file_that_cannot_be_opened_is_told_during_a_review_as_well(
    three: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session, told = three.session, three.notices.text
    qtbot.keyClick(three, Qt.Key.Key_N)
    assert session.state == "review"
    (tmp_path / "bad.png").write_bytes(JUNK)
    opened(three, qtbot, write_plain(tmp_path / "IMG_4.png", 40), tmp_path / "bad.png")
    qtbot.waitUntil(three.notices.isVisible)
    assert told.text().startswith("bad.png cannot be opened")
    assert "IMG_4" not in told.text()
    qtbot.keyClick(three.stage.review.editor, Qt.Key.Key_Escape)
    assert session.state == "page"
    assert told.text().startswith("bad.png cannot be opened")
    assert "IMG_4" in told.text()


def test_of_two_saves_each_says_what_was_not_checked_of_its_own_pages(
    three: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = three.session
    first, second, third = (page.id for page in session.pages)
    accepted(three, first)
    told: list[str] = []
    session.saving.pages_saved.connect(lambda *_: told.append(three.notices.text.text()))
    three.saving.save_to(tmp_path / "out" / "a.pdf", whole(first))
    three.saving.save_to(tmp_path / "out" / "bc.pdf", whole(second, third))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[0] == "Saved in out as a.pdf"
    assert told[1] == "Saved in out as bc.pdf. 2 pages were not checked."


def test_what_was_not_checked_is_not_cleared_away_by_save_first(
    three: MainWindow, qtbot: QtBot
) -> None:
    session = three.session
    three.clearing.ask()
    qtbot.mouseClick(answers(question(three))["Save first"], LEFT)
    qtbot.waitUntil(lambda: not session.saving.under_way and not session.saving.unsaved)
    qtbot.wait(50)
    assert len(session.pages) == 3
    assert three.notices.text.text().endswith(". 3 pages were not checked.")
    accepted(three, *(page.id for page in session.pages))
    three.clearing.clear()
    assert not session.pages


def test_a_file_that_is_gone_is_written_again_and_shows_nothing_any_more(
    three: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session, out = three.session, tmp_path / "out"
    accepted(three, *(page.id for page in session.pages))
    with qtbot.waitSignal(session.saving.pages_saved):
        three.saving.save_to(out / "a.pdf", whole())
    assert save(three, qtbot) == "Already saved as a.pdf"
    (out / "a.pdf").unlink()
    three.notices.hide()
    with qtbot.waitSignal(session.saving.pages_saved):
        qtbot.keyClick(three, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert [path.name for path in out.iterdir()] == ["a.pdf"]
    (out / "a.pdf").unlink()
    session.editing.black_out(session.pages[0].id, *HALF)
    assert save(three, qtbot) == "Saved in out as a.pdf"
    session.editing.undo()
    assert save(three, qtbot) == "Saved in out as a (2).pdf"


def test_a_file_in_which_the_pages_lie_in_another_order_is_not_theirs(
    three: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = three.session
    accepted(three, *(page.id for page in session.pages))
    with qtbot.waitSignal(session.saving.pages_saved):
        three.saving.save_to(tmp_path / "out" / "a.pdf", whole())
    session.editing.swap_sides()
    assert save(three, qtbot) == "Saved in out as a (2).pdf"
    session.editing.undo()
    assert save(three, qtbot) == "Already saved as a.pdf"


def test_the_window_stays_where_an_earlier_file_shows_what_is_black_now(
    three: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = three.session
    with qtbot.waitSignal(session.saving.pages_saved):
        three.saving.save_to(tmp_path / "out" / "a.pdf", whole())
    session.editing.black_out(session.pages[0].id, *HALF)
    three.close()
    box = question(three)
    assert {label.textFormat() for label in box.findChildren(QLabel)} == {Qt.TextFormat.PlainText}
    qtbot.mouseClick(answers(box)["Save"], LEFT)
    qtbot.waitUntil(lambda: not session.saving.under_way and not session.saving.unsaved)
    qtbot.wait(50)
    assert three.isVisible()
    assert "still shows what is blacked out now" in three.notices.text.text()
    three.close()
    assert not three.isVisible()


def test_whoever_looks_at_another_page_replaces_none(three: MainWindow, qtbot: QtBot) -> None:
    session = three.session
    session.capturing.replace_page(session.pages[0].id)
    assert session.capturing.replacing
    session.checks.check()
    assert session.state == "review"
    assert not session.capturing.replacing
