"""Asks for a page's machine readable zone, shows it and copies from it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QMainWindow

from app.session.overview import Overview
from app.session.zones import Zones
from app.widgets import clipboard, theme
from app.widgets.mrz_dialog import MrzDialog
from app.widgets.notice_bar import NoticeBar
from app.widgets.spoken import announce

if TYPE_CHECKING:
    from app.document.mrz import Mrz
    from app.document.page import Page
    from app.session import Notice
    from app.workers.layers import Layers

# What takes longer is said to be under way.
SLOW_MS = 500


def today() -> date:
    """Of this computer's clock, where it stands."""
    return datetime.now(tz=UTC).astimezone().date()


class MrzRequest(QObject):
    """What was read is nowhere but in the dialog, and goes with it."""

    def __init__(
        self, overview: Overview, zones: Zones, notices: NoticeBar, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._overview, self._zones = overview, zones
        self._notices, self._window = notices, window
        self._dialog: MrzDialog | None = None
        self._about: Page | None = None  # as it was read
        self._told: Notice | None = None  # that it takes a while
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._tell)
        zones.reading_ended.connect(self._end)
        overview.pages_changed.connect(self._look_again)
        zones.zone_read.connect(self._show)
        for elsewhere in (overview.cleared, overview.selection_changed, overview.state_changed):
            elsewhere.connect(self._close)

    @Slot()
    def ask(self) -> None:
        """Of the page that is shown."""
        if self._zones.reading != self._overview.selected:
            self._notices.drop_remark()
            self._zones.read_mrz(self._overview.selected)
            self._slow.start()

    @Slot()
    def _tell(self) -> None:
        # Not in place of what wants an answer.
        if self._zones.reading and self._notices.isHidden():
            self._notices.show_message(self.tr("Reading the machine readable zone…"))
            self._told = self._notices.notice

    @Slot()
    def _end(self) -> None:
        self._slow.stop()
        told, self._told = self._told, None
        if told is not None and self._notices.notice is told:
            self._notices.hide()

    @Slot(str, object, object)
    def _show(self, page_id: str, mrz: Mrz, strip: Layers) -> None:
        if page_id != self._overview.selected or self._overview.state != "page":
            return  # another page is looked at by now
        if QApplication.activeModalWidget() is not None:
            return  # another dialog: whoever opened it has turned to something else
        self._close()
        tokens = theme.tokens_for(self._overview.settings.theme)
        self._about = self._page(page_id)
        self._dialog = dialog = MrzDialog(mrz, tokens, self._window, strip, today())
        dialog.copy_asked.connect(self._copy)
        dialog.finished.connect(self._forget)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        announce(dialog, dialog.summary.text())

    def take_theme(self, tokens: theme.Tokens) -> None:
        """Of the dialog that is open, if one is."""
        if self._dialog is not None:
            self._dialog.take_theme(tokens)

    @Slot(str, str)
    def _copy(self, text: str, name: str) -> None:
        clipboard.copy_text(text)
        told = self.tr("{field} copied. Clipboard histories are asked to skip it.")
        self._notices.show_message(told.format(field=name))

    def _page(self, page_id: str) -> Page | None:
        return next((page for page in self._overview.pages if page.id == page_id), None)

    @Slot()
    def _look_again(self) -> None:
        """Another picture may be in the page's place, or black on what was read."""
        about = self._about
        if self._dialog is None or about is None:
            return
        now = self._page(about.id)
        if (
            now is None
            or now.original is not about.original
            or now.edits.hidden != about.edits.hidden
        ):
            self._close()

    @Slot()
    def _close(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()

    @Slot()
    def _forget(self) -> None:
        self._dialog = self._about = None
