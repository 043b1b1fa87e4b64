"""The pane at the left: where pictures come from."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.widgets.buttons import Button
from app.widgets.plain import plain
from app.widgets.theme import LIGHT, Tokens, by_text
from app.workers.screen_choice import ASKED

if TYPE_CHECKING:
    from pathlib import Path

    from app.session import CameraInfo, ScreenInfo

SOURCES_PX = 184  # as wide as the tray: the stage between them needs what is left at 900 px
MARGIN_PX = 8
SHOWN = int(Qt.TextFlag.TextShowMnemonic.value)


class SourcesPane(QWidget):
    """Cameras by name, then files, then screens.

    Signals: camera_asked(id), open_asked(), folder_asked(), watch_asked(), paste_asked(),
    screen_asked(id), sample_asked(), stop_asked(), live_asked().
    """

    camera_asked = Signal(str)
    screen_asked = Signal(str)
    open_asked = Signal()
    folder_asked = Signal()
    watch_asked = Signal()
    paste_asked = Signal()
    sample_asked = Signal()
    stop_asked = Signal()
    live_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sources")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(by_text(SOURCES_PX))
        self._tokens = LIGHT
        self._source = self._running_id = ""
        self.cameras: list[Button] = []
        self._rows: dict[CameraInfo, Button] = {}
        self.screens: dict[ScreenInfo, Button] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN_PX, 16, MARGIN_PX, 12)
        self._column.setSpacing(2)
        self._add_running()
        self._column.addWidget(heading(self.tr("Cameras")))
        self._camera_column = QVBoxLayout()
        self._camera_column.setSpacing(2)
        self._column.addLayout(self._camera_column)
        self._none = QLabel(self.tr("No camera found"))
        self._none.setObjectName("muted")
        self._none.setContentsMargins(12, 6, 0, 6)
        self._column.addWidget(self._none)
        self._column.addSpacing(14)
        self._column.addWidget(heading(self.tr("Pictures")))
        self._add_files()
        self._column.addStretch()

    def _add_running(self) -> None:
        """What is shown only while a camera or film runs."""
        self._running = QWidget()
        column = QVBoxLayout(self._running)
        column.setContentsMargins(0, 0, 0, 14)
        column.setSpacing(2)
        self.running_name = heading("")
        self.live = Button(self.tr("Back to live"), "back", row=True, keys="Esc")
        self.live.clicked.connect(self.live_asked)
        self.stop = Button(self.tr("Stop"), "stop", row=True)
        self.stop.clicked.connect(self.stop_asked)
        for widget in (self.running_name, self.live, self.stop):
            column.addWidget(widget)
        self._running.hide()
        self._column.addWidget(self._running)

    def _add_files(self) -> None:
        self.open = Button(self.tr("Open…"), "open", row=True, keys="Ctrl+O")
        self.folder = Button(self.tr("Folder…"), "folder", row=True)
        self.watch = Button(self.tr("Watch a folder…"), "watch", row=True)
        self.paste = Button(self.tr("Paste"), "paste", row=True, keys="Ctrl+V")
        self.sample = Button(self.tr("Sample"), "sample", row=True)
        self.folder.explain(self.tr("Open all pictures of a folder"))
        self.sample.explain(self.tr("Play a clip of a specimen card as if it were a camera"))
        for button, signal in (
            (self.open, self.open_asked),
            (self.folder, self.folder_asked),
            (self.watch, self.watch_asked),
            (self.paste, self.paste_asked),
            (self.sample, self.sample_asked),
        ):
            button.clicked.connect(signal)
            self._column.addWidget(button)
        self._screen_column = QVBoxLayout()
        self._screen_column.setSpacing(2)
        self._column.insertLayout(self._column.indexOf(self.sample), self._screen_column)
        self.show_watched(None)

    def show_watched(self, folder: Path | None) -> None:
        """Names the folder that is watched; None offers to watch one."""
        button = self.watch
        if folder is None:
            text = self.tr("Watch a folder…")
            told = self.tr("Open each picture that comes into a folder")
        else:
            text = self.tr("Watching: {name}").format(name=folder.name)
            told = self.tr("Stop watching {folder}").format(folder=folder)
        button.setAccessibleName(text)
        button.setToolTip(plain(told))
        self._say(button, text)
        button.set_chosen(folder is not None)

    def show_cameras(self, cameras: Sequence[CameraInfo]) -> None:
        """Lists the cameras that are plugged in. The row of one that stays, stays: the keyboard may
        be on it."""
        for camera in [each for each in self._rows if each not in cameras]:
            button = self._rows.pop(camera)
            button.hide()
            button.deleteLater()
        for camera in cameras:
            if camera not in self._rows:
                made = self._rows[camera] = self._row(camera.name, "camera", self._which(camera))
                made.clicked.connect(lambda _on, key=camera.id: self.camera_asked.emit(key))
        self.cameras = [self._rows[camera] for camera in cameras]
        self._put(self.cameras, self._camera_column, self.stop)
        self._none.setVisible(not cameras)
        self._mark_running()

    def _which(self, camera: CameraInfo) -> str:
        """What tells a camera from others of its name, "" for the first: " (2)", as long as it is
        plugged in."""
        taken = {row.accessibleName() for row in self._rows.values()}
        names = ("" if n == 1 else f" ({n})" for n in itertools.count(1))
        return next(each for each in names if camera.name + each not in taken)

    def show_screens(self, screens: Sequence[ScreenInfo]) -> None:
        """Lists the screens that can be watched; rows stay as those of cameras do."""
        for screen in [each for each in self.screens if each not in screens]:
            button = self.screens.pop(screen)
            button.hide()
            button.deleteLater()
        for screen in screens:
            if screen not in self.screens:
                made = self.screens[screen] = self._row(self._screen_name(screen), "screen")
                made.setToolTip(self._screen_tip(screen))
                made.clicked.connect(lambda _on, key=screen.id: self.screen_asked.emit(key))
        self._put([self.screens[each] for each in screens], self._screen_column, self.paste)
        self._mark_running()

    def _screen_name(self, screen: ScreenInfo) -> str:
        if screen.id == ASKED:
            return self.tr("Screen…")
        name = screen.name
        return self.tr("Screen {name}").format(name=name) if name else self.tr("Screen")

    def _screen_tip(self, screen: ScreenInfo) -> str:
        """Its name in full, where it has one, and what it is good for."""
        told = self.tr("Capture a document that is shown on the screen")
        return plain(f"{self._screen_name(screen)}\n{told}" if screen.name else told)

    def _put(self, rows: Sequence[Button], column: QVBoxLayout, before: QWidget) -> None:
        """In this order, for the eye and for the Tab key."""
        for button in rows:
            column.removeWidget(button)
            column.addWidget(button)
            self.setTabOrder(before, button)
            before = button

    def _row(self, text: str, drawing: str, end: str = "") -> Button:
        made = Button(text + end, drawing, row=True, name=text + end)
        made.setToolTip(plain(text + end))
        made.take_theme(self._tokens)
        made.setParent(self)
        self._say(made, text, end)
        return made

    def _say(self, row: Button, text: str, end: str = "") -> None:
        """As much of a text as there is room for, and its end."""
        row.setText(text)
        row.ensurePolished()  # else it is measured in another font
        beside_px = row.sizeHint().width() - row.fontMetrics().size(SHOWN, row.text()).width()
        beside_px += row.fontMetrics().horizontalAdvance(end)
        # What is no mnemonic is written twice.
        row.setText((shortened(row, text, beside_px) + end).replace("&", "&&"))

    def show_source(self, source: str, state: str, camera_id: str = "") -> None:
        """Offers to stop what is running, and to go back to it from a page.

        source : "", "sample", "camera:<name>", "screen:<name>" or "video:<name>". camera_id : of a
        camera or screen.
        """
        self._source, self._running_id = source, camera_id
        kind, _, name = source.partition(":")
        shown = self.tr("Sample") if kind == "sample" else name
        told = self.tr("Live: {name}")
        if kind == "screen":
            shown, told = name or self.tr("Screen"), self.tr("Watching: {name}")
        label = self.running_name
        label.ensurePolished()
        margins = label.contentsMargins()
        text = told.format(name=shown)
        label.setText(shortened(label, text, margins.left() + margins.right()))
        label.setToolTip(plain(shown))
        self._running.setVisible(bool(source))
        self.live.setVisible(state == "page")
        self._mark_running()

    def _mark_running(self) -> None:
        self.sample.set_chosen(self._source == "sample")
        for kind, rows in (("camera:", self._rows), ("screen:", self.screens)):
            on = self._source.startswith(kind)
            for each, button in rows.items():
                button.set_chosen(on and each.id == self._running_id)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        self._tokens = tokens
        rest = [self.stop, self.live, self.open, self.folder, self.watch, self.paste, self.sample]
        for button in [*self.cameras, *self.screens.values(), *rest]:
            button.take_theme(tokens)
        # It was measured before the sheet gave it its font, maybe in a larger one of the desktop's.
        self._say(self.watch, self.watch.accessibleName())


def shortened(widget: QWidget, text: str, beside_px: int) -> str:
    """As much of a text as fits into a widget of the pane; its tooltip has the rest.

    beside_px : what the widget needs beside the text.
    """
    room_px = by_text(SOURCES_PX) - 2 * MARGIN_PX - beside_px
    return widget.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room_px)


def heading(text: str) -> QLabel:
    """What stands above a group in a pane."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # a film's name is no markup
    label.setObjectName("heading")
    label.setContentsMargins(12, 0, 0, 4)
    return label
