"""HEIC by every way in: dropped, pasted, from a folder, by the dialog and by the commands."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.document import heif
from app.widgets.main_window import MainWindow
from tests.app.test_bad_input import drop, shown, wait_idle
from tests.app.test_cli import run

FILES = Path(__file__).parent / "document" / "heif"

pytestmark = pytest.mark.skipif(not heif.AVAILABLE, reason="not read on this system")


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    """A folder as a clerk gets it: two photos, and one that did not come through whole."""
    folder = tmp_path / "mail"
    folder.mkdir()
    shutil.copy(FILES / "card.heic", folder / "IMG_1.HEIC")
    shutil.copy(FILES / "turned-6.heic", folder / "IMG_2.HEIF")
    (folder / "IMG_3.HEIC").write_bytes((FILES / "tiles.heic").read_bytes()[:-100])
    return folder


def test_a_dropped_photo_becomes_an_upright_page_and_no_decoder_runs_on_the_windows_thread(
    window: MainWindow, qtbot: QtBot, mail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    decode, read = heif.HeifPhoto.pixels, heif.is_heif
    monkeypatch.setattr(
        heif.HeifPhoto,
        "pixels",
        lambda self: (threads.append(threading.current_thread()), decode(self))[1],
    )
    monkeypatch.setattr(
        "app.document.picture.is_heif",
        lambda file: (threads.append(threading.current_thread()), read(file))[1],
    )
    with qtbot.waitSignals(
        [window.session.drawing.page_rendered, window.session.drawing.thumbnail_ready]
    ):
        drop(window, mail / "IMG_1.HEIC")
    (page,) = window.session.pages
    assert (page.width, page.height, page.name) == (640, 480, "IMG_1")
    assert len(threads) >= 2
    assert threading.main_thread() not in threads


def test_a_folder_opens_what_is_whole_and_names_the_rest(
    window: MainWindow, qtbot: QtBot, mail: Path
) -> None:
    drop(window, mail)
    qtbot.waitUntil(lambda: len(window.session.pages) == 2)
    wait_idle(qtbot, window)
    qtbot.waitUntil(lambda: "IMG_3.HEIC" in shown(window))
    assert "damaged or cut off" in shown(window)
    assert [page.name for page in window.session.pages] == ["IMG_1", "IMG_2"]


def test_copied_files_are_pasted(window: MainWindow, qtbot: QtBot, mail: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(mail / "IMG_2.HEIF"))])
    QGuiApplication.clipboard().setMimeData(mime)
    window.requests.paste()
    qtbot.waitUntil(lambda: len(window.session.pages) == 1)
    wait_idle(qtbot, window)
    (page,) = window.session.pages
    assert (page.width, page.height) == (60, 40)
    QGuiApplication.clipboard().clear()


def test_the_dialog_offers_them(window: MainWindow, qtbot: QtBot) -> None:
    window.requests.ask_open()
    (dialog,) = window.findChildren(QFileDialog)
    pictures = dialog.nameFilters()[0]
    assert all(f"*{suffix}" in pictures for suffix in (".heic", ".heif", ".hif", ".avif"))
    dialog.reject()


def test_the_commands_read_them(mail: Path, tmp_path: Path) -> None:
    done = run("detect", mail, "--json")
    assert done.returncode == 1
    assert done.stderr == f"rectoscan: {mail / 'IMG_3.HEIC'}: is damaged or cut off\n"
    first, second, third = [json.loads(line) for line in done.stdout.splitlines()]
    assert (third["documents"], third["error"]) == ([], "is damaged or cut off")
    assert [first["width"], first["height"], first["page"]] == [640, 480, 1]
    assert [second["width"], second["height"]] == [60, 40]
    (card,) = first["documents"]
    drawn = np.array([(112, 110), (528, 110), (528, 372), (112, 372)])  # app.selftest.specimen
    off_px = np.linalg.norm(np.array(card["quad"])[:, None] - drawn, axis=2).min(axis=0)
    assert off_px.max() < 2
    assert card["format"] == "ID-1"
    done = run("scan", mail / "IMG_1.HEIC", "-o", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert [Path(line).name for line in done.stdout.splitlines()] == ["IMG_1.png"]


def test_a_damaged_photo_that_is_the_first_picture_of_all_is_told_with_its_reason(
    tmp_path: Path,
) -> None:
    """In a process of its own: Pillow's readers are not loaded until one of them is wanted."""
    data = bytearray((FILES / "card.heic").read_bytes())
    data[data.index(b"ispe") + 4] = 187  # a version that nobody has
    (tmp_path / "a.heic").write_bytes(data)
    done = run("detect", tmp_path / "a.heic")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"rectoscan: {tmp_path / 'a.heic'}: is not a picture of a known kind\n"
