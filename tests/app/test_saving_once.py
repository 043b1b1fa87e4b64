"""A save that runs is told of and not repeated, and only a folder that took files is remembered:
real clicks and keys on the real window and session."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.session import desk as desk_module
from app.widgets import bottom_bar
from app.widgets.main_window import MainWindow
from app.widgets.save_choice import SaveChoice

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
WHOLE = SaveChoice((), "pdf", 300, True, 90)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Saves wait until it is set."""
    opened, save = threading.Event(), desk_module.save_pages

    def wait(*given: Any, **named: Any) -> list[Path]:
        assert opened.wait(30)
        return save(*given, **named)

    monkeypatch.setattr(desk_module, "save_pages", wait)
    yield opened
    opened.set()


@pytest.fixture
def out(two: MainWindow, tmp_path: Path) -> Path:
    """An empty folder, to which Save saves what was changed."""
    folder = tmp_path / "kept"
    folder.mkdir()
    two.session.editing.rotate(two.session.pages[0].id, 1)
    two.session.update_settings(last_folder=str(folder))
    return folder


def double_click(target: QWidget) -> None:
    at = QPointF(target.rect().center())
    for kind, held in (
        (QEvent.Type.MouseButtonPress, LEFT),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
        (QEvent.Type.MouseButtonDblClick, LEFT),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(
            kind, at, target.mapToGlobal(at), LEFT, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(target, event)
        QApplication.processEvents()


def end(window: MainWindow, qtbot: QtBot, gate: threading.Event) -> None:
    gate.set()
    qtbot.waitUntil(lambda: not window.session.saving.under_way)
    QApplication.processEvents()


def test_a_save_that_runs_is_told_of_until_it_is_done(
    two: MainWindow, out: Path, gate: threading.Event, qtbot: QtBot
) -> None:
    qtbot.mouseClick(two.top.save, LEFT)
    assert two.bottom.guidance.text() == "Saving…"
    end(two, qtbot, gate)
    assert two.bottom.guidance.text() == "All pages are saved"
    qtbot.keyClick(two, Qt.Key.Key_R)
    assert two.bottom.guidance.text() == "Ready to save"


def test_a_save_of_several_pages_tells_how_far_it_is(
    two: MainWindow, out: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    show = two.bottom.show_guidance

    def note(text: str, *, aloud: bool = True) -> None:
        told.append(text)
        show(text, aloud=aloud)

    monkeypatch.setattr(two.bottom, "show_guidance", note)
    qtbot.mouseClick(two.top.save, LEFT)
    qtbot.waitUntil(lambda: "All pages are saved" in told)
    # The line is also shown anew by what else happens meanwhile: a thumbnail that comes, say.
    counted = dict.fromkeys(text for text in told if " of " in text)
    assert list(counted) == ["Saving 1 of 2…", "Saving 2 of 2…"]


def test_a_save_is_told_of_beside_the_line_of_a_feed_and_once_aloud(
    captured: MainWindow, qtbot: QtBot, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    captured.session.review.retake()
    bottom, line = captured.bottom, captured.bottom.guidance.text()
    assert (captured.session.state, bottom.aside.isVisible()) == ("live", False)
    told: list[str] = []
    said: list[str] = []
    captured.session.saving.saving_page.connect(lambda *_: told.append(bottom.aside.text()))
    monkeypatch.setattr(bottom_bar, "announce", lambda _widget, text: said.append(text))
    qtbot.mouseClick(captured.top.save, LEFT)
    assert (bottom.aside.text(), bottom.aside.isVisible()) == ("Saving…", True)
    qtbot.waitUntil(lambda: not captured.session.saving.under_way)
    assert told == ["Saving 1 of 2…", "Saving 2 of 2…"]
    assert (bottom.guidance.text(), bottom.aside.isVisible()) == (line, False)
    assert bottom.badge.isVisible()
    assert [text for text in said if "Saving" in text] == ["Saving…"]


def test_a_save_that_fails_is_not_told_of_any_more(
    two: MainWindow, gate: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    two.saving.save_to(tmp_path / "file" / "a.pdf", WHOLE)
    assert two.bottom.guidance.text() == "Saving…"
    end(two, qtbot, gate)
    assert two.bottom.guidance.text() == "Ready to save"


def test_the_line_goes_with_the_save_also_where_the_session_was_cleared_meanwhile(
    two: MainWindow, out: Path, gate: threading.Event, qtbot: QtBot
) -> None:
    qtbot.mouseClick(two.top.save, LEFT)
    two.session.clear()
    assert two.bottom.guidance.text() == "Saving…"
    end(two, qtbot, gate)
    assert two.bottom.guidance.text() == "Ready to scan"


def test_of_saves_one_after_another_each_says_whether_it_is_locked(
    two: MainWindow,
    out: Path,
    gate: threading.Event,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    monkeypatch.setattr(two.notices, "show_message", lambda text, *_, **__: told.append(text))
    for name, password in (("a", ""), ("b", "secret"), ("c", "")):
        two.saving.save_to(out / f"{name}.pdf", replace(WHOLE, password=password))
    end(two, qtbot, gate)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == [
        "Saved in kept as a.pdf",
        "Saved in kept as b.pdf, locked by the password",
        "Saved in kept as c.pdf",
    ]


def test_the_same_save_is_not_repeated_while_it_runs(
    two: MainWindow, out: Path, gate: threading.Event, qtbot: QtBot
) -> None:
    for _ in range(2):
        qtbot.mouseClick(two.top.save, LEFT)
        qtbot.keyClick(two, Qt.Key.Key_S, CTRL)
    end(two, qtbot, gate)
    assert len([*out.iterdir()]) == 1
    qtbot.mouseClick(two.top.save, LEFT)  # nor afterwards
    end(two, qtbot, gate)
    assert len([*out.iterdir()]) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.editing.rotate(session.pages[0].id, 1),
        lambda session: session.editing.remove(session.pages[0].id),
        lambda session: session.editing.order([session.pages[1].id]),
        lambda session: session.update_settings(dpi=200),
    ],
    ids=["edited", "removed", "moved", "resolution"],
)
def test_what_was_changed_while_a_save_runs_is_saved_as_well(
    two: MainWindow, out: Path, gate: threading.Event, qtbot: QtBot, change: Any
) -> None:
    qtbot.mouseClick(two.top.save, LEFT)
    change(two.session)
    qtbot.mouseClick(two.top.save, LEFT)
    end(two, qtbot, gate)
    assert len([*out.iterdir()]) == 2


def test_a_double_click_saves_once_however_soon_the_save_is_done(
    two: MainWindow, out: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    saves: list[object] = []
    monkeypatch.setattr(two.session.saving, "save", lambda *given, **_: saves.append(given))
    double_click(two.top.save)  # nothing runs in between
    assert len(saves) == 1


def test_a_save_right_after_one_to_another_folder_goes_there_too(
    two: MainWindow, out: Path, gate: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    two.saving.save_to(other / "a.pdf", WHOLE)
    two.session.editing.rotate(two.session.pages[0].id, 1)
    qtbot.keyClick(two, Qt.Key.Key_S, CTRL)
    end(two, qtbot, gate)
    assert len([*other.iterdir()]) == 2
    assert not [*out.iterdir()]
    assert two.session.settings.last_folder == str(other)


def test_a_folder_that_takes_no_files_is_not_remembered(
    two: MainWindow, out: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with qtbot.waitSignal(two.session.notices.posted):
        two.saving.save_to(tmp_path / "file" / "a.pdf", WHOLE)
    assert two.session.settings.last_folder == str(out)
    with qtbot.waitSignal(two.session.saving.pages_saved):
        qtbot.keyClick(two, Qt.Key.Key_S, CTRL)
    assert len([*out.iterdir()]) == 1


def test_what_a_save_that_runs_may_lose_is_not_cleared_away_unasked(
    two: MainWindow, out: Path, gate: threading.Event, qtbot: QtBot
) -> None:
    two.session.saving.save([], out / "a.pdf", "pdf", 100, keep_sharper=False)
    end(two, qtbot, gate)
    assert two.notices.second.isVisible()
    gate.clear()
    two.session.editing.rotate(two.session.pages[0].id, 1)
    qtbot.mouseClick(two.top.save, LEFT)
    qtbot.mouseClick(two.notices.second, LEFT)
    (box,) = [each for each in two.findChildren(QMessageBox) if each.isVisible()]
    box.reject()
    assert len(two.session.pages) == 2
    end(two, qtbot, gate)


def test_a_save_that_ends_after_the_session_was_cleared_names_nobody(
    two: MainWindow, out: Path, gate: threading.Event, qtbot: QtBot
) -> None:
    two.saving.save_to(out / "J. Smith.pdf", WHOLE)
    two.session.clear()
    two.session.opening.open_paths([out.parent / "a.png"])  # the next person's
    qtbot.waitUntil(lambda: not two.session.opening.under_way)
    two.notices.hide()
    end(two, qtbot, gate)
    assert not two.notices.isVisible()
    assert [path.name for path in out.iterdir()] == ["J. Smith.pdf"]
    assert two.bottom.guidance.text() == "One page to check, then save"


def test_a_save_that_fails_after_the_session_was_cleared_promises_no_pages(
    two: MainWindow, gate: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    two.saving.save_to(tmp_path / "file" / "a.pdf", WHOLE)
    two.session.clear()
    two.close()  # the window stays to say so
    end(two, qtbot, gate)
    qtbot.waitUntil(two.notices.isVisible)
    assert two.isVisible()
    assert two.notices.text.text().endswith("The pages were cleared meanwhile.")
    assert not two.notices.action.isVisible()


def test_pages_are_safe_in_one_file_though_another_could_not_be_written(
    two: MainWindow, out: Path, gate: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    two.session.editing.rotate(two.session.pages[0].id, 1)
    two.saving.save_to(tmp_path / "file" / "a.pdf", WHOLE)
    two.saving.save_to(out / "a.pdf", WHOLE)
    end(two, qtbot, gate)
    assert two.bottom.guidance.text() == "All pages are saved"
