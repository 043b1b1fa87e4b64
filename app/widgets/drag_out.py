"""Pages dragged out of the tray: onto a mail, a folder or a browser, as files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QUrl, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from app.document.form import Form
from app.session.dragging import Dragging
from app.session.overview import Overview
from app.widgets.notice_bar import NoticeBar
from app.widgets.on_stage import OnStage
from app.widgets.page_list import URI_LIST
from app.widgets.save_choice import kept_choice
from app.widgets.save_names import name_after, proposed_name
from app.widgets.saving import Saving

if TYPE_CHECKING:
    from app.document.page import Page
    from app.widgets.tray import Tray


class DragOut(QObject):
    """Has the files written, as Ctrl+S would, once a drag leaves the list: whoever only moves pages
    within it writes nothing. What is dragged offers files from its beginning, since the desktops
    ask then what it is, and has none until they are there, since nobody waits for them: a desktop
    asks for the addresses as it drops, on the window's thread.

    A card is written long before a hand is over another window. Where pages take longer, a drop
    brings nothing; it is said once they are there, and a second drag has them at once. (macOS asks
    for the addresses at the beginning: there it is always the second.)
    """

    def __init__(
        self,
        overview: Overview,
        dragging: Dragging,
        notices: NoticeBar,
        tray: Tray,
        saving: Saving,
        *,
        shown: OnStage,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._overview, self._dragging = overview, dragging
        self._notices, self._saving = notices, saving
        self._shown, self._window = shown, window
        self._mime: QMimeData | None = None  # of the drag that goes on
        tray.list.drag_begun.connect(self._begin)
        tray.list.drag_left.connect(self._write)
        dragging.files_written.connect(self._offer)

    @Slot(object, list)
    def _begin(self, mime: QMimeData, page_ids: list[str]) -> None:
        self._mime = mime
        mime.destroyed.connect(self._end)  # by Qt, with the drag
        self._fill(self._dragging.dragged(page_ids, self._form(page_ids)))
        self._dragging.expect_drag()

    @Slot()
    def _end(self) -> None:
        self._mime = None

    @Slot(list)
    def _write(self, page_ids: list[str]) -> None:
        self._shown.draw_frame()  # what is dragged is what is shown
        form = self._form(page_ids)
        if not self._dragging.dragged(page_ids, form):
            name = self._name(page_ids, form.file_format)
            self._dragging.write_dragged(page_ids, name, form)

    @Slot(list)
    def _offer(self, paths: list[Path]) -> None:
        if self._mime is not None:
            self._fill(paths)
        elif not self._window.frameGeometry().contains(QCursor.pos()):
            self._notices.show_message(
                self.tr("The files were not ready yet. Now they are: drag the pages out again.")
            )

    def _fill(self, paths: list[Path]) -> None:
        if self._mime is not None and paths:
            urls = [QUrl.fromLocalFile(str(path)) for path in paths]
            lines = (bytes(url.toEncoded().data()) for url in urls)
            self._mime.setData(URI_LIST, b"".join(line + b"\r\n" for line in lines))

    def _form(self, page_ids: list[str]) -> Form:
        """As Ctrl+S would save these pages."""
        settings, password = self._overview.settings, self._saving.kept_password()
        return kept_choice(settings, self._of(page_ids), password).form

    def _name(self, page_ids: list[str], file_format: str) -> str:
        """One page alone is called after the file it came from."""
        pages = self._of(page_ids)
        alone = len(pages) == 1 and pages[0].from_file
        name = name_after(pages[0].name, file_format) if alone else ""
        if name:
            return name
        stem = QCoreApplication.translate("Saving", "Scan")
        return proposed_name(stem, file_format, datetime.now().astimezone())

    def _of(self, page_ids: list[str]) -> list[Page]:
        return [page for page in self._overview.pages if page.id in page_ids]
