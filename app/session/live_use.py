"""The use cases around a live feed: start it, take a page from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Slot

from app.assets import resource_path
from app.capture.autocapture import Shot
from app.capture.sources import ClipSource
from app.document.page import sure
from app.session import wording
from app.session.notices import CameraInfo
from app.session.review_use import ReviewUse
from app.workers.detection import LoadDetector, load_detector
from app.workers.reading import shot_page

SAMPLE = ("samples", "sample.mp4")


class LiveUse(ReviewUse):
    """Sources and capture."""

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: LoadDetector = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(store, load_detector, parent)
        self._captured = 0
        self._film = ""  # the name of the film that was started last; "" where another feed was
        self._start_again: Callable[[], None] | None = None
        self._end_untold = False  # that of a film, while its last capture is reviewed
        live = self._live
        live.observed.connect(self.observed)
        live.preview_changed.connect(self.preview_changed)
        live.engine_changed.connect(self.engine_changed)
        live.source_changed.connect(self.source_changed)
        live.opened.connect(self._on_feed_opened)
        live.shot_taken.connect(self._take)
        live.engine_failed.connect(self._on_engine_failed)
        live.engine_replaced.connect(self._on_engine_replaced)
        live.failed.connect(self._on_live_failed)
        live.ended.connect(self._on_film_ended)
        live.cameras_listed.connect(self._on_cameras)

    # ------------------------------------------------------------------------------- sources
    def start_camera(self, camera_id: str | None = None) -> None:
        """Starts a camera: by id, else the remembered one, else the system's default."""
        if camera_id is not None:
            self.update_settings(camera_id=camera_id)
        self._film = ""
        chosen = self.settings.camera_id
        self._go_live(lambda: self._live.start_camera(chosen))
        self._start_again = lambda: self._live.start_camera(chosen, again=True)

    def start_sample(self) -> None:
        """Plays the bundled clip as a live feed."""
        self._film = ""
        path = resource_path(*SAMPLE)
        self._go_live(lambda: self._live.start_play(ClipSource(path, "sample", loop=True)))

    def start_video(self, path: Path) -> None:
        """Plays a video file as a live feed."""
        self._film = path.name
        self._go_live(lambda: self._live.start_play(ClipSource(path, f"video:{path.name}")))

    def stop_live(self) -> None:
        """Ends the live feed."""
        self._live_on = False
        if self._review is None or not self._review_is_new:  # else it still takes its place
            self._replacing = ""
        self._live.stop()
        self._set_fault("")
        if self._state == "live":
            self._settle()

    def show_live(self) -> None:
        """Back from a page to the running feed."""
        if self._live_on:
            kept = self._keep_review()
            self._resume()
            self._tell_kept(kept)

    def _forget_feed(self) -> None:
        """A camera goes on, for what comes next; a film is of what was there before, and ends."""
        if self._film:
            self.stop_live()
            self._film, self._start_again = "", None
        self._end_untold = False
        self._live.forget()

    def _go_live(self, start: Callable[[], None]) -> None:
        # start() makes a source of its own at each call: the thread that it replaces may still be
        # reading the last one, and FFmpeg ends the process where two threads use one film.
        kept = self._keep_review()
        self._live_on = True
        self._brought, self._end_untold = 0, False
        self._start_again = start
        self._set_fault("")
        self._enter("live")  # first: a start that fails at once ends this state
        self._tell_kept(kept)  # and has more to say
        start()

    def set_preview_room(self, width: int, height: int) -> None:
        """How large the live picture is shown at most, px of the screen; captures stay whole."""
        self._live.set_preview_room(width, height)

    def hold(self, *, held: bool) -> None:
        """Holds the feed while nobody sees it: nothing is taken, a film waits, and the steady
        moment begins anew afterwards."""
        self._live.hold(held=held)

    # ------------------------------------------------------------------------------- capture
    def capture(self) -> None:
        """Takes the frame that is shown, with the quad that is shown. The last one of a feed that
        is gone is not taken: why, is said again."""
        if self._state == "live" and self._fault:
            self._tell_fault(self._fault, self._fault_reason)
            return
        shot = self._live.latest() if self._state == "live" else None
        if shot is not None:
            self._live.take(shot)

    def set_auto_capture(self, enabled: bool) -> None:
        """Switches auto-capture; kept over restarts."""
        self.update_settings(auto_capture=enabled)

    def set_confirm(self, enabled: bool) -> None:
        """Switches the confirmation of corners; kept over restarts."""
        self.update_settings(confirm_corners=enabled)

    def replace_page(self, page_id: str) -> None:
        """The next picture takes this page's place; selecting a page calls it off."""
        page = self._book.page(page_id)
        if page is None:
            return
        self._replacing = page_id
        if self._live_on:
            self._live.release(page.quad)  # it may be what is to be captured again
            self.show_live()
            self.notices.post(wording.replacing(page_id))

    @Slot(object)
    def _take(self, shot: Shot) -> None:
        self._captured += 1
        page = shot_page(shot, wording.capture_name(self._captured))
        if self._state != "live":  # somebody turned to something else since it was taken
            self._brought += 1
            self._put([page], self._take_place())
            self.notices.post(wording.capture_kept())
        elif self.settings.confirm_corners or not sure(page):
            self._start_review(page, new=True)
        else:
            self._keep(page)

    # --------------------------------------------------------------------- from the workers
    @Slot(str)
    def _on_engine_failed(self, reason: str) -> None:
        self.notices.post(wording.engine_notice(reason), self._reload_engine)

    @Slot(str)
    def _on_engine_replaced(self, reason: str) -> None:
        self.notices.post(wording.engine_replaced(reason))

    def _reload_engine(self) -> None:
        self._live.use_device(self.settings.device)

    @Slot(str, str)
    def _on_live_failed(self, kind: str, reason: str) -> None:
        # What never showed a frame leaves no empty viewfinder behind; an unplugged camera
        # keeps its last frame.
        if not self.source:
            self.stop_live()
        else:
            self._live.lose()
            self._fault_reason = reason
            self._set_fault(kind)
        self._tell_fault(kind, reason)

    @Slot()
    def _on_feed_opened(self) -> None:
        self._set_fault("")
        self.feed_opened.emit()

    def _set_fault(self, kind: str) -> None:
        if kind != self._fault:
            self._fault = kind
            self.fault_changed.emit()

    def _tell_fault(self, kind: str, reason: str) -> None:
        if kind == "unreadable":
            self.notices.post(wording.bad_film(self._film or SAMPLE[-1], reason))
            return
        self.notices.post(wording.camera_notice(kind, reason), self._try_again)

    @Slot()
    def _on_film_ended(self) -> None:
        self.stop_live()
        self._end_untold = True
        if self._state != "review":
            self._tell_end()

    def _tell_end(self) -> None:
        self._end_untold = False
        self.notices.post(wording.film_ended(self._brought), self._try_again)

    def _resume(self) -> None:
        super()._resume()
        if self._end_untold:
            self._tell_end()

    def _try_again(self) -> None:
        if self._start_again is not None:
            self._go_live(self._start_again)

    @Slot(list)
    def _on_cameras(self, cameras: list[CameraInfo]) -> None:
        self._cameras = tuple(cameras)
        self.cameras_changed.emit(cameras)
