"""What a person asks the window for by a dialog or the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QStandardPaths, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMainWindow

from app.capture.sources import VIDEO_SUFFIXES
from app.document.folder import SUFFIXES
from app.session.capturing import Capturing
from app.session.opening import Opening
from app.session.overview import Overview
from app.session.sources import Sources
from app.session.watched_folder import WatchedFolder
from app.widgets.empty_stage import EmptyStage
from app.widgets.file_dialog import file_dialog
from app.widgets.incoming import unpack
from app.widgets.notice_bar import NoticeBar
from app.widgets.shortcuts import ShortcutsDialog
from app.widgets.sources_pane import SourcesPane


class Requests(QObject):
    """Asks, then hands over to the session. Every dialog is opened, none is waited for."""

    def __init__(
        self,
        overview: Overview,
        *,
        opening: Opening,
        watching: WatchedFolder,
        sources: Sources,
        capturing: Capturing,
        notices: NoticeBar,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._overview, self._opening, self._watching = overview, opening, watching
        self._sources, self._capturing = sources, capturing
        self._notices, self._window = notices, window
        pictures = QStandardPaths.StandardLocation.PicturesLocation
        self._folder = QStandardPaths.writableLocation(pictures)  # then where the last one was
        self._pane: SourcesPane | None = None

    def ask_open(self, replaced: str = "") -> None:
        """Asks for pictures or a video; the first may take the place of a page, by its id."""
        dialog = file_dialog(self._window, self.tr("Open pictures or a video"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        both = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES | VIDEO_SUFFIXES))
        dialog.setNameFilters(
            [self.tr("Pictures and videos ({kinds})").format(kinds=both), self.tr("All files (*)")]
        )
        dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
        dialog.filesSelected.connect(lambda names: self._open([*map(Path, names)], replaced))
        dialog.open()

    def ask_folder(self) -> None:
        """Asks for a folder of pictures."""
        dialog = file_dialog(self._window, self.tr("Open a folder of pictures"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self._open([Path(name)]))
        dialog.open()

    def switch_watch(self) -> None:
        """Asks for a folder to watch, or watches the one that is watched no longer."""
        if self._watching.folder is not None:
            self._watching.stop_watching()
            return
        dialog = file_dialog(self._window, self.tr("Watch a folder for pictures"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self._watching.watch_folder(Path(name)))
        dialog.open()

    def _open(self, paths: list[Path], replaced: str = "") -> None:
        self._folder = str(paths[0].parent)
        self._drop_last()
        self._opening.open_paths(paths, replaced)

    def fill_slot(self) -> None:
        """The other side of a card: from the feed where one runs, else from a file."""
        if self._sources.source:
            self._sources.show_live()
        else:
            self.ask_open()

    def replace(self) -> None:
        """Another picture in the place of the page that is shown."""
        if self._sources.source:
            self._capturing.replace_page(self._overview.selected)
        else:
            # Only once something was chosen: a dialog that is left changes nothing.
            self.ask_open(self._overview.selected)

    def paste(self) -> None:
        """Opens what is on the clipboard."""
        found: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None where it is empty
        if found is None or not self.take(found, self.tr("Pasted picture")):
            self._notices.show_message(self.tr("There is no picture on the clipboard."))

    def take(self, mime: QMimeData, name: str) -> bool:
        """Opens what was pasted or dropped; whether there was anything, or a word was said."""
        found = unpack(mime)
        if not found.empty:
            self._drop_last()
        if found.remote:
            self._notices.show_message(
                self.tr("Rectoscan uses no network. Save the picture first, then open the file.")
            )
        elif found.placeless:
            self._notices.show_message(
                self.tr(
                    "That is no file of this computer. Save the picture first, then open the file."
                )
            )
        if found.paths:
            self._opening.open_paths(found.paths)
        elif found.data:
            self._opening.open_data(found.data, name)
        elif not found.image.isNull():
            self._opening.open_image(found.image, name)
        return found.remote or found.placeless or not found.empty

    def _drop_last(self) -> None:
        """What was said of the last step, or of an opening that came to nothing."""
        self._notices.drop_remark()
        self._notices.drop_fault("opening")

    def serve_sources(self, sources: SourcesPane, empty: EmptyStage) -> None:
        """Asks for files and folders, or takes the clipboard."""
        for pane in (sources, empty):
            pane.open_asked.connect(self.ask_open)
            pane.paste_asked.connect(self.paste)
            pane.sample_asked.connect(self._sources.start_sample)
        sources.folder_asked.connect(self.ask_folder)
        sources.watch_asked.connect(self.switch_watch)
        self._pane = sources
        self._watching.watch_changed.connect(self._show_watched)

    @Slot()
    def _show_watched(self) -> None:
        if self._pane is not None:
            self._pane.show_watched(self._watching.folder)

    def take_over(self, before: Requests) -> None:
        """Asks where that asked last."""
        self._folder = before._folder

    def toggle_full_screen(self) -> None:
        """Full screen, or back to what it was, maximised or not."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_help(self) -> None:
        """Lists the shortcuts."""
        dialog = ShortcutsDialog(self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def open_camera_settings() -> None:
    """Opens the system's page of camera permissions, where there is one."""
    for url in (
        "ms-settings:privacy-webcam",
        "x-apple.systempreferences:com.apple.preference.security?Privacy_Camera",
    ):
        if QDesktopServices.openUrl(QUrl(url)):
            return


def open_screen_settings() -> None:
    """Opens macOS's page of the permission to record the screen; others have none."""
    QDesktopServices.openUrl(
        QUrl("x-apple.systempreferences:com.apple.preference.security?Privacy_ScreenCapture")
    )
