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
from app.session.opening import Progress
from app.settings import Settings
from app.widgets.save_choice import SaveChoice
from detector.quad import Quad

Calls = list[tuple[Any, ...]]


class FakePart(QObject):
    """A part of it, which adds to what the session was asked for."""

    def __init__(self, session: FakeSession) -> None:
        super().__init__(session)
        self.session, self.calls = session, session.calls


def _recording(*names: str) -> Callable[[type[QObject]], Any]:
    """Gives a class methods that remember their calls."""

    def record(name: str) -> Any:
        def ask(self: FakePart | FakeSession, *arguments: Any, **named: Any) -> None:
            self.calls.append((name, *arguments, *named.items()))

        return ask

    def give(to: type[QObject]) -> Any:
        for name in names:
            setattr(to, name, record(name))
        return to

    return give


@_recording("retry")
class FakeNotices(FakePart):
    posted = Signal(object)


@_recording("start_camera", "start_sample", "start_video", "stop_live", "show_live")
class FakeSources(FakePart):
    source_changed = Signal(str)
    cameras_changed = Signal(list)
    feed_opened = Signal()
    fault_changed = Signal()
    source = running_camera = fault = ""


@_recording("start_screen", "hide_own")
class FakeScreens(FakePart):
    screens_changed = Signal(list)
    asked_for = Signal()
    screen_runs = False
    watched: Any = None


@_recording("set_preview_room", "hold", "capture", "set_auto_capture", "set_confirm")
@_recording("replace_page")
class FakeCapturing(FakePart):
    observed = Signal(object)
    outdated = Signal()
    preview_changed = Signal(QImage)
    replacing = False


class FakeEngine(FakePart):
    changed = Signal(str, float)


@_recording(
    *("accept_review", "adjust_review", "accept_shown", "retake", "remove", "edit_page"),
)
class FakeReview(FakePart):
    started = Signal(object)
    found: Quad | None = None

    def detected_quad(self) -> Quad | None:
        return self.found


@_recording("check")
class FakeChecks(FakePart):
    doubts_changed = Signal()
    place = (0, 0)

    def __init__(self, session: FakeSession) -> None:
        super().__init__(session)
        self.doubts: dict[str, str] = {}

    def about(self, page_ids: tuple[str, ...]) -> Notice | None:
        left = tuple(each for each in page_ids if each in self.doubts)
        return Notice("warning", f"{len(left)} left", "edit", page_ids=left) if left else None

    def unchecked(self, page_ids: Collection[str]) -> int:
        return len(set(self.doubts).intersection(page_ids))


@_recording("open_paths", "open_results", "open_image", "open_data", "stop_opening")
class FakeOpening(FakePart):
    progress_changed = Signal(object)
    progress: Any = None
    trouble = ""

    @property
    def under_way(self) -> bool:
        return self.progress is not None


@_recording("watch_folder", "stop_watching")
class FakeWatching(FakePart):
    watch_changed = Signal()
    folder: Any = None


@_recording("rotate", "set_filter", "set_format", "set_rounded", "set_watermark", "black_out")
@_recording("show_again", "remove", "order", "swap_sides", "undo", "redo")
class FakeEditing(FakePart):
    history_changed = Signal()
    brought_back = Signal(list)
    undo_text = redo_text = ""


@_recording("copy", "tell_not_shown")
class FakeDrawing(FakePart):
    page_rendered = Signal(str, object)
    page_copied = Signal(QImage, object)
    thumbnail_ready = Signal(str, QImage)


@_recording("accept")
class FakeLegibility(FakePart):
    flaws_changed = Signal()

    def __init__(self, session: FakeSession) -> None:
        super().__init__(session)
        self.flaws: dict[str, str] = {}


@_recording("save", "estimate", "remember")
class FakeSaving(FakePart):
    size_estimated = Signal(object)
    saving_page = Signal(int, int)
    pages_saved = Signal(list, bool)
    save_failed = Signal()
    under_way = False
    unsaved = 0

    def __init__(self, session: FakeSession) -> None:
        super().__init__(session)
        self.files = Files()

    @property
    def page_count(self) -> int:
        return len(self.session.pages)

    def find_files(self, _paths: Sequence[Path], told: Callable[[bool], object]) -> None:
        told(True)


@_recording("restore_left", "discard_left")
class FakeRecovery(FakePart):
    left_changed = Signal()
    left = 0


@_recording("count_printers", "print_pages", "call_off_printing")
class FakePrinting(FakePart):
    printers_counted = Signal(int)
    printing_page = Signal(int, int)
    print_begun = Signal(bool)
    pages_printed = Signal(int, str, str)
    print_failed = Signal()
    under_way = False


@_recording("expect_drag", "write_dragged")
class FakeDragging(FakePart):
    files_written = Signal(list)

    def dragged(self, _page_ids: list[str], _how: object) -> list[Path]:
        return []


class FakePreferences(FakePart):
    @property
    def settings(self) -> Settings:
        return self.session.settings

    def update(self, **changes: Any) -> None:
        self.session.update_settings(**changes)


class FakeZones(FakePart):
    zone_read = Signal(str, object, object)
    reading_ended = Signal()


@_recording("prepare", "close", "clear", "update_settings", "select")
class FakeSession(QObject):
    state_changed = Signal(str)
    pages_changed = Signal()
    selection_changed = Signal(str)
    busy_changed = Signal(int)
    settings_changed = Signal(object)
    cleared = Signal()

    def __init__(self, **settings: Any) -> None:
        super().__init__()
        self.calls: Calls = []
        self.settings = Settings(**settings)
        self.state, self.selected = "empty", ""
        self.pages: tuple[Any, ...] = ()
        self.notices, self.engine = FakeNotices(self), FakeEngine(self)
        self.sources, self.screens = FakeSources(self), FakeScreens(self)
        self.capturing, self.review = FakeCapturing(self), FakeReview(self)
        self.checks, self.opening = FakeChecks(self), FakeOpening(self)
        self.watching, self.editing = FakeWatching(self), FakeEditing(self)
        self.drawing, self.saving = FakeDrawing(self), FakeSaving(self)
        self.recovery, self.printing = FakeRecovery(self), FakePrinting(self)
        self.dragging, self.zones = FakeDragging(self), FakeZones(self)
        self.legibility = FakeLegibility(self)
        self.preferences = FakePreferences(self)

    def enter(self, state: str) -> None:
        self.state = state
        self.state_changed.emit(state)

    def names(self) -> list[str]:
        return [call[0] for call in self.calls]


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
    session.opening.progress = Progress(done, 40)
    session.enter("page")
    session.pages_changed.emit()
    session.opening.progress_changed.emit(session.opening.progress)


def end(session: FakeSession, trouble: str = "") -> None:
    """They are open, but for what is in trouble."""
    session.opening.trouble, session.opening.progress = trouble, None
    session.opening.progress_changed.emit(None)


def whole() -> SaveChoice:
    """All pages as a PDF."""
    return SaveChoice((), "pdf", 300, True, 90)
