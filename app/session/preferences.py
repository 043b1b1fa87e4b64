"""The settings as they are now, and how they are kept."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal

from app.settings import Settings, load_settings, own_store, save_settings
from app.workers.jobs import Lane

log = logging.getLogger(__name__)


class Preferences(QObject):
    """Keeps them in a lane of its own: the place may be on a share that hangs.

    store : where they are kept; the system's place by default.

    Signals: changed(Settings).
    """

    changed = Signal(object)

    def __init__(self, store: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = QSettings() if store is None else store
        self._settings = self._kept = load_settings(self._store)  # kept : loaded, or saved last
        self._lane = Lane("settings", self)

    @property
    def settings(self) -> Settings:
        """The current settings."""
        return self._settings

    def update(self, **changes: Any) -> None:
        """Changes settings by name and stores them, as update(theme="dark")."""
        before = self._settings
        self._settings = replace(before, **changes)
        if self._settings != before:
            self.keep()
            self.changed.emit(self._settings)

    def keep(self) -> None:
        """Stores them; a failure is logged."""
        store, settings, before = self._store, self._settings, self._kept
        self._kept = settings

        def work() -> None:
            try:
                save_settings(own_store(store), settings, before)
            except OSError as error:  # here: as the session closes nobody is told what failed
                log.warning("the settings were not kept: %s", error)

        self._lane.submit(work, lambda _: None, lambda _: None)

    def close(self, timeout_ms: int) -> bool:
        """Stores what waits, and joins; False where that does not end in time."""
        return self._lane.finish(timeout_ms)
