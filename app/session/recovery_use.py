"""What is in a file and what is not, and how the latter outlives a crash."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Slot

from app.document.journal import Recovered
from app.session import left_wording
from app.session.core import KEEP_MS
from app.session.files import Files
from app.session.reasons import reason_given
from app.session.recovery import Recovery
from app.session.watch_use import WatchUse
from app.workers.detection import LoadDetector, load_detector
from detector.quad import Quad

REST_MS = 500


class RecoveryUse(WatchUse):
    """Pages that no file holds are kept in a journal, where recover_in() was told of a place."""

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: LoadDetector = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(store, load_detector, parent)
        self._files = Files()
        self._recovery: Recovery | None = None
        self._resting = QTimer(self, singleShot=True, interval=REST_MS)
        self._resting.timeout.connect(self._keep_unsaved)

    def recover_in(self, root: Path, *others: Path) -> None:
        """From now on, unsaved pages are kept in a folder under this one. others : where earlier
        runs may have kept theirs. Call before prepare()."""
        self._recovery = recovery = Recovery(root, others, self)
        recovery.left_changed.connect(self._on_left)
        recovery.restored.connect(self._on_restored)
        recovery.failed.connect(self._on_not_kept)
        for changed in (
            self._book.pages_changed,
            self.doubts_changed,
            self.state_changed,
            self.settings_changed,
        ):
            changed.connect(self._keep_unsaved)

    def prepare(self) -> None:
        """As Core's; also looks for pages that were left unsaved."""
        super().prepare()
        if self._recovery is not None and not self._closed:
            self._recovery.look()

    def close(self, *, keep: bool = True) -> bool:
        """As Core's. keep : unsaved pages are offered at the next start."""
        closed = self._closed
        if not closed:
            self._trim_review()
            self._keep_unsaved()  # with the corners that are being moved
        ended = super().close()
        if self._recovery is not None and not closed:
            self._ended = self._recovery.close(KEEP_MS, keep=keep) and ended
        return self._ended

    def adjust_review(self, quad: Quad) -> None:
        """As ReviewUse's; the corners are kept once they rest."""
        super().adjust_review(quad)
        self._resting.start()

    @property
    def unsaved(self) -> int:
        """How many pages, as they are now and in their order, no save has taken; with what is in
        review."""
        return len(self._files.unsaved(self._reviewed()))

    @property
    def page_count(self) -> int:
        """How many pages there are, with what is in review."""
        return len(self._reviewed())

    @property
    def files(self) -> Files:
        """What this session's saves have taken and written."""
        return self._files

    @property
    def left_unsaved(self) -> int:
        """How many pages an earlier run left unsaved that can be brought back."""
        return self._recovery.left if self._recovery is not None else 0

    def _call_off_restoring(self) -> None:
        if self._recovery is not None:
            self._recovery.call_off()

    def restore_left(self) -> None:
        """Brings back what an earlier run left unsaved."""
        if self._recovery is not None:
            self._recovery.restore()

    def discard_left(self) -> None:
        """Forgets what an earlier run left unsaved."""
        if self._recovery is not None:
            self._recovery.discard()

    # ------------------------------------------------------------------------------- private
    @Slot()
    def _keep_unsaved(self) -> None:
        if self._recovery is None:
            return
        lacking = self._files.unwritten(self._reviewed()) if self.settings.recovery else []
        pages = [page for page in lacking if not page.whole_screen]
        doubts = self.doubts
        self._recovery.keep(pages, [page.id for page in pages if page.id not in doubts])

    @Slot()
    def _on_left(self) -> None:
        recovery = self._recovery
        if recovery is not None and recovery.ended is not None:
            self.notices.post(left_wording.left_unsaved(recovery.left, recovery.ended))
        self.left_changed.emit()

    @Slot(object)
    def _on_restored(self, recovered: Recovered) -> None:
        for page in recovered.pages:
            if page.id in recovered.seen:
                self._doubts.settle(page)
        if recovered.pages:
            self._book.add(recovered.pages)
        if recovered.lost:
            self.notices.post(left_wording.not_restored(recovered.lost))

    @Slot(object)
    def _on_not_kept(self, error: Exception) -> None:
        self.notices.post(left_wording.not_kept(reason_given(error)))
