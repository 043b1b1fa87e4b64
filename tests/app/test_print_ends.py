"""How a print ends: called off, failed, or handed over; and what is said of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.document.page import Page
from app.errors import PrintError
from app.session import printing as printing_module
from app.widgets.main_window import MainWindow
from tests.app.paper import LEFT, begin_print, shown_dialogs


def test_a_print_that_is_called_off_prints_nothing(
    two: MainWindow, qtbot: QtBot, paper: Path, held: threading.Event
) -> None:
    begin_print(two, qtbot)
    assert "page 1 of 2" in two.notices.text.text()
    qtbot.mouseClick(two.notices.action, LEFT)
    with qtbot.waitSignal(two.session.printing.pages_printed):
        held.set()
    assert not paper.exists()
    assert "called off" in two.notices.text.text()


def test_a_session_that_is_cleared_prints_no_more_of_it(
    two: MainWindow, qtbot: QtBot, paper: Path, held: threading.Event
) -> None:
    begin_print(two, qtbot)
    two.session.clear()
    with qtbot.waitSignal(two.session.printing.pages_printed):
        held.set()
    assert not paper.exists()


@pytest.fixture
def failing(held: threading.Event, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A print that fails once `held` is set; the pages of each."""
    tried: list[list[str]] = []

    def fail(
        pages: Sequence[Page], *_: object, begun: Callable[[int], None], **more: object
    ) -> int:
        tried.append([page.id for page in pages])
        begun(1)
        assert held.wait(30)
        raise PrintError("the printer does not take it")

    monkeypatch.setattr(printing_module, "print_pages", fail)
    return tried


@pytest.mark.parametrize("cleared", [False, True])
def test_retry_prints_the_pages_that_failed_and_never_another_person_s(
    cleared: bool,
    two: MainWindow,
    qtbot: QtBot,
    failing: list[list[str]],
    held: threading.Event,
    tmp_path: Path,
) -> None:
    begin_print(two, qtbot)
    first = [page.id for page in two.session.pages]
    if cleared:
        two.session.clear()
    two.session.opening.open_paths([tmp_path / "b.png"])
    qtbot.waitUntil(lambda: len(two.session.pages) == (1 if cleared else 3))
    held.set()
    qtbot.waitUntil(lambda: "Not printed" in two.notices.text.text())
    assert two.notices.action.isVisible() != cleared
    if not cleared:
        with qtbot.waitSignal(two.session.printing.print_failed):
            qtbot.mouseClick(two.notices.action, LEFT)
        assert failing == [first, first]


def test_printers_are_counted_beside_a_print(
    two: MainWindow, qtbot: QtBot, paper: Path, held: threading.Event
) -> None:
    begin_print(two, qtbot)
    qtbot.mouseClick(two.top.print, LEFT)
    (dialog,) = shown_dialogs(two)
    qtbot.waitUntil(dialog.go_on.isEnabled)
    dialog.reject()
    with qtbot.waitSignal(two.session.printing.pages_printed):
        held.set()


def test_a_print_can_be_called_off_after_something_else_was_said_until_it_is_handed_over(
    two: MainWindow, qtbot: QtBot, paper: Path
) -> None:
    session, notices = two.session, two.notices
    session.printing.printing_page.emit(1, 3)
    notices.show_message("Page copied.")
    session.printing.printing_page.emit(2, 3)
    assert "page 2 of 3" in notices.text.text()
    assert notices.action.text() == "Don't print"
    notices.dismiss.click()
    session.printing.printing_page.emit(3, 3)
    assert notices.isHidden()  # whoever put it away is left alone
    session.printing.print_begun.emit(False)
    assert not notices.action.isVisible()
    session.printing.pages_printed.emit(1, "Front desk", "")
    assert notices.text.text() == "Handed to the printer Front desk."
    session.printing.pages_printed.emit(1, "", "")
    assert notices.text.text() == "Printed to a file."  # of a session that was cleared
    assert not notices.action.isVisible()


@pytest.mark.parametrize(
    ("into_file", "told"),
    [(True, "Writing the PDF…"), (False, "Handing over to the printing system…")],
)
def test_nothing_is_handed_to_a_printing_system_where_a_file_is_written(
    two: MainWindow, into_file: bool, told: str
) -> None:
    two.session.printing.printing_page.emit(1, 1)
    two.session.printing.print_begun.emit(into_file)
    assert two.notices.text.text() == told


def test_a_print_says_whether_it_goes_into_a_file(
    two: MainWindow, qtbot: QtBot, paper: Path, held: threading.Event
) -> None:
    begin_print(two, qtbot)
    with qtbot.waitSignals(
        [two.session.printing.print_begun, two.session.printing.pages_printed],
        check_params_cbs=[lambda into_file: into_file is True, None],
    ):
        held.set()
