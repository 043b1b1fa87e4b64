"""The use cases of a folder that others write into."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Slot

from app.session import core as core_module
from app.session import watch_wording
from app.session.opening_use import OpeningUse
from app.session.reasons import reason_given
from app.workers.detection import LoadDetector, load_detector
from app.workers.watching import Watching


class WatchUse(OpeningUse):
    """What comes into the folder is opened, and does not take the place of what is looked at."""

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: LoadDetector = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(store, load_detector, parent)
        self._watching = Watching(lambda: not self.saving, self)
        self._watching.found.connect(self._on_come)
        self._watching.failed.connect(self._on_not_watched)
        self._watching.recovered.connect(self.watch_changed)
        self._desk.saved.connect(self._on_written)

    @property
    def watched(self) -> Path | None:
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

    def close(self) -> bool:
        """As Core's."""
        self._watching.ask_to_stop()
        ended = super().close()
        self._ended = self._watching.join(core_module.CLOSE_MS) and ended
        return self._ended

    @Slot(object, list, bool)
    def _on_written(self, _pages: object, paths: list[Path], _locked: bool) -> None:
        self._watching.skip(paths)

    @Slot(list)
    def _on_come(self, paths: list[Path]) -> None:
        self.open_paths(paths, shown=False)

    @Slot(object)
    def _on_not_watched(self, error: Exception) -> None:
        self.notices.post(watch_wording.not_watched(reason_given(error)))
