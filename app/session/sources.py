"""The use cases of a live feed's sources: they are started and stopped, fail and end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication

from app.assets import resource_path
from app.capture.sources import ClipSource
from app.session import wording
from app.session.live import Live
from app.session.notice_board import NoticeBoard
from app.session.preferences import Preferences
from app.session.review import Review
from app.session.state import State
from app.workers.permission import may_use_camera

SAMPLE = ("samples", "sample.mp4")


class Sources(QObject):
    """One source at a time; films play one after another.

    Signals: source_changed("", "camera:<name>", "screen:<name>", "sample" or "video:<name>").
    cameras_changed(list[CameraInfo]). feed_opened() where a feed is there, for the first time or
    again. fault_changed() where a feed that was there sends no pictures, or again; read .fault.
    """

    source_changed = Signal(str)
    cameras_changed = Signal(list)
    feed_opened = Signal()
    fault_changed = Signal()

    def __init__(
        self,
        live: Live,
        state: State,
        review: Review,
        *,
        preferences: Preferences,
        notices: NoticeBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._live, self._state, self._review = live, state, review
        self._preferences, self._notices = preferences, notices
        self._fault = self._fault_reason = ""
        self._film = ""  # the name of the film that was started last; "" where another feed was
        self._following: list[Path] = []  # films, to be played after the one that plays
        self._film_over = False  # while something else was looked at
        self._whole = True  # whether all of the film that has ended could be read
        self._end_untold = False  # that of a film, while its last capture is reviewed
        self._start_again: Callable[[], None] | None = None
        self._refused = False  # the camera that was asked for last, by the system
        self._waited = ""  # the page that was to be replaced by what a feed that failed would show
        live.source_changed.connect(self.source_changed)
        live.opened.connect(self._on_opened)
        live.failed.connect(self._on_failed)
        live.ended.connect(self._on_film_ended)
        live.cameras_listed.connect(self.cameras_changed)
        live.camera.moved.connect(self._on_camera_moved)
        state.resumed.connect(self._on_resumed)
        state.changed.connect(self._give_up)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_application)

    # ---------------------------------------------------------------------------- what there is
    @property
    def source(self) -> str:
        """As in source_changed."""
        return self._live.source

    @property
    def running_camera(self) -> str:
        """Id of the camera or screen that runs, or "": two may have one name."""
        return self._live.camera.current or self._live.screen.current

    @property
    def fault(self) -> str:
        """Why the feed that was there sends no pictures, by a kind as of CameraFeed, or
        "unreadable" of a film; "" while it does, or where there is none."""
        return self._fault

    @property
    def following(self) -> Sequence[Path]:
        """The films that play after the one that plays."""
        return tuple(self._following)

    # --------------------------------------------------------------------------------- starting
    def list_cameras(self) -> None:
        """Looks for cameras, in a thread; answers by cameras_changed."""
        self._live.camera.list_cameras()

    def start_camera(self, camera_id: str | None = None) -> None:
        """Starts a camera: by id, else the remembered one, else the system's default."""
        if camera_id is not None:
            self._preferences.update(camera_id=camera_id)
        chosen = self._preferences.settings.camera_id
        self.start_feed(lambda: self._live.start_camera(chosen))
        self._start_again = lambda: self._live.start_camera(chosen, again=True)

    def start_sample(self) -> None:
        """Plays the bundled clip as a live feed, once."""
        path = resource_path(*SAMPLE)
        self.start_feed(lambda: self._live.start_play(ClipSource(path, "sample")))

    def start_video(self, path: Path) -> None:
        """Plays a video file as a live feed."""
        source = f"video:{path.name}"
        self.start_feed(lambda: self._live.start_play(ClipSource(path, source)), film=path.name)

    def play(self, films: Sequence[Path], *, told: bool = True) -> None:
        """Plays films, one after another. told : how many follow is said."""
        if films:
            self.start_video(films[0])
            self._following = list(films[1:])
        if self._following and told:
            self._notices.post(wording.films_follow(len(self._following)))

    def start_feed(self, start: Callable[[], None], *, film: str = "") -> None:
        """Shows the feed that start() opens, also where it is to be tried again. film : its name,
        for the window only; "" for another feed."""
        self._film = film
        self._go_live(start)

    def try_again(self) -> None:
        """Starts the last feed once more, for the page that waited for it, where one did. A camera
        that is unplugged is waited for on: opened now, it would be another one."""
        if self._fault == "gone" and self._live.camera.waits:
            self.show_live()
            self.tell_fault()
            self.list_cameras()  # it may be back, and nobody said so
        elif self._start_again is not None:
            self._state.wait_again(self._waited)
            self._go_live(self._start_again)

    # --------------------------------------------------------------------------------- stopping
    def stop_live(self) -> None:
        """Ends the live feed, and what was to follow it."""
        self._following = []
        self._give_up()
        self._state.end_feed()
        self._live.stop()
        self._set_fault("")
        if self._state.now == "live":
            self._state.settle()

    def stop_failed(self) -> None:
        """Ends a feed that failed; the page that waited for it waits for what tries it again."""
        waited = self._state.replacing
        self.stop_live()
        self._waited = waited

    def show_live(self) -> None:
        """Back from a page to the running feed."""
        if self._state.feed_on:
            with self._review.left():
                self._state.resume()

    def abandon(self) -> None:
        """Ends the live feed, and it cannot be tried again."""
        self.stop_live()
        self._film, self._start_again = "", None

    def forget(self) -> None:
        """A camera goes on, for what comes next; a film is of what was there before, and ends."""
        self._give_up()
        if self._film:
            self.abandon()
        self._end_untold = False
        self._live.forget()

    def tell_again(self) -> None:
        """Tells what runs, whether it fails, and which cameras there are."""
        self.list_cameras()
        self.source_changed.emit(self.source)
        self.fault_changed.emit()
        if self._fault:
            self.tell_fault()

    def tell_fault(self) -> None:
        """Says why the feed sends no pictures, once more."""
        self._tell(self._fault, self._fault_reason)

    # ---------------------------------------------------------------------------------- private
    def _go_live(self, start: Callable[[], None]) -> None:
        # start() makes a source of its own at each call: the thread that it replaces may still be
        # reading the last one, and FFmpeg ends the process where two threads use one film.
        self._following, self._film_over, self._waited = [], False, ""
        self._give_up()
        with self._review.left():  # first: a start that fails has more to say
            self._state.begin_feed()
            self._end_untold = False
            self._start_again = start
            self._set_fault("")
            self._state.enter("live")  # before the start: one that fails at once ends this state
        start()

    @Slot()
    def _on_resumed(self) -> None:
        if self._end_untold:
            self._tell_end()
        if self._film_over and self._state.now == "live":
            self._play_next()

    @Slot()
    def _on_opened(self) -> None:
        self._set_fault("")
        self.feed_opened.emit()

    @Slot(str, str)
    def _on_failed(self, kind: str, reason: str) -> None:
        films = self._following
        # What never showed a frame leaves no empty viewfinder behind; an unplugged camera
        # keeps its last frame.
        if not self.source:
            self.stop_failed()
        else:
            self._live.lose()
            self._fault_reason = reason
            self._set_fault(kind)
        self._refused = kind == "denied"  # after the states that it led to
        self._tell(kind, reason)
        if kind == "unreadable":  # the others may play all the same
            self._state.wait_again(self._waited)
            self.play(films, told=False)

    @Slot(str, str)
    def _on_camera_moved(self, before: str, now: str) -> None:
        """By the id of before the next start would open another camera."""
        if self._preferences.settings.camera_id == before:
            self._preferences.update(camera_id=now)
        self._start_again = lambda: self._live.start_camera(now, again=True)

    @Slot()
    def _give_up(self) -> None:
        """Something else is done now, or nothing: no camera starts of itself any more."""
        self._refused = False

    @Slot(Qt.ApplicationState)
    def _on_application(self, state: Qt.ApplicationState) -> None:
        # Back from the system's settings, where somebody has allowed what they had asked for.
        active = state == Qt.ApplicationState.ApplicationActive
        if active and self._refused and may_use_camera():
            self.try_again()

    def _set_fault(self, kind: str) -> None:
        if kind != self._fault:
            self._fault = kind
            self.fault_changed.emit()

    def _tell(self, kind: str, reason: str) -> None:
        if kind == "unreadable":
            self._notices.post(wording.bad_film(self._film or SAMPLE[-1], reason))
            return
        self._notices.post(wording.camera_notice(kind, reason), self.try_again)

    @Slot(bool)
    def _on_film_ended(self, whole: bool) -> None:
        self._whole = whole
        if self._following:
            if self._state.now == "live":
                self._play_next()
            else:  # its last frame is being looked at
                self._film_over = True
            return
        self.stop_live()
        self._end_untold = True
        if self._state.now != "review":
            self._tell_end()

    def _play_next(self) -> None:
        if not self._whole:  # of more weight than how many follow
            self._notices.post(wording.film_damaged(self._film))
        self.play(self._following, told=self._whole)

    def _tell_end(self) -> None:
        self._end_untold = False
        told = wording.sample_ended()
        if self._film:
            told = wording.film_ended(self._state.brought, whole=self._whole)
        self._notices.post(told, self.try_again)
