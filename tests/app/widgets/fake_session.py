"""A session that only remembers what it was asked for, with every signal of the real one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.document.original import Original
from app.session import Notice
from app.session.files import Files
from app.session.opening_use import Progress
from app.settings import Settings
from app.widgets.save_choice import SaveChoice
from detector.quad import Quad

Calls = list[tuple[Any, ...]]


class FakePart(QObject):
    """A part of it, which adds to what the session was asked for."""

    def __init__(self, calls: Calls) -> None:
        super().__init__()
        self.calls = calls


def _record(name: str) -> Any:
    def ask(self: FakePart | FakeSession, *arguments: Any, **named: Any) -> None:
        self.calls.append((name, *arguments, *named.items()))

    return ask


class FakeNotices(FakePart):
    posted = Signal(object)
    retry = _record("retry")


class FakePrinting(FakePart):
    printers_counted = Signal(int)
    printing_page = Signal(int, int)
    print_begun = Signal()
    pages_printed = Signal(int, str, str)
    print_failed = Signal()
    under_way = False
    count_printers = _record("count_printers")
    print_pages = _record("print_pages")
    call_off_printing = _record("call_off_printing")


class FakeDragging(FakePart):
    files_written = Signal(list)
    expect_drag = _record("expect_drag")
    write_dragged = _record("write_dragged")

    def dragged(self, _page_ids: list[str], _how: object) -> list[Path]:
        return []


class FakeZones(FakePart):
    zone_read = Signal(str, object, object)
    reading_ended = Signal()


class FakeSession(QObject):
    observed = Signal(object)
    preview_changed = Signal(QImage)
    state_changed = Signal(str)
    pages_changed = Signal()
    page_rendered = Signal(str, object)
    page_copied = Signal(QImage, object)
    thumbnail_ready = Signal(str, QImage)
    review_started = Signal(object)
    selection_changed = Signal(str)
    history_changed = Signal()
    engine_changed = Signal(str, float)
    busy_changed = Signal(int)
    size_estimated = Signal(object)
    saving_page = Signal(int, int)
    pages_saved = Signal(list, bool)
    save_failed = Signal()
    cameras_changed = Signal(list)
    screens_changed = Signal(list)
    screen_asked_for = Signal()
    source_changed = Signal(str)
    settings_changed = Signal(object)
    opening_changed = Signal(object)
    doubts_changed = Signal()
    cleared = Signal()
    feed_opened = Signal()
    fault_changed = Signal()
    left_changed = Signal()
    watch_changed = Signal()

    def __init__(self, **settings: Any) -> None:
        super().__init__()
        self.calls: Calls = []
        self.notices, self.printing = FakeNotices(self.calls), FakePrinting(self.calls)
        self.dragging, self.zones = FakeDragging(self.calls), FakeZones(self.calls)
        self.settings = Settings(**settings)
        self.state, self.selected, self.source = "empty", "", ""
        self.running_camera = self.fault = ""
        self.watched_screen: Any = None
        self.screen_runs = False
        self.pages: tuple[Any, ...] = ()
        self.undo_text = self.redo_text = ""
        self.found: Quad | None = None
        self.saving, self.replacing, self.unsaved = False, False, 0
        self.left_unsaved, self.watched = 0, None
        self.opening: Any = None
        self.trouble = ""
        self.doubts: dict[str, str] = {}
        self.checking = (0, 0)
        self.files = Files()

    @property
    def page_count(self) -> int:
        return len(self.pages)

    def detected_quad(self) -> Quad | None:
        return self.found

    def about(self, page_ids: tuple[str, ...]) -> Notice | None:
        left = tuple(each for each in page_ids if each in self.doubts)
        return Notice("warning", f"{len(left)} left", "edit", page_ids=left) if left else None

    def unchecked(self, page_ids: Collection[str]) -> int:
        return len(set(self.doubts).intersection(page_ids))

    def find_files(self, _paths: Sequence[Path], told: Callable[[bool], object]) -> None:
        told(True)

    def enter(self, state: str) -> None:
        self.state = state
        self.state_changed.emit(state)

    def names(self) -> list[str]:
        return [call[0] for call in self.calls]


ASKED = """
    prepare close update_settings open_paths open_image open_data copy
    start_camera start_sample start_video start_screen hide_own
    stop_opening
    set_preview_room stop_live show_live hold capture set_auto_capture set_confirm
    accept_review adjust_review accept_shown retake edit_page check
    replace_page swap_sides tell_not_shown
    select rotate set_filter set_format set_rounded set_watermark
    remove order undo redo clear_session save
    black_out show_again watch_folder stop_watching estimate restore_left discard_left
"""
for _name in ASKED.split():
    setattr(FakeSession, _name, _record(_name))


class FakePage(SimpleNamespace):
    """Stands in for app.document.page.Page. Unlike its base, it can be referred to weakly."""


def page(page_id: str = "p1", width: int = 400, height: int = 300) -> Any:
    """A page of this name."""
    return FakePage(
        id=page_id,
        width=width,
        height=height,
        original=Original(np.full((height, width, 3), 90, np.uint8)),
        quad=Quad.inset(width, height, 0.2),
        detected=None,
        score=None,
        format=None,
        name="photo.jpg",
        from_file=False,
        edits=SimpleNamespace(turns=0, filter="colour", rounded=False, hidden=(), watermark=None),
    )


def begin(session: FakeSession, done: int = 8) -> None:
    """40 pictures are being opened, beside two pages, in a session that saved before."""
    session.pages, session.selected = (page(), page("p2")), "p1"
    session.settings = replace(session.settings, last_folder="/tmp/x")
    session.opening = Progress(done, 40)
    session.enter("page")
    session.pages_changed.emit()
    session.opening_changed.emit(session.opening)


def end(session: FakeSession, trouble: str = "") -> None:
    """They are open, but for what is in trouble."""
    session.trouble, session.opening = trouble, None
    session.opening_changed.emit(None)


def whole() -> SaveChoice:
    """All pages as a PDF."""
    return SaveChoice((), "pdf", 300, True, 90)
