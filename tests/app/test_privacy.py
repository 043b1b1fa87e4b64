"""What stays on the disk, and who may read it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.document.export import STALE_S, save_pages
from app.document.form import Form
from app.document.original import Original
from app.document.page import Page
from detector.quad import Quad

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no owner bits, no SIGKILL")

SECRET = "Erika-Mustermann"

# Saves one page and hangs where the bytes are written but not yet in place.
KILLED = """
import os, sys, time
from pathlib import Path
import numpy as np
from app.document.export import save_pages
from app.document.form import Form
from app.document.original import Original
from app.document.page import Page
from detector.quad import Quad

def hang(_):
    print("written", flush=True)
    time.sleep(60)

os.fsync = hang
os.umask(0)
image = np.full((300, 400, 3), 90, np.uint8)
page = Page("1", Original(image), Quad.full(400, 300))
save_pages([page], Path(sys.argv[1]) / "scan.png", Form("png", 0))
"""

# The real window: opens good and bad files, saves, fails to save, and has a fault of its own.
BUSY = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
import app.application
from app.__main__ import main

os.umask(int(sys.argv[3], 8))
folder, name = Path(sys.argv[1]), sys.argv[2]

class Window(app.application.MainWindow):
    def __init__(self, session):
        super().__init__(session)
        session.drawing.page_rendered.connect(self.drawn)
        session.saving.pages_saved.connect(self.saved)
        session.notices.posted.connect(self.noted)
        ends = ("-bad.png", ".mp4", ".png")
        session.opening.open_paths([folder / f"{name}{end}" for end in ends])

    def drawn(self, page_id, picture):
        self.session.drawing.page_rendered.disconnect(self.drawn)
        self.session.saving.save([], folder / "out" / f"{name}.pdf", "pdf", 0, keep_sharper=True)

    def saved(self, paths):
        nowhere = folder / f"{name}.png" / "no folder"
        self.session.saving.save([], nowhere, "png", 0, keep_sharper=True)

    def noted(self, notice):
        # Not before: a window that is closed while a save runs comes back when it fails.
        if notice.action != "save_elsewhere":
            return
        desk = self.session._desk
        leave = self.closing.leave
        desk._open.submit(lambda: {}[name], print, lambda error: QTimer.singleShot(0, leave))

app.application.MainWindow = Window
sys.exit(main([]))
"""


def modes(folder: Path) -> dict[str, int]:
    return {
        path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("umask", ["022", "000"])
def test_what_the_window_writes_is_its_owners_and_the_log_names_nothing(
    tmp_path: Path, umask: str
) -> None:
    home = tmp_path / "home"
    Image.new("RGB", (640, 480), (90, 100, 110)).save(tmp_path / f"{SECRET}.png")
    (tmp_path / f"{SECRET}-bad.png").write_text(SECRET)
    (tmp_path / f"{SECRET}.mp4").write_text(SECRET)
    places = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    done = subprocess.run(
        [sys.executable, "-c", BUSY, str(tmp_path), SECRET, umask],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
        env=os.environ | {place: str(home) for place in places},
    )
    assert done.returncode == 0, done.stderr
    (log,) = home.rglob("rectoscan.log")
    said = log.read_text(encoding="utf-8")
    assert "a job failed" in said
    assert "KeyError" in said
    assert SECRET not in said
    assert SECRET not in done.stderr + done.stdout
    written = modes(tmp_path / "out") | modes(home)
    assert {"rectoscan.log", f"{SECRET}.pdf"} < set(written)
    assert {name: oct(mode) for name, mode in written.items() if mode & 0o077} == {}


def test_a_save_that_is_killed_leaves_nothing_to_others_and_is_swept_later(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "written\n"
    child.send_signal(signal.SIGKILL)
    child.wait(60)
    child.stdout.close()
    assert set(modes(tmp_path).values()) == {0o600}
    (part,) = tmp_path.glob(".rectoscan-*")
    assert (tmp_path / "scan.png").stat().st_size == 0  # the name, reserved; never half a page

    page = Page("1", Original(np.full((300, 400, 3), 90, np.uint8)), Quad.full(400, 300))
    save_pages([page], tmp_path / "another.png", Form("png", 0))
    assert part.exists()  # another process may still be writing it
    before_s = time.time() - STALE_S - 1
    os.utime(part, (before_s, before_s))
    save_pages([page], tmp_path / "third.png", Form("png", 0))
    assert {path.name for path in tmp_path.iterdir()} == {"scan.png", "another.png", "third.png"}
