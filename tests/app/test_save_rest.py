"""Where each page has a file, Save writes those alone that are in none as they are. Real keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.widgets.main_window import MainWindow
from app.widgets.save_dialog import SaveChoice


def opened(window: MainWindow, qtbot: QtBot, *paths: Path) -> None:
    before = len(window.session.pages)
    for number, path in enumerate(paths):
        Image.new("RGB", (400, 300), (90, 100, 110 + number)).save(path)
    window.session.opening.open_paths([*paths])
    qtbot.waitUntil(lambda: len(window.session.pages) == before + len(paths))
    qtbot.waitUntil(lambda: not window.session.opening.under_way)


@pytest.fixture
def three(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """Pages a, b and c."""
    opened(window, qtbot, *(tmp_path / f"{name}.png" for name in "abc"))
    return window


@pytest.fixture
def kept(three: MainWindow, qtbot: QtBot, tmp_path: Path) -> Callable[..., Path]:
    """All pages have just been saved; the folder."""

    def keep(*, own_names: bool = False, file_format: str = "jpeg", password: str = "") -> Path:
        folder = tmp_path / "kept"
        choice = SaveChoice((), file_format, 100, False, 90, password, own_names)
        with qtbot.waitSignal(three.session.saving.pages_saved):
            three.saving.save_to(folder / "case.jpg", choice)
        return folder

    return keep


def save(window: MainWindow, qtbot: QtBot) -> list[str]:
    """The files that Ctrl+S writes."""
    with qtbot.waitSignal(window.session.saving.pages_saved) as told:
        qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    return [path.name for path in told.args[0]]


def turn(window: MainWindow, places: Sequence[int]) -> None:
    for place in places:
        window.session.editing.rotate(window.session.pages[place].id, 1)


@pytest.mark.parametrize(
    ("own_names", "turned", "written"),
    [
        (True, [1], ["b (2).jpg"]),
        (True, [0, 2], ["a (2).jpg", "c (2).jpg"]),
        (False, [1], ["case-02 (2).jpg"]),
        # Numbered anew, "-01" would be another page than before.
        (False, [1, 2], [f"case-0{number} (2).jpg" for number in (1, 2, 3)]),
    ],
)
def test_what_a_file_of_its_own_holds_is_not_written_again(
    three: MainWindow,
    qtbot: QtBot,
    kept: Callable[..., Path],
    own_names: bool,
    turned: list[int],
    written: list[str],
) -> None:
    kept(own_names=own_names)
    turn(three, turned)
    count = "the page" if len(written) == 1 else f"{len(written)} pages"
    assert three.top.save.toolTip().startswith(f"Save {count} as JPEG in kept")
    assert save(three, qtbot) == written
    assert three.session.saving.unsaved == 0


def test_a_page_turned_twice_keeps_its_number(
    three: MainWindow, qtbot: QtBot, kept: Callable[..., Path]
) -> None:
    kept()
    for number in (2, 3):
        turn(three, [2])
        assert save(three, qtbot) == [f"case-03 ({number}).jpg"]


@pytest.mark.parametrize("own_names", [False, True])
def test_pages_that_came_since_are_written_alone(
    three: MainWindow,
    qtbot: QtBot,
    kept: Callable[..., Path],
    tmp_path: Path,
    own_names: bool,
) -> None:
    folder = kept(own_names=own_names)
    opened(three, qtbot, tmp_path / "d.png")
    (name,) = save(three, qtbot)
    assert name == "d.jpg" if own_names else name.startswith("Scan 2")
    assert len([*folder.iterdir()]) == 4


def test_all_are_written_where_a_file_has_gone_or_is_another_kind_or_locked(
    three: MainWindow, qtbot: QtBot, kept: Callable[..., Path]
) -> None:
    folder = kept(own_names=True)
    (folder / "a.jpg").unlink()
    turn(three, [1])
    assert len(save(three, qtbot)) == 3
    three.session.update_settings(format="png")
    turn(three, [1])
    assert len(save(three, qtbot)) == 3
    kept(own_names=True, file_format="pdfs", password="secret")
    turn(three, [1])
    assert len(save(three, qtbot)) == 3


def test_a_second_save_at_once_writes_nothing_and_what_follows_follows(
    three: MainWindow, qtbot: QtBot, kept: Callable[..., Path]
) -> None:
    folder = kept(own_names=True)
    turn(three, [1])
    followed: list[int] = []
    for number in range(3):
        three.saving.save(then=partial(followed.append, number) if number else None)
    qtbot.waitUntil(lambda: followed == [1, 2])
    qtbot.waitUntil(lambda: not three.session.saving.under_way)
    assert sorted(path.name for path in folder.iterdir()) == [
        "a.jpg",
        "b (2).jpg",
        "b.jpg",
        "c.jpg",
    ]


def test_nor_where_the_first_one_ended_before_the_second_found_the_files(
    three: MainWindow,
    qtbot: QtBot,
    kept: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = kept(own_names=True)
    turn(three, [1])
    found: list[Callable[[bool], None]] = []
    saving = three.session.saving
    monkeypatch.setattr(saving, "find_files", lambda _paths, told: found.append(told))
    three.saving.save()
    three.saving.save()
    for told in found:
        told(True)
        qtbot.waitUntil(lambda: not saving.under_way)
    assert len(found) == 2
    assert sorted(path.name for path in folder.iterdir())[1:3] == ["b (2).jpg", "b.jpg"]
