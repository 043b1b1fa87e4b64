"""Shortcuts of the window, and when they hold back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from app.document.page import FILTERS
from app.session.capturing import Capturing
from app.session.overview import Overview
from app.session.screens import Screens
from app.session.sources import Sources
from app.widgets.bottom_bar import BottomBar
from app.widgets.checking import Checking
from app.widgets.copying import Copying
from app.widgets.leafing import Leafing
from app.widgets.page_stage import PageStage
from app.widgets.picture_view import ZOOM_STEP
from app.widgets.printing import Printing
from app.widgets.requests import Requests
from app.widgets.saving import Saving
from app.widgets.stage import Stage
from app.widgets.steps import Steps

Entry = tuple[str, list[str], Callable[[], object]]  # name, keys, and what they do
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
ZOOMS = ("larger", "smaller", "whole")
# What a key that is held down may repeat. Of all else once is meant: a second save or removal is
# nobody's wish.
REPEATED = {"undo", "redo", "rotate", "rotate_back", "larger", "smaller", "before", "after"}
# Which actions work in which states only; the rest work in all of them.
ACTIONS_OF = {
    "live": ("capture",),
    "review": ("accept", "retake", "throw_away", "full", "detected", *ZOOMS),
    "page": (
        *("edit", "rotate", "rotate_back", "black_out", "watermark", "mrz", "remove", "copy"),
        *("before", "after"),
        *(f"filter_{key}" for key in FILTERS),
        *ZOOMS,
    ),
}


class Reach(NamedTuple):
    """What of the window keys do something in."""

    overview: Overview
    sources: Sources
    screens: Screens
    capturing: Capturing
    checking: Checking
    stage: Stage
    bottom: BottomBar
    steps: Steps
    leafing: Leafing
    requests: Requests
    copying: Copying
    saving: Saving
    printing: Printing


class Buttons(QObject):
    """Keys and clicks that are meant for a button go to it, and no others.

    A focused one gets Space and Enter, though elsewhere one is the shutter's shortcut and the other
    accepts the corners: whoever stands on "Cancel" means that. A check box takes Space only.

    The second press of a double click is for the button that took the first: where that one went or
    moved meanwhile, as a notice does that is closed, another lies under the pointer by then.
    """

    def __init__(self, window: QWidget, shutter: QWidget) -> None:
        super().__init__(window)
        self._window, self._shutter = window, shutter
        self._pressed: QObject | None = None  # the button that was pressed last
        self.watch()

    @Slot()
    def watch(self) -> None:
        """Takes care of the buttons that there are by now."""
        for button in self._window.findChildren(QAbstractButton):
            button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = watched
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            return watched is not self._pressed
        if not isinstance(event, QKeyEvent) or watched is self._shutter:
            return False
        entered = event.key() in ENTER and isinstance(watched, QPushButton)
        if event.type() == QEvent.Type.ShortcutOverride:
            if entered or event.key() == Qt.Key.Key_Space:
                event.accept()
        elif event.type() == QEvent.Type.KeyPress and entered:
            # Of itself a button takes Enter on some desktops only.
            if isinstance(watched, QPushButton) and not event.isAutoRepeat():
                watched.click()
            return True
        return False


class Escape(QObject):
    """Esc leaves a tool or the page: enabled for two at a time, it would do nothing."""

    def __init__(
        self, window: QWidget, reach: Reach, *, leave_tool: QAction, back: QAction
    ) -> None:
        super().__init__(window)
        self._tool, self._overview = reach.stage.page.black_out, reach.overview
        self._sources, self._leave_tool, self._back = reach.sources, leave_tool, back
        self._share()
        for told in (
            self._tool.toggled,
            self._overview.state_changed,
            self._sources.source_changed,
        ):
            told.connect(self._share)

    @Slot()
    def _share(self) -> None:
        drawn = self._tool.isChecked()
        runs = self._overview.state == "page" and bool(self._sources.source)
        self._leave_tool.setEnabled(drawn)
        self._back.setEnabled(runs and not drawn)


def add_shortcuts(window: QWidget, reach: Reach) -> dict[str, QAction]:
    """Makes the window's actions, by name; enable() leaves those of a state. Text fields keep their
    letters."""
    made: dict[str, QAction] = {}
    for name, keys, act in _table(reach):
        action = QAction(window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setAutoRepeat(name in REPEATED)
        action.triggered.connect(lambda _on=False, act=act: act())
        window.addAction(action)
        made[name] = action
    Escape(window, reach, leave_tool=made["leave_tool"], back=made["back"])
    buttons = Buttons(window, reach.bottom.shutter)
    for changed in (reach.sources.cameras_changed, reach.screens.screens_changed):
        changed.connect(buttons.watch)  # each has a button
    return made


def _table(reach: Reach) -> list[Entry]:
    """Names, keys, and what they do."""
    review = reach.stage.review
    return [
        ("capture", ["Space"], reach.capturing.capture),
        ("auto", ["A"], reach.bottom.auto.toggle),
        ("accept", ["Return", "Enter"], review.accept_corners),
        ("retake", ["Esc"], review.retake_asked.emit),
        ("throw_away", ["Del"], review.ask_remove),
        ("full", ["F"], review.use_full),
        ("detected", ["D"], review.use_detected),
        ("check", ["N"], reach.checking.go_on),
        ("back", ["Esc"], reach.sources.show_live),
        *_table_of_pages(reach.stage.page, reach.leafing),
        # "=": plus may need Shift
        ("larger", ["+", "=", "Ctrl++", "Ctrl+="], lambda: reach.stage.zoom(ZOOM_STEP)),
        ("smaller", ["-", "Ctrl+-"], lambda: reach.stage.zoom(1 / ZOOM_STEP)),
        ("whole", ["0", "Ctrl+0"], lambda: reach.stage.zoom(0)),
        ("open", ["Ctrl+O"], reach.requests.ask_open),
        ("paste", ["Ctrl+V"], reach.requests.paste),
        ("copy", ["Ctrl+C"], reach.copying.copy),
        ("print", ["Ctrl+P"], reach.printing.ask),
        ("save", ["Ctrl+S"], reach.saving.save),
        ("save_as", ["Ctrl+Shift+S"], reach.saving.save_as),
        ("undo", ["Ctrl+Z"], reach.steps.undo),
        ("redo", ["Ctrl+Shift+Z", "Ctrl+Y"], reach.steps.redo),
        ("screen", ["F11"], reach.requests.toggle_full_screen),
        ("help", ["F1"], reach.requests.show_help),
    ]


def _table_of_pages(page: PageStage, leafing: Leafing) -> list[Entry]:
    """… on the stage of a page."""
    filters: list[Entry] = [
        (f"filter_{key}", [str(number)], partial(page.filter_asked.emit, key))
        for number, key in enumerate(page.filters, 1)
    ]
    return [
        ("before", ["PgUp"], lambda: leafing.turn(-1)),
        ("after", ["PgDown"], lambda: leafing.turn(1)),
        ("edit", ["E"], page.edit_asked.emit),
        ("rotate", ["R"], lambda: page.rotate_asked.emit(1)),
        ("rotate_back", ["Shift+R"], lambda: page.rotate_asked.emit(-1)),
        ("black_out", ["X"], page.black_out.toggle),
        ("watermark", ["W"], page.watermark_asked.emit),
        ("mrz", ["M"], page.mrz_asked.emit),
        ("leave_tool", ["Esc"], page.leave_tool),
        ("remove", ["Del"], page.remove_asked.emit),
        *filters,
    ]


def enable(actions: dict[str, QAction], state: str) -> None:
    """Leaves those that work in a state of the session, and takes the others back."""
    for name in {name for names in ACTIONS_OF.values() for name in names}:
        actions[name].setEnabled(name in ACTIONS_OF.get(state, ()))
