"""Save after Save: what is in a file is not written again, what was edited keeps its name, and of
what was blacked out since it is said which file shows it. Real clicks and keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.save_choice import SaveChoice
from app.widgets.save_dialog import SaveDialog

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
WHOLE = SaveChoice((), "pdf", 100, False, 90)
HALF = ((0.1, 0.1), (0.5, 0.5))


@pytest.fixture
def out(two: MainWindow, qtbot: QtBot, tmp_path: Path) -> Path:
    """Where both pages have just been saved, as a name that somebody chose."""
    two.session.editing.rotate(two.session.pages[0].id, 1)
    folder = tmp_path / "kept"
    with qtbot.waitSignal(two.session.saving.pages_saved):
        two.saving.save_to(folder / "card-front.pdf", WHOLE)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def save(window: MainWindow, qtbot: QtBot) -> str:
    """What is said after Ctrl+S."""
    window.notices.hide()
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: not window.session.saving.under_way)
    qtbot.waitUntil(window.notices.isVisible)
    return window.notices.text.text()


def test_what_is_in_a_file_is_not_written_again(two: MainWindow, out: Path, qtbot: QtBot) -> None:
    for _ in range(2):
        assert save(two, qtbot) == "Already saved as card-front.pdf"
    assert names(out) == ["card-front.pdf"]
    assert two.notices.action.text() == "Show folder"
    assert two.notices.second.text() == "Save a copy"
    qtbot.mouseClick(two.notices.second, LEFT)
    (how,) = [each for each in two.findChildren(SaveDialog) if each.isVisible()]
    how.accept()
    (where,) = [each for each in two.findChildren(QFileDialog) if each.isVisible()]
    assert [Path(name).name for name in where.selectedFiles()] == ["card-front.pdf"]
    where.reject()
    how.reject()


def test_edited_pages_keep_the_name_and_the_file_before_stays(
    two: MainWindow, out: Path, qtbot: QtBot
) -> None:
    before = (out / "card-front.pdf").read_bytes()
    for number in (2, 3):
        qtbot.keyClick(two, Qt.Key.Key_R)
        name = f"card-front ({number}).pdf"
        assert save(two, qtbot) == f"Saved in kept as {name}"
    assert (out / "card-front.pdf").read_bytes() == before
    assert len(names(out)) == 3
    two.session.editing.remove(two.session.pages[1].id)  # which is in a file, but not out of one
    assert save(two, qtbot) == "Saved in kept as card-front (4).pdf"


def test_an_edit_while_the_save_runs_keeps_the_name_as_well(
    two: MainWindow, out: Path, qtbot: QtBot
) -> None:
    two.saving.save_to(out / "other.pdf", WHOLE)
    qtbot.keyClick(two, Qt.Key.Key_R)
    save(two, qtbot)
    qtbot.waitUntil(lambda: len(names(out)) == 3)
    assert names(out) == ["card-front.pdf", "other (2).pdf", "other.pdf"]


def test_with_another_page_the_name_is_nobodys(
    two: MainWindow, out: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "c.png").write_bytes(cv2.imencode(".png", np.zeros((300, 400, 3)))[1].tobytes())
    two.session.opening.open_paths([tmp_path / "c.png"])
    qtbot.waitUntil(lambda: len(two.session.pages) == 3 and not two.session.opening.under_way)
    assert save(two, qtbot).startswith("Saved in kept as Scan 2")
    two.session.clear()
    two.session.opening.open_paths([tmp_path / "a.png"])
    qtbot.waitUntil(lambda: len(two.session.pages) == 1 and not two.session.opening.under_way)
    save(two, qtbot)
    assert not [name for name in names(out) if name.startswith("card-front (")]


def test_strangers_who_were_saved_one_by_one_are_not_brought_together(
    two: MainWindow, out: Path, qtbot: QtBot
) -> None:
    ids = [page.id for page in two.session.pages]
    for each in ids:
        two.session.editing.rotate(each, 1)
        with qtbot.waitSignal(two.session.saving.pages_saved):
            one = SaveChoice((each,), "png", 100, False, 90)
            two.saving.save_to(out / f"{ids.index(each)}.png", one)
    assert save(two, qtbot) == "Already saved in 2 files"
    assert names(out) == ["0.png", "1.png", "card-front.pdf"]


def test_in_how_many_files_the_pages_are_holds_for_those_that_are_there(
    two: MainWindow, out: Path, qtbot: QtBot
) -> None:
    session = two.session
    for n, page in enumerate(session.pages):
        session.editing.rotate(page.id, 1)
        with qtbot.waitSignal(session.saving.pages_saved):
            two.saving.save_to(out / f"{n}.png", SaveChoice((page.id,), "png", 100, False, 90))
    session.editing.remove(session.pages[1].id)
    assert save(two, qtbot) == "Already saved as 0.png"
    qtbot.keyClick(two, Qt.Key.Key_Z, CTRL)
    assert len(session.pages) == 2
    assert two.notices.isHidden()
    assert save(two, qtbot) == "Already saved in 2 files"
    qtbot.keyClick(two, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert two.notices.isHidden()


def test_files_that_are_found_after_a_page_went_are_not_those_of_the_pages(
    two: MainWindow, out: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = two.session
    found: list[Callable[[bool], None]] = []
    monkeypatch.setattr(session.saving, "find_files", lambda _paths, told: found.append(told))
    qtbot.keyClick(two, Qt.Key.Key_S, CTRL)
    session.editing.remove(session.pages[1].id)
    (told,) = found
    told(True)  # as of a share, which takes its time
    assert two.notices.text.text() == "Page removed."
    assert two.notices.action.text() == "Undo"
    assert names(out) == ["card-front.pdf"]


def test_it_is_said_which_file_shows_what_was_blacked_out_since(
    two: MainWindow, out: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    session = two.session
    session.editing.black_out(session.pages[0].id, *HALF)
    told = save(two, qtbot)
    saved = "Saved in kept as card-front (2).pdf."
    # The first save of both, scan.pdf, has them as well.
    assert told == f"{saved} Earlier files that still show what is blacked out now: 2."
    assert two.notices.property("kind") == "warning"
    qtbot.keyClick(two, Qt.Key.Key_S, CTRL)  # once more, out of habit
    assert two.notices.text.text() == told
    qtbot.keyClick(two, Qt.Key.Key_R)
    assert two.notices.isVisible()  # it is as true as before
    assert save(two, qtbot) == "Saved in kept as card-front (3).pdf"  # told already
    session.editing.black_out(session.pages[1].id, *HALF)
    told = save(two, qtbot)
    shows = "Earlier files that still show what is blacked out now: 4."
    assert told == f"Saved in kept as card-front (4).pdf. {shows}"
    qtbot.mouseClick(two.notices.action, LEFT)
    assert opened == [QUrl.fromLocalFile(str(out))]


def test_the_one_file_that_shows_it_is_named(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    picture = cv2.imencode(".png", np.full((300, 400, 3), 90, np.uint8))[1]
    (tmp_path / "a.png").write_bytes(picture.tobytes())
    session = window.session
    session.opening.open_paths([tmp_path / "a.png"])
    qtbot.waitUntil(lambda: len(session.pages) == 1 and not session.opening.under_way)
    with qtbot.waitSignal(session.saving.pages_saved):
        window.saving.save_to(tmp_path / "kept" / "card-front.pdf", WHOLE)
    session.editing.black_out(session.pages[0].id, *HALF)
    earlier = "The earlier card-front.pdf still shows what is blacked out now."
    assert save(window, qtbot) == f"Saved in kept as card-front (2).pdf. {earlier}"
    assert not window.notices.second.isVisible()
    session.clear()
    assert "card-front" not in window.notices.text.text()


def test_what_the_file_before_does_not_show_needs_no_word(
    two: MainWindow, out: Path, qtbot: QtBot
) -> None:
    session = two.session
    session.clear()
    session.opening.open_paths([out.parent / "a.png"])
    qtbot.waitUntil(lambda: len(session.pages) == 1 and not session.opening.under_way)
    session.editing.black_out(session.pages[0].id, *HALF)
    unchecked = "One page was not checked."
    assert save(two, qtbot).endswith(f".pdf. {unchecked}")
    # Which was black already.
    session.editing.black_out(session.pages[0].id, (0.2, 0.2), (0.4, 0.4))
    session.editing.rotate(session.pages[0].id, 1)
    assert save(two, qtbot).endswith(f" (2).pdf. {unchecked}")


def test_the_tooltip_counts_the_capture_in_review(captured: MainWindow, tmp_path: Path) -> None:
    assert "Save 3 pages as PDF in out" in captured.top.save.toolTip()
    captured.session.review.retake()
    assert "Save 2 pages as PDF in out" in captured.top.save.toolTip()
