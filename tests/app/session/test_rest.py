"""The clipboard, settings, closing, and the real clip."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.capture.sources import ClipSource
from app.session import Notice, Session
from app.session import sources as sources_module
from app.settings import load_settings
from detector.quad import Quad
from tests.app.scenes import FakeDetector, set_corners
from tests.app.session.desk import open_one, store


def test_a_copied_page_comes_with_its_png_but_not_after_it_was_forgotten(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    open_one(qtbot, session, photo("card.png"))
    page_id = session.selected
    with qtbot.waitSignal(session.drawing.page_copied) as copied:
        session.drawing.copy(page_id)
    picture, png = copied.args
    decoded = QImage.fromData(png)
    assert (decoded.width(), decoded.height()) == (picture.width(), picture.height())
    assert decoded.pixel(5, 5) == picture.pixel(5, 5)
    # zlib's second byte says how it was compressed (RFC 1950): 1 for the fastest.
    assert png[png.index(b"IDAT") + 5] == 0x01
    answers: list[object] = []
    session.drawing.page_copied.connect(lambda *given: answers.append(given))
    session.drawing.copy(page_id)
    session.clear()
    qtbot.waitUntil(lambda: session._desk._draw.busy == 0)
    assert answers == []


def test_a_page_that_cannot_be_copied_is_told_as_such(
    qtbot: QtBot,
    session: Session,
    notices: list[Notice],
    photo: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page_id = open_one(qtbot, session, photo("a.png"))

    def full(*_given: object, **_named: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("app.session.desk.encode_page", full)
    session.drawing.copy(page_id)
    qtbot.waitUntil(lambda: bool(notices))
    assert notices[-1].text == "Not copied: it does not fit into the memory."


def test_a_page_that_cannot_be_drawn_is_named_unless_it_has_gone(
    qtbot: QtBot,
    session: Session,
    notices: list[Notice],
    photo: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = open_one(qtbot, session, photo("a.png"))
    open_one(qtbot, session, photo("b.png"))
    begun, free = threading.Event(), threading.Event()

    def full(*_given: object) -> None:
        begun.set()
        assert free.wait(30)
        raise MemoryError

    qtbot.waitUntil(lambda: session._desk._shrink.busy == 0)
    notices.clear()
    monkeypatch.setattr("app.session.desk.thumbnail", full)
    free.set()
    session.editing.rotate(first, 1)
    qtbot.waitUntil(lambda: bool(notices))
    told = "Page 1 (a) cannot be shown: it does not fit into the memory."
    assert [each.text for each in notices] == [told]
    notices.clear()
    begun.clear()
    free.clear()
    session.editing.rotate(first, 1)
    qtbot.waitUntil(begun.is_set)
    session.editing.remove(first)
    notices.clear()  # that it was removed
    free.set()
    qtbot.waitUntil(lambda: session._desk._shrink.busy == 0)
    assert notices == []


def test_a_page_that_is_copied_and_removed_at_once_is_copied(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    open_one(qtbot, session, photo("card.png"))
    with qtbot.waitSignal(session.drawing.page_copied, timeout=5000):
        session.drawing.copy(session.selected)
        session.editing.remove(session.selected)
    assert session.pages == ()


def test_pasted_bytes_are_opened_and_damaged_ones_named(
    qtbot: QtBot, session: Session, notices: list[Notice], photo: Callable[[str], Path]
) -> None:
    with qtbot.waitSignal(session.drawing.page_rendered):
        session.opening.open_data(photo("card.png").read_bytes(), "Pasted picture")
    assert session.pages[0].name == "Pasted picture"
    session.opening.open_data(b"\x89PNG\r\n\x1a\n nothing", "Pasted picture")
    qtbot.waitUntil(lambda: any("Pasted picture" in each.text for each in notices))


def test_nothing_holds_on_to_a_picture_once_all_is_cleared(
    qtbot: QtBot, session: Session, tmp_path: Path, photo: Callable[[str], Path]
) -> None:
    with qtbot.waitSignals([session.drawing.page_rendered, session.drawing.thumbnail_ready]):
        page_id = open_one(qtbot, session, photo("card.png"))
    set_corners(session, page_id, Quad.inset(640, 480))
    session.editing.undo()
    with qtbot.waitSignals(
        [session.saving.pages_saved, session.saving.size_estimated, session.drawing.page_copied]
    ):
        session.saving.save([], tmp_path / "scan", "png", 100, keep_sharper=False)
        session.saving.estimate([], "png", 100, 90, keep_sharper=False)
        session.drawing.copy(page_id)
    picture = weakref.ref(session.pages[0].original)
    session.clear()

    def gone() -> bool:
        gc.collect()
        return picture() is None

    qtbot.waitUntil(gone)  # what is being drawn is drawn to its end


def test_switches_survive_a_restart(qtbot: QtBot, session: Session, ini: Path) -> None:
    session.capturing.set_auto_capture(False)
    session.capturing.set_confirm(False)
    session.update_settings(theme="dark")
    session.close()
    again = Session(store(ini), lambda device: FakeDetector())
    kept = again.settings
    assert (kept.auto_capture, kept.confirm_corners, kept.theme) == (False, False, "dark")
    again.close()


def test_two_windows_leave_each_other_s_settings_alone(
    qtbot: QtBot, session: Session, ini: Path
) -> None:
    other = Session(store(ini), lambda device: FakeDetector())
    session.update_settings(theme="dark", dpi=200)
    session.update_settings(dpi=300)  # the default, and set by somebody all the same
    qtbot.waitUntil(lambda: load_settings(store(ini)).theme == "dark")
    other.update_settings(format="png", quality=80)
    other.close()
    session.close()
    kept = load_settings(store(ini))
    assert (kept.theme, kept.dpi, kept.format, kept.quality) == ("dark", 300, "png", 80)


def test_closing_in_the_middle_of_everything_leaves_nothing_running(
    qtbot: QtBot, session: Session, photo: Callable[[str], Path]
) -> None:
    session.prepare()
    session.sources.start_sample()
    session.opening.open_paths([photo(f"{n}.png") for n in range(5)])
    qtbot.wait(30)
    session.close()


def test_the_real_clip_plays(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources_module, "ClipSource", ClipSource)
    with qtbot.waitSignal(session.capturing.preview_changed) as shown:
        session.sources.start_sample()
    assert (shown.args[0].width(), shown.args[0].height()) == (1280, 720)


def test_a_processor_that_took_over_from_the_card_is_said(
    session: Session, notices: list[Notice]
) -> None:
    session._live.engine_replaced.emit("CUDA has no memory left")
    (notice,) = notices
    assert (notice.kind, notice.detail) == ("warning", "CUDA has no memory left")
    assert "processor" in notice.text


def test_a_share_that_hangs_keeps_no_setting_from_being_kept(
    qtbot: QtBot, session: Session, ini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, asked = threading.Event(), threading.Event()

    def hang(_path: Path) -> bool:
        asked.set()
        return not free.wait(30)

    monkeypatch.setattr(Path, "exists", hang)
    session.saving.find_files([Path("/share/page.pdf")], lambda _there: None)
    assert asked.wait(30)
    session.update_settings(theme="dark")
    qtbot.waitUntil(lambda: load_settings(store(ini)).theme == "dark")
    free.set()


def test_another_device_is_used_at_once(qtbot: QtBot, detector: FakeDetector, ini: Path) -> None:
    asked: list[str] = []

    def load(device: str) -> FakeDetector:
        asked.append(device)
        return detector

    made = Session(store(ini), load)
    made.update_settings(device="cuda")
    qtbot.waitUntil(lambda: asked[-1:] == ["cuda"])
    assert made.close()


def test_settings_that_cannot_be_written_are_logged_and_used_all_the_same(
    tmp_path: Path, expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    expect_log("settings were not kept")
    (tmp_path / "folder").write_text("in the way")
    session = Session(store(tmp_path / "folder" / "s.ini"), lambda device: FakeDetector())
    session.update_settings(theme="dark")
    session.close()
    assert "settings were not kept" in caplog.text
    assert session.settings.theme == "dark"
