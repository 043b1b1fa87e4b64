"""Files that the Finder or the Dock opens while the program runs: the events that Qt makes of them,
sent to the application."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from pytestqt.qtbot import QtBot

from app import application as application_module
from app.widgets.desktop import Application, open_handed
from app.widgets.main_window import MainWindow


@pytest.fixture
def desktop(qapp: Application, window: MainWindow) -> Iterator[Application]:
    """As build_application connects them."""
    connection = qapp.urls_opened.connect(partial(open_handed, window))
    yield qapp
    qapp.urls_opened.disconnect(connection)


def photos(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path in paths:
        Image.new("RGB", (400, 300), (90, 100, 110)).save(path)
    return paths


def test_files_open_in_the_window_in_their_order_as_one_step(
    desktop: Application, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    for path in photos(tmp_path, "b.png", "a.png", "证件.png"):
        assert desktop.sendEvent(desktop, QFileOpenEvent(str(path)))
    qtbot.waitUntil(lambda: len(window.session.pages) == 3 and not window.session.opening.under_way)
    assert [page.name for page in window.session.pages] == ["b", "a", "证件"]
    window.session.editing.undo()
    assert window.session.pages == ()


def test_the_window_comes_back_from_the_dock(
    desktop: Application, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.showMinimized()
    (path,) = photos(tmp_path, "a.png")
    desktop.postEvent(desktop, QFileOpenEvent(QUrl.fromLocalFile(str(path))))
    qtbot.waitUntil(lambda: len(window.session.pages) == 1)
    assert not window.isMinimized()
    assert window.isVisible()


def test_an_address_of_another_computer_is_refused_in_words(
    desktop: Application, window: MainWindow, qtbot: QtBot
) -> None:
    desktop.sendEvent(desktop, QFileOpenEvent(QUrl("https://nowhere.example/a.png")))
    qtbot.waitUntil(lambda: "no network" in window.notices.text.text())
    assert window.session.pages == ()


def test_a_window_that_waits_for_a_save_stays_for_what_is_handed_over(
    desktop: Application,
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate, session = threading.Event(), window.session
    out = tmp_path / "out.png"
    monkeypatch.setattr("app.session.desk.save_pages", lambda *_, **__: gate.wait(30) and [out])
    first, second = photos(tmp_path, "a.png", "b.png")
    session.opening.open_paths([first])
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    session.saving.save([], out, "png", 300, keep_sharper=False)
    window.close()
    assert not session.closed
    desktop.sendEvent(desktop, QFileOpenEvent(str(second)))
    gate.set()
    qtbot.waitUntil(lambda: not session.saving.under_way and len(session.pages) == 2)
    qtbot.wait(50)
    assert window.isVisible()
    assert not session.closed


def test_the_program_connects_its_window(
    qapp: Application, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[tuple[object, object]] = []
    monkeypatch.setattr(application_module, "MainWindow", lambda _session: window)
    monkeypatch.setattr(application_module, "GarbageCollection", lambda _application: None)
    monkeypatch.setattr(application_module, "_favour_window", lambda _session: None)
    monkeypatch.setattr(application_module, "load_translations", lambda *_: [])
    monkeypatch.setattr(application_module, "open_handed", lambda *given: handed.append(given))
    assert application_module.build_application(["rectoscan"]) == (qapp, window)
    qapp.sendEvent(qapp, QFileOpenEvent("/a.png"))
    qtbot.waitUntil(lambda: bool(handed))
    assert handed == [(window, [QUrl.fromLocalFile("/a.png")])]
    qapp.urls_opened.disconnect()
