"""What a person asks the window for by a dialog or the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QStandardPaths, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox, QPushButton

from app.capture.sources import VIDEO_SUFFIXES
from app.document.folder import SUFFIXES
from app.session import Session
from app.session.listing import sentences
from app.widgets import clipboard
from app.widgets.buttons import finish
from app.widgets.empty_stage import EmptyStage
from app.widgets.file_dialog import file_dialog, forget_places
from app.widgets.incoming import unpack
from app.widgets.mrz_request import MrzRequest
from app.widgets.notice_bar import NoticeBar
from app.widgets.page_stage import PageStage
from app.widgets.shortcuts import ShortcutsDialog
from app.widgets.sources_pane import SourcesPane
from app.widgets.top_bar import TopBar


class Requests(QObject):
    """Asks, then hands over to the session. Every dialog is opened, none is waited for.

    Signals: save_asked(what is to follow, once the save was handed over).
    """

    save_asked = Signal(object)

    def __init__(self, session: Session, notices: NoticeBar, window: QMainWindow) -> None:
        super().__init__(window)
        self.session, self.notices, self._window = session, notices, window
        pictures = QStandardPaths.StandardLocation.PicturesLocation
        self._folder = QStandardPaths.writableLocation(pictures)  # then where the last one was
        self._clears = False  # once the save that was handed over is done
        session.drawing.page_copied.connect(self._on_copied)
        # Queued: what is told of the save comes first, and goes with the session.
        session.saving.pages_saved.connect(self._on_saved, Qt.ConnectionType.QueuedConnection)
        session.saving.save_failed.connect(self._on_not_saved)
        self.mrz = MrzRequest(session, session.zones, notices, window)

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
        if self.session.watching.folder is not None:
            self.session.watching.stop_watching()
            return
        dialog = file_dialog(self._window, self.tr("Watch a folder for pictures"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.session.watching.watch_folder(Path(name)))
        dialog.open()

    def _open(self, paths: list[Path], replaced: str = "") -> None:
        self._folder = str(paths[0].parent)
        self.notices.drop_remark()
        self.session.opening.open_paths(paths, replaced)

    def fill_slot(self) -> None:
        """The other side of a card: from the feed where one runs, else from a file."""
        if self.session.sources.source:
            self.session.sources.show_live()
        else:
            self.ask_open()

    def replace(self) -> None:
        """Another picture in the place of the page that is shown."""
        if self.session.sources.source:
            self.session.capturing.replace_page(self.session.selected)
        else:
            # Only once something was chosen: a dialog that is left changes nothing.
            self.ask_open(self.session.selected)

    def paste(self) -> None:
        """Opens what is on the clipboard."""
        found: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None where it is empty
        if found is None or not self.take(found, self.tr("Pasted picture")):
            self.notices.show_message(self.tr("There is no picture on the clipboard."))

    def take(self, mime: QMimeData, name: str) -> bool:
        """Opens what was pasted or dropped; whether there was anything, or a word was said."""
        found = unpack(mime)
        if not found.empty:
            self.notices.drop_remark()
        if found.remote:
            self.notices.show_message(
                self.tr("Rectoscan uses no network. Save the picture first, then open the file.")
            )
        elif found.placeless:
            self.notices.show_message(
                self.tr(
                    "That is no file of this computer. Save the picture first, then open the file."
                )
            )
        if found.paths:
            self.session.opening.open_paths(found.paths)
        elif found.data:
            self.session.opening.open_data(found.data, name)
        elif not found.image.isNull():
            self.session.opening.open_image(found.image, name)
        return found.remote or found.placeless or not found.empty

    def copy(self) -> None:
        """Copies the page that is shown, for other programs but not for clipboard histories."""
        self.session.drawing.copy(self.session.selected)

    def _on_copied(self, image: QImage, png: bytes) -> None:
        clipboard.copy_image(image, png)
        self.notices.show_message(self.tr("Page copied. Clipboard histories are asked to skip it."))

    def serve(self, top: TopBar, page: PageStage) -> None:
        """Does what the menu of the bar above offers, and its copy, and reads a page's zone."""
        session = self.session
        page.mrz_asked.connect(self.mrz.ask)
        top.copy_asked.connect(self.copy)
        top.clear_asked.connect(self.ask_clear)
        top.help_asked.connect(self.show_help)
        top.confirm_switched.connect(session.capturing.set_confirm)
        top.combine_switched.connect(lambda on: session.update_settings(combine_frames=on))
        top.cuda_switched.connect(
            lambda on: session.update_settings(device="cuda" if on else "auto")
        )
        top.recovery_switched.connect(lambda on: session.update_settings(recovery=on))
        top.theme_asked.connect(lambda name: session.update_settings(theme=name))
        top.language_asked.connect(self.choose_language)

    def serve_sources(self, sources: SourcesPane, empty: EmptyStage) -> None:
        """Asks for files and folders, or takes the clipboard."""
        for pane in (sources, empty):
            pane.open_asked.connect(self.ask_open)
            pane.paste_asked.connect(self.paste)
            pane.sample_asked.connect(self.session.sources.start_sample)
        sources.folder_asked.connect(self.ask_folder)
        sources.watch_asked.connect(self.switch_watch)
        sources.screen_asked.connect(self.session.screens.start_screen)
        self.session.screens.screens_changed.connect(sources.show_screens)
        self.session.watching.watch_changed.connect(
            lambda: sources.show_watched(self.session.watching.folder)
        )

    def choose_language(self, code: str) -> None:
        """Remembers the language ("": the system's), which the next start speaks."""
        if code != self.session.settings.language:
            self.session.update_settings(language=code)
            self.notices.show_message(
                self.tr("The language changes when Rectoscan is next started.")
            )

    def toggle_full_screen(self) -> None:
        """Full screen, or back to what it was, maximised or not."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_help(self) -> None:
        """Lists the shortcuts."""
        dialog = ShortcutsDialog(self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_clear(self) -> None:
        """Asks whether to forget every page, and says how many of them no file holds."""
        kinds, box = QMessageBox.StandardButton, QMessageBox(self._window)
        box.setWindowTitle(self.tr("Clear session"))
        box.setStandardButtons(kinds.Cancel | kinds.Discard)
        box.setDefaultButton(kinds.Cancel)
        save = None
        if self.session.saving.unsaved:
            save = self._word_loss(box)
        else:
            box.setText(self.tr("Forget every page? This cannot be undone."))
            box.setInformativeText(self._after_clear())
            box.button(kinds.Discard).setText(self.tr("Clear"))
        finish(box)

        def act() -> None:
            if box.clickedButton() == box.button(kinds.Discard):
                self._clear()
            elif save is not None and box.clickedButton() == save:
                # What is still being opened comes into the file as well, and may need a look.
                complete = not self.session.opening.under_way
                self.save_asked.emit(self._clear_once_saved if complete else None)

        box.finished.connect(act)
        box.finished.connect(box.deleteLater)
        box.open()

    def _word_loss(self, box: QMessageBox) -> QPushButton:
        """Returns the button that saves."""
        unsaved, count = self.session.saving.unsaved, self.session.saving.page_count
        if count == 1:
            text, forget = self.tr("The page is not saved. Forget it?"), self.tr("Forget it")
        else:
            text = self.tr("{unsaved} of {count} pages are not saved. Forget them all?")
            if unsaved == count:
                text = self.tr("None of the {count} pages is saved. Forget them all?")
            forget = self.tr("Forget them")
        box.setText(text.format(unsaved=unsaved, count=count))
        undone = self.tr("This cannot be undone.")
        box.setInformativeText(sentences(undone, self._after_clear()))
        box.button(QMessageBox.StandardButton.Discard).setText(forget)
        return box.addButton(self.tr("Save first"), QMessageBox.ButtonRole.AcceptRole)

    def _after_clear(self) -> str:
        return self.tr(
            "Saved files stay. What a disk once held may be recoverable even when deleted."
        )

    def clear(self) -> None:
        """Forgets every page; asks first where one of them is in no file, or not yet."""
        session = self.session
        if session.saving.unsaved or session.opening.under_way or session.saving.under_way:
            self.ask_clear()
        else:
            self._clear()

    def _clear_once_saved(self) -> None:
        self._clears = True

    @Slot()
    def _on_saved(self) -> None:
        """Clears, where that was to follow, unless something has come meanwhile or there is a
        warning to be read, as of what an earlier file shows."""
        session, clears = self.session, self._clears
        if session.saving.under_way:  # another one is done later
            return
        self._clears = False
        notice = None if self.notices.isHidden() else self.notices.notice
        warned = notice is not None and notice.kind != "info" and not notice.lasting
        if clears and not (session.saving.unsaved or session.opening.under_way or warned):
            self._clear()
            self.notices.show_message(self.tr("Saved, and the session is cleared."))

    @Slot()
    def _on_not_saved(self) -> None:
        self._clears = False

    def _clear(self) -> None:
        clipboard.clear_own()
        forget_places()  # also what was written by an earlier version
        self.session.clear()


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
