"""The pane at the left: where pictures come from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.widgets.buttons import Button
from app.widgets.theme import LIGHT, Tokens

if TYPE_CHECKING:
    from app.session import CameraInfo

SOURCES_PX = 184  # as wide as the tray: the stage between them needs what is left at 900 px
NAME_PX = 128  # beside the icon of a row; the tooltip has the rest of a name


class SourcesPane(QWidget):
    """Cameras by name, then files.

    Signals: camera_asked(id), open_asked(), folder_asked(), paste_asked(), sample_asked(),
    stop_asked(), live_asked().
    """

    camera_asked = Signal(str)
    open_asked = Signal()
    folder_asked = Signal()
    paste_asked = Signal()
    sample_asked = Signal()
    stop_asked = Signal()
    live_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sources")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(SOURCES_PX)
        self._tokens = LIGHT
        self._source = ""
        self.cameras: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 16, 8, 12)
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
        self._running_name = heading("")
        self.live = Button(self.tr("Back to live"), "detected", row=True)
        self.live.clicked.connect(self.live_asked)
        self.stop = Button(self.tr("Stop"), "stop", row=True)
        self.stop.clicked.connect(self.stop_asked)
        for widget in (self._running_name, self.live, self.stop):
            column.addWidget(widget)
        self._running.hide()
        self._column.addWidget(self._running)

    def _add_files(self) -> None:
        self.open = Button(self.tr("Open…"), "open", row=True)
        self.folder = Button(self.tr("Folder…"), "folder", row=True)
        self.paste = Button(self.tr("Paste"), "paste", row=True)
        self.sample = Button(self.tr("Sample"), "sample", row=True)
        for button, signal in (
            (self.open, self.open_asked),
            (self.folder, self.folder_asked),
            (self.paste, self.paste_asked),
            (self.sample, self.sample_asked),
        ):
            button.clicked.connect(signal)
            self._column.addWidget(button)

    def show_cameras(self, cameras: Sequence[CameraInfo]) -> None:
        """Lists the cameras that are plugged in."""
        for button in self.cameras:
            button.hide()
            button.deleteLater()
        self.cameras = []
        for camera in cameras:
            button = Button(self._shortened(camera.name), "camera", row=True, name=camera.name)
            button.setToolTip(camera.name)
            button.clicked.connect(lambda _on=False, key=camera.id: self.camera_asked.emit(key))
            button.take_theme(self._tokens)
            self._camera_column.addWidget(button)
            self.cameras.append(button)
        self._none.setVisible(not cameras)
        self._mark_running()

    def show_source(self, source: str, state: str) -> None:
        """Offers to stop what is running, and to go back to it from a page.

        source : "", "sample", "camera:<name>" or "video:<name>".
        """
        self._source = source
        kind, _, name = source.partition(":")
        shown = self.tr("Sample") if kind == "sample" else name
        self._running_name.setText(self.tr("Live: {name}").format(name=self._shortened(shown)))
        self._running_name.setToolTip(shown)
        self._running.setVisible(bool(source))
        self.live.setVisible(state == "page")
        self._mark_running()

    def _mark_running(self) -> None:
        self.sample.set_chosen(self._source == "sample")
        for button in self.cameras:
            button.set_chosen(self._source == f"camera:{button.toolTip()}")

    def _shortened(self, name: str) -> str:
        return self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, NAME_PX)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        self._tokens = tokens
        rest = [self.stop, self.live, self.open, self.folder, self.paste, self.sample]
        for button in self.cameras + rest:
            button.take_theme(tokens)


def heading(text: str) -> QLabel:
    """What stands above a group in a pane."""
    label = QLabel(text)
    label.setObjectName("heading")
    label.setContentsMargins(11, 0, 0, 4)
    return label
