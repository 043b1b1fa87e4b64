"""Replacing and swapping sides, and when the window asks for a look at the corners."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.assets import resource_path
from app.document.page import SURE_SCORE
from app.session.sources import SAMPLE
from app.widgets.main_window import MainWindow
from detector.detection import Detection
from detector.quad import Quad
from tests.app.scenes import card_quad, shot, write_plain


def names(window: MainWindow) -> list[str]:
    return [page.name for page in window.session.pages]


def test_swapping_is_one_named_step_and_its_own_inverse(sides: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(sides.tray.swap, Qt.MouseButton.LeftButton)
    assert names(sides) == ["back", "front"]
    assert sides.session.editing.undo_text == "Swap sides"
    qtbot.mouseClick(sides.tray.swap, Qt.MouseButton.LeftButton)
    assert names(sides) == ["front", "back"]
    qtbot.keyClick(sides, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert names(sides) == ["back", "front"]


def test_a_side_is_replaced_in_its_place_and_comes_back_by_undo(
    sides: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = sides.session
    place = session.pages[0].id
    session.capturing.replace_page(place)
    # As large and as named as the old one: only the pixels differ.
    session.opening.open_paths([write_plain(tmp_path / "front.png", 200)])
    qtbot.waitUntil(lambda: int(session.pages[0].original.pixels()[0, 0, 0]) == 200)
    assert names(sides) == ["front", "back"]
    assert session.pages[0].id == place == session.selected
    assert session.editing.undo_text == "Replace page"
    session.editing.undo()
    assert int(session.pages[0].original.pixels()[0, 0, 0]) == 90


def test_choosing_a_page_calls_the_replacement_off(
    sides: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = sides.session
    session.capturing.replace_page(session.pages[0].id)
    session.select(session.pages[1].id)
    session.opening.open_paths([write_plain(tmp_path / "third.png", 200)])
    qtbot.waitUntil(lambda: len(session.pages) == 3)
    assert names(sides) == ["front", "back", "third"]


def test_a_dialog_that_is_left_replaces_nothing(
    sides: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = sides.session
    for end in ("reject", "accept"):
        qtbot.mouseClick(sides.stage.page.replace, Qt.MouseButton.LeftButton)
        (dialog,) = [each for each in sides.findChildren(QFileDialog) if each.isVisible()]
        third = write_plain(tmp_path / "third.png", 200)
        if end == "accept":
            dialog.filesSelected.emit([str(third)])
        dialog.reject()
        session.opening.open_paths([write_plain(tmp_path / "fourth.png", 200)])
        qtbot.waitUntil(lambda: not session.opening.under_way)
        qtbot.waitUntil(lambda: "fourth" in names(sides))
        session.select(session.pages[0].id)
    assert names(sides) == ["third", "back", "fourth", "fourth"]


def test_the_end_of_the_feed_calls_the_replacement_off(
    sides: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = sides.session
    session.capturing.replace_page(session.pages[0].id)
    session.sources.stop_live()
    session.opening.open_paths([write_plain(tmp_path / "third.png", 200)])
    qtbot.waitUntil(lambda: len(session.pages) == 3)
    assert names(sides) == ["front", "back", "third"]


def test_a_picture_that_cannot_be_read_ends_the_replacement_that_it_was_chosen_for(
    sides: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = sides.session
    (tmp_path / "bad.png").write_bytes(b"no picture")
    qtbot.mouseClick(sides.stage.page.replace, Qt.MouseButton.LeftButton)
    (dialog,) = [each for each in sides.findChildren(QFileDialog) if each.isVisible()]
    dialog.filesSelected.emit([str(tmp_path / "bad.png")])
    dialog.reject()
    qtbot.waitUntil(lambda: not session.opening.under_way)
    assert "bad.png" in sides.notices.text.text()
    session.opening.open_paths([write_plain(tmp_path / "third.png", 200)])
    qtbot.waitUntil(lambda: "third" in names(sides))
    assert names(sides) == ["front", "back", "third"]


def test_what_is_being_opened_does_not_take_the_place_of_a_page_that_is_to_be_replaced(
    sides: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = sides.session
    session.opening.open_paths(
        [write_plain(tmp_path / f"{name}.png", 200) for name in ("third", "fourth")]
    )
    session.select(session.pages[0].id)
    qtbot.mouseClick(sides.stage.page.replace, Qt.MouseButton.LeftButton)
    (dialog,) = [each for each in sides.findChildren(QFileDialog) if each.isVisible()]
    dialog.filesSelected.emit([str(write_plain(tmp_path / "new.png", 200))])
    dialog.reject()
    qtbot.waitUntil(lambda: "new" in names(sides))
    assert names(sides) == ["new", "back", "third", "fourth"]
    session.select(session.pages[0].id)
    session.opening.open_paths([write_plain(tmp_path / "fifth.png", 200)])
    qtbot.waitUntil(lambda: "fifth" in names(sides))
    assert names(sides) == ["new", "back", "third", "fourth", "fifth"]  # and it waits no longer


def test_of_a_film_the_next_capture_takes_the_place_of_the_page_it_was_chosen_for(
    sides: MainWindow, qtbot: QtBot
) -> None:
    session = sides.session
    session.capturing.set_auto_capture(False)
    session.capturing.set_confirm(False)
    session.opening.open_paths([resource_path(*SAMPLE)], session.pages[0].id)
    qtbot.waitUntil(lambda: session.state == "live")
    session.capturing.take_shot(shot(0.99))
    assert names(sides) == ["Page 1", "back"]
    session.sources.stop_live()


def test_a_capture_replaces_a_page_also_after_a_picture_that_cannot_be_read(
    sides: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = sides.session
    (tmp_path / "bad.png").write_bytes(b"no picture")
    session.sources.start_feed(lambda: None)
    session.capturing.replace_page(session.pages[0].id)
    session.opening.open_paths([tmp_path / "bad.png"])
    qtbot.waitUntil(lambda: not session.opening.under_way)
    session.capturing.set_confirm(False)
    session.capturing.take_shot(shot(0.99))
    assert names(sides) == ["Page 1", "back"]


def test_a_page_removed_meanwhile_is_not_replaced(
    sides: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = sides.session
    session.capturing.replace_page(session.pages[1].id)
    session.editing.remove(session.pages[1].id)
    session.opening.open_paths([write_plain(tmp_path / "third.png", 200)])
    qtbot.waitUntil(lambda: len(session.pages) == 2)
    assert names(sides) == ["front", "third"]


@pytest.mark.parametrize("score", [None, SURE_SCORE - 0.01, SURE_SCORE, 0.99])
@pytest.mark.parametrize("confirm", [True, False])
def test_a_capture_goes_without_a_look_where_both_are_sure(
    window: MainWindow, score: float | None, confirm: bool
) -> None:
    session = window.session
    session.capturing.set_confirm(confirm)
    session.sources.start_feed(lambda: None)
    session.capturing.take_shot(shot(score))
    asked = confirm or score is None or score < SURE_SCORE
    assert session.state == ("review" if asked else "live")
    assert len(session.pages) == (0 if asked else 1)


def test_a_capture_of_a_part_is_looked_at_whatever_the_score(window: MainWindow) -> None:
    session = window.session
    session.capturing.set_confirm(False)
    session.sources.start_feed(lambda: None)
    session.capturing.take_shot(replace(shot(0.99), quad=card_quad(dx=-200)))
    assert session.state == "review"
    assert "outside the picture" in window.bottom.guidance.text()
    session.review.accept_review(session.review.page.quad)
    assert (len(session.pages), session.checks.doubts) == (1, {})


@pytest.mark.parametrize(
    ("size", "words"), [((1000, 631), "cropped already"), ((900, 300), "no document found")]
)
def test_a_picture_without_edges_is_kept_and_its_corners_are_one_click_away(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, size: tuple[int, int], words: str
) -> None:
    window.session.opening.open_paths([write_plain(tmp_path / "a.png", 90, *size)])
    qtbot.waitUntil(window.notices.isVisible)
    assert words in window.notices.text.text()
    qtbot.mouseClick(window.notices.action, Qt.MouseButton.LeftButton)
    assert window.session.state == "review"
    assert window.stage.review.editor.quad == window.session.pages[0].quad


def test_an_unsure_outline_is_said_and_one_click_away(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    quad = Quad.inset(400, 300, 0.2)
    window.session._desk._detect = lambda image: (Detection(quad, quad.box, 0.7, "ID-1"),)
    window.session.opening.open_paths([write_plain(tmp_path / "a.png", 90)])
    qtbot.waitUntil(window.notices.isVisible)
    assert "(a): not sure" in window.notices.text.text()
    qtbot.mouseClick(window.notices.action, Qt.MouseButton.LeftButton)
    assert window.session.state == "review"


def test_a_page_that_comes_back_is_shown(sides: MainWindow, qtbot: QtBot) -> None:
    session = sides.session
    removed = session.pages[0].id
    session.editing.remove(removed)
    assert session.selected != removed
    qtbot.mouseClick(sides.notices.action, Qt.MouseButton.LeftButton)
    assert session.selected == removed
    assert names(sides) == ["front", "back"]
