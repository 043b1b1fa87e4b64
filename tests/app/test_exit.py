"""The real window, closed in the middle of things, as a process: it ends, soon and in silence."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

# Far less than what is under way would take; a busy machine needs its time to end a process.
SOON_S = 10.0

# What runs in the process: the program's own main(), with something to do once the window shows.
CHILD = """
import os, signal, sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
import app.application, app.document.export, app.workers.reading
from app.__main__ import main

what, folder = sys.argv[1], Path(sys.argv[2])

def tell(line):  # at once: two threads tell, and print writes a line in parts
    os.write(1, f"{line}\\n".encode())

class Window(app.application.MainWindow):
    def __init__(self, session):
        super().__init__(session)
        QTimer.singleShot(100, self, getattr(self, what))

    def open(self, then):
        self.session.drawing.page_rendered.connect(
            lambda *_: QTimer.singleShot(0, self, then), Qt.ConnectionType.SingleShotConnection)
        self.session.opening.open_paths([folder / "card.png"])

    def leave(self):
        tell(f"closed {time.monotonic()}")
        self.closing.leave()

    def nothing(self):
        self.leave()

    def quit(self):  # by the system, past the window
        tell(f"closed {time.monotonic()}")
        QCoreApplication.exit(0)

    def named(self):  # as the program's first argument
        def then():
            print("opened", *[page.name for page in self.session.pages], flush=True)
            self.leave()
        if self.session.pages:
            then()
        else:
            once = Qt.ConnectionType.SingleShotConnection
            drawn = self.session.drawing.page_rendered
            drawn.connect(lambda *_: QTimer.singleShot(0, self, then), once)

    def copy(self):
        def then():
            def copied(*_):
                print(self.notices.text.text(), flush=True)
                self.leave()
            self.session.drawing.page_copied.connect(copied)
            QTest.keyClick(self, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        self.open(then)

    def hear(self, number):  # with a page that is in no file: only one of them asks
        def then():
            tell(f"closed {time.monotonic()}")
            os.kill(os.getpid(), number)
        self.open(then)

    def ended(self):
        self.hear(signal.SIGTERM)

    def respoken(self):  # all that the window shows is another one by then
        def look():
            if self.acting is not before:
                timer.stop()
                tell(f"closed {time.monotonic()}")
                os.kill(os.getpid(), signal.SIGTERM)
        def then():
            self.session.update_settings(language="zh_CN")
            timer.start()
        before, timer = self.acting, QTimer(self.session, interval=50)
        timer.timeout.connect(look)
        self.open(then)

    def interrupted(self):
        def answer():
            box = QApplication.activeModalWidget()
            if box is not None:
                print("asked", flush=True)
                self.leave()
        timer = QTimer(self, interval=50)
        timer.timeout.connect(answer)
        timer.start()
        self.open(lambda: os.kill(os.getpid(), signal.SIGINT))

    def sample(self):
        self.session.capturing.preview_changed.connect(
            lambda _: QTimer.singleShot(200, self, self.leave),
            Qt.ConnectionType.SingleShotConnection)
        self.session.sources.start_sample()

    def decode(self):
        app.document.leaf.load_picture = lambda *_: (tell("decoding"),
                                                     time.sleep(60))
        self.session.opening.open_paths([folder / "card.png"])
        QTimer.singleShot(300, self, self.leave)

    def save(self):
        real = app.document.export.render
        def slowly(*given, **how):
            time.sleep(0.5)
            return real(*given, **how)
        app.document.export.render = slowly
        def then():
            self.session.saving.save([], folder / "saved.png", "png", 300, keep_sharper=True)
            QTimer.singleShot(50, self, self.leave)
            QTimer.singleShot(100, self, lambda: print("seen", self.isVisible(), flush=True))
        self.open(then)

app.application.MainWindow = Window
named = {"named": folder / "card.png", "odd": folder / "card\\udcff.png"}
if what == "odd":
    (folder / "card.png").rename(named["odd"])
    Window.odd = Window.named
sys.exit(main([str(named[what])] if what in named else []))
"""


def close_during(what: str, folder: Path) -> tuple[str, float]:
    """What the process printed, and the seconds that it took from the close to its end."""
    Image.new("RGB", (640, 480), (90, 100, 110)).save(folder / "card.png")
    home = {name: str(folder / "home") for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    done = subprocess.run(
        [sys.executable, "-c", CHILD, what, str(folder)],
        capture_output=True,
        text=True,
        errors="replace",  # names of bytes that are no text are printed as they are
        timeout=150,
        check=False,
        env=os.environ | home | {"XDG_RUNTIME_DIR": ""},
    )
    ended_s = time.monotonic()
    said = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert (done.returncode, said) == (0, [])
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("closed")]
    return done.stdout, ended_s - float(line.split()[1])


@pytest.mark.parametrize("what", ["nothing", "quit", "copy", "sample", "decode", "save", "named"])
def test_closing_ends_the_process_soon_and_in_silence(what: str, tmp_path: Path) -> None:
    said, took_s = close_during(what, tmp_path)
    assert took_s < SOON_S
    assert ("Page copied" in said) == (what == "copy")
    assert ("decoding" in said) == (what == "decode")
    assert ("opened card" in said) == (what == "named")
    if what == "save":  # what was under way when the window closed is whole, and was in sight
        assert "seen True" in said
        with Image.open(tmp_path / "saved.png") as picture:
            picture.load()
    assert not list(tmp_path.glob(".rectoscan-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="no signals of this kind")
@pytest.mark.usefixtures("heard_signals")
@pytest.mark.parametrize("what", ["ended", "respoken", "interrupted"])
def test_a_signal_closes_the_window_and_only_ctrl_c_asks_about_pages(
    what: str, tmp_path: Path
) -> None:
    said, took_s = close_during(what, tmp_path)
    assert took_s < SOON_S
    assert ("asked" in said) == (what == "interrupted")
    # What nobody was asked about is offered at the next start; what a person gave up is not.
    assert bool([*tmp_path.rglob("pages.json")]) == (what != "interrupted")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of bytes that are no text")
def test_a_file_whose_name_is_no_text_opens_with_the_window(tmp_path: Path) -> None:
    said, _took_s = close_during("odd", tmp_path)
    assert "opened card" in said
