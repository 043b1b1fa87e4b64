"""The use cases of a folder that others write into."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.document.folder import named_picture
from app.document.watch import Come
from app.session import watch_wording
from app.session.desk import Desk
from app.session.notice_board import NoticeBoard
from app.session.opening import Opening
from app.session.reasons import reason_given
from app.workers.watching import Watching


class WatchedFolder(QObject):
    """What comes into the folder is opened, and does not take the place of what is looked at. What
    this program had saved, and this window did not just now, is left out and told.

    Signals: watch_changed(); read .folder. Also once the folder is back.
    """

    watch_changed = Signal()

    def __init__(
        self, opening: Opening, desk: Desk, notices: NoticeBoard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._opening, self._desk, self._notices = opening, desk, notices
        self._results: list[Path] = []  # come while a save runs, whose they may be
        self._own: set[Path] = set()  # that this window has saved, until they are seen to come
        desk.saved.connect(self._on_saved)
        desk.not_saved.connect(self._tell_results)
        self._watching = Watching(self)
        self._watching.found.connect(self._on_come)
        self._watching.failed.connect(self._on_not_watched)
        self._watching.recovered.connect(self.watch_changed)

    @property
    def folder(self) -> Path | None:
        """The folder whose new pictures are opened; None for none."""
        return self._watching.folder

    def watch_folder(self, folder: Path) -> None:
        """Opens each picture that comes into a folder from now on."""
        self._forget()
        self._watching.start(folder)
        self.watch_changed.emit()

    def stop_watching(self) -> None:
        """Leaves the folder alone."""
        self._forget()
        self._watching.stop()
        self.watch_changed.emit()

    def ask_to_stop(self) -> None:
        """Looks no more."""
        self._watching.ask_to_stop()

    def close(self, timeout_ms: int) -> bool:
        """Joins the look that is under way; False where that does not end in time."""
        return self._watching.join(timeout_ms)

    def _forget(self) -> None:
        self._results, self._own = [], set()

    @Slot(object)
    def _on_come(self, come: Come) -> None:
        if come.pictures:
            self._opening.open_paths(come.pictures, shown=False)
        self._results += come.results
        self._tell_results()

    @Slot(object, list, bool)
    def _on_saved(self, _pages: object, paths: Sequence[Path], _locked: bool) -> None:
        here = (path for path in paths if path.parent == self.folder and named_picture(path))
        self._own.update(here)
        self._tell_results()

    @Slot()
    def _tell_results(self) -> None:
        """Those of this window's own saves are no news: who saves where it watches knows."""
        if self._desk.saving:
            return
        come, self._results = self._results, []
        others = [path for path in come if path not in self._own]
        self._own.difference_update(come)
        if others:
            self._opening.leave_out(others)

    @Slot(object)
    def _on_not_watched(self, error: Exception) -> None:
        self._notices.post(watch_wording.not_watched(reason_given(error)))
