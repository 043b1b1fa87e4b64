from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.capture.sources import ClipSource
from app.errors import CameraError
from app.session import Notice, Session
from app.session import core as core_module
from app.session import live_use as live_use_module
from app.settings import load_settings
from detector.errors import WeightsError
from detector.quad import Quad
from tests.app.scenes import FakeDetector, card_quad, found, scene

CARD = found(card_quad())


class LoopReel:
    """A live feed of a card that lies still."""

    interval_s = 0.02

    def __init__(self, path: Path, name: str, *, loop: bool = False) -> None:
        self.name = name
        self._image = scene(card_quad())

    def open(self) -> None: ...

    def read(self) -> np.ndarray:
        return self._image.copy()

    def close(self) -> None: ...


@pytest.fixture
def detector() -> FakeDetector:
    return FakeDetector()


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def store(path: Path) -> QSettings:
    return QSettings(str(path), QSettings.Format.IniFormat)


@pytest.fixture
def session(
    qtbot: QtBot, detector: FakeDetector, ini: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    monkeypatch.setattr(live_use_module, "ClipSource", LoopReel)
    made = Session(store(ini), lambda device: detector)
    yield made
    made.close()
    made.close()


@pytest.fixture
def notices(session: Session) -> list[Notice]:
    posted: list[Notice] = []
    session.notice_posted.connect(posted.append)
    return posted


@pytest.fixture
def photo(tmp_path: Path) -> Callable[[str], Path]:
    def write(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(cv2.imencode(".png", scene(card_quad()))[1].tobytes())
        return path

    return write


def open_one(qtbot: QtBot, session: Session, path: Path) -> str:
    count = len(session.pages)
    session.open_paths([path])
    qtbot.waitUntil(lambda: len(session.pages) > count)
    return session.pages[-1].id


# --------------------------------------------------------------------------------- pictures
def test_a_photo_becomes_a_page_with_its_outline(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    with qtbot.waitSignals([session.page_rendered, session.thumbnail_ready]):
        session.open_paths([photo("Ausweis 证件.png")])
    assert session.state == "page"
    (page,) = session.pages
    assert session.selected == page.id
    assert page.quad == page.detected == CARD.quad
    assert page.name == "Ausweis 证件"


def test_the_rendered_page_has_the_shape_of_the_card(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    with qtbot.waitSignal(session.page_rendered) as rendered:
        session.open_paths([photo("card.png")])
    picture: QImage = rendered.args[1]
    assert picture.width() / picture.height() == pytest.approx(85.6 / 53.98, rel=0.01)


def test_several_documents_become_a_page_each(
    qtbot: QtBot, session: Session, detector: FakeDetector, photo: Callable[[str], Path]
) -> None:
    two = (found(card_quad(dx=-160, size=0.5)), found(card_quad(dx=160, size=0.5)))
    detector.answer = lambda image: two
    session.open_paths([photo("two.png")])
    qtbot.waitUntil(lambda: len(session.pages) == 2)
    assert [page.name for page in session.pages] == ["two 1", "two 2"]
    assert session.selected == session.pages[0].id


def test_nothing_found_keeps_the_whole_picture_and_says_so(
    qtbot: QtBot,
    session: Session,
    detector: FakeDetector,
    notices: list[Notice],
    photo: Callable[[str], Path],
) -> None:
    detector.answer = lambda image: ()
    open_one(qtbot, session, photo("desk.png"))
    assert session.pages[0].quad == Quad.full(640, 480)
    assert session.pages[0].detected is None
    qtbot.waitUntil(lambda: len(notices) == 1)
    assert notices[0].text.startswith("No document found")


def test_pages_keep_the_order_of_the_files_and_a_bad_one_does_not_stop_the_rest(
    qtbot: QtBot, session: Session, notices: list[Notice], photo: Callable[[str], Path]
) -> None:
    paths = [photo(f"{n}.png") for n in range(4)]
    paths[1].write_bytes(b"")
    session.open_paths(paths)
    qtbot.waitUntil(lambda: len(session.pages) == 3)
    assert [page.name for page in session.pages] == ["0", "2", "3"]
    assert "1.png" in notices[0].text
    assert notices[0].action == "open"


def test_a_missing_file_is_named(qtbot: QtBot, session: Session, notices: list[Notice]) -> None:
    session.open_paths([Path("/nowhere/at/all.jpg")])
    qtbot.waitUntil(lambda: len(notices) == 1)
    assert "all.jpg" in notices[0].text
    assert session.state == "empty"


def test_a_pasted_image_is_opened(qtbot: QtBot, session: Session) -> None:
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(0x808080)
    session.open_image(picture, "Pasted")
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    assert session.pages[0].name == "Pasted"


def test_without_weights_a_picture_is_still_kept(
    qtbot: QtBot, ini: Path, photo: Callable[[str], Path]
) -> None:
    def load(device: str) -> FakeDetector:
        raise WeightsError("no weights")

    session, notices = Session(store(ini), load), []
    session.notice_posted.connect(notices.append)
    open_one(qtbot, session, photo("card.png"))
    qtbot.waitUntil(lambda: len(notices) == 1)
    assert notices[0].action == "retry"
    assert notices[0].detail == "no weights"
    session.close()


# ------------------------------------------------------------------------------------ edits
def test_each_edit_is_one_step_that_can_be_undone_and_redone(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    page_id = open_one(qtbot, session, photo("card.png"))
    before = session.pages
    steps: list[tuple[str, Callable[[], None]]] = [
        ("Rotate", lambda: session.rotate(page_id, 1)),
        ("Change filter", lambda: session.set_filter(page_id, "grey")),
        ("Change format", lambda: session.set_format(page_id, "ID-3")),
        ("Round corners", lambda: session.set_rounded(page_id, True)),
        ("Move corners", lambda: session.set_corners(page_id, Quad.inset(640, 480))),
        ("Remove page", lambda: session.remove(page_id)),
    ]
    for name, act in steps:
        act()
        assert session.undo_text == name
    after = session.pages
    assert after == ()
    for name, _ in reversed(steps):
        assert session.undo_text == name
        session.undo()
        assert session.redo_text == name
    assert session.pages == before
    for _ in steps:
        session.redo()
    assert session.pages == after


def test_an_edit_draws_the_page_anew(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    with qtbot.waitSignal(session.page_rendered):
        page_id = open_one(qtbot, session, photo("card.png"))
    with qtbot.waitSignals([session.page_rendered, session.thumbnail_ready]) as drawn:
        session.rotate(page_id, 1)
    del drawn
    assert session.pages[0].edits.turns == 1


def test_removing_the_selected_page_selects_its_neighbour_and_the_last_leaves_nothing(
    qtbot: QtBot, session: Session, notices: list[Notice], photo: Callable[[str], Path]
) -> None:
    first = open_one(qtbot, session, photo("a.png"))
    second = open_one(qtbot, session, photo("b.png"))
    session.select(first)
    session.remove(first)
    assert session.selected == second
    assert notices[-1].action == "undo"
    session.remove(second)
    assert session.selected == ""
    assert session.state == "empty"
    session.undo()
    assert session.state == "page"
    assert session.selected == second


def test_pages_can_be_reordered(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    for name in "abc":
        open_one(qtbot, session, photo(f"{name}.png"))
    session.move(session.pages[2].id, 0)
    assert [page.name for page in session.pages] == ["c", "a", "b"]
    session.move(session.pages[0].id, 99)
    assert [page.name for page in session.pages] == ["a", "b", "c"]


def test_unknown_pages_are_ignored(session: Session) -> None:
    session.rotate("nobody", 1)
    session.remove("nobody")
    session.move("nobody", 0)
    session.select("nobody")
    session.edit_page("nobody")
    session.accept_review(Quad.full(10, 10))
    session.retake()
    session.undo()
    session.redo()
    assert session.state == "empty"
    assert session.undo_text == ""


def test_editing_corners_is_a_review_of_the_same_page(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    page_id = open_one(qtbot, session, photo("card.png"))
    with qtbot.waitSignal(session.review_started) as review:
        session.edit_page(page_id)
    assert review.args[0].id == page_id
    assert session.state == "review"
    assert session.detected_quad() == CARD.quad
    session.accept_review(Quad.inset(640, 480))
    assert session.state == "page"
    assert session.pages[0].quad == Quad.inset(640, 480)
    session.edit_page(page_id)
    session.retake()
    assert session.pages[0].quad == Quad.inset(640, 480)


def test_clearing_forgets_pages_and_steps(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    open_one(qtbot, session, photo("card.png"))
    session.clear_session()
    assert session.pages == ()
    assert session.state == "empty"
    assert session.undo_text == session.redo_text == ""


def test_what_is_being_opened_when_all_is_cleared_does_not_come_back(
    qtbot: QtBot, session: Session, detector: FakeDetector, photo: Callable[[str], Path]
) -> None:
    looked, go_on = threading.Event(), threading.Event()

    def answer(image: object) -> tuple[object, ...]:
        looked.set()
        go_on.wait(60)
        return (CARD,)

    detector.answer = answer
    session.open_paths([photo("a.png"), photo("b.png")])
    qtbot.waitUntil(looked.is_set)
    session.clear_session()
    go_on.set()
    open_one(qtbot, session, photo("c.png"))
    assert [page.name for page in session.pages] == ["c"]
    qtbot.waitUntil(lambda: session.state == "page")


# ------------------------------------------------------------------------------------- save
def test_a_page_is_saved_and_the_choice_remembered(
    qtbot: QtBot, session: Session, ini: Path, tmp_path: Path, photo: Callable[[str], Path]
) -> None:
    open_one(qtbot, session, photo("card.png"))
    folder = tmp_path / "out"
    folder.mkdir()
    with qtbot.waitSignal(session.pages_saved) as saved:
        session.save([], folder / "scan.png", "png", 300, keep_sharper=False)
    (path,) = saved.args[0]
    assert path.read_bytes().startswith(b"\x89PNG")
    session.close()
    again = Session(store(ini), lambda device: FakeDetector())
    assert again.settings.last_folder == str(folder)
    assert (again.settings.format, again.settings.dpi) == ("png", 300)
    assert not again.settings.keep_sharper
    again.close()


def test_a_sharper_picture_is_saved_and_estimated_as_it_is_where_that_is_wanted(
    qtbot: QtBot, session: Session, tmp_path: Path, photo: Callable[[str], Path]
) -> None:
    open_one(qtbot, session, photo("card.png"))
    pixels: list[int] = []
    for sharper in (True, False):
        with qtbot.waitSignal(session.size_estimated) as told:
            session.estimate([], "png", 50, 90, keep_sharper=sharper)
        with qtbot.waitSignal(session.pages_saved) as saved:
            session.save([], tmp_path / "scan", "png", 50, keep_sharper=sharper)
        (path,) = saved.args[0]
        assert told.args[0] == pytest.approx(path.stat().st_size, rel=0.05)
        with Image.open(path) as picture:
            pixels.append(picture.width * picture.height)
        assert session.settings.keep_sharper is sharper
    assert pixels[0] > 2 * pixels[1]


@pytest.mark.parametrize("file_format", ["pdf", "jpeg", "png", "tiff"])
def test_the_estimate_is_near_to_what_a_save_writes(
    qtbot: QtBot,
    session: Session,
    tmp_path: Path,
    photo: Callable[[str], Path],
    file_format: str,
) -> None:
    for name in ("one.png", "two.png"):
        open_one(qtbot, session, photo(name))
    answers: list[int] = []
    session.size_estimated.connect(answers.append)
    session.estimate([], file_format, 600, 90, keep_sharper=False)
    session.estimate([], file_format, 300, 90, keep_sharper=False)
    qtbot.waitUntil(lambda: session._desk._draw.busy == 0)
    assert len(answers) == 1
    with qtbot.waitSignal(session.pages_saved) as saved:
        session.save([], tmp_path / "scan", file_format, 300, keep_sharper=False)
    written = sum(path.stat().st_size for path in saved.args[0])
    assert answers[0] == pytest.approx(written, rel=0.2)


def test_a_save_that_fails_offers_another_place(
    qtbot: QtBot,
    session: Session,
    notices: list[Notice],
    tmp_path: Path,
    photo: Callable[[str], Path],
) -> None:
    open_one(qtbot, session, photo("card.png"))
    (tmp_path / "file").write_text("in the way")
    session.save([], tmp_path / "file" / "scan.png", "png", 300, keep_sharper=False)
    qtbot.waitUntil(lambda: any(n.action == "save_elsewhere" for n in notices))
    assert len(session.pages) == 1


def test_a_page_is_safe_once_a_save_took_it_as_it_is(
    qtbot: QtBot, session: Session, tmp_path: Path, photo: Callable[[str], Path]
) -> None:
    page_id = open_one(qtbot, session, photo("card.png"))
    assert session.unsaved == 1
    with qtbot.waitSignal(session.pages_saved):
        session.save([], tmp_path / "scan.png", "png", 300, keep_sharper=False)
    assert session.unsaved == 0
    session.rotate(page_id, 1)
    assert session.unsaved == 1
    session.undo()
    assert session.unsaved == 0
    (tmp_path / "file").write_text("in the way")
    with qtbot.waitSignal(session.notice_posted):
        session.save([], tmp_path / "file" / "scan.png", "png", 300, keep_sharper=False)
    assert session.unsaved == 1
    session.clear_session()
    assert session.unsaved == 0
    assert not session._safe


# ------------------------------------------------------------------------------------- live
def test_the_sample_plays_live_with_overlay_and_is_captured_by_itself(
    qtbot: QtBot, session: Session
) -> None:
    with qtbot.waitSignals([session.preview_changed, session.observed]):
        session.start_sample()
    assert session.state == "live"
    assert session.source == "sample"
    with qtbot.waitSignal(session.review_started) as review:
        pass
    page = review.args[0]
    assert page.quad.jaccard(CARD.quad) > 0.99
    assert session.state == "review"
    assert session.pages == ()
    session.accept_review(page.quad)
    assert session.state == "live"
    assert [each.id for each in session.pages] == [page.id]
    session.stop_live()
    assert session.state == "page"
    assert session.source == ""


def test_without_confirmation_the_capture_goes_straight_to_the_pages(
    qtbot: QtBot, session: Session
) -> None:
    session.set_confirm(False)
    session.start_sample()
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    assert session.state == "live"
    qtbot.wait(1200)  # the same document, still there, is not taken twice
    assert len(session.pages) == 1


def test_without_auto_capture_only_the_shutter_takes_a_page(qtbot: QtBot, session: Session) -> None:
    session.set_auto_capture(False)
    shown: list[object] = []
    session.observed.connect(shown.append)
    session.start_sample()
    qtbot.wait(1300)
    qtbot.waitUntil(lambda: bool(shown))
    assert session.state == "live"
    session.capture()
    qtbot.waitUntil(lambda: session.state == "review")
    assert session.detected_quad() == shown[-1].quad
    session.retake()
    assert session.state == "live"
    assert session.pages == ()


def test_the_shutter_crops_the_very_frame_and_outline_that_are_shown(
    qtbot: QtBot, session: Session
) -> None:
    session.set_auto_capture(False)
    session.start_sample()
    with qtbot.waitSignal(session.observed) as observed:
        pass
    reviewed: list[object] = []
    session.review_started.connect(reviewed.append)
    session.capture()
    qtbot.waitUntil(lambda: bool(reviewed))
    assert reviewed[0].original.pixels() is observed.args[0].frame.image
    assert reviewed[0].quad == observed.args[0].quad


def test_a_small_window_shows_small_frames_and_captures_whole_ones(
    qtbot: QtBot, session: Session
) -> None:
    session.set_auto_capture(False)
    session.set_preview_room(320, 200)
    shown: list[QImage] = []
    session.preview_changed.connect(shown.append)
    with qtbot.waitSignals([session.preview_changed, session.observed]):
        session.start_sample()
    assert {(each.width(), each.height()) for each in shown} == {(267, 200)}
    with qtbot.waitSignal(session.review_started) as review:
        session.capture()
    assert review.args[0].original.pixels().shape == (480, 640, 3)


def test_the_shutter_works_without_a_document(
    qtbot: QtBot, session: Session, detector: FakeDetector
) -> None:
    detector.answer = lambda image: ()
    session.set_confirm(False)
    session.start_sample()
    qtbot.waitSignal(session.observed).wait()
    with qtbot.waitSignal(session.review_started) as review:
        session.capture()
    assert review.args[0].quad == Quad.inset(640, 480)
    assert review.args[0].detected is None


def test_looking_at_a_page_pauses_the_feed_and_it_goes_on_afterwards(
    qtbot: QtBot, session: Session
) -> None:
    session.set_confirm(False)
    session.start_sample()
    qtbot.waitUntil(lambda: len(session.pages) == 1)
    session.select(session.pages[0].id)
    assert session.state == "page"
    qtbot.wait(60)
    with qtbot.assertNotEmitted(session.preview_changed, wait=100):
        pass
    with qtbot.waitSignal(session.preview_changed):
        session.select("")
    assert session.state == "live"


def test_a_video_that_cannot_be_read_leaves_a_notice(
    qtbot: QtBot, session: Session, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Torn(LoopReel):
        def open(self) -> None:
            raise CameraError("unreadable", "no picture in it")

    monkeypatch.setattr(live_use_module, "ClipSource", Torn)
    session.open_paths([Path("film.mp4")])
    qtbot.waitUntil(lambda: len(notices) == 1)
    assert notices[0].detail == "no picture in it"
    assert session.state == "empty"


def test_a_camera_fault_offers_retry_and_keeps_the_last_frame(
    qtbot: QtBot, session: Session, notices: list[Notice]
) -> None:
    session.start_sample()
    qtbot.waitSignal(session.preview_changed).wait()
    session._live.failed.emit("gone", "")
    assert notices[-1].action == "retry"
    assert session.state == "live"
    session.retry()
    with qtbot.waitSignal(session.preview_changed):
        pass


def test_a_denied_camera_points_to_the_settings(
    qtbot: QtBot, session: Session, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "app.session.live.with_camera_permission", lambda context, granted, denied: denied()
    )
    session.start_camera("usb-1")
    assert notices[-1].action == "settings"
    assert session.state == "empty"
    assert session.settings.camera_id == "usb-1"


def test_settings_are_written_off_the_window_s_thread(
    qtbot: QtBot, session: Session, ini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, writers = threading.get_ident(), []
    real = core_module.save_settings

    def save(*given: object) -> None:
        writers.append(threading.get_ident())
        real(*given)

    monkeypatch.setattr(core_module, "save_settings", save)
    session.update_settings(theme="dark")
    session.close()
    assert len(writers) == 2
    assert here not in writers
    assert load_settings(store(ini)).theme == "dark"


def test_a_copied_page_comes_with_its_png_but_not_after_it_was_forgotten(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    open_one(qtbot, session, photo("card.png"))
    page_id = session.selected
    with qtbot.waitSignal(session.page_copied) as copied:
        session.copy(page_id)
    picture, png = copied.args
    decoded = QImage.fromData(png)
    assert (decoded.width(), decoded.height()) == (picture.width(), picture.height())
    assert decoded.pixel(5, 5) == picture.pixel(5, 5)
    answers: list[object] = []
    session.page_copied.connect(lambda *given: answers.append(given))
    session.copy(page_id)
    session.clear_session()
    qtbot.waitUntil(lambda: session._desk._draw.busy == 0)
    assert answers == []


def test_pasted_bytes_are_opened_and_damaged_ones_named(
    qtbot: QtBot, session: Session, notices: list[Notice], photo: Callable[[str], Path]
) -> None:
    with qtbot.waitSignal(session.page_rendered):
        session.open_data(photo("card.png").read_bytes(), "Pasted picture")
    assert session.pages[0].name == "Pasted picture"
    session.open_data(b"\x89PNG\r\n\x1a\n nothing", "Pasted picture")
    qtbot.waitUntil(lambda: any("Pasted picture" in each.text for each in notices))


def test_switches_survive_a_restart(qtbot: QtBot, session: Session, ini: Path) -> None:
    session.set_auto_capture(False)
    session.set_confirm(False)
    session.update_settings(theme="dark")
    session.close()
    again = Session(store(ini), lambda device: FakeDetector())
    kept = again.settings
    assert (kept.auto_capture, kept.confirm_corners, kept.theme) == (False, False, "dark")
    again.close()


def test_closing_in_the_middle_of_everything_leaves_nothing_running(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    session.prepare()
    session.start_sample()
    session.open_paths([photo(f"{n}.png") for n in range(5)])
    qtbot.wait(30)
    session.close()


def test_the_real_clip_plays(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_use_module, "ClipSource", ClipSource)
    with qtbot.waitSignal(session.preview_changed) as shown:
        session.start_sample()
    assert (shown.args[0].width(), shown.args[0].height()) == (1280, 720)


def test_a_processor_that_took_over_from_the_card_is_said(
    session: Session, notices: list[Notice]
) -> None:
    session._live.engine_replaced.emit("CUDA has no memory left")
    (notice,) = notices
    assert (notice.kind, notice.detail) == ("warning", "CUDA has no memory left")
    assert "processor" in notice.text
