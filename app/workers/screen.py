"""A screen as a live feed, as the GUI thread sees it: a camera that is chosen among the screens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from app.workers.camera import CameraFeed
from app.workers.outlet import Outlet
from app.workers.own_window import OwnWindow
from app.workers.screen_choice import ASKED, ScreenInfo, portal_asks, screens_by_info
from app.workers.screen_device import ScreenWorker

# A person is asked by the desktop, and may look for the right screen; Qt does not say where they
# decline.
ASK_TIMEOUT_MS = 60_000
# Where nobody is asked.
OPEN_TIMEOUT_MS = 8000


class ScreenFeed(CameraFeed):
    """The screens as the GUI thread sees them. Nothing is watched until open().

    Signals: screens_listed(list of ScreenInfo); opened and failed as CameraFeed's; kinds as
    ScreenWorker's, and "gone", "changed", "timeout", "silent" and "declined".
    """

    screens_listed = Signal(list)

    worker: ScreenWorker

    def __init__(self, outlet: Outlet, parent: QObject | None = None) -> None:
        super().__init__(outlet, parent)
        self.thread_.setObjectName("screen")
        self._screens: dict[ScreenInfo, QScreen | None] = {}
        self._watched: QScreen | None = None
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self.list_screens)
            application.screenRemoved.connect(self._on_removed)

    @property
    def watched(self) -> QScreen | None:
        """The screen that is watched; None for none, or where only the desktop knows."""
        return self._watched

    @Slot()
    def list_screens(self) -> None:
        """Lists the screens; screens_listed answers at once, and again at every change."""
        self._screens = screens_by_info()
        self.screens_listed.emit(list(self._screens))

    def open(self, camera_id: str) -> None:
        """Watches a screen of the list; opened or failed answers."""
        self._leave()
        info = next((each for each in self._screens if each.id == camera_id), None)
        if info is None:
            self.failed.emit("gone", "")
            return
        self._watched = self._screens[info]
        if self._watched is not None:
            self._watched.geometryChanged.connect(self._on_changed)
        self.worker.info, self.worker.screen = info, self._watched
        self.worker.own = OwnWindow()
        self._open_timer.setInterval(ASK_TIMEOUT_MS if portal_asks() else OPEN_TIMEOUT_MS)
        super().open(camera_id)

    def close(self) -> None:
        """Watches no longer."""
        self._leave()
        super().close()

    def hide_own(self, own: OwnWindow) -> None:
        """Where the program's own window lies on the screen that is watched, from now on."""
        self.worker.own = own

    def _make_worker(self, outlet: Outlet) -> ScreenWorker:
        return ScreenWorker(outlet)

    def _leave(self) -> None:
        if self._watched is not None:
            self._watched.geometryChanged.disconnect(self._on_changed)
            self._watched = self.worker.screen = None

    @Slot(QScreen)
    def _on_removed(self, screen: QScreen) -> None:
        if screen is self._watched:
            self._watched = self.worker.screen = None
            self._lose("gone", "")
        self.list_screens()

    @Slot()
    def _on_changed(self) -> None:
        """Its frames may come in another size, or not at all: Qt leaves that to the system."""
        self._lose("changed", "")

    def _time_out(self) -> None:
        self._lose("declined" if self._current == ASKED else "timeout", "")
