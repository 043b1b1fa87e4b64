"""What the window does while a screen is watched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from app.session.overview import Overview
from app.session.review import Review
from app.session.screens import Screens
from app.session.sources import Sources
from app.widgets.tape import cells_of, middle_of
from app.workers.own_window import OwnWindow, Part

if TYPE_CHECKING:
    from app.widgets.viewfinder import Viewfinder

# How often the window's place is told: it is moved and covered by hand.
TELL_MS = 100


class ScreenWatch(QObject):
    """Shows that a screen is watched, says where this window lies in it, and asks for attention
    once something was captured while other windows are used."""

    def __init__(
        self,
        overview: Overview,
        *,
        screens: Screens,
        sources: Sources,
        review: Review,
        viewfinder: Viewfinder,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._screens, self._viewfinder, self._window = screens, viewfinder, window
        self._on = False
        self._timer = QTimer(self, interval=TELL_MS)
        self._timer.timeout.connect(self._tell)
        for told in (screens.asked_for, sources.source_changed, overview.state_changed):
            told.connect(self._look)
        review.started.connect(self._call)
        overview.pages_changed.connect(self._call)

    @Slot()
    def _look(self) -> None:
        """From the moment on in which it was asked for: the tape is to be in the first picture."""
        self._on = self._screens.screen_runs
        self._viewfinder.show_watched(on=self._on)
        if self._on:
            self._timer.start()
            self._tell()
        else:
            self._timer.stop()

    @Slot()
    def _tell(self) -> None:
        if not self._on:
            return
        # Where only the desktop knows the screen, no window knows where it is (Wayland).
        known, finder = self._screens.watched, self._viewfinder
        shown = (each for each in QApplication.topLevelWidgets() if each.isVisible())
        frames = (
            [each.frameGeometry() for each in shown] if known else [self._window.frameGeometry()]
        )
        tape = QRect(finder.mapToGlobal(QPoint()), finder.size()) if finder.isVisible() else None
        screen = (known or self._window.screen()).geometry()
        own = own_window(frames, tape, screen)
        self._screens.hide_own(own if known else replace(own, adrift=True))

    @Slot()
    def _call(self) -> None:
        """In the task bar, as the desktop does it."""
        if self._on and not self._window.isActiveWindow():
            QApplication.alert(self._window)


def own_window(frames: Iterable[QRect], tape: QRect | None, screen: QRect) -> OwnWindow:
    """The own windows in parts of a screen.

    frames : of the windows; tape : what it goes around, None where it is not shown; screen : its
    geometry; all in the px that Qt lays windows out in. Where those are not the screen's own, they
    are larger within a screen by one factor, and screens begin where they begin.
    """
    places = tuple(_part(QRectF(frame), screen) for frame in frames if frame.intersects(screen))
    if tape is None:
        return OwnWindow(places)
    return OwnWindow(places, _part(middle_of(QRectF(tape)), screen), cells_of(tape.size()))


def _part(rect: QRectF, screen: QRect) -> Part:
    left, top = rect.left() - screen.left(), rect.top() - screen.top()
    width, height = screen.width(), screen.height()
    return (
        left / width,
        top / height,
        (left + rect.width()) / width,
        (top + rect.height()) / height,
    )
