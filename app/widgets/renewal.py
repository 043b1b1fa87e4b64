"""The window in another language, at once: its contents are made anew, and the session goes on.

Not by LanguageChange: each widget would have to keep apart what it says and what it shows.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from app.settings import Settings
from app.widgets.main_window import MainWindow

AGAIN_MS = 200


class Renewal(QObject):
    """Follows the language of the settings. speak : has another one spoken from then on.

    What is being saved or printed, and a dialog, belong to what is shown: they are waited for.
    """

    def __init__(self, window: MainWindow, speak: Callable[[str], None]) -> None:
        # Not the window's: what that has goes.
        super().__init__(window.session)
        self._window, self._speak = window, speak
        self._spoken = window.session.settings.language
        # The menu in which it was chosen is to be gone.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._renew)
        window.session.settings_changed.connect(self._on_settings)

    @Slot(object)
    def _on_settings(self, settings: Settings) -> None:
        if settings.language != self._spoken:
            self._soon.start(0)

    @property
    def _busy(self) -> bool:
        window, session = self._window, self._window.session
        asks = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        writes = session.saving.under_way or session.printing.under_way or window.saving.waiting
        return bool(asks) or writes

    @Slot()
    def _renew(self) -> None:
        session = self._window.session
        language = session.settings.language
        if session.closed or language == self._spoken:  # chosen, and taken back
            return
        if self._busy:
            self._soon.start(AGAIN_MS)
            return
        self._spoken = language
        self._speak(language)
        self._window.build_anew()
