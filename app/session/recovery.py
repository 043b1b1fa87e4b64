"""Pages that no file holds outlive a crash."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.document.journal import Recovered
from app.session import left_wording
from app.session.book import Book
from app.session.doubts import Doubts
from app.session.journals import Journals
from app.session.legibility import Legibility
from app.session.notice_board import NoticeBoard
from app.session.preferences import Preferences
from app.session.reasons import reason_given
from app.session.review import Review
from app.session.saving import Saving

REST_MS = 500


class Recovery(QObject):
    """Keeps them in a journal, where recover_in() was told of a place, and brings back what an
    earlier run has left in its own.

    Signals: left_changed(); read .left.
    """

    left_changed = Signal()

    def __init__(
        self,
        book: Book,
        doubts: Doubts,
        *,
        legibility: Legibility,
        review: Review,
        saving: Saving,
        preferences: Preferences,
        notices: NoticeBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._doubts = book, doubts
        self._legibility = legibility
        self._review, self._saving = review, saving
        self._preferences, self._notices = preferences, notices
        self._journals: Journals | None = None
        self._resting = QTimer(self, singleShot=True, interval=REST_MS)
        self._resting.timeout.connect(self.keep_unsaved)
        review.adjusted.connect(self._resting.start)  # the corners are kept once they rest

    def recover_in(self, root: Path, *others: Path) -> None:
        """From now on, unsaved pages are kept in a folder under this one. others : where earlier
        runs may have kept theirs. Call before prepare()."""
        self._journals = journals = Journals(root, others, self)
        journals.left_changed.connect(self._on_left)
        journals.restored.connect(self._on_restored)
        journals.failed.connect(self._on_not_kept)
        for changed in (
            self._book.pages_changed,
            self._doubts.changed,
            self._legibility.flaws_changed,
            self._preferences.changed,
            self._saving.written,
        ):
            changed.connect(self.keep_unsaved)

    def look(self) -> None:
        """Looks for pages that were left unsaved; answers by left_changed and a notice."""
        if self._journals is not None:
            self._journals.look()

    @property
    def left(self) -> int:
        """How many pages an earlier run left unsaved that can be brought back."""
        return self._journals.left if self._journals is not None else 0

    def tell_left(self) -> None:
        """Tells of pages that an earlier run left unsaved, where there are any."""
        if self.left:
            self._on_left()

    def restore_left(self) -> None:
        """Brings back what an earlier run left unsaved."""
        if self._journals is not None:
            self._journals.restore()

    def discard_left(self) -> None:
        """Forgets what an earlier run left unsaved."""
        if self._journals is not None:
            self._journals.discard()

    def call_off_restoring(self) -> None:
        """What is being restored is not; it is there to be asked for again."""
        if self._journals is not None:
            self._journals.call_off()

    @Slot()
    def keep_unsaved(self) -> None:
        """Has the journal hold what is in no file now, in a thread. Whoever makes the parts has it
        called where the stage changes, as well."""
        if self._journals is None:
            return
        wanted = self._preferences.settings.recovery
        lacking = self._saving.files.unwritten(self._review.pages) if wanted else []
        pages = [page for page in lacking if not page.whole_screen]
        doubts = self._doubts.among(self._book.pages)
        seen = [page.id for page in pages if page.id not in doubts]
        self._journals.keep(pages, seen, self._legibility.accepted)

    def close(self, timeout_ms: int, *, keep: bool) -> bool:
        """Writes what waits; False where that does not end in time. keep : unsaved pages are
        offered at the next start."""
        return self._journals is None or self._journals.close(timeout_ms, keep=keep)

    # --------------------------------------------------------------------- from the journals
    @Slot()
    def _on_left(self) -> None:
        journals = self._journals
        if journals is not None and journals.ended is not None:
            self._notices.post(left_wording.left_unsaved(journals.left, journals.ended))
        self.left_changed.emit()

    @Slot(object)
    def _on_restored(self, recovered: Recovered) -> None:
        for page in recovered.pages:
            if page.id in recovered.seen:
                self._doubts.settle(page)
            if page.id in recovered.will_do:
                self._legibility.settle(page)
        if recovered.pages:
            self._book.add(recovered.pages)
        if recovered.lost:
            self._notices.post(left_wording.not_restored(recovered.lost))
        elif recovered.pages:
            self._notices.post(left_wording.restored(len(recovered.pages)))

    @Slot(object)
    def _on_not_kept(self, error: Exception) -> None:
        self._notices.post(left_wording.not_kept(reason_given(error)))
