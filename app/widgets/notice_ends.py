"""What makes a notice pointless: the fault is over, or the step is no longer the last."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.session.editing import Editing
from app.session.engine import Engine
from app.session.sources import Sources
from app.session.watched_folder import WatchedFolder
from app.widgets.notice_bar import NoticeBar


class NoticeEnds(QObject):
    """Takes it away then."""

    def __init__(
        self,
        notices: NoticeBar,
        *,
        editing: Editing,
        sources: Sources,
        engine: Engine,
        watching: WatchedFolder,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        editing.history_changed.connect(self._drop_undo)
        sources.feed_opened.connect(self._drop_camera)
        engine.changed.connect(self._on_engine)
        watching.watch_changed.connect(self._drop_watch)

    @Slot()
    def _drop_camera(self) -> None:
        self._notices.drop_fault("camera")

    @Slot()
    def _drop_watch(self) -> None:
        self._notices.drop_fault("watch")

    @Slot(str, float)
    def _on_engine(self, title: str, _ms: float) -> None:
        if title:  # none while another one is loaded
            self._notices.drop_fault("engine")

    @Slot()
    def _drop_undo(self) -> None:
        self._notices.drop("undo")  # what it offers to take back is no longer the last step
