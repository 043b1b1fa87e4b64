"""What there is, for those who look at it and change nothing."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance

from app.document.page import Page
from app.settings import Settings


class Overview(Protocol):
    """What of a Session is no part's: its values and signals are explained there."""

    state_changed: SignalInstance
    pages_changed: SignalInstance
    selection_changed: SignalInstance
    settings_changed: SignalInstance
    busy_changed: SignalInstance
    cleared: SignalInstance

    @property
    def state(self) -> str: ...
    @property
    def pages(self) -> tuple[Page, ...]: ...
    @property
    def selected(self) -> str: ...
    @property
    def settings(self) -> Settings: ...
