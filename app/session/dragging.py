"""Pages that are dragged out of the window: as files, which are no save."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from weakref import ref

from PySide6.QtCore import QObject, Signal

from app.document.export import save_pages
from app.document.form import Form
from app.document.page import Page
from app.session import drag_wording
from app.session.notice_board import NoticeBoard
from app.session.reasons import reason_given
from app.session.review import Review
from app.workers.dragged import DraggedFiles, remove_left
from app.workers.jobs import Lane


class _Dragged(NamedTuple):
    """Pages that are in files, as they were: weak, so that none is kept by this."""

    pages: tuple[ref[Page], ...]
    form: Form
    paths: tuple[Path, ...]

    def is_of(self, pages: Sequence[Page], form: Form) -> bool:
        """The name, which is that of a moment, does not make another file of it."""
        same = [each() for each in self.pages] == [*pages]  # a page equals itself alone
        return same and self.form == form


class Dragging(QObject):
    """Writes into a private folder, in a lane of its own, where drag_in() was told of a place. The
    files go with the session, or with the program; what one that was killed has left goes at the
    next start.

    Signals: files_written(paths) for the pages that were asked for last.
    """

    files_written = Signal(list)

    def __init__(
        self,
        review: Review,
        notices: NoticeBoard,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._review, self._notices = review, notices
        self._lane = Lane("drag", self)
        self._roots: tuple[Path, ...] = ()
        self._files: DraggedFiles | None = None
        self._dragged: _Dragged | None = None  # those that were written last

    def drag_in(self, root: Path, *others: Path) -> None:
        """From now on, pages that are dragged out are written below this folder. others : where
        earlier runs may have left theirs. Call before prepare()."""
        self._roots, self._files = (root, *others), DraggedFiles(root)

    def remove_left(self) -> None:
        """Removes what was left by earlier runs."""
        if self._roots:
            roots = self._roots
            self._lane.submit(lambda: remove_left(roots), lambda _: None, lambda _: None)

    def expect_drag(self) -> None:
        """Loads what makes a PDF, which takes a quarter of a second: a drag may be let go by then,
        and some browsers ask for its files as soon as it comes over them."""
        self._lane.submit(_load, lambda _: None, lambda _: None)

    def dragged(self, page_ids: Sequence[str], form: Form) -> list[Path]:
        """The files of these pages as they are now, where they were written already; else none."""
        kept = self._dragged
        return [*kept.paths] if kept is not None and kept.is_of(self._of(page_ids), form) else []

    def write_dragged(self, page_ids: Sequence[str], name: str, form: Form) -> None:
        """Writes pages for a drag; answers by files_written or a notice. They count as saved no
        more than before: nobody knows what comes of the files. name : of the file, or of the
        first."""
        pages, files = self._of(page_ids), self._files
        if not pages or files is None:
            return

        def work() -> list[Path]:
            return save_pages(pages, files.new_folder() / name, form)

        def done(paths: list[Path]) -> None:
            self._dragged = _Dragged(tuple(map(ref, pages)), form, tuple(paths))
            self.files_written.emit(paths)

        def failed(error: Exception) -> None:
            self._notices.post(drag_wording.not_dragged(reason_given(error)))

        self._lane.drop()  # of a drag that is over nobody hears any more
        self._lane.submit(work, done, failed)

    def forget(self) -> None:
        """The files go."""
        self._dragged = None
        self._lane.drop()
        files = self._files
        if files is not None:  # after what is being written
            self._lane.submit(files.remove, lambda _: None, lambda _: None)

    def close(self, timeout_ms: int) -> bool:
        """Does what waits, the removal of the files with it; False where that does not end in
        time."""
        return self._lane.finish(timeout_ms)

    def _of(self, page_ids: Sequence[str]) -> list[Page]:
        wanted = set(page_ids)  # as they are shown: a review may have cropped one already
        return [page for page in self._review.pages if page.id in wanted]


def _load() -> None:
    import img2pdf  # noqa: F401 - which brings pikepdf
