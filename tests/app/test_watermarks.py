"""Whom a copy is for: asked in a dialog, written across the pages, taken off again."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from app.document.estimate import estimated_bytes
from app.document.form import Form
from app.document.render import render
from app.widgets.main_window import MainWindow
from app.widgets.watermark_dialog import MAX_WORDS, WatermarkDialog, copy_text
from app.workers.inscription import inscription
from app.workers.pixels import to_array


def ask(window: MainWindow) -> WatermarkDialog:
    """The dialog, as W opens it."""
    QTest.keyClick(window, Qt.Key.Key_W)
    (dialog,) = [each for each in window.findChildren(WatermarkDialog) if each.isVisible()]
    return dialog


def texts(window: MainWindow) -> list[str]:
    marks = [page.edits.watermark for page in window.session.pages]
    return ["" if mark is None else mark.text for mark in marks]


def test_what_is_typed_is_written_across_the_page_that_is_shown(
    two: MainWindow, qtbot: QtBot
) -> None:
    before = render(two.session.pages[0]).image
    dialog = ask(two)
    assert dialog.focusWidget() is dialog.who  # where to begin
    QTest.keyClicks(dialog.who, "the bank")
    QTest.keyClicks(dialog.why, "account")
    dialog.when.setText("2026-11-29")
    said = dialog.text.text()
    assert said == "Copy for the bank · account · 2026-11-29"
    with qtbot.waitSignal(two.session.drawing.page_rendered):
        QTest.keyClick(dialog.when, Qt.Key.Key_Return)
    assert texts(two) == [said, ""]
    assert two.session.editing.undo_text == "Watermark"
    assert two.session.saving.unsaved == 1
    assert (render(two.session.pages[0]).image != before).any()
    two.session.editing.undo()
    assert texts(two) == ["", ""]


def test_marked_pages_get_it_together_and_lose_it_together(two: MainWindow, qtbot: QtBot) -> None:
    two.tray.list.selectAll()
    dialog = ask(two)
    dialog.when.clear()
    qtbot.mouseClick(dialog.write, Qt.MouseButton.LeftButton)
    assert texts(two) == ["Copy", "Copy"]
    dialog = ask(two)
    assert dialog.take_off.isVisible()
    qtbot.mouseClick(dialog.take_off, Qt.MouseButton.LeftButton)
    assert texts(two) == ["", ""]


def test_what_was_said_last_is_there_until_the_session_is_cleared(
    two: MainWindow, qtbot: QtBot
) -> None:
    dialog = ask(two)
    assert dialog.take_off.isHidden()
    QTest.keyClicks(dialog.who, "the bank")
    dialog.accept()
    dialog = ask(two)
    assert (dialog.who.text(), dialog.why.text()) == ("the bank", "")
    dialog.reject()
    assert texts(two)[0].startswith("Copy for the bank · ")
    page = two.session.pages[0]
    two.session.clear()
    two.session._book.add([page])
    two.session.select(page.id)
    dialog = ask(two)
    assert dialog.who.text() == ""
    dialog.reject()


def test_the_same_text_again_is_no_step(two: MainWindow) -> None:
    for _ in range(2):
        two.session.editing.set_watermark(two.session.selected, "Copy")
    two.session.editing.undo()
    assert texts(two) == ["", ""]


@pytest.mark.parametrize(
    ("who", "why", "when", "text"),
    [
        ("", "", "", "Copy"),
        ("  the bank ", " ", "", "Copy for the bank"),
        ("the\nbank\tof", "", "", "Copy for the bank of"),
        ("\u05d1\u05e0\u05e7", "", "2026", "Copy for \u2068\u05d1\u05e0\u05e7\u2069 · 2026"),
        ("", "account", "today", "Copy · account · today"),
        ("w" * MAX_WORDS, "y" * MAX_WORDS, "d" * 20, None),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_what_is_left_out_leaves_no_gap(who: str, why: str, when: str, text: str | None) -> None:
    said = copy_text(who, why, when)
    assert text is None or said == text
    assert inscription(said).text == said


@pytest.mark.usefixtures("qapp")
def test_ink_is_a_line_of_letters() -> None:
    mask = inscription("Copy").mask
    assert mask.dtype == np.uint8
    assert mask.shape[1] > mask.shape[0]
    assert 0.02 < (mask > 127).mean() < 0.6
    assert inscription("Copy Copy").mask.shape[1] > 1.8 * mask.shape[1]


def test_a_copy_on_the_clipboard_has_it(two: MainWindow, qtbot: QtBot) -> None:
    two.session.editing.set_watermark(two.session.selected, "Copy")
    with qtbot.waitSignal(two.session.drawing.page_copied) as copied:
        two.session.drawing.copy(two.session.selected)
    picture = copied.args[0]
    assert isinstance(picture, QImage)
    np.testing.assert_array_equal(to_array(picture), render(two.session.pages[0]).image)


@pytest.mark.usefixtures("qapp")
def test_accents_on_tall_capitals_are_whole() -> None:
    mask = inscription("NGUY\u1ec4N \u1ea4\u0328").mask
    assert not mask[0].any()  # nothing is cut off at the rims
    assert not mask[-1].any()


def test_a_better_photo_has_the_same_watermark(two: MainWindow) -> None:
    session = two.session
    session.editing.set_watermark(session.selected, "Copy")
    session._book.put_in_place(session.selected, session.pages[1])
    assert texts(two) == ["Copy", ""]


def test_an_estimate_knows_which_pages_have_it(two: MainWindow) -> None:
    plain, other = two.session.pages
    pages = [plain, *[other.with_watermark(inscription("Copy"))] * 4]
    sizes = [
        estimated_bytes(each, Form("png", 100, 90)) for each in (pages, pages[::-1], pages[:1])
    ]
    assert sizes[0] == sizes[1] > 5 * sizes[2]


def test_markup_is_text(two: MainWindow) -> None:
    dialog = ask(two)
    assert dialog.text.textFormat() == Qt.TextFormat.PlainText
    dialog.reject()


@pytest.mark.parametrize("marked", [False, True])
def test_tab_comes_everywhere_and_back_to_where_it_began(two: MainWindow, marked: bool) -> None:
    if marked:  # it can be taken off then
        two.session.editing.set_watermark(two.session.selected, "Copy")
    dialog = ask(two)
    cancel = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Cancel)
    wanted = [dialog.who, dialog.why, dialog.when, dialog.write, cancel]
    wanted += [dialog.take_off] if marked else []
    for key, order in ((Qt.Key.Key_Tab, wanted), (Qt.Key.Key_Backtab, wanted[::-1])):
        order[0].setFocus()
        for after in (*order[1:], order[0]):
            QTest.keyClick(dialog.focusWidget(), key)
            assert dialog.focusWidget() is after
    dialog.reject()
