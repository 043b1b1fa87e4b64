"""What is said once a save is done, for as long as it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from app.session import Action, Kind, Notice
from app.session.checks import Checks
from app.session.doubt_wording import unchecked
from app.session.opening import Opening
from app.session.overview import Overview
from app.session.saving import Saving
from app.widgets import save_wording
from app.widgets.notice_bar import NoticeBar


def folder_offer(path: Path) -> tuple[str, Callable[[], None]]:
    """What a notice offers of a file that was written: a caption, and what shows its folder."""
    folder = QUrl.fromLocalFile(str(path.parent))

    def show_folder() -> None:
        QDesktopServices.openUrl(folder)

    return QCoreApplication.translate("Saving", "Show folder"), show_folder


class SaveTelling(QObject):
    """That all pages are in files is taken back with the first that is in none, and that some are
    with a change of one of them; in which files all are, once they are in others. How many were not
    checked goes with the looks at them. That a file shows what is black by now stays: it is as true
    as before."""

    def __init__(
        self,
        overview: Overview,
        saving: Saving,
        *,
        opening: Opening,
        checks: Checks,
        notices: NoticeBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._overview, self._saving = overview, saving
        self._opening, self._checks, self._notices = opening, checks, notices
        self._told: Notice | None = None
        self._done = ""  # what it says but for the pages that were not checked
        self._doubts: int | None = None  # how many it names, where it tells of a save
        self._paths: Sequence[Path] = ()  # of the files that it names
        self._complete = False  # no page was without a file
        self._held = False  # it names the files of all pages
        self._stays = False  # it is as true after any change
        for changed in (overview.pages_changed, overview.state_changed):
            changed.connect(self._look_again)
        checks.doubts_changed.connect(self._recount)
        overview.pages_changed.connect(self._recount)
        overview.cleared.connect(self._forget)
        saving.pages_saved.connect(self._on_saved)

    def tell(
        self,
        text: str,
        paths: Sequence[Path],
        kind: Kind = "info",
        second: Action | None = None,
        *,
        stays: bool = False,
    ) -> None:
        """Says something of files, and offers their folder. stays : a warning that nothing takes
        back."""
        kind = "warning" if stays else kind
        self._notices.show_message(text, *folder_offer(paths[0]), kind, second)
        self._told, self._paths = self._notices.notice, paths
        self._complete, self._stays = not self._saving.unsaved, stays
        self._held, self._doubts = False, None

    def tell_held(self, paths: Sequence[Path]) -> None:
        """Says that these files hold all pages as they are."""
        self.tell(save_wording.held(paths), paths, second="save_copy")
        self._held = True

    @property
    def stays(self) -> bool:
        """Whether what stays is still being said: that a file shows what is black."""
        told, notices = self._told, self._notices
        here = notices.notice is told and not notices.isHidden()
        return told is not None and self._stays and here

    def _on_saved(self, paths: list[Path], locked: bool) -> None:
        if not paths:  # a cleared session has nobody's name in it
            return
        text = save_wording.saved(paths, locked=locked)
        earlier = self._saving.files.showing(paths)
        if earlier:
            last = earlier[-1:]  # where that lies
            self.tell(save_wording.still_showing(text, earlier), last, stays=True)
            return
        self._done = text
        self._tell_saved(paths)

    def _tell_saved(self, paths: Sequence[Path]) -> None:
        # Whose pages are all in files may be the next person's turn: what is not cleared away goes
        # into that one's file as well.
        saving, doubts = self._saving, self._unchecked(paths)
        done = not (saving.unsaved or self._opening.under_way or saving.under_way)
        second: Action | None = "check" if doubts else "clear" if done else None
        kind: Kind = "warning" if doubts else "info"
        self.tell(unchecked(self._done, doubts), paths, kind, second)
        self._doubts = doubts

    def _unchecked(self, paths: Sequence[Path]) -> int:
        return self._checks.unchecked(self._saving.files.ids_in(paths))

    @Slot()
    def _recount(self) -> None:
        """A button that leads to nothing would be left where every page was looked at."""
        told, notices = self._told, self._notices
        if told is None or notices.notice is not told or notices.isHidden():
            return
        if self._doubts not in {None, self._unchecked(self._paths)}:
            self._tell_saved(self._paths)

    @Slot()
    def _look_again(self) -> None:
        told, saving = self._told, self._saving
        if told is None or self._stays or self._notices.notice is not told:
            return
        pages = self._overview.pages
        unsaved = self._complete and saving.unsaved > 0
        # A page that went or came back takes its file along: "in 3 files" counts them.
        moved = self._held and saving.files.holding(pages) != tuple(self._paths)
        if unsaved or moved or saving.files.outdated(self._paths, pages):
            self._notices.hide()

    @Slot()
    def _forget(self) -> None:
        self._told, self._paths, self._done = None, (), ""
