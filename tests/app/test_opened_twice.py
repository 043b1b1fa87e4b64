"""A file that is opened a second time: it is said, can be taken back, and is no back of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from detector.quad import Quad
from tests.app.scenes import found, set_corners, write_plain

CARD = Quad([(60, 80), (340, 80), (340, 256), (60, 256)])
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def card(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Path:
    """The file of a card, which is open."""
    window.session._desk._detect = lambda _image: (found(CARD),)
    path = write_plain(tmp_path / "front.png", 90)
    opened(window, qtbot, path)
    return path


def opened(window: MainWindow, qtbot: QtBot, *paths: Path) -> None:
    window.session.opening.open_paths(paths)
    qtbot.waitUntil(lambda: not window.session.opening.under_way)


def rows(window: MainWindow) -> list[str]:
    return [window.tray.list.item(n).text() for n in range(window.tray.list.count())]


def told(window: MainWindow) -> str:
    return "" if window.notices.isHidden() else window.notices.text.text()


def test_it_is_said_and_one_click_takes_it_back(
    window: MainWindow, qtbot: QtBot, card: Path
) -> None:
    assert told(window) == ""
    opened(window, qtbot, card)
    assert told(window) == "front.png was open already, and is there twice now."
    assert len(window.session.pages) == 2
    assert window.notices.action.text() == "Undo"
    qtbot.mouseClick(window.notices.action, LEFT)
    assert len(window.session.pages) == 1
    assert told(window) == ""


def test_it_is_no_back_of_itself_unless_its_corners_are_elsewhere(
    window: MainWindow, qtbot: QtBot, card: Path
) -> None:
    assert rows(window) == ["Front · front", "Back"]
    opened(window, qtbot, card)
    assert rows(window) == ["1 · front", "2 · front"]
    assert not window.tray.swap.isVisible()
    # As where both sides lie in one picture.
    set_corners(window.session, window.session.pages[1].id, CARD.moved(0, -80).scaled(0.5))
    assert rows(window) == ["Front · front", "Back · front"]


def test_another_picture_of_that_name_is_another_one(
    window: MainWindow, qtbot: QtBot, card: Path
) -> None:
    write_plain(card, 200, 420)
    opened(window, qtbot, card)
    assert told(window) == ""
    assert rows(window) == ["Front · front", "Back · front"]


def test_beside_others_it_is_said_but_no_step_back_is_offered(
    window: MainWindow, qtbot: QtBot, card: Path, tmp_path: Path
) -> None:
    opened(window, qtbot, card, write_plain(tmp_path / "back.png", 120))
    assert told(window) == "front.png was open already, and is there twice now."
    assert not window.notices.action.isVisible()
    (tmp_path / "bad.png").write_bytes(b"")
    opened(window, qtbot, card, tmp_path / "back.png", tmp_path / "bad.png")
    assert told(window).startswith("bad.png cannot be opened")
    assert told(window).endswith("2 pictures were open already, and are there twice now.")


def test_a_picture_that_takes_its_own_place_is_there_once(
    window: MainWindow, qtbot: QtBot, card: Path
) -> None:
    window.session.opening.open_paths([card], window.session.pages[0].id)
    qtbot.waitUntil(lambda: not window.session.opening.under_way)
    assert len(window.session.pages) == 1
    assert told(window) == ""
