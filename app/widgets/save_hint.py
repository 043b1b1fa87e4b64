"""What the button Save will do, in its tooltip."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.session import Session
from app.widgets import save_wording
from app.widgets.buttons import Button
from app.widgets.plain import plain
from app.widgets.save_choice import kept_choice
from app.widgets.save_rest import spared
from app.widgets.saving import Saving


class SaveHint(QObject):
    """Nobody who saves without a question should be surprised by what was chosen long ago."""

    def __init__(self, session: Session, saving: Saving, button: Button, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._saving, self._button = session, saving, button
        self._caption = button.text()
        for told in (
            *(session.pages_changed, session.state_changed, session.settings_changed),
            *(session.opening.progress_changed, session.busy_changed, session.cleared),
        ):
            told.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        session, folder = self._session, self._saving.goes_to
        text = self._caption
        if folder:
            choice = kept_choice(session.settings, session.pages, self._saving.kept_password())
            written = session.saving.page_count - spared(session, choice, Path(folder))
            pages = 0 if session.opening.under_way else written
            text = save_wording.plan(session.settings.format, Path(folder), pages)
        self._button.explain(text)
        self._button.setToolTip(plain(self._button.toolTip()))
