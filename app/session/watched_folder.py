"""The use cases of a folder that others write into."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.session import watch_wording
from app.session.notice_board import NoticeBoard
from app.session.opening import Opening
from app.session.reasons import reason_given
from app.workers.watching import Watching


class WatchedFolder(QObject):
    """What comes into the folder is opened, and does not take the place of what is looked at.

    Signals: watch_changed(); read .folder. Also once the folder is back.
    """

    watch_changed = Signal()

    def __init__(
        self, opening: Opening, notices: NoticeBoard, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._opening, self._notices = opening, notices
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
        self._watching.start(folder)
        self.watch_changed.emit()

    def stop_watching(self) -> None:
        """Leaves the folder alone."""
        self._watching.stop()
        self.watch_changed.emit()

    def ask_to_stop(self) -> None:
        """Looks no more."""
        self._watching.ask_to_stop()

    def close(self, timeout_ms: int) -> bool:
        """Joins the look that is under way; False where that does not end in time."""
        return self._watching.join(timeout_ms)

    @Slot(list)
    def _on_come(self, paths: list[Path]) -> None:
        self._opening.open_paths(paths, shown=False)

    @Slot(object)
    def _on_not_watched(self, error: Exception) -> None:
        self._notices.post(watch_wording.not_watched(reason_given(error)))
