"""Closing the window: what is being saved is finished first, out of sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QCloseEvent

if TYPE_CHECKING:
    from app.session import Notice
    from app.widgets.main_window import MainWindow


class Closing(QObject):
    """Ends the session with the window.

    A save that runs hides the window until it is done; one that fails brings the window back, with
    the notice that says why: the pages are still there.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.all_ended = True  # False where a thread could not be joined
        self._window = window
        self._waiting = self._failed = False
        window.session.busy_changed.connect(self._look)
        window.session.notice_posted.connect(self._note)

    def take(self, event: QCloseEvent) -> None:
        """Closes the session, or puts the event off until a save is done."""
        window, session = self._window, self._window.session
        session.update_settings(geometry=bytes(window.saveGeometry().data()))
        # First: whatever takes its time is not waited for in front of a dead window.
        window.hide()
        if session.saving:
            self._waiting, self._failed = True, False
            session.stop_live()
            event.ignore()
            return
        ended = [session.close(), window.stage.close_lane()]
        self.all_ended = all(ended)
        event.accept()

    def _look(self, _busy: int) -> None:
        if self._waiting and not self._window.session.saving:
            self._waiting = False
            # The answer itself (saved, or a notice) follows this signal.
            QTimer.singleShot(0, self, self._go_on)

    def _note(self, notice: Notice) -> None:
        self._failed = self._failed or notice.action == "save_elsewhere"

    def _go_on(self) -> None:
        if self._failed:
            self._window.show()
            return
        self._window.close()
        # Qt counts a window that was hidden already as none that was closed last.
        QCoreApplication.quit()
