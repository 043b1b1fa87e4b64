"""What the session is made of: its signals, its parts, its state and its settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal, Slot
from PySide6.QtGui import QImage

from app.document.page import Page
from app.session.book import Book
from app.session.desk import Desk
from app.session.live import Live
from app.session.notice_board import NoticeBoard
from app.session.notices import CameraInfo
from app.session.preferences import Preferences
from app.session.step_wording import step
from app.settings import Settings
from app.workers.detection import LoadDetector, SharedDetector, load_detector
from app.workers.jobs import Lane
from app.workers.joining import Deadline
from detector.quad import Quad

# Whoever closes a window expects the program to be gone; what cannot be interrupted is left.
CLOSE_MS = 1000
KEEP_MS = 3000  # a home on a network that is gone must not hold the window open


class Core(QObject):
    """The parts of a session and what they have in common. Use app.session.Session.

    store : where settings are kept; the system's place by default. load_detector : makes the
    detector for a device ("auto", "cpu", "cuda"), in a thread.

    Signals, with what they carry:
    """

    observed = Signal(object)  # app.capture.pipeline.Observation, one a detection
    preview_changed = Signal(QImage)  # the newest live frame, no larger than shown; paint it
    state_changed = Signal(str)  # "empty" | "live" | "review" | "page"
    pages_changed = Signal()  # read .pages
    page_rendered = Signal(str, object)  # page id, the corrected page in full, as Layers
    page_copied = Signal(QImage, object)  # the page for the clipboard, and the same as PNG, bytes
    thumbnail_ready = Signal(str, QImage)
    review_started = Signal(object)  # Page whose corners await confirmation
    selection_changed = Signal(str)  # page id or ""
    history_changed = Signal()  # read .undo_text, .redo_text
    opening_changed = Signal(object)  # Progress; None once there is nothing left to open
    doubts_changed = Signal()  # corners were looked at; read .doubts, as with pages_changed
    cleared = Signal()  # every page is forgotten
    engine_changed = Signal(str, float)  # "CPU · ONNX Runtime", ms of the last detection
    busy_changed = Signal(int)  # jobs in flight
    size_estimated = Signal(object)  # bytes, int: of the save that was asked about last
    saving_page = Signal(int, int)  # a save has come to this page, from 1, of so many
    # list[Path], whether they are locked by a password; none where the pages were cleared meanwhile
    pages_saved = Signal(list, bool)
    save_failed = Signal()  # the notice that follows says why
    cameras_changed = Signal(list)  # list[CameraInfo]
    screens_changed = Signal(list)  # list[ScreenInfo]
    screen_asked_for = Signal()  # a screen is about to be watched; read .screen_runs
    source_changed = Signal(str)  # "", "camera:<name>", "screen:<name>", "sample", "video:<name>"
    feed_opened = Signal()  # a feed is there, for the first time or again
    fault_changed = Signal()  # a feed that was there sends no pictures, or again; read .fault
    settings_changed = Signal(object)  # Settings
    watch_changed = Signal()  # read .watched; also once the folder is back
    left_changed = Signal()  # read .left_unsaved

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: LoadDetector = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.notices = NoticeBoard(self)
        self._preferences = Preferences(store, self)
        self._state = "empty"
        self._cameras: tuple[CameraInfo, ...] = ()
        self._review: Page | None = None
        self._review_is_new = False  # not yet one of the pages
        self._outline: Quad | None = None  # of the page in review, as it is shown
        self._brought = 0  # pages that came of the feed since it was started
        self._replacing = ""  # id of the page whose place the next picture takes
        self._live_on = False  # a feed was started and not stopped
        self._fault = self._fault_reason = ""
        self._select_next = False  # the next page that is read is to be shown
        self._closed = False
        self._ended = True
        self._device = self.settings.device
        detector = SharedDetector(load_detector, self._device)
        self._book = Book(self)
        self._desk = Desk(detector.offer, self)
        self._live = Live(detector, self)
        # Of its own: a share that hangs must not keep settings from being kept.
        self._finding = Lane("finding", self)
        self._switch_capture(self.settings)
        self._preferences.changed.connect(self._on_settings)
        book = self._book
        book.history_changed.connect(self.history_changed)
        self._desk.busy_changed.connect(self.busy_changed)
        self._desk.saving_page.connect(self.saving_page)

    # ------------------------------------------------------------------------- what there is
    @property
    def pages(self) -> tuple[Page, ...]:
        """The scan's pages, in order."""
        return self._book.pages

    @property
    def selected(self) -> str:
        """Id of the current page, or ""."""
        return self._book.selected

    @property
    def settings(self) -> Settings:
        """The current settings."""
        return self._preferences.settings

    @property
    def state(self) -> str:
        """ "empty", "live", "review" or "page"."""
        return self._state

    @property
    def undo_text(self) -> str:
        """Translated name of the step that undo() takes back, or ""."""
        return step(self._book.undo_name)

    @property
    def redo_text(self) -> str:
        """Translated name of the step that redo() repeats, or ""."""
        return step(self._book.redo_name)

    @property
    def replacing(self) -> bool:
        """Whether the next picture takes the place of a page."""
        return bool(self._replacing)

    @property
    def cameras(self) -> tuple[CameraInfo, ...]:
        """The cameras that are plugged in, by name."""
        return self._cameras

    @property
    def source(self) -> str:
        """As in source_changed."""
        return self._live.source

    @property
    def running_camera(self) -> str:
        """Id of the camera that runs, or "": two may have one name."""
        return self._live.camera.current

    @property
    def fault(self) -> str:
        """Why the feed that was there sends no pictures, by a kind as of CameraFeed, or
        "unreadable" of a film; "" while it does, or where there is none."""
        return self._fault

    # ---------------------------------------------------------------------------- life cycle
    def prepare(self) -> None:
        """Loads the detector and lists the cameras, in threads. Call once the window is shown."""
        if self._closed:  # in the moment in which its window was shown
            return
        self._live.prepare()
        self._live.camera.list_cameras()

    @property
    def saving(self) -> bool:
        """Whether pages are being written."""
        return self._desk.saving

    def close(self) -> bool:
        """Stops and joins every thread; False where one went on. Safe to call twice."""
        if not self._closed:
            self._closed = True
            self._preferences.keep()
            # All are told before any is waited for, so that they end side by side.
            self._live.ask_to_stop()
            self._desk.ask_to_stop()
            self._finding.ask_to_stop()
            deadline = Deadline(CLOSE_MS)
            kept = self._preferences.close(KEEP_MS)
            ends = [kept, self._live.close(deadline), self._desk.close(deadline)]
            self._ended = all([*ends, self._finding.stop(deadline.left_ms)])
        return self._ended

    def find_files(self, paths: Sequence[Path], told: Callable[[bool], None]) -> None:
        """Says whether all of these files are there."""
        self._finding.submit(
            lambda: all(path.exists() for path in paths), told, lambda _: told(False)
        )

    def update_settings(self, **changes: Any) -> None:
        """Changes settings by name and stores them, as update_settings(theme="dark")."""
        self._preferences.update(**changes)

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        self._switch_capture(settings)
        if settings.device != self._device:
            self._device = settings.device
            self._live.use_device(settings.device)
        self.settings_changed.emit(settings)

    def _switch_capture(self, chosen: Settings) -> None:
        self._live.set_auto_capture(enabled=chosen.auto_capture, combined=chosen.combine_frames)

    # -------------------------------------------------------------------------------- states
    def _enter(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _settle(self) -> None:
        """The state that follows once nothing else is wanted: a page, the feed, or nothing."""
        self._review = None
        if self.pages:
            if not self.selected:
                self._book.select(self.pages[-1].id)
            self._live.pause(paused=True)
            self._enter("page")
        elif self._live_on:
            self._live.pause(paused=False)
            self._enter("live")
        else:
            self._enter("empty")
