"""The program is killed with pages that no file holds; the next one brings them back."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from app.document.journal import ids_of
from app.document.render import render
from app.widgets.main_window import MainWindow

PATIENCE_S = 120

# The program's own main(), with a picture that is opened and one that is pasted.
CHILD = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
import app.application
from app.__main__ import main

class Window(app.application.MainWindow):
    def __init__(self, session):
        super().__init__(session)
        QTimer.singleShot(100, self, self.bring)

    def bring(self):
        self.session.opening.open_paths([Path(sys.argv[1], "card.png")])
        self.session.opening.open_image(QImage(str(Path(sys.argv[1], "pasted.png"))), "Pasted")

app.application.MainWindow = Window
sys.exit(main([]))
"""


def write_picture(path: Path, seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), np.uint8)
    Image.fromarray(noise).resize((640, 480)).save(path)


def killed_with_two_pages(folder: Path) -> Path:
    """The folder of the journals of a program that was killed."""
    run = folder / "run"
    run.mkdir(mode=0o700)
    home = {name: str(folder / "home") for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    program = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder)],
        env=os.environ | home | {"XDG_RUNTIME_DIR": str(run)},
    )
    root = run / "rectoscan" / "unsaved"
    try:
        until_s = time.monotonic() + PATIENCE_S
        while sum(len(ids_of(each)) for each in root.glob("*")) < 2:
            assert program.poll() is None
            assert time.monotonic() < until_s
            time.sleep(0.1)
    finally:
        program.kill()
        program.wait()
    return root


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where it keeps them in memory")
def test_what_was_not_saved_outlives_a_kill(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    write_picture(tmp_path / "card.png", 1)
    write_picture(tmp_path / "pasted.png", 2)
    root = killed_with_two_pages(tmp_path)
    assert len([*root.rglob("*.picture")]) == 1  # the other one is where it was
    session = window.session
    session.recovery.recover_in(root)
    session.prepare()
    qtbot.waitUntil(window.notices.action.isVisible)
    assert window.notices.action.text() == "Restore"
    window.notices.action.click()
    qtbot.waitUntil(lambda: len(session.pages) == 2)
    assert {page.name for page in session.pages} == {"card", "Pasted"}
    for page in session.pages:
        with Image.open(tmp_path / f"{page.name.lower()}.png") as picture:
            pixels = np.asarray(picture)[..., ::-1]
        np.testing.assert_array_equal(page.original.pixels(), pixels)
        assert render(page).image.size
    assert session.saving.unsaved == 2
    window.closing.leave()
    assert [*root.iterdir()] == []
