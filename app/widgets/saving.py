"""Saving from the window: to the last folder at once, or after asking how and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from app.document.sheet import SIDES
from app.session.opening import Opening
from app.session.overview import Overview
from app.session.saving import Saving as SessionSaving
from app.widgets.notice_bar import NoticeBar
from app.widgets.on_stage import OnStage
from app.widgets.save_choice import LastSave, Proposal, SaveChoice, kept_choice
from app.widgets.save_dialog import SaveDialog
from app.widgets.save_names import name_after, named_as, proposed_name
from app.widgets.save_rest import sparing
from app.widgets.save_telling import SaveTelling
from app.widgets.save_waits import SaveWaits, Then
from app.widgets.save_where import file_to_save, folder_to_save

if TYPE_CHECKING:
    from app.widgets.tray import Tray


class Saving(QObject):
    """Asks, remembers and tells; the session writes.

    While pictures are being opened, a save of all pages waits until they are there: a file that
    looks complete is. Where some could not be opened, it asks whether to go on without them, but
    not without those that are being opened by then. Save means the save that waits, where one does:
    how and where was said.

    A second click on Save while that very save still runs is not meant: it would leave the same
    file twice. Afterwards it is said where the pages are. What was edited since goes into a file of
    the same name, beside the one before.

    then : what is to follow once a save was handed over; dropped with a save that is called off.

    Signals: waiting_changed(whether a save waits).
    """

    waiting_changed = Signal(bool)

    def __init__(
        self,
        overview: Overview,
        writer: SessionSaving,
        *,
        opening: Opening,
        shown: OnStage,
        telling: SaveTelling,
        notices: NoticeBar,
        tray: Tray,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._overview, self._writer = overview, writer
        self._opening, self._shown = opening, shown
        self._telling, self._tray, self._window = telling, tray, window
        self._last = LastSave()
        self._dialog: SaveDialog | None = None  # until it is known where, or it is left
        for told in (overview.pages_changed, opening.progress_changed):
            told.connect(self._recount)
        self._waits = SaveWaits(opening, notices, self)
        self._waits.waiting_changed.connect(self.waiting_changed)
        overview.cleared.connect(self.forget)

    @property
    def waiting(self) -> bool:
        """Whether a save waits for pictures that are being opened."""
        return self._waits.waiting

    def save(self, *, then: Then | None = None) -> None:
        """Saves every page to the last folder, under the name of their last save or by the pattern;
        asks where there is none, and where strangers might come onto one sheet. What a file holds
        as it is, is not written again."""
        self._shown.accept()  # what is saved is what is shown
        if not (self._overview.pages or self._opening.under_way):
            return
        if self.waiting:
            self._waits.put_off([then] if then is not None else [], closes=self._closes(then))
            return
        folder = self.goes_to
        if not folder:
            self.save_as(then=then)
            return
        choice = kept_choice(self._overview.settings, self._overview.pages, self.kept_password())
        held = self._held()
        target = Path(folder) / self._next_name(choice)
        hand = partial(self._handing, then=then, meant=choice)
        if self._opening.under_way:
            act = hand(target, choice)
        else:
            act = sparing(self._overview.pages, self._writer, choice, target, hand)
        if held and then is None:
            self._writer.find_files(held, partial(self._on_found, held, act))
        elif not held and not self._runs(choice, since=self._last.given):
            self._waits.once_complete(act, closes=self._closes(then))
        elif then is not None:
            then()

    def _on_found(self, held: Sequence[Path], act: Callable[[], None], there: bool) -> None:
        """Where a file was deleted since, its pages are in none. Of files that hold other pages
        than are there by now, nothing is said."""
        now = self._held()
        if not there and now:
            act()
        elif there and now == held and not self._telling.stays:  # which names the file as well
            self._telling.tell_held(held)

    def save_as(self, *, proposal: Proposal | None = None, then: Then | None = None) -> None:
        """Asks what, how and where, then saves."""
        overview = self._overview
        on_stage = overview.state in {"page", "review"}  # else a feed is shown
        self._shown.accept()
        if not (overview.pages or self._opening.under_way):
            return
        marked = tuple(self._tray.marked)
        # As it is now: what is opened or captured behind the dialogs selects other pages.
        dialog = self._dialog = SaveDialog(
            overview.settings,
            overview.pages,
            self._window,
            marked=marked if 1 < len(marked) < len(overview.pages) else (),
            shown=overview.selected if on_stage else "",
            password=self.kept_password(),
            more_come=self._opening.under_way,
        )
        if proposal is not None:
            dialog.propose(proposal)
        dialog.choice_changed.connect(self._estimate)
        self._writer.size_estimated.connect(dialog.show_size)
        dialog.accepted.connect(lambda: self._ask_where(dialog.choice(), then))
        dialog.rejected.connect(self._let_dialog_go)
        dialog.open()

    def _let_dialog_go(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def kept_password(self) -> str:
        """That of the last save, where any page is there for which it was set: the next person's
        are locked by their own."""
        there = self._last.locked is None or self._last.locked.intersection(self._ids())
        return self._last.password if there else ""

    def _recount(self) -> None:
        if self._dialog is not None:
            self._dialog.show_pages(self._overview.pages, more_come=self._opening.under_way)

    def _estimate(self, choice: SaveChoice) -> None:
        how = (choice.file_format, choice.dpi, choice.quality)
        self._writer.estimate([*choice.page_ids], *how, keep_sharper=choice.keep_sharper)

    def _ask_where(self, choice: SaveChoice, then: Then | None) -> None:
        proposed = self.proposed(choice.page_ids, choice.file_format)
        folder = str(proposed.parent)
        if choice.own_names:  # what has no name goes by the pattern
            where = folder_to_save(self._window, folder)
        else:
            where = file_to_save(self._window, folder, proposed.name, choice.file_format)

        def take(name: str) -> None:
            self._let_dialog_go()
            target = Path(name, proposed.name) if choice.own_names else Path(name)
            self.save_to(target, choice, then=then)

        where.fileSelected.connect(take)
        # Whoever goes back a step finds all as it was chosen.
        where.rejected.connect(self._ask_again)
        where.open()

    def _ask_again(self) -> None:
        if self._dialog is not None:
            self._dialog.open()

    def save_to(self, target: Path, choice: SaveChoice, *, then: Then | None = None) -> None:
        """Saves as chosen, and remembers the choice; asks anew where the page went meanwhile."""
        if not set(self._ids()).issuperset(choice.page_ids):
            self.save_as(then=then)
            return
        self._writer.remember(
            format=choice.file_format,
            dpi=choice.dpi,
            keep_sharper=choice.keep_sharper,
            quality=choice.quality,
        )
        if choice.own_names is not None:
            self._writer.remember(own_names=choice.own_names)
        self._last.password, self._last.locked, self._last.chosen = choice.password, None, True
        act = self._handing(target, choice, then)
        if choice.page_ids:
            act()  # this one is there
        else:
            self._waits.once_complete(act, closes=self._closes(then))

    @property
    def warns(self) -> bool:
        """Whether it is being said that an earlier file shows what is black by now."""
        return self._telling.stays

    def _closes(self, then: Then | None) -> bool:
        return then == self._window.close

    def take_over(self, before: Saving) -> None:
        """What that knows of the last save."""
        self._last = before._last

    def forget(self) -> None:
        """Forgets the password, and the save that waits."""
        self._last = LastSave()
        self._waits.call_off()

    def _handing(
        self, target: Path, choice: SaveChoice, then: Then | None, meant: SaveChoice | None = None
    ) -> Callable[[], None]:
        """What hands a save over to the session. meant : the save that this is a part of."""
        pages, before = [*choice.page_ids], self._last.given

        def act() -> None:
            if meant is None or not self._runs(meant, since=before):  # files were looked for
                self._writer.save(
                    *(pages, target, choice.file_format, choice.dpi),
                    keep_sharper=choice.keep_sharper,
                    own_names=bool(choice.own_names),
                    password=choice.password,
                )
                last, ids = self._last, self._ids()
                last.given, last.bound_for = (meant or choice, ids), str(target.parent)
                last.password, last.locked = choice.password, set(pages or ids)
            if then is not None:
                then()

        return act

    def _runs(self, choice: SaveChoice, *, since: object) -> bool:
        """Whether this very save, of the pages as they are, is under way, or came after `since`."""
        taken = self._writer.under_way or self._last.given is not since
        changed = self._writer.unsaved > 0 or self._opening.under_way
        return taken and not changed and (choice, self._ids()) == self._last.given

    def _ids(self) -> list[str]:
        return [page.id for page in self._overview.pages]

    @property
    def goes_to(self) -> str:
        """The folder to which Save writes without a question, "" where it asks."""
        return "" if self._pairs_unasked() else self._folder()

    def _pairs_unasked(self) -> bool:
        """Whether two people's documents may come onto one sheet because of what was chosen in an
        earlier session, for a card."""
        files = sum(page.from_file for page in self._overview.pages)
        several = files > SIDES or self._opening.under_way
        return self._overview.settings.format == "sheet" and not self._last.chosen and several

    def _held(self) -> Sequence[Path]:
        """The files that every page is in as it is; none where there is anything to save."""
        lacking = self._writer.unsaved > 0 or self._opening.under_way
        return () if lacking else self._writer.files.holding(self._overview.pages)

    def _folder(self) -> str:
        """Where the save goes that runs, else where the last one went; "" where none did."""
        bound_for = self._last.bound_for if self._writer.under_way else ""
        return bound_for or self._overview.settings.last_folder

    def proposed(self, page_ids: Sequence[str], file_format: str) -> Path:
        """Where a file of these pages, of all for none, is proposed to go."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = self._folder() or QStandardPaths.writableLocation(documents)
        return Path(folder, self._proposed_name(page_ids, file_format))

    def _proposed_name(self, wanted: Sequence[str], file_format: str) -> str:
        """As these pages were called when they were saved before. Else, where one page alone is
        saved, after the file that it came from, and several by the pattern."""
        pages = [page for page in self._overview.pages if not wanted or page.id in wanted]
        whole = bool(wanted) or not self._opening.under_way
        ids = [page.id for page in pages]
        before = self._writer.files.target_of(ids, alone=True) if whole else None
        if before is not None:
            return named_as(before.name, file_format)
        alone = len(pages) == 1 and whole and pages[0].from_file
        own = name_after(pages[0].name, file_format) if alone else ""
        return own or self._name(file_format)

    def _next_name(self, choice: SaveChoice) -> str:
        """For all pages: as they were called before, unless others have come or are to come."""
        before = None if self._opening.under_way else self._writer.files.target_of(self._ids())
        return self._name(choice.file_format) if before is None else before.name

    def _name(self, file_format: str) -> str:
        return proposed_name(self.tr("Scan"), file_format, datetime.now().astimezone())
