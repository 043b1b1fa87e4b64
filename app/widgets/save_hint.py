"""What the button Save will do, in its tooltip."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.session.opening import Opening
from app.session.overview import Overview
from app.session.saving import Saving as SessionSaving
from app.widgets import save_wording
from app.widgets.buttons import Button
from app.widgets.plain import plain
from app.widgets.save_choice import kept_choice
from app.widgets.save_rest import spared
from app.widgets.saving import Saving


class SaveHint(QObject):
    """Nobody who saves without a question should be surprised by what was chosen long ago."""

    def __init__(
        self,
        overview: Overview,
        writer: SessionSaving,
        opening: Opening,
        saving: Saving,
        button: Button,
    ) -> None:
        super().__init__(button)
        self._overview, self._writer, self._opening = overview, writer, opening
        self._saving, self._button = saving, button
        self._caption = button.text()
        for told in (
            *(overview.pages_changed, overview.state_changed, overview.settings_changed),
            *(opening.progress_changed, overview.busy_changed, overview.cleared),
        ):
            told.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        pages, settings = self._overview.pages, self._overview.settings
        folder = self._saving.goes_to
        text = self._caption
        if folder:
            choice = kept_choice(settings, pages, self._saving.kept_password())
            kept = spared(pages, self._writer.files, choice, Path(folder))
            count = 0 if self._opening.under_way else self._writer.page_count - kept
            text = save_wording.plan(settings.format, Path(folder), count)
        self._button.explain(text)
        self._button.setToolTip(plain(self._button.toolTip()))
