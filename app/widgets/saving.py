"""Saving from the window: to the last folder at once, or after asking how and where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.session import Action, Notice, Session
from app.session.doubt_wording import unchecked
from app.widgets.bars import NoticeBar
from app.widgets.file_dialog import file_dialog
from app.widgets.save_dialog import SaveChoice, SaveDialog, kept_choice, name_after, proposed_name

Then = Callable[[], object]


class Saving(QObject):
    """Asks, remembers and tells; the session writes.

    While pictures are being opened, a save of all pages waits until they are there: a file that
    looks complete is. Where some could not be opened, it asks whether to go on without them, but
    not without those that are being opened by then. Save means the save that waits, where one does:
    how and where was said.

    A second click on Save while that very save still runs is not meant: it would leave the same
    file twice.

    then : what is to follow once a save was handed over; dropped with a save that is called off.

    Signals: waiting_changed(whether a save waits).
    """

    waiting_changed = Signal(bool)

    def __init__(self, session: Session, notices: NoticeBar, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._notices, self._window = session, notices, window
        # Of the last save, in memory only, and the ids of its pages; None while it waits.
        self._password = ""
        self._locked: set[str] | None = None
        # Of the save that was handed over last: how, and which pages there were.
        self._given: tuple[SaveChoice, list[str]] | None = None
        self._bound_for = ""
        self._later: list[Then] = []  # saves that wait, and what is to follow them
        self._closes = False  # whether the window closes after these
        self._told: Notice | None = None  # of these
        self._dialog: SaveDialog | None = None  # until it is known where, or it is left
        session.pages_saved.connect(self._on_saved)
        session.pages_changed.connect(self._recount)
        session.opening_changed.connect(self._on_opening)
        session.cleared.connect(self.forget)

    @property
    def waiting(self) -> bool:
        """Whether a save waits for pictures that are being opened."""
        return bool(self._later)

    def save(self, *, then: Then | None = None) -> None:
        """Saves every page to the last folder by the pattern; asks where there is none."""
        self._session.accept_shown()  # what is saved is what is shown
        settings = self._session.settings
        if not self._session.pages and self._session.opening is None:
            return
        if self.waiting:
            self._put_off([then] if then is not None else [], closes=then is not None)
            return
        folder = self._folder()
        if not folder:
            self.save_as(then=then)
            return
        choice = kept_choice(settings, self._session.pages, self.kept_password())
        if not self._runs(choice):
            act = self._handing(Path(folder) / self._name(settings.format), choice, then)
            self._once_complete(act, closes=then is not None)
        elif then is not None:
            then()

    def save_as(self, *, then: Then | None = None) -> None:
        """Asks what, how and where, then saves."""
        session = self._session
        on_stage = session.state in {"page", "review"}  # else a feed is shown
        session.accept_shown()
        if not session.pages and session.opening is None:
            return
        dialog = SaveDialog(
            session.settings,
            len(session.pages),
            self._window,
            # As it is now: what is opened or captured behind the dialogs selects other pages.
            shown=session.selected if on_stage else "",
            password=self.kept_password(),
            named=self._named(),
            more_come=session.opening is not None,
        )
        self._dialog = dialog
        dialog.choice_changed.connect(self._estimate)
        session.size_estimated.connect(dialog.show_size)
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
        there = self._locked is None or self._locked.intersection(self._ids())
        return self._password if there else ""

    def _recount(self) -> None:
        session = self._session
        if self._dialog is not None:
            self._dialog.show_pages(
                len(session.pages), named=self._named(), more_come=session.opening is not None
            )

    def _named(self) -> bool:
        return any(page.from_file for page in self._session.pages)

    def _estimate(self, choice: SaveChoice) -> None:
        how = (choice.file_format, choice.dpi, choice.quality)
        self._session.estimate(self._pages(choice), *how, keep_sharper=choice.keep_sharper)

    def _ask_where(self, choice: SaveChoice, then: Then | None) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = self._folder() or QStandardPaths.writableLocation(documents)
        where = file_dialog(self._window, self.tr("Save to"), folder)
        proposed = Path(self._proposed(choice))
        if choice.own_names:  # a folder is asked for; what has no name goes by the pattern
            where.setFileMode(QFileDialog.FileMode.Directory)
        else:
            where.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            # A taken name gets a suffix, nothing is overwritten: no need to ask.
            where.setOption(QFileDialog.Option.DontConfirmOverwrite)
            where.selectFile(str(proposed))

        def take(name: str) -> None:
            self._on_where(Path(name, proposed) if choice.own_names else Path(name), choice, then)

        where.fileSelected.connect(take)
        # Whoever goes back a step finds all as it was chosen.
        where.rejected.connect(self._ask_again)
        where.open()

    def _on_where(self, target: Path, choice: SaveChoice, then: Then | None) -> None:
        self._let_dialog_go()
        self.save_to(target, choice, then=then)

    def _ask_again(self) -> None:
        if self._dialog is not None:
            self._dialog.open()

    def save_to(self, target: Path, choice: SaveChoice, *, then: Then | None = None) -> None:
        """Saves as chosen, and remembers the choice; asks anew where the page went meanwhile."""
        pages = self._pages(choice)
        if not {page.id for page in self._session.pages}.issuperset(pages):
            self.save_as(then=then)
            return
        self._session.update_settings(
            format=choice.file_format,
            dpi=choice.dpi,
            keep_sharper=choice.keep_sharper,
            quality=choice.quality,
        )
        if choice.own_names is not None:
            self._session.update_settings(own_names=choice.own_names)
        self._password, self._locked = choice.password, None
        act = self._handing(target, choice, then)
        if pages:
            act()  # this one is there
        else:
            self._once_complete(act, closes=then is not None)

    def forget(self) -> None:
        """Forgets the password, and the save that waits."""
        self._password = self._bound_for = ""
        self._given = self._locked = None
        self._wait_for([])

    def _handing(self, target: Path, choice: SaveChoice, then: Then | None) -> Callable[[], None]:
        """What hands a save over to the session."""
        pages = self._pages(choice)

        def act() -> None:
            self._session.save(
                *(pages, target, choice.file_format, choice.dpi),
                keep_sharper=choice.keep_sharper,
                own_names=bool(choice.own_names),
                password=choice.password,
            )
            self._given, self._bound_for = (choice, self._ids()), str(target.parent)
            self._password, self._locked = choice.password, set(pages or self._ids())
            if then is not None:
                then()

        return act

    def _runs(self, choice: SaveChoice) -> bool:
        """Whether this very save is under way, of the pages as they still are."""
        session = self._session
        changed = session.unsaved > 0 or session.opening is not None
        return session.saving and not changed and (choice, self._ids()) == self._given

    def _ids(self) -> list[str]:
        return [page.id for page in self._session.pages]

    def _folder(self) -> str:
        """Where the save goes that runs, else where the last one went; "" where none did."""
        going = self._bound_for if self._session.saving else ""
        return going or self._session.settings.last_folder

    # ------------------------------------------------------------------------------- waiting
    def _once_complete(self, act: Callable[[], None], *, closes: bool) -> None:
        if self._session.opening is None:
            act()
        else:
            self._put_off([act], closes=closes)

    def _put_off(self, acts: list[Then], *, closes: bool) -> None:
        self._closes = closes or (self.waiting and self._closes)
        self._wait_for([*self._later, *acts])
        if self._closes:
            text = self.tr("The window closes once all pictures are open and saved.")
            caption = self.tr("Keep it open")
        else:
            text = self.tr("It is saved once all pictures are open.")
            caption = self.tr("Don't save")
        self._notices.show_message(text, caption, lambda: self._wait_for([]))
        self._told = self._notices.notice

    def _wait_for(self, acts: list[Then]) -> None:
        changed, self._later = bool(acts) != self.waiting, acts
        if not acts and self._told is not None and self._notices.notice is self._told:
            self._notices.hide()  # what it offers cannot be had any more
        if changed:
            self.waiting_changed.emit(self.waiting)

    def _on_opening(self, progress: object) -> None:
        self._recount()
        acts, closes = self._later, self._closes
        if progress is not None or not acts:
            return
        self._wait_for([])

        def act() -> None:
            for each in acts:
                each()

        if self._session.trouble:
            text = self.tr("Not saved yet. {trouble}").format(trouble=self._session.trouble)
            anyway = partial(self._once_complete, act, closes=closes)
            self._notices.show_message(text, self.tr("Save anyway"), anyway, "warning")
        else:
            act()

    def _pages(self, choice: SaveChoice) -> list[str]:
        """Ids; none for all."""
        return [choice.page_id] if choice.page_id else []

    def _proposed(self, choice: SaveChoice) -> str:
        """Where one page alone is saved, after the file that it came from; else by the pattern."""
        session = self._session
        pages = [page for page in session.pages if choice.page_id in {"", page.id}]
        alone = len(pages) == 1 and (choice.page_id or session.opening is None)
        own = name_after(pages[0].name, choice.file_format) if alone and pages[0].from_file else ""
        return own or self._name(choice.file_format)

    def _name(self, file_format: str) -> str:
        return proposed_name(self.tr("Scan"), file_format, datetime.now().astimezone())

    def _on_saved(self, paths: list[Path], locked: bool) -> None:
        if not paths:  # a cleared session has nobody's name in it
            return
        folder = paths[0].parent
        if len(paths) == 1 and locked:
            text = self.tr("Saved as {name}, locked by the password").format(name=paths[0].name)
        elif len(paths) == 1:
            text = self.tr("Saved as {name}").format(name=paths[0].name)
        else:
            text = self.tr("Saved {count} files").format(count=len(paths))
        show_folder = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(folder)))
        # Whose pages are all in files may be the next person's turn: what is not cleared away goes
        # into that one's file as well.
        session = self._session
        done = not (session.unsaved or session.opening is not None or session.saving)
        doubts = session.unchecked(self._pages(self._given[0]) if self._given else ())
        text = unchecked(text, doubts)
        second: Action | None = "check" if doubts else "clear" if done else None
        self._notices.show_message(text, self.tr("Show folder"), show_folder, second=second)
