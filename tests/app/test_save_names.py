"""What a file is called that a page goes into: real dialogs of the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.save_dialog import SaveDialog
from app.widgets.save_names import name_after
from app.workers.pixels import to_qimage

Proposed = Callable[..., str]


@pytest.fixture
def proposed(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Proposed:
    """What is proposed for all pages, or for the one shown."""
    window.session.update_settings(last_folder=str(tmp_path))

    def ask(*, shown: bool = False, file_format: str = "pdf") -> str:
        window.saving.save_as()
        (how,) = window.findChildren(SaveDialog)
        how.scope.setCurrentIndex(int(shown))
        how.kind.setCurrentIndex(how.kind.findData(file_format))
        how.accept()
        (where,) = window.findChildren(QFileDialog)
        name: str = where.findChildren(QLineEdit)[0].text()
        where.fileSelected.emit(str(tmp_path / "out" / name))
        where.done(QFileDialog.DialogCode.Accepted)
        qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))
        qtbot.waitUntil(lambda: not window.findChildren(SaveDialog))
        qtbot.waitUntil(lambda: not window.session.saving.under_way)
        return name

    return ask


def opened(window: MainWindow, qtbot: QtBot, *paths: Path) -> None:
    before = len(window.session.pages)
    for number, path in enumerate(paths):
        Image.new("RGB", (400, 300), (90, 100, 110 + number)).save(path)
    window.session.opening.open_paths([*paths])
    qtbot.waitUntil(lambda: len(window.session.pages) == before + len(paths))
    qtbot.waitUntil(lambda: not window.session.opening.under_way)


def test_one_page_is_called_after_its_file(
    window: MainWindow, qtbot: QtBot, proposed: Proposed, tmp_path: Path
) -> None:
    opened(window, qtbot, tmp_path / "证件 J. Müller.jpg")
    assert proposed() == "证件 J. Müller.pdf"
    assert proposed(shown=True, file_format="png") == "证件 J. Müller.png"
    # A file of that name, and the picture itself, are left alone.
    assert proposed(file_format="png") == "证件 J. Müller.png"
    saved = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert saved == ["证件 J. Müller (2).png", "证件 J. Müller.pdf", "证件 J. Müller.png"]


def test_several_pages_are_called_by_the_pattern_and_one_of_them_after_its_file(
    window: MainWindow, qtbot: QtBot, proposed: Proposed, tmp_path: Path
) -> None:
    opened(window, qtbot, tmp_path / "a.png", tmp_path / "b.png")
    window.session.select(window.session.pages[1].id)
    assert proposed().startswith("Scan 2")
    assert proposed(shown=True) == "b.pdf"


@pytest.fixture
def saved_to(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Callable[..., list[str]]:
    """Saves all pages to a folder or, where files are numbered, after a name; the files there."""
    out = tmp_path / "out"
    out.mkdir()

    def save(*, file_format: str = "jpeg", name: str = "", tick: bool | None = None) -> list[str]:
        window.saving.save_as()
        (how,) = window.findChildren(SaveDialog)
        how.kind.setCurrentIndex(how.kind.findData(file_format))
        if tick is not None and how.own_names.isChecked() is not tick:
            qtbot.mouseClick(how.own_names, Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
        how.accept()
        (where,) = window.findChildren(QFileDialog)
        asks_folder = where.fileMode() == QFileDialog.FileMode.Directory
        assert asks_folder is not bool(name)
        with qtbot.waitSignal(window.session.saving.pages_saved):
            where.fileSelected.emit(str(out / name))
            where.done(QFileDialog.DialogCode.Accepted)
        qtbot.waitUntil(lambda: not window.findChildren(QFileDialog))
        return sorted(path.name for path in out.iterdir())

    return save


def test_of_a_file_for_each_page_each_is_called_after_its_picture(
    window: MainWindow, qtbot: QtBot, saved_to: Callable[..., list[str]], tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    opened(window, qtbot, tmp_path / "证件.png", tmp_path / "J. Smith v1.2.png")
    opened(window, qtbot, tmp_path / "b" / "证件.png")
    window.session.opening.open_image(
        to_qimage(np.full((300, 400, 3), 90, np.uint8)), "Pasted picture"
    )
    qtbot.waitUntil(lambda: len(window.session.pages) == 4)
    pattern, *named = sorted(saved_to(), key=lambda name: not name.startswith("Scan 2"))
    assert pattern.endswith("-04.jpg")  # the fourth, which came from no file
    assert named == ["J. Smith v1.2.jpg", "证件 (2).jpg", "证件.jpg"]
    before = (tmp_path / "out" / "证件.jpg").read_bytes()
    again = saved_to()
    assert {"J. Smith v1.2 (2).jpg", "证件 (3).jpg", "证件 (4).jpg"} <= {*again}
    assert (tmp_path / "out" / "证件.jpg").read_bytes() == before


def test_files_are_numbered_where_that_is_wished_and_the_wish_is_kept(
    window: MainWindow, qtbot: QtBot, saved_to: Callable[..., list[str]], tmp_path: Path
) -> None:
    opened(window, qtbot, tmp_path / "a.png", tmp_path / "b.png")
    assert saved_to(tick=False, name="case.jpg") == ["case-01.jpg", "case-02.jpg"]
    assert saved_to(file_format="pdf", name="case.pdf")[-1] == "case.pdf"  # nothing to name there
    saved_to(name="more.jpg")
    assert not window.session.settings.own_names
    assert saved_to(tick=True)[:2] == ["a.jpg", "b.jpg"]


def test_a_save_without_a_question_names_files_as_the_last_one_did(
    window: MainWindow, qtbot: QtBot, saved_to: Callable[..., list[str]], tmp_path: Path
) -> None:
    opened(window, qtbot, tmp_path / "a.png", tmp_path / "b.png")
    assert saved_to(tick=True) == ["a.jpg", "b.jpg"]
    window.session.editing.rotate(window.session.pages[0].id, 1)
    with qtbot.waitSignal(window.session.saving.pages_saved) as told:
        window.saving.save()
    assert [path.name for path in told.args[0]] == ["a (2).jpg"]  # "b" holds the other as it is


@pytest.mark.parametrize(
    ("pictures", "file_format", "offered"),
    [("ab", "jpeg", True), ("ab", "png", True), ("ab", "pdf", False), ("a", "jpeg", False)],
)
def test_a_name_for_each_file_is_offered_where_there_are_several(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    pictures: str,
    file_format: str,
    offered: bool,
) -> None:
    opened(window, qtbot, *(tmp_path / f"{each}.png" for each in pictures))
    window.saving.save_as()
    (how,) = window.findChildren(SaveDialog)
    how.kind.setCurrentIndex(how.kind.findData(file_format))
    assert how.own_names.isEnabled() is offered
    how.scope.setCurrentIndex(1)  # the page shown
    assert not how.own_names.isEnabled()
    how.reject()


def test_a_page_of_no_file_is_called_by_the_pattern(
    window: MainWindow, qtbot: QtBot, proposed: Proposed
) -> None:
    window.session.opening.open_image(
        to_qimage(np.full((300, 400, 3), 90, np.uint8)), "Pasted picture"
    )
    qtbot.waitUntil(lambda: len(window.session.pages) == 1)
    assert proposed().startswith("Scan 2")


def test_a_save_without_a_question_goes_by_the_pattern(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(window, qtbot, tmp_path / "a.png")
    (tmp_path / "out").mkdir()
    window.session.update_settings(last_folder=str(tmp_path / "out"))
    with qtbot.waitSignal(window.session.saving.pages_saved) as saved:
        window.saving.save()
    assert saved.args[0][0].name.startswith("Scan 2")


@pytest.mark.parametrize(
    ("picture", "name"),
    [
        ("J. Smith v1.2", "J. Smith v1.2.tif"),
        (".hidden", "hidden.tif"),
        ('a "b"', "a b.tif"),
        ("caf\udce9", "caf.tif"),  # bytes that are no text
        ("...", ""),
    ],
)
def test_a_name_that_the_dialog_would_not_take_is_made_one(picture: str, name: str) -> None:
    assert name_after(picture, "tiff") == name
