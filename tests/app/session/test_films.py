"""Several videos: one after another."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from tests.app.scenes import card_quad


def touched(folder: Path, count: int) -> list[Path]:
    """Files that are named as videos."""
    films = [folder / f"{n}.mp4" for n in range(count)]
    for film in films:
        film.touch()
    return films


def test_videos_play_one_after_another(
    qtbot: QtBot, session: Session, notices: list[Notice], tmp_path: Path
) -> None:
    films = touched(tmp_path, 3)
    session.opening.open_paths(films)
    qtbot.waitUntil(lambda: session.sources.source == "video:0.mp4")
    assert notices[-1].text.endswith(": 2")
    session._live.ended.emit(True)
    qtbot.waitUntil(lambda: session.sources.source == "video:1.mp4")
    assert notices[-1].text.endswith(": 1")
    session._live.ended.emit(True)
    qtbot.waitUntil(lambda: session.sources.source == "video:2.mp4")
    assert len(notices) == 2
    session._live.ended.emit(True)
    assert notices[-1].text.startswith("The video has ended.")


def test_that_a_part_of_one_could_not_be_read_is_told_before_the_next(
    qtbot: QtBot, session: Session, notices: list[Notice], tmp_path: Path
) -> None:
    session.opening.open_paths(touched(tmp_path, 3))
    qtbot.waitUntil(lambda: session.sources.source == "video:0.mp4")
    session._live.ended.emit(False)
    qtbot.waitUntil(lambda: session.sources.source == "video:1.mp4")
    assert notices[-1].text == "Part of 0.mp4 could not be read."
    session._live.ended.emit(True)
    qtbot.waitUntil(lambda: session.sources.source == "video:2.mp4")
    assert notices[-1].text == "Part of 0.mp4 could not be read."
    session._live.ended.emit(True)
    assert notices[-1].text.startswith("The video has ended.")


def test_the_next_video_waits_for_a_review(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    films = touched(tmp_path, 2)
    session.opening.open_paths(films)
    qtbot.waitUntil(lambda: session._live.latest() is not None)
    session.capturing.capture()
    qtbot.waitUntil(lambda: session.state == "review")
    session._live.ended.emit(True)
    assert (session.state, session.sources.source) == ("review", "video:0.mp4")
    session.review.accept_review(card_quad())
    qtbot.waitUntil(lambda: session.sources.source == "video:1.mp4")
    assert len(session.pages) == 1


def test_a_feed_that_is_stopped_or_replaced_is_followed_by_nothing(
    qtbot: QtBot, session: Session, notices: list[Notice], tmp_path: Path
) -> None:
    films = touched(tmp_path, 2)
    for leave in (session.sources.stop_live, session.sources.start_sample):
        session.opening.open_paths(films)
        qtbot.waitUntil(lambda: session.sources.source == "video:0.mp4")
        leave()
        session._live.ended.emit(True)
        assert session.sources.source != "video:1.mp4"
        assert session.sources.following == ()
        session.sources.stop_live()


def test_a_video_that_cannot_be_read_does_not_keep_the_next_one_back(
    qtbot: QtBot, session: Session, notices: list[Notice], tmp_path: Path
) -> None:
    films = touched(tmp_path, 2)
    session.opening.open_paths(films)
    qtbot.waitUntil(lambda: session.sources.source == "video:0.mp4")
    session._live.failed.emit("unreadable", "no video")
    qtbot.waitUntil(lambda: session.sources.source == "video:1.mp4")
    assert "0.mp4" in notices[-1].text
