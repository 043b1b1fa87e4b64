"""After Clear nothing that began before it comes back: the next person's pages are their own."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path
from weakref import ref

import pytest
from pytestqt.qtbot import QtBot

from app.session import Notice, Session
from tests.app.scenes import FakeDetector
from tests.app.session.conftest import Photo
from tests.app.session.desk import CARD, open_one


@pytest.fixture
def look(detector: FakeDetector) -> Iterator[threading.Event]:
    """The detector looks while it is set, as it is at first."""
    made = threading.Event()
    made.set()

    def answer(_image: object) -> tuple[object, ...]:
        made.wait(60)
        return (CARD,)

    detector.answer = answer
    yield made
    made.set()


@pytest.fixture
def live(qtbot: QtBot, session: Session, photo: Photo, look: threading.Event) -> Session:
    """With a page that was opened, beside a feed that is taken from by the shutter alone."""
    session.capturing.set_auto_capture(False)
    session.capturing.set_confirm(False)
    open_one(qtbot, session, photo("before.png"))
    qtbot.waitUntil(lambda: not session.opening.under_way)
    with qtbot.waitSignals([session.capturing.preview_changed, session.capturing.observed]):
        session.sources.start_sample()
    return session


def films(session: Session, folder: Path) -> None:
    """Two films of this person's are begun to be played."""
    for number in range(2):
        (folder / f"{number}.mp4").touch()
    session.opening.open_paths([folder / f"{number}.mp4" for number in range(2)])


def catch_up(qtbot: QtBot, session: Session) -> None:
    """Until all that was asked of the detection so far is answered."""
    with qtbot.waitSignal(session._live._detection.caught_up):
        session._live._detection.catch_up()


@pytest.mark.parametrize("stopped", [False, True])
def test_a_capture_under_way_adds_no_page(
    qtbot: QtBot, live: Session, look: threading.Event, notices: list[Notice], stopped: bool
) -> None:
    look.clear()
    live.capturing.capture()
    if stopped:
        live.sources.stop_live()
    live.clear()
    look.set()
    catch_up(qtbot, live)
    assert (live.pages, notices) == ((), [])
    assert live.state == ("empty" if stopped else "live")


def test_the_feed_goes_on_and_only_its_new_frames_are_captured(qtbot: QtBot, live: Session) -> None:
    live.clear()
    live.capturing.capture()  # nothing is shown yet
    catch_up(qtbot, live)
    assert live.pages == ()
    with qtbot.waitSignals([live.capturing.preview_changed, live.capturing.observed]):
        pass
    live.capturing.capture()
    qtbot.waitUntil(lambda: len(live.pages) == 1)


def test_the_next_document_counts_as_new_where_the_last_one_lay(
    qtbot: QtBot, session: Session
) -> None:
    session.capturing.set_confirm(False)
    session.sources.start_sample()
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    session.clear()
    assert (session.state, session.pages) == ("live", ())
    qtbot.waitUntil(lambda: len(session.pages) == 1)


def test_no_page_waits_to_be_replaced_any_more(live: Session) -> None:
    live.capturing.replace_page(live.pages[0].id)
    live.clear()
    assert not live.capturing.replacing


def test_a_film_of_the_person_before_ends_and_none_follows(
    qtbot: QtBot, session: Session, notices: list[Notice], tmp_path: Path
) -> None:
    session.capturing.set_auto_capture(False)
    films(session, tmp_path)
    with qtbot.waitSignal(session.capturing.preview_changed):
        pass
    session.clear()
    notices.clear()
    assert (session.state, session.sources.source) == ("empty", "")
    with qtbot.assertNotEmitted(session.capturing.preview_changed, wait=100):
        session.notices.retry()
    assert (session.state, session.sources.source, notices) == ("empty", "", [])


def test_nothing_is_said_of_a_film_whose_last_capture_was_in_review(
    qtbot: QtBot, session: Session, notices: list[Notice]
) -> None:
    session.capturing.set_auto_capture(False)
    with qtbot.waitSignals([session.capturing.preview_changed, session.capturing.observed]):
        session.sources.start_video(Path("film.mp4"))
    with qtbot.waitSignal(session.review.started):
        session.capturing.capture()
    session._live.ended.emit(True)
    session.clear()
    assert (session.state, session.pages, notices) == ("empty", (), [])
    session.notices.retry()
    assert session.state == "empty"


def test_nothing_is_drawn_of_a_page_that_was_there_beside_a_review(
    qtbot: QtBot, live: Session
) -> None:
    live.capturing.set_confirm(True)
    live.select("")
    with qtbot.waitSignals([live.capturing.preview_changed, live.capturing.observed]):
        pass
    with qtbot.waitSignal(live.review.started):
        live.capturing.capture()
    live.sources.stop_live()
    drawn: list[str] = []
    live.drawing.page_rendered.connect(lambda page_id, _layers: drawn.append(page_id))
    live.clear()
    qtbot.waitUntil(lambda: live._desk._draw.busy == 0)
    assert (live.state, drawn) == ("empty", [])


def test_no_picture_of_the_person_before_stays_in_the_memory(
    qtbot: QtBot, session: Session, photo: Photo
) -> None:
    page_id = open_one(qtbot, session, photo("card.png"))
    session.editing.rotate(page_id, 1)  # it is being drawn anew, in full and small
    pictures = [ref(page.original) for page in session.pages]
    session.clear()

    def gone() -> bool:
        gc.collect()
        return all(picture() is None for picture in pictures)

    qtbot.waitUntil(gone)


def test_what_its_pages_took_is_given_back_by_another_thread(
    qtbot: QtBot, session: Session, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_one(qtbot, session, photo("card.png"))
    threads: list[threading.Thread] = []
    monkeypatch.setattr(
        "app.session.desk.give_back", lambda: threads.append(threading.current_thread())
    )
    session.clear()
    qtbot.waitUntil(lambda: bool(threads))
    assert threading.main_thread() not in threads
