"""What a copy is for: asked once, written across the pages that are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.session.editing import Editing
from app.session.overview import Overview
from app.widgets.watermark_dialog import WatermarkDialog

if TYPE_CHECKING:
    from app.widgets.page_stage import PageStage
    from app.widgets.tray import Tray


class Copies(QObject):
    """Keeps what was said last for the next time, as long as the session is not cleared: a day's
    copies go to the same desk. It is kept nowhere else."""

    def __init__(
        self, overview: Overview, editing: Editing, stage: PageStage, tray: Tray, window: QWidget
    ) -> None:
        super().__init__(window)
        self._overview, self._editing = overview, editing
        self._tray, self._window = tray, window
        self._who = self._why = ""
        stage.watermark_asked.connect(self.ask)
        overview.cleared.connect(self._forget)

    @Slot()
    def ask(self) -> None:
        """Asks for the watermark of the page that is shown and those marked with it."""
        shown, marked = self._overview.selected, self._tray.marked
        meant = {shown, *marked}
        pages = [page for page in self._overview.pages if page.id in meant]
        if not pages:
            return
        dialog = WatermarkDialog(
            len(pages),
            marked=any(page.edits.watermark is not None for page in pages),
            who=self._who,
            why=self._why,
            parent=self._window,
        )

        def write(text: str) -> None:
            self._who, self._why = dialog.who.text(), dialog.why.text()
            self._editing.set_watermark(shown, text, marked)

        dialog.text_chosen.connect(write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _forget(self) -> None:
        self._who = self._why = ""
