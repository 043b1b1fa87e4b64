"""Pages that are dragged out of the window: as files, which are no save."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from weakref import ref

from PySide6.QtCore import QObject, QSettings, Signal

from app.document.export import save_pages
from app.document.form import Form
from app.document.page import Page
from app.session import drag_wording
from app.session.core import KEEP_MS
from app.session.print_use import PrintUse
from app.session.reasons import reason_given
from app.workers.detection import LoadDetector, load_detector
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


class DragUse(PrintUse):
    """Writes into a private folder, in a lane of its own, where drag_in() was told of a place. The
    files go with the session, or with the program; what one that was killed has left goes at the
    next start.

    Signals: drag_ready(paths) for the pages that were asked for last.
    """

    drag_ready = Signal(list)

    def __init__(
        self,
        store: QSettings | None = None,
        load_detector: LoadDetector = load_detector,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(store, load_detector, parent)
        self._drag_lane = Lane("drag", self)
        self._drag_roots: tuple[Path, ...] = ()
        self._drag_files: DraggedFiles | None = None
        self._dragged: _Dragged | None = None  # those that were written last

    def drag_in(self, root: Path, *others: Path) -> None:
        """From now on, pages that are dragged out are written below this folder. others : where
        earlier runs may have left theirs. Call before prepare()."""
        self._drag_roots, self._drag_files = (root, *others), DraggedFiles(root)

    def prepare(self) -> None:
        """As RecoveryUse's; also removes what was left."""
        super().prepare()
        if not self._closed and self._drag_roots:
            roots = self._drag_roots
            self._drag_lane.submit(lambda: remove_left(roots), lambda _: None, lambda _: None)

    def expect_drag(self) -> None:
        """Loads what makes a PDF, which takes a quarter of a second: a drag may be let go by then,
        and some browsers ask for its files as soon as it comes over them."""
        self._drag_lane.submit(_load, lambda _: None, lambda _: None)

    def dragged(self, page_ids: Sequence[str], form: Form) -> list[Path]:
        """The files of these pages as they are now, where they were written already; else none."""
        kept = self._dragged
        return [*kept.paths] if kept is not None and kept.is_of(self._of(page_ids), form) else []

    def write_dragged(self, page_ids: Sequence[str], name: str, form: Form) -> None:
        """Writes pages for a drag; answers by drag_ready or a notice. They count as saved no more
        than before: nobody knows what comes of the files. name : of the file, or of the first."""
        pages, files = self._of(page_ids), self._drag_files
        if not pages or files is None:
            return

        def work() -> list[Path]:
            return save_pages(pages, files.new_folder() / name, form)

        def done(paths: list[Path]) -> None:
            self._dragged = _Dragged(tuple(map(ref, pages)), form, tuple(paths))
            self.drag_ready.emit(paths)

        def failed(error: Exception) -> None:
            self._post(drag_wording.not_dragged(reason_given(error)))

        self._drag_lane.drop()  # of a drag that is over nobody hears any more
        self._drag_lane.submit(work, done, failed)

    def clear_session(self) -> None:
        """The files go; see Session's."""
        super().clear_session()
        self._forget_dragged()

    def close(self, *, keep: bool = True) -> bool:
        """As PrintUse's; the files go as well."""
        closed = self._closed
        if not closed:
            self._forget_dragged()
        ended = super().close(keep=keep)
        if not closed:
            self._ended = self._drag_lane.finish(KEEP_MS) and ended
        return self._ended

    def _forget_dragged(self) -> None:
        self._dragged = None
        self._drag_lane.drop()
        files = self._drag_files
        if files is not None:  # after what is being written
            self._drag_lane.submit(files.remove, lambda _: None, lambda _: None)

    def _of(self, page_ids: Sequence[str]) -> list[Page]:
        wanted = set(page_ids)  # as they are shown: a review may have cropped one already
        return [page for page in self._reviewed() if page.id in wanted]


def _load() -> None:
    import img2pdf  # noqa: F401 - which brings pikepdf
