"""Saves that wait for pictures that are being opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.session import Notice
from app.session.opening import Opening
from app.widgets.notice_bar import NoticeBar

Then = Callable[[], object]


class SaveWaits(QObject):
    """Does what waits once all pictures are open; where some could not be, it asks first.

    Signals: waiting_changed(whether a save waits).
    """

    waiting_changed = Signal(bool)

    def __init__(self, opening: Opening, notices: NoticeBar, parent: QObject) -> None:
        super().__init__(parent)
        self._opening, self._notices = opening, notices
        self._later: list[Then] = []  # saves that wait, and what is to follow them
        self._closes = False  # whether the window closes after these
        self._told: Notice | None = None  # of these
        opening.progress_changed.connect(self._on_opening)

    @property
    def waiting(self) -> bool:
        """Whether a save waits."""
        return bool(self._later)

    def once_complete(self, act: Then, *, closes: bool) -> None:
        """Does it now or, while pictures are being opened, once they are there."""
        if self._opening.under_way:
            self.put_off([act], closes=closes)
        else:
            act()

    def put_off(self, acts: list[Then], *, closes: bool) -> None:
        """Does it after what waits already. closes : the window closes then."""
        self._closes = closes or (self.waiting and self._closes)
        self._wait_for([*self._later, *acts])
        if self._closes:
            text = QCoreApplication.translate(
                "Saving", "The window closes once all pictures are open and saved."
            )
            caption = QCoreApplication.translate("Saving", "Keep it open")
        else:
            text = QCoreApplication.translate("Saving", "It is saved once all pictures are open.")
            caption = QCoreApplication.translate("Saving", "Don't save")
        self._notices.show_message(text, caption, self.call_off)
        self._told = self._notices.notice

    def call_off(self) -> None:
        """Forgets what waits."""
        self._wait_for([])

    def _wait_for(self, acts: list[Then]) -> None:
        changed, self._later = bool(acts) != self.waiting, acts
        if not acts and self._told is not None and self._notices.notice is self._told:
            self._notices.hide()  # what it offers cannot be had any more
        if changed:
            self.waiting_changed.emit(self.waiting)

    def _on_opening(self, progress: object) -> None:
        acts, closes = self._later, self._closes
        if progress is not None or not acts:
            return
        self.call_off()

        def act() -> None:
            for each in acts:
                each()

        if self._opening.trouble:
            text = QCoreApplication.translate("Saving", "Not saved yet. {trouble}")
            anyway = QCoreApplication.translate("Saving", "Save anyway")
            again = partial(self.once_complete, act, closes=closes)
            text = text.format(trouble=self._opening.trouble)
            self._notices.show_message(text, anyway, again, "warning")
        else:
            act()
