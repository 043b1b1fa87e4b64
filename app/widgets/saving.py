"""Saving from the window: to the last folder at once, or after asking how and where."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.session import Session
from app.widgets.bars import NoticeBar
from app.widgets.save_dialog import SaveChoice, SaveDialog, proposed_name


class Saving(QObject):
    """Asks, remembers and tells; the session writes."""

    def __init__(self, session: Session, notices: NoticeBar, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._notices, self._window = session, notices, window
        self._password = ""  # of the last save; in memory only, until the session is cleared
        session.pages_saved.connect(self._on_saved)

    def save(self) -> None:
        """Saves every page to the last folder by the pattern; asks where there is none."""
        self._session.accept_shown()  # what is saved is what is shown
        settings = self._session.settings
        if not self._session.pages:
            return
        if not settings.last_folder:
            self.save_as()
            return
        target = Path(settings.last_folder) / self._name(settings.format)
        self._session.save(
            [],
            target,
            settings.format,
            settings.dpi,
            keep_sharper=settings.keep_sharper,
            password=self._password,
        )

    def save_as(self) -> None:
        """Asks what, how and where, then saves."""
        self._session.accept_shown()
        if not self._session.pages:
            return
        dialog = SaveDialog(
            self._session.settings,
            len(self._session.pages),
            self._window,
            password=self._password,
        )
        session = self._session
        dialog.choice_changed.connect(self._estimate)
        session.size_estimated.connect(dialog.show_size)
        dialog.accepted.connect(lambda: self._ask_where(dialog.choice()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _estimate(self, choice: SaveChoice) -> None:
        self._session.estimate(
            self._pages(choice),
            choice.file_format,
            choice.dpi,
            choice.quality,
            keep_sharper=choice.keep_sharper,
        )

    def _ask_where(self, choice: SaveChoice) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = self._session.settings.last_folder or QStandardPaths.writableLocation(documents)
        where = QFileDialog(self._window, self.tr("Save to"))
        where.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # A taken name gets a suffix, nothing is overwritten: no need to ask.
        where.setOption(QFileDialog.Option.DontConfirmOverwrite)
        where.setDirectory(folder)
        where.selectFile(self._name(choice.file_format))
        where.fileSelected.connect(lambda name: self.save_to(Path(name), choice))
        where.finished.connect(where.deleteLater)
        where.open()

    def save_to(self, target: Path, choice: SaveChoice) -> None:
        """Saves as chosen, and remembers the choice."""
        self._session.update_settings(
            last_folder=str(target.parent),
            format=choice.file_format,
            dpi=choice.dpi,
            keep_sharper=choice.keep_sharper,
            quality=choice.quality,
        )
        self._password = choice.password
        self._session.save(
            self._pages(choice),
            target,
            choice.file_format,
            choice.dpi,
            keep_sharper=choice.keep_sharper,
            password=choice.password,
        )

    def forget(self) -> None:
        """Forgets the password."""
        self._password = ""

    def _pages(self, choice: SaveChoice) -> list[str]:
        """Ids; none for all."""
        selected = self._session.selected
        return [] if choice.all_pages or not selected else [selected]

    def _name(self, file_format: str) -> str:
        return proposed_name(self.tr("Scan"), file_format, datetime.now().astimezone())

    def _on_saved(self, paths: list[Path]) -> None:
        if not paths:
            return
        folder = paths[0].parent
        locked = bool(self._password) and paths[0].suffix == ".pdf"
        if len(paths) == 1 and locked:
            text = self.tr("Saved as {name}, locked by the password").format(name=paths[0].name)
        elif len(paths) == 1:
            text = self.tr("Saved as {name}").format(name=paths[0].name)
        else:
            text = self.tr("Saved {count} files").format(count=len(paths))

        def show_folder() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

        self._notices.show_message(text, self.tr("Show folder"), show_folder)
