"""Asks for a page's machine readable zone, shows it and copies from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMainWindow

from app.session import Session
from app.widgets import clipboard, theme
from app.widgets.bars import NoticeBar, announce
from app.widgets.mrz_dialog import MrzDialog

if TYPE_CHECKING:
    from app.document.mrz import Mrz


class MrzRequest(QObject):
    """What was read is nowhere but in the dialog, and goes with it."""

    def __init__(self, session: Session, notices: NoticeBar, window: QMainWindow) -> None:
        super().__init__(window)
        self._session, self._notices, self._window = session, notices, window
        self._dialog: MrzDialog | None = None
        session.mrz_read.connect(self._show)
        session.cleared.connect(self._close)

    @Slot()
    def ask(self) -> None:
        """Of the page that is shown."""
        if not self._session.reading:
            self._notices.drop_remark()
            self._session.read_mrz(self._session.selected)

    @Slot(str, object)
    def _show(self, page_id: str, mrz: Mrz) -> None:
        if page_id != self._session.selected or self._session.state != "page":
            return  # another page is looked at by now
        self._close()
        tokens = theme.tokens_for(self._session.settings.theme)
        self._dialog = dialog = MrzDialog(mrz, tokens, self._window)
        dialog.copy_asked.connect(self._copy)
        dialog.finished.connect(self._forget)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        announce(dialog, dialog.summary.text())

    @Slot(str, str)
    def _copy(self, text: str, name: str) -> None:
        clipboard.copy_text(text)
        told = self.tr("{field} copied. Clipboard histories are asked to skip it.")
        self._notices.show_message(told.format(field=name))

    @Slot()
    def _close(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()

    @Slot()
    def _forget(self) -> None:
        self._dialog = None
