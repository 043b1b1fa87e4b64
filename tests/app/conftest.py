"""The real window over the real session; only the detector is a stand-in that finds nothing."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QLocale, QSettings, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.application import load_translations
from app.capture.frame import Frame
from app.capture.moment import Shot
from app.session import Session
from app.session import printing as printing_module
from app.session import session as session_module
from app.widgets import printing
from app.widgets.clipboard import release_own
from app.widgets.desktop import Application
from app.widgets.main_window import MainWindow
from detector.quad import Quad
from tests.app.blackening import FIELD, RED, press
from tests.app.scenes import FakeDetector, card_quad, found, scene, set_corners, write_plain

PATIENCE_MS = 30_000
# A busy machine is slower by far than pytest-qt's 5 s allow for; what is right is not kept waiting.
for _wait in (QtBot.waitSignal, QtBot.waitSignals, QtBot.waitUntil):
    _wait.__kwdefaults__["timeout"] = PATIENCE_MS


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """The program's own kind of application, for pytest-qt."""
    return Application


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Searches for garbage between tests only, on this thread, as the program does.

    What a test leaves are whole sessions with timers and threads: a worker of a later test that
    happens to make one object too many would destroy them on its own thread.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect(1)  # with none in between, all that the test made is still young
        gc.enable()


@pytest.fixture(autouse=True)
def patient_close(monkeypatch: pytest.MonkeyPatch) -> None:
    """How soon a session gives threads up is test_exit's subject, in processes of their own."""
    monkeypatch.setattr(session_module, "CLOSE_MS", PATIENCE_MS)


@pytest.fixture(autouse=True)
def clipboard_left_empty(qapp: Application) -> Iterator[None]:
    """Qt's own store outlives the interpreter, which a page of ours in it does not survive."""
    yield
    release_own()


@pytest.fixture
def chinese(qapp: Application) -> Iterator[None]:
    """Chinese is spoken."""
    yield from speak(qapp, "zh_CN")


@pytest.fixture
def english(qapp: Application) -> Iterator[None]:
    """English is spoken, with its plurals, which are no part of the source."""
    yield from speak(qapp, "en")


def speak(application: Application, language: str) -> Iterator[None]:
    before = QLocale()
    installed = load_translations(application, language)
    yield
    QLocale.setDefault(before)
    for translator in installed:
        application.removeTranslator(translator)
        translator.deleteLater()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    detector = FakeDetector(lambda image: ())
    made = MainWindow(Session(store, lambda device: detector))
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.closing.leave()


@pytest.fixture
def two(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window with pages "a" and "b", which are saved; the first is shown."""
    session = window.session
    for name in "ab":
        picture = np.full((300, 400, 3), 90, np.uint8)
        (tmp_path / f"{name}.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    session.opening.open_paths([tmp_path / "a.png", tmp_path / "b.png"])
    qtbot.waitUntil(lambda: len(session.pages) == 2)
    for page in session.pages:
        set_corners(session, page.id, Quad.inset(400, 300, 0.2))
    session.select(session.pages[0].id)
    (tmp_path / "out").mkdir()
    with qtbot.waitSignal(session.saving.pages_saved):
        session.saving.save([], tmp_path / "out" / "scan.pdf", "pdf", 300, keep_sharper=False)
    window.notices.hide()
    assert session.saving.unsaved == 0
    return window


@pytest.fixture
def captured(two: MainWindow, qtbot: QtBot) -> MainWindow:
    """… and a capture that waits in review; the frames of the feed are the test's."""
    session = two.session
    session.sources.start_feed(lambda: session._live.pause(paused=False))
    session._live.camera.opened.emit("test")
    card = found(card_quad())
    session._live._on_shot(
        Shot(Frame(scene(card.quad), time.monotonic(), 0, "test"), card.quad, card)
    )
    assert session.state == "review"
    qtbot.waitUntil(lambda: not two.stage.review.editor.image.isNull())
    return two


@pytest.fixture
def edited(two: MainWindow, qtbot: QtBot) -> MainWindow:
    """… and the first page's corners in review."""
    qtbot.mouseClick(two.stage.page.edit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not two.stage.review.editor.image.isNull())
    return two


@pytest.fixture
def sides(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window with pages "front" and "back", both cards; the first is shown."""
    files = [write_plain(tmp_path / f"{name}.png", 90) for name in ("front", "back")]
    window.session.opening.open_paths(files)
    qtbot.waitUntil(lambda: len(window.session.pages) == 2)
    for page in window.session.pages:
        window.session.editing.set_format(page.id, "ID-1")
    window.session.select(window.session.pages[0].id)
    return window


@pytest.fixture
def drawing(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The window with a page, grey with a red field, and the tool on."""
    picture = np.full((600, 800, 3), 170, np.uint8)
    (left, top), (right, bottom) = FIELD
    picture[top:bottom, left:right] = RED
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    session = window.session
    session.opening.open_paths([tmp_path / "a.png", tmp_path / "b.png"])
    qtbot.waitUntil(lambda: len(session.pages) == 2)
    session.select(session.pages[0].id)
    qtbot.waitUntil(lambda: window.stage.page.view._current)
    window.notices.hide()
    qtbot.wait(20)
    qtbot.keyClick(window, Qt.Key.Key_X)
    assert window.stage.page.black_out.isChecked()
    return window


@pytest.fixture
def framing(drawing: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with the tool on, and its frame on the page."""
    drawing.activateWindow()
    qtbot.waitUntil(drawing.isActiveWindow)
    press(Qt.Key.Key_Right)
    return drawing


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where it is printed to: a PDF; there is one printer."""
    path = tmp_path / "paper.pdf"

    def to_file() -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFileName(str(path))
        return made

    monkeypatch.setattr(printing, "new_printer", to_file)
    monkeypatch.setattr(printing, "system_dialog", lambda _printer, _file, window: QDialog(window))
    monkeypatch.setattr(printing_module, "count_printers", lambda: 1)
    return path


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch, paper: Path) -> Iterator[threading.Event]:
    """A print goes on to its second page once it is set."""
    event = threading.Event()
    real = printing_module.print_pages

    def slow(*arguments: object, begun: object, **named: object) -> int:
        def begin(number: int) -> None:
            begun(number)  # type: ignore[operator]
            assert event.wait(30)

        return real(*arguments, begun=begin, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(printing_module, "print_pages", slow)
    yield event
    event.set()
