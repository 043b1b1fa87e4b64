"""The live side of the session: one feed at a time, camera, film or screen, previewed, observed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from statistics import fmean

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from app.capture.frame import Frame, FrameSource
from app.capture.moment import Shot
from app.capture.pipeline import Observation
from app.session.shown import Shown
from app.workers.camera import CameraFeed
from app.workers.detection import DetectionThread, SharedDetector
from app.workers.film import FilmFeed
from app.workers.joining import Deadline
from app.workers.outlet import Outlet
from app.workers.permission import with_camera_permission
from app.workers.screen import ScreenFeed
from detector.quad import Quad

ENGINE_S = 0.5


class Live(QObject):
    """Runs the feed and the detection thread.

    Signals: observed(Observation), outdated() where that is too old for what is shown by now,
    preview_changed(QImage), shot_taken(Shot), taken_anew(Shot) of one that a hand had covered,
    engine_changed(title, ms), engine_failed(reason), engine_replaced(reason),
    source_changed(source), opened() where a feed is there, also again, failed(kind, reason),
    cameras_listed(list of CameraInfo), ended(whether it could be read whole) of a film, once it was
    looked at, screen_failed(kind, reason); kinds as the feeds'.
    """

    observed = Signal(object)
    outdated = Signal()
    preview_changed = Signal(QImage)
    shot_taken = Signal(object)
    taken_anew = Signal(object)
    engine_changed = Signal(str, float)
    engine_failed = Signal(str)
    engine_replaced = Signal(str)
    source_changed = Signal(str)
    opened = Signal()
    failed = Signal(str, str)
    screen_failed = Signal(str, str)
    cameras_listed = Signal(list)
    ended = Signal(bool)

    def __init__(self, detector: SharedDetector, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = ""
        self._stopped = ""  # the source before, whose last shot may still be under way
        self._detector = detector
        self._detection = DetectionThread(detector, self)
        self._outlet = Outlet(self._detection.inbox, self)
        self.camera = CameraFeed(self._outlet, self)
        self.screen = ScreenFeed(self._outlet, self)
        self._film = FilmFeed(self._outlet, self)
        self._feeds = self.camera, self._film, self.screen
        # What was captured before is of another feed or moment; a shot of before brings no page.
        self._since_s = self._kept_s = 0.0
        self._begun = 0  # feeds asked for
        self._over = 0, True  # one whose film has ended, not told yet, and whether that was whole
        self._rests = {"paused"}  # why nothing is looked at: "paused", "held", "lost"
        self._engine_told_s = -math.inf
        self._detect_ms: list[float] = []  # since then
        self._shown = Shown()
        self._connect()

    def _connect(self) -> None:
        self._detection.engine_loaded.connect(self._on_engine_loaded)
        self._detection.engine_failed.connect(self.engine_failed)
        self._detection.engine_replaced.connect(self.engine_replaced)
        self._detection.observed_ready.connect(self._on_observed)
        self._detection.shot_taken.connect(self._on_shot)
        self._detection.caught_up.connect(self._on_caught_up)
        self._outlet.preview_ready.connect(self._on_preview)
        for feed in self._feeds:
            feed.opened.connect(self._on_opened)
        for feed in (self.camera, self._film):
            feed.failed.connect(self.failed)
        self.screen.failed.connect(self.screen_failed)
        self._film.ended.connect(self._on_film_ended)
        self.camera.cameras_listed.connect(self.cameras_listed)

    # ------------------------------------------------------------------------------ starting
    def prepare(self) -> None:
        """Starts the detection thread, which loads the detector."""
        if not self._detection.isRunning() and not self._detection.inbox.closed:
            self._detection.start()

    def use_device(self, device: str) -> None:
        """Loads the detector anew, for a device."""
        self.prepare()
        self._detection.use_device(device)

    def start_camera(self, camera_id: str, *, again: bool = False) -> None:
        """Opens a camera, "" for the default, after asking for permission where needed. again : the
        one that was lost: what lies before it was captured already."""
        self._begin(again=again)
        feed = self._begun

        def answer(act: Callable[[], None]) -> None:
            # The person may take their time, and have stopped it or chosen another feed meanwhile.
            if feed == self._begun:
                act()

        with_camera_permission(
            self,
            lambda: answer(lambda: self.camera.open(camera_id)),
            lambda: answer(lambda: self.failed.emit("denied", "")),
        )

    def start_play(self, source: FrameSource) -> None:
        """Plays a film or clip."""
        self._begin()
        self._film.open(source)

    def start_screen(self, screen_id: str) -> None:
        """Watches a screen, by its id."""
        self._begin()
        self.screen.open(screen_id)

    def stop(self) -> None:
        """Ends the feed; the detector stays loaded."""
        self._end_feed()
        self.pause(paused=True)
        self._shown.forget()
        self._stopped = self.source or self._stopped
        self._name_source("")

    def ask_to_stop(self) -> None:
        """Tells every thread to end."""
        self._end_feed()
        self._outlet.previews.close()
        self._detection.ask_to_stop()
        for feed in self._feeds:
            feed.ask_to_stop()

    def close(self, deadline: Deadline) -> bool:
        """Stops and joins every thread, even where one hangs; False where one does not end soon."""
        self.ask_to_stop()
        ends = [self._detection.stop(deadline.left_ms)]
        return all(ends + [feed.stop(deadline.left_ms) for feed in self._feeds])

    # ----------------------------------------------------------------------------- capturing
    def pause(self, *, paused: bool) -> None:
        """Holds the detection and the preview; the feed stays open."""
        self._rest("paused", on=paused)

    def hold(self, *, held: bool) -> None:
        """The same for a reason of its own: the feed goes on once neither is left."""
        if held != ("held" in self._rests):  # else what is under way would be dropped
            self._rest("held", on=held)

    def lose(self) -> None:
        """Until it is opened again nothing comes of the feed, not even of what it showed last."""
        self._rest("lost", on=True)
        self._shown.forget()

    def set_preview_room(self, width: int, height: int) -> None:
        """How large the live picture is shown at most, px of the screen."""
        self._outlet.room = (max(1, width), max(1, height))

    def restart(self, *, moved: bool = False) -> None:
        """Lets what was captured last be captured again. moved : once it was, a little."""
        (self._detection.retake if moved else self._detection.restart)()

    def release(self, quad: Quad | None = None) -> None:
        """What was captured last, or what lies at this place, may be captured again; the rest is
        not."""
        self._detection.release(quad)

    def forget(self, *, captured: bool = True) -> None:
        """What is under way brings no page and, captured, what was counts as new."""
        self._since_s = self._kept_s = time.monotonic()
        self._shown.forget()
        if captured:
            self.restart()

    def set_auto_capture(self, *, enabled: bool, combined: bool) -> None:
        """Switches the automatic shutter, and whether it combines frames."""
        self._detection.set_auto_capture(enabled, combined=combined)

    def take(self, shot: Shot) -> None:
        """Keeps what is shown; answers by shot_taken, once it is known where the document is, and
        which way up."""
        self._detection.take(shot)

    def latest(self) -> Shot | None:
        """The frame and outline that are shown now; None before the first frame."""
        return self._shown.shot()

    # ------------------------------------------------------------------------------- private
    def _rest(self, why: str, *, on: bool) -> None:
        self._rests = self._rests | {why} if on else self._rests - {why}
        resting = bool(self._rests)
        if not resting:
            self._since_s = time.monotonic()
            self._shown.drop_seen()
        self._outlet.paused = resting
        self._detection.set_paused(resting)

    def _begin(self, *, again: bool = False) -> None:
        self._end_feed()
        self.prepare()
        self._stopped = ""
        self._outlet.previews.take()
        self._name_source("")
        self.forget(captured=not again)
        self.pause(paused=False)

    def _end_feed(self) -> None:
        self._begun += 1
        self._rests.discard("lost")  # of the feed that ends; who calls says how it goes on
        for feed in self._feeds:
            feed.close()

    def _name_source(self, source: str) -> None:
        if source != self.source:
            self.source = source
            self.source_changed.emit(source)

    @Slot(str)
    def _on_opened(self, source: str) -> None:
        if "lost" in self._rests:
            self._rest("lost", on=False)
        self._name_source(source)
        self.opened.emit()

    @Slot(bool)
    def _on_film_ended(self, whole: bool) -> None:
        self._over = self._begun, whole
        self._detection.catch_up()  # its last frames may bring a page

    @Slot()
    def _on_caught_up(self) -> None:
        over, whole = self._over
        if over == self._begun:
            self._over = 0, True
            self.ended.emit(whole)

    @Slot(str)
    def _on_engine_loaded(self, title: str) -> None:
        self.engine_changed.emit(title, 0.0)

    @Slot()
    def _on_preview(self) -> None:
        preview = self._outlet.previews.take()
        if preview is not None and self._current(preview.frame):
            self._shown.frame = preview.frame
            self.preview_changed.emit(preview.picture)
            self._drop_stale()

    @Slot()
    def _on_observed(self) -> None:
        seen = self._detection.outbox.take()
        if seen is None or not self._current(seen.frame):
            return
        self._shown.see(seen)
        self._tell_engine(seen)
        self.observed.emit(seen)
        self._drop_stale()

    def _drop_stale(self) -> None:
        if self._shown.stale:
            self._shown.drop_seen()
            self.outdated.emit()

    def _tell_engine(self, seen: Observation) -> None:
        """Now and then: nobody reads sixty figures a second, and each is laid out anew."""
        self._detect_ms.append(seen.detect_ms)
        now_s = time.monotonic()
        if now_s - self._engine_told_s >= ENGINE_S:
            self._engine_told_s = now_s
            self.engine_changed.emit(self._detector.title, fmean(self._detect_ms))
            self._detect_ms.clear()

    @Slot(object)
    def _on_shot(self, shot: Shot) -> None:
        frame, feed = shot.frame, self.source or self._stopped
        if frame.source != feed or frame.captured_at_s < self._kept_s:
            return
        if "held" in self._rests:  # it was under way, and its document counts as captured
            if not shot.anew:  # else its first shot is a page
                self._detection.release()
            return
        # The shutter and the automatic one may mean the same moment: one page is enough.
        self._since_s = self._kept_s = time.monotonic()
        (self.taken_anew if shot.anew else self.shot_taken).emit(shot)

    def _current(self, frame: Frame) -> bool:
        fits = frame.source == self.source and frame.captured_at_s >= self._since_s
        return fits and not self._rests
