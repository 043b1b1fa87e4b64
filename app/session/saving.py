"""The use cases of a save, and what is in no file yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.document.encode import APART
from app.document.form import Form
from app.document.page import Page
from app.session import wording
from app.session.book import Book
from app.session.desk import Desk
from app.session.files import Files
from app.session.notice_board import NoticeBoard
from app.session.preferences import Preferences
from app.session.reasons import reason_given
from app.session.review import Review
from app.workers.jobs import Lane
from app.workers.joining import Deadline


class Saving(QObject):
    """Hands pages to the desk, and remembers what became of them in files.

    Signals: saving_page(number, from 1, of how many) that a save has come to. written() where
    pages are in files by now; pages_saved(list[Path], whether they are locked by a password)
    follows, with no path where the pages were cleared meanwhile. save_failed(); the notice that
    follows says why. size_estimated(bytes, int) of the save that was asked about last.
    """

    saving_page = Signal(int, int)
    written = Signal()
    pages_saved = Signal(list, bool)
    save_failed = Signal()
    size_estimated = Signal(object)

    def __init__(
        self,
        book: Book,
        desk: Desk,
        review: Review,
        *,
        files: Files,
        preferences: Preferences,
        notices: NoticeBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._book, self._desk, self._review = book, desk, review
        self._preferences, self._notices = preferences, notices
        self._files = files
        # Of its own: a share that hangs must not keep settings from being kept.
        self._finding = Lane("finding", self)
        desk.saving_page.connect(self.saving_page)
        desk.saved.connect(self._on_saved)
        desk.estimated.connect(self.size_estimated)
        desk.not_saved.connect(self._on_not_saved)

    # ---------------------------------------------------------------------------- what there is
    @property
    def under_way(self) -> bool:
        """Whether pages are being written."""
        return self._desk.saving

    @property
    def unsaved(self) -> int:
        """How many pages, as they are now and in their order, no save has taken; with what is in
        review."""
        return len(self._files.unsaved(self._review.pages))

    @property
    def page_count(self) -> int:
        """How many pages there are, with what is in review."""
        return len(self._review.pages)

    @property
    def files(self) -> Files:
        """What this session's saves have taken and written."""
        return self._files

    # --------------------------------------------------------------------------- by the person
    def save(
        self,
        page_ids: Sequence[str],
        target: Path,
        file_format: str,
        dpi: int,
        *,
        keep_sharper: bool,
        password: str = "",
        own_names: bool = False,
    ) -> None:
        """Saves pages, all of them where page_ids is empty; answers by pages_saved or a notice.

        file_format, dpi, keep_sharper, password, own_names : see Form. The first three are
        remembered, the password is kept nowhere; the folder is remembered once it has proved to
        take files.
        """
        pages = self._chosen(page_ids)
        if not pages:
            return
        self._preferences.update(format=file_format, dpi=dpi, keep_sharper=keep_sharper)
        self._files.begin(pages, target, together=file_format not in APART)
        quality = self._preferences.settings.quality
        form = Form(file_format, dpi, quality, keep_sharper, password, own_names)
        self._desk.save(pages, target, form)

    def remember(self, **chosen: Any) -> None:
        """Keeps how it is saved, for the next time as well: settings by name, as in
        remember(format="pdf")."""
        self._preferences.update(**chosen)

    def estimate(
        self,
        page_ids: Sequence[str],
        file_format: str,
        dpi: int,
        quality: int,
        *,
        keep_sharper: bool,
    ) -> None:
        """Asks how large a save would be; answers by size_estimated."""
        self._desk.estimate(self._chosen(page_ids), Form(file_format, dpi, quality, keep_sharper))

    def find_files(self, paths: Sequence[Path], told: Callable[[bool], None]) -> None:
        """Says whether all of these files are there."""
        self._finding.submit(
            lambda: all(path.exists() for path in paths), told, lambda _: told(False)
        )

    def forget(self) -> None:
        """Forgets every page and every name."""
        self._files.forget()

    def ask_to_stop(self) -> None:
        """Looks for files no more. What is being written is the desk's."""
        self._finding.ask_to_stop()

    def close(self, deadline: Deadline) -> bool:
        """Joins the look for files; False where that does not end in time."""
        return self._finding.stop(deadline.left_ms)

    # --------------------------------------------------------------------------------- private
    def _chosen(self, page_ids: Sequence[str]) -> list[Page]:
        """These pages, or all where none is named."""
        wanted = set(page_ids)
        return [page for page in self._book.pages if page.id in wanted or not wanted]

    @Slot(object, list, bool)
    def _on_saved(self, pages: Sequence[Page], paths: list[Path], locked: bool) -> None:
        self._files.end(paths)
        self._preferences.update(last_folder=str(paths[0].parent))
        held = self._hold(pages)
        if held:
            self.written.emit()
        self.pages_saved.emit(paths if held else [], locked)

    @Slot(object, object)
    def _on_not_saved(self, pages: Sequence[Page], error: Exception) -> None:
        self._files.fail()
        self.save_failed.emit()
        self._notices.post(wording.not_saved(reason_given(error), kept=self._hold(pages)))

    def _hold(self, pages: Sequence[Page]) -> bool:
        """Whether the pages are those of this session, not of one that was cleared."""
        return any(self._book.holds(page) for page in pages)
