"""The dialog of the machine readable zone: its keys, its room, and whose page it is about."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from app.document.mrz import Mrz, parse
from app.document.mrz_reader import MrzReader, Zone
from app.widgets.main_window import MainWindow
from app.widgets.mrz_dialog import MrzDialog
from app.widgets.mrz_wording import breakable
from app.widgets.save_dialog import SaveDialog
from app.workers.layers import Layers
from detector.errors import WeightsError
from tests.app.mrz_zones import CARD, PASSPORT, TODAY, sheet
from tests.app.test_mrz import dialogs

ENTER = Qt.Key.Key_Return
LONG = "WOLFESCHLEGELSTEINHAUSENBERGERDOR"


@pytest.fixture
def two(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window with a page of a card, which is shown, and one of a passport."""
    for name, zone in (("a.png", CARD), ("b.png", PASSPORT)):
        (tmp_path / name).write_bytes(cv2.imencode(".png", sheet(zone))[1].tobytes())
    session = window.session
    session.opening.open_paths([tmp_path / "a.png", tmp_path / "b.png"])
    qtbot.waitUntil(lambda: len(session.pages) == 2 and not session.opening.under_way)
    session.select(session.pages[0].id)
    window.notices.hide()
    return window


class Held:
    """A reader that waits, and then answers or fails."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.pages: list[str] = []
        self.answer: Mrz | None = parse(CARD, TODAY)
        self.error: Exception | None = None


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    made = Held()

    def read(_self: MrzReader, page: object, _today: object) -> Zone | None:
        made.pages.append(page.id)  # type: ignore[attr-defined]
        made.begun.set()
        assert made.go.wait(30)
        if made.error is not None:
            raise made.error
        return None if made.answer is None else Zone(made.answer, sheet(CARD))

    monkeypatch.setattr(MrzReader, "read", read)
    yield made
    made.go.set()


def opened(window: MainWindow, lines: tuple[str, ...] = CARD) -> MrzDialog:
    window.session.zones.zone_read.emit(window.session.selected, parse(lines, TODAY), Layers())
    (dialog,) = dialogs(window)
    return dialog


def begin(window: MainWindow, qtbot: QtBot, held: Held) -> None:
    QTest.keyClick(window, Qt.Key.Key_M)
    qtbot.waitUntil(held.begun.is_set)


# ------------------------------------------------------------------------------------ keys
def test_enter_closes_it_and_copies_nothing(two: MainWindow, qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("of before")
    dialog = opened(two)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(QApplication.focusWidget() or dialog, ENTER)
    assert not dialogs(two)
    assert clipboard.text() == "of before"


def test_enter_on_a_button_copies_what_it_says(two: MainWindow, qtbot: QtBot) -> None:
    clipboard, dialog = QGuiApplication.clipboard(), opened(two)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.copies["number"].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(dialog.copies["number"], ENTER)
    assert clipboard.text() == "D23145890"
    assert dialog.isVisible()
    dialog.copy_all.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(dialog.copy_all, ENTER)
    assert "Surname: ERIKSSON" in clipboard.text()
    close = dialog.findChildren(QDialogButtonBox)[0].button(QDialogButtonBox.StandardButton.Close)
    close.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(close, ENTER)
    assert not dialogs(two)


# ------------------------------------------------------------------------------------ room
@pytest.mark.parametrize("height", [320, 480, 2000])
def test_it_fits_any_screen_and_no_name_is_cut_off(
    two: MainWindow, monkeypatch: pytest.MonkeyPatch, height: int
) -> None:
    monkeypatch.setattr(QScreen, "availableSize", lambda _self: QSize(800, height))
    dialog = opened(two, (f"P<UTO{LONG}<<ANNA".ljust(44, "<"), PASSPORT[1]))
    area = dialog.findChildren(QScrollArea)[0]
    assert dialog.height() <= height
    assert dialog.width() <= 640
    assert (area.verticalScrollBar().maximum() > 0) == (height < 500)
    for label in area.findChildren(QLabel):
        if label.text():
            assert label.width() >= label.minimumSizeHint().width()
            assert label.height() >= label.heightForWidth(label.width())
    name = breakable(LONG)
    (shown,) = [each for each in area.findChildren(QLabel) if each.text() == name]
    assert shown.accessibleName() == name.replace("\u200b", "") == LONG


def test_only_long_words_may_be_broken() -> None:
    assert breakable("ANNA MARIA 1974-08-12") == "ANNA MARIA 1974-08-12"
    assert breakable(f"A {LONG}").split(" ")[0] == "A"


# ---------------------------------------------------------------------- whose page it is
def test_it_closes_where_another_page_is_shown_or_reviewed(two: MainWindow) -> None:
    opened(two)
    two.session.select(two.session.pages[1].id)  # as an opening that ends does
    assert not dialogs(two)
    opened(two)
    two.session.review.edit_page(two.session.selected)
    assert not dialogs(two)


def test_it_closes_where_another_picture_takes_the_page_s_place(
    two: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = two.session
    dialog = opened(two)
    session.editing.rotate(session.selected, 1)
    assert dialog.isVisible()  # it is about the same document
    session.opening.open_paths([tmp_path / "b.png"], session.selected)
    qtbot.waitUntil(lambda: not dialogs(two))
    qtbot.waitUntil(lambda: not session.opening.under_way)


def test_it_closes_where_something_is_blacked_out(two: MainWindow) -> None:
    opened(two)
    two.session.editing.black_out(two.session.selected, (0.1, 0.1), (0.2, 0.2))
    assert not dialogs(two)


def test_asked_of_another_page_it_is_about_that_one(
    two: MainWindow, qtbot: QtBot, held: Held
) -> None:
    begin(two, qtbot, held)
    first, second = (page.id for page in two.session.pages)
    two.session.select(second)
    QTest.keyClick(two, Qt.Key.Key_M)
    QTest.keyClick(two, Qt.Key.Key_M)  # once is enough
    assert two.session.zones.reading == second
    held.go.set()
    qtbot.waitUntil(lambda: bool(dialogs(two)))
    assert held.pages == [first, second]


@pytest.mark.parametrize("how", ["none", "error"])
def test_nothing_is_said_of_a_page_that_was_left(
    two: MainWindow, qtbot: QtBot, held: Held, how: str
) -> None:
    said: list[str] = []
    two.session.notices.posted.connect(lambda notice: said.append(notice.text))
    held.answer, held.error = None, WeightsError("x") if how == "error" else None
    begin(two, qtbot, held)
    two.session.select(two.session.pages[1].id)
    held.go.set()
    qtbot.waitUntil(lambda: not two.session.zones.reading)
    assert said == []
    QTest.keyClick(two, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: len(said) == 1)


def test_it_does_not_open_over_another_dialog(two: MainWindow, qtbot: QtBot, held: Held) -> None:
    begin(two, qtbot, held)
    two.saving.save_as()
    qtbot.waitUntil(lambda: bool(two.findChildren(SaveDialog)))
    held.go.set()
    qtbot.waitUntil(lambda: not two.session.zones.reading)
    assert not dialogs(two)
    for each in two.findChildren(SaveDialog):
        each.reject()


def test_what_takes_long_is_said_until_it_ends(two: MainWindow, qtbot: QtBot, held: Held) -> None:
    two.mrz._slow.setInterval(1)
    begin(two, qtbot, held)
    qtbot.waitUntil(two.notices.isVisible)
    assert "Reading" in two.notices.text.text()
    held.go.set()
    qtbot.waitUntil(lambda: bool(dialogs(two)))
    assert not two.notices.isVisible()


def test_what_wants_an_answer_stays_while_it_takes_long(
    two: MainWindow, qtbot: QtBot, held: Held
) -> None:
    two.mrz._slow.setInterval(1)
    asked: list[str] = []
    two.notices.show_message("Bring them back?", "Restore", lambda: asked.append("restore"))
    begin(two, qtbot, held)
    qtbot.waitUntil(lambda: not two.mrz._slow.isActive())
    assert two.notices.text.text() == "Bring them back?"
    held.go.set()
    qtbot.waitUntil(lambda: bool(dialogs(two)))
    assert two.notices.isVisible()


def drawings(dialog: MrzDialog) -> list[QImage]:
    """What its rows have of drawings."""
    labels = dialog.findChildren(QLabel)
    signs = [each.pixmap().toImage() for each in labels if not each.pixmap().isNull()]
    return [*signs, *(each.icon().pixmap(20).toImage() for each in dialog.copies.values())]


def test_a_theme_that_changes_meanwhile_leaves_icons_and_keys(
    two: MainWindow, qtbot: QtBot
) -> None:
    themes = two.session.preferences
    themes.update(theme="light")
    before = opened(two)
    before.activateWindow()
    qtbot.waitUntil(before.isActiveWindow)
    themes.update(theme="dark")
    changed = drawings(before)
    QTest.keyClick(before.focusWidget(), ENTER)
    assert not before.isVisible()
    after = opened(two)
    assert after is not before
    assert len(changed) > len(after.copies)
    assert changed == drawings(after)
