"""What the desktop hands to the program while it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from app.widgets.main_window import MainWindow


class Application(QApplication):
    """The application. macOS tells it of files that the Finder or the Dock opens, by an event each.

    Not by an event filter: one on the application sees every event of every widget, each by way of
    Python.

    Signals: urls_opened(list[QUrl]), those of one turn of the event loop together.
    """

    urls_opened = Signal(list)

    def __init__(self, argv: Sequence[str]) -> None:
        super().__init__([*argv])
        self._urls: list[QUrl] = []

    def event(self, event: QEvent) -> bool:
        """Qt's hook for what is sent to the application itself."""
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        if not self._urls:
            QTimer.singleShot(0, self, self._tell)
        self._urls.append(event.url())
        return True

    def _tell(self) -> None:
        urls, self._urls = self._urls, []
        self.urls_opened.emit(urls)


def open_handed(window: MainWindow, urls: list[QUrl]) -> None:
    """Opens in the window what the desktop hands over, and brings it to the front."""
    handed = QMimeData()
    handed.setUrls(urls)
    window.closing.call_off()
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    window.requests.take(handed, "")
