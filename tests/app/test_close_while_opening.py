"""The window is closed, and its pages saved, while pictures are being opened: real clicks and keys
on the real window and session."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from app.session import Session
from app.session import desk as desk_module
from app.widgets.main_window import MainWindow
from app.widgets.save_dialog import SaveDialog
from detector.detection import Detection
from tests.app.scenes import FakeDetector

PAGES = 3
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def gate() -> Iterator[threading.Semaphore]:
    """Lets as many pictures through as it is released for."""
    made = threading.Semaphore(0)
    yield made
    made.release(100)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, gate: threading.Semaphore) -> Iterator[MainWindow]:
    """A window that opens three pictures, of which the first is there; it saves to "out"."""

    def answer(_image: np.ndarray) -> tuple[Detection, ...]:
        assert gate.acquire(timeout=30)
        return ()

    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    made = MainWindow(Session(store, lambda _device: FakeDetector(answer)))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.session.update_settings(last_folder=str(tmp_path / "out"), format="tiff")
    made.session.opening.open_paths([*photos(tmp_path)])
    gate.release()
    qtbot.waitUntil(lambda: len(made.session.pages) == 1)
    yield made
    gate.release(100)
    made.closing.leave()


def photos(folder: Path) -> Iterator[Path]:
    for number in range(PAGES):
        path = folder / f"{number}.png"
        Image.new("RGB", (400, 300), (90, 100, 110)).save(path)
        yield path


def answer_closing(qtbot: QtBot, window: MainWindow, caption: str) -> str:
    """Closes the window and answers its question; what it said."""
    window.close()
    assert window.isVisible()
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    told = f"{box.text()} {box.informativeText()}"
    (found,) = [each for each in box.buttons() if each.text().replace("&", "") == caption]
    assert isinstance(found, QAbstractButton)
    qtbot.mouseClick(found, LEFT)
    return told


def saved_pages(folder: Path) -> list[int]:
    counts = []
    for path in (folder / "out").glob("*"):
        with Image.open(path) as picture:
            counts.append(getattr(picture, "n_frames", 1))
    return counts


def test_the_window_closes_once_all_pictures_are_open_and_saved(
    window: MainWindow, qtbot: QtBot, gate: threading.Semaphore, tmp_path: Path
) -> None:
    told = answer_closing(qtbot, window, "Save")
    assert "not saved: 1" in told
    assert "until all pictures are open" in told
    assert window.isVisible()
    assert "The window closes once" in window.notices.text.text()
    gate.release(PAGES - 1)
    qtbot.waitUntil(lambda: window.session.closed)
    assert not window.isVisible()
    assert saved_pages(tmp_path) == [PAGES]


def test_the_window_can_be_kept_open_after_all(
    window: MainWindow, qtbot: QtBot, gate: threading.Semaphore, tmp_path: Path
) -> None:
    answer_closing(qtbot, window, "Save")
    qtbot.mouseClick(window.notices.action, LEFT)
    gate.release(PAGES - 1)
    qtbot.waitUntil(lambda: not window.session.opening.under_way)
    qtbot.wait(50)
    assert window.isVisible()
    assert not window.session.closed
    assert saved_pages(tmp_path) == []


def test_what_was_said_of_a_save_that_waited_goes_once_it_runs(
    window: MainWindow,
    qtbot: QtBot,
    gate: threading.Semaphore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written, save = threading.Event(), desk_module.save_pages
    monkeypatch.setattr(
        desk_module, "save_pages", lambda *how, **named: written.wait(30) and save(*how, **named)
    )
    answer_closing(qtbot, window, "Save")
    gate.release(PAGES - 1)
    qtbot.waitUntil(lambda: window.session.saving.under_way)
    assert window.isVisible()
    qtbot.wait(10)
    assert not (
        window.notices.isVisible() and "The window closes once" in window.notices.text.text()
    )
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(QMessageBox)))
    written.set()
    qtbot.waitUntil(lambda: window.session.closed)
    assert saved_pages(tmp_path) == [PAGES]


def test_what_could_not_be_opened_keeps_the_window_and_says_why(
    window: MainWindow, qtbot: QtBot, gate: threading.Semaphore, tmp_path: Path
) -> None:
    (tmp_path / "2.png").write_bytes(b"")
    answer_closing(qtbot, window, "Save")
    gate.release(PAGES - 1)
    qtbot.waitUntil(lambda: "2.png" in window.notices.text.text())
    assert window.notices.text.text().startswith("Not saved yet.")
    assert window.isVisible()
    qtbot.mouseClick(window.notices.action, LEFT)  # save anyway: what was asked for goes on
    qtbot.waitUntil(lambda: window.session.closed)
    assert saved_pages(tmp_path) == [PAGES - 1]


@pytest.mark.parametrize("closes", [False, True])
def test_save_anyway_waits_for_what_is_being_opened_by_then(
    window: MainWindow, qtbot: QtBot, gate: threading.Semaphore, tmp_path: Path, closes: bool
) -> None:
    session, late = window.session, tmp_path / "late.png"
    (tmp_path / "bad.png").write_bytes(b"no picture")
    session.opening.open_paths([tmp_path / "bad.png"])
    if closes:
        answer_closing(qtbot, window, "Save")
    else:
        qtbot.mouseClick(window.top.save, LEFT)
    gate.release(PAGES - 1)
    qtbot.waitUntil(lambda: not session.opening.under_way)
    assert "Not saved yet" in window.notices.text.text()
    Image.new("RGB", (400, 300)).save(late)
    session.opening.open_paths([late])
    qtbot.mouseClick(window.notices.action, LEFT)
    assert (session.saving.under_way, window.saving.waiting) == (False, True)
    assert ("The window closes once" in window.notices.text.text()) is closes
    with qtbot.waitSignal(session.saving.pages_saved):
        gate.release()
    assert saved_pages(tmp_path) == [PAGES + 1]
    qtbot.waitUntil(lambda: session.closed is closes)
    assert window.isVisible() is not closes


def test_what_is_asked_for_last_does_not_hide_that_the_window_closes(
    window: MainWindow, qtbot: QtBot
) -> None:
    answer_closing(qtbot, window, "Save")
    qtbot.mouseClick(window.top.save, LEFT)
    assert "The window closes once" in window.notices.text.text()


def test_a_save_that_waits_is_asked_about_even_where_every_page_is_saved(
    window: MainWindow, qtbot: QtBot, gate: threading.Semaphore, tmp_path: Path
) -> None:
    session = window.session
    with qtbot.waitSignal(session.saving.pages_saved):
        session.saving.save([], tmp_path / "first.png", "png", 300, keep_sharper=False)
    session.update_settings(last_folder=str(tmp_path / "out"), format="tiff")
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    assert (session.saving.unsaved, window.saving.waiting) == (0, True)
    assert "A save still waits" in answer_closing(qtbot, window, "Save")
    gate.release(PAGES - 1)
    qtbot.waitUntil(lambda: session.closed)
    assert saved_pages(tmp_path) == [PAGES]


def test_what_is_being_opened_is_asked_about_even_where_every_page_is_saved(
    window: MainWindow, qtbot: QtBot, gate: threading.Semaphore, tmp_path: Path
) -> None:
    session = window.session
    with qtbot.waitSignal(session.saving.pages_saved):
        session.saving.save([], tmp_path / "first.tif", "tiff", 300, keep_sharper=False)
    session.update_settings(last_folder=str(tmp_path / "out"))
    assert (session.saving.unsaved, window.saving.waiting) == (0, False)
    assert "still being opened" in answer_closing(qtbot, window, "Save")
    gate.release(PAGES - 1)
    qtbot.waitUntil(lambda: session.closed)
    assert saved_pages(tmp_path) == [PAGES]


def test_leaving_drops_the_save_that_waits(
    window: MainWindow, qtbot: QtBot, gate: threading.Semaphore, tmp_path: Path
) -> None:
    answer_closing(qtbot, window, "Save")
    gate.release(PAGES - 1)  # else the picture that is being opened holds up the end
    answer_closing(qtbot, window, "Don't save")
    assert not window.isVisible()
    assert window.session.closed
    assert saved_pages(tmp_path) == []


def test_a_first_save_is_asked_for_then_waits_then_the_window_closes(
    window: MainWindow, qtbot: QtBot, gate: threading.Semaphore, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    window.session.update_settings(last_folder="")
    answer_closing(qtbot, window, "Save")
    (how,) = window.findChildren(SaveDialog)
    qtbot.keyClick(how, Qt.Key.Key_Return)
    (where,) = window.findChildren(QFileDialog)
    where.setDirectory(str(tmp_path / "out"))
    (name,) = where.findChildren(QLineEdit)
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert "The window closes once" in window.notices.text.text()
    gate.release(PAGES - 1)
    qtbot.waitUntil(lambda: window.session.closed)
    assert not window.isVisible()
    assert saved_pages(tmp_path) == [PAGES]


def test_the_question_counts_what_comes_in_while_nobody_answers(
    window: MainWindow, qtbot: QtBot, gate: threading.Semaphore
) -> None:
    window.close()
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    assert box.text().endswith("not saved: 1")
    assert "until all pictures are open" in box.informativeText()
    gate.release(PAGES - 1)
    qtbot.waitUntil(lambda: box.text().endswith(f"not saved: {PAGES}"))
    qtbot.waitUntil(lambda: not window.session.opening.under_way)
    assert "until all pictures are open" not in box.informativeText()
    window.close()  # a second time
    assert [each for each in window.findChildren(QMessageBox) if each.isVisible()] == [box]
    box.reject()
    window.close()
    assert len([each for each in window.findChildren(QMessageBox) if each.isVisible()]) == 1


def test_clearing_counts_what_comes_in_as_well(
    window: MainWindow, qtbot: QtBot, gate: threading.Semaphore, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.session.saving.pages_saved):
        window.session.saving.save([], tmp_path / "first.png", "png", 300, keep_sharper=False)
    window.clearing.ask()
    (box,) = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    captions = ["Cancel", "Clear"]
    assert sorted(each.text() for each in box.buttons() if each.isVisible()) == captions
    gate.release(PAGES - 1)
    qtbot.waitUntil(lambda: box.text().startswith(f"{PAGES - 1} of {PAGES} pages are not saved"))
    captions = ["Cancel", "Discard them", "Save first"]
    assert sorted(each.accessibleName() for each in box.buttons() if each.isVisible()) == captions
    box.reject()
