"""The session: use cases between the window and the workers. Lives on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QImage

from app.session.notices import CameraInfo
from app.settings import Settings, load_settings

if TYPE_CHECKING:
    from app.document.page import Page
    from detector.quad import Quad


class Session(QObject):
    """What a person can do. Nothing here waits: results arrive as signals.

    Signals: see below; each is a fact in the past tense.
    """

    observed = Signal(object)  # app.capture.pipeline.Observation, one a detection
    preview_changed = Signal(QImage)  # the newest live frame, already converted; paint it
    state_changed = Signal(str)  # "empty" | "live" | "review" | "page"
    pages_changed = Signal()  # read .pages
    page_rendered = Signal(str, QImage)  # page id, the corrected page in full
    thumbnail_ready = Signal(str, QImage)
    review_started = Signal(object)  # Page whose corners await confirmation
    selection_changed = Signal(str)  # page id or ""
    history_changed = Signal()  # read .undo_text, .redo_text
    engine_changed = Signal(str, float)  # "CPU · ONNX Runtime", ms of the last detection
    busy_changed = Signal(int)  # jobs in flight
    notice_posted = Signal(object)  # Notice
    pages_saved = Signal(list)  # list[Path]
    cameras_changed = Signal(list)  # list[CameraInfo]
    source_changed = Signal(str)  # "", "camera:<name>", "sample", "video:<name>"
    settings_changed = Signal(object)  # Settings

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: Callable[[], Any] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store or QSettings()
        self._settings = load_settings(self._store)
        self._load_detector = load_detector

    # ------------------------------------------------------------------------- what there is
    @property
    def pages(self) -> tuple[Page, ...]:
        """The scan's pages, in order."""
        return ()

    @property
    def selected(self) -> str:
        """Id of the current page, or ""."""
        return ""

    @property
    def settings(self) -> Settings:
        """The current settings."""
        return self._settings

    @property
    def state(self) -> str:
        """ "empty", "live", "review" or "page"."""
        return "empty"

    @property
    def undo_text(self) -> str:
        """Translated name of the step that undo() takes back, or ""."""
        return ""

    @property
    def redo_text(self) -> str:
        """Translated name of the step that redo() repeats, or ""."""
        return ""

    @property
    def cameras(self) -> tuple[CameraInfo, ...]:
        """The cameras that are plugged in, by name."""
        return ()

    @property
    def source(self) -> str:
        """As in source_changed."""
        return ""

    # ---------------------------------------------------------------------------- life cycle
    def prepare(self) -> None:
        """Loads the detector and lists the cameras, in threads. Call once the window is shown."""

    def close(self) -> None:
        """Stops and joins every thread. Safe to call twice."""

    def update_settings(self, **changes: Any) -> None:
        """Changes settings by name and stores them, as update_settings(theme="dark")."""

    # ------------------------------------------------------------------------------- sources
    def open_paths(self, paths: Sequence[Path]) -> None:
        """Opens pictures, folders of pictures, or a video."""

    def open_image(self, image: QImage, name: str) -> None:
        """Opens a pasted or dropped image."""

    def start_camera(self, camera_id: str | None = None) -> None:
        """Starts a camera: by id, else the remembered one, else the system's default."""

    def start_sample(self) -> None:
        """Plays the bundled clip as a live feed."""

    def start_video(self, path: Path) -> None:
        """Plays a video file as a live feed."""

    def stop_live(self) -> None:
        """Ends the live feed."""

    def retry(self) -> None:
        """Repeats what the last notice with the action "retry" was about."""

    def show_live(self) -> None:
        """Back from a page to the running feed."""

    # ------------------------------------------------------------------------------- capture
    def capture(self) -> None:
        """Takes the frame that is shown, with the quad that is shown."""

    def set_auto_capture(self, enabled: bool) -> None:
        """Switches auto-capture; kept over restarts."""

    def set_confirm(self, enabled: bool) -> None:
        """Switches the confirmation of corners; kept over restarts."""

    def accept_review(self, quad: Quad) -> None:
        """Takes the page in review, with these corners."""

    def retake(self) -> None:
        """Leaves the review without a change."""

    def detected_quad(self) -> Quad | None:
        """What the detector found on the page in review (or the selected one)."""
        return None

    def edit_page(self, page_id: str) -> None:
        """Starts a review of an existing page."""

    # --------------------------------------------------------------------------------- pages
    def select(self, page_id: str) -> None:
        """Shows a page; "" shows the live feed, where one runs."""

    def rotate(self, page_id: str, quarter_turns: int) -> None:
        """Turns a page by +1 (clockwise) or -1."""

    def set_filter(self, page_id: str, name: str) -> None:
        """Sets a page's filter: "colour", "grey", "bw" or "clean"."""

    def set_format(self, page_id: str, name: str | None) -> None:
        """Sets a page's format: a name of detector.formats, "other", or None for automatic."""

    def remove(self, page_id: str) -> None:
        """Removes a page; can be undone."""

    def move(self, page_id: str, index: int) -> None:
        """Moves a page to a place, 0 being the first."""

    def undo(self) -> None:
        """Takes the last step back."""

    def redo(self) -> None:
        """Repeats the step last taken back."""

    def clear_session(self) -> None:
        """Forgets every page and every step."""

    def save(self, page_ids: Sequence[str], target: Path, file_format: str, dpi: int) -> None:
        """Saves pages, all of them where page_ids is empty; answers by pages_saved or a notice."""
