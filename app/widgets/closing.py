"""Closing the window: unsaved pages are asked about, and what is being saved is finished first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox

from app.session import Session
from app.session.listing import sentences
from app.widgets.buttons import finish
from app.widgets.guide import Guide
from app.widgets.save_wording import writes
from app.widgets.saving import Saving
from app.widgets.stage import Stage

# What is done sooner needs no word.
SOON_MS = 400


class Closing(QObject):
    """Ends the session with the window.

    Pages that no save has taken are asked about: they are kept nowhere else. So are pictures that
    are being opened: one may have been pasted. A save that waits for them, or that runs, and what
    is being printed, keep the window in sight until they are done: no program goes on unseen. One
    that fails keeps it for good, with the notice that says why: the pages are still there.
    """

    def __init__(
        self, window: QMainWindow, session: Session, stage: Stage, saving: Saving, guide: Guide
    ) -> None:
        super().__init__(window)
        self.all_ended = True  # False where a thread could not be joined
        self._window, self._session, self._stage = window, session, stage
        self._saving, self._guide = saving, guide
        self._waiting = self._failed = self._agreed = False
        self._asked_nobody = False  # so that what is not saved is offered at the next start
        self._box: QMessageBox | None = None  # says how far the save is that is waited for
        self._question: QMessageBox | None = None  # while it is open
        session.opening.progress_changed.connect(self._word)
        session.busy_changed.connect(self._look)
        session.saving.saving_page.connect(self._look)
        session.printing.pages_printed.connect(self._look)
        for failed in (session.saving.save_failed, session.printing.print_failed):
            failed.connect(self._note)

    @property
    def _busy(self) -> bool:
        """Whether anything is being saved or printed."""
        return self._session.saving.under_way or self._session.printing.under_way

    def take(self, event: QCloseEvent) -> None:
        """Closes the session, or puts the event off until it is answered or a save is done."""
        window, session = self._window, self._session
        self._stage.page.view.draw_frame()  # a frame that nobody has entered is work as well
        session.update_settings(geometry=bytes(window.saveGeometry().data()))
        opens = session.opening.under_way  # what a save may wait for
        if (session.saving.unsaved or opens) and not self._agreed:
            event.ignore()
            self._ask()
            return
        if self._busy:
            event.ignore()
            self._waiting, self._failed = True, False
            session.sources.stop_live()
            QTimer.singleShot(SOON_MS, self, self._tell)
            return
        # First: whatever takes its time is not waited for in front of a dead window.
        window.hide()
        ended = [session.close(keep=self._asked_nobody), self._stage.close_lane()]
        self.all_ended = all(ended)
        event.accept()

    def call_off(self) -> None:
        """Whoever brings more while a save is waited for wants to keep the window."""
        self._waiting = self._agreed = self._asked_nobody = False
        self._drop_box()

    def leave(self, *, unasked: bool = False) -> None:
        """Closes the window, whatever is not saved. unasked : nobody said that it may go."""
        self._agreed, self._asked_nobody = True, unasked
        self._window.close()

    @Slot()
    def _word(self) -> None:
        """What the question is about by now: pages come in while nobody has answered yet."""
        box, count = self._question, self._session.saving.unsaved
        if box is None:
            return
        told = []
        if count:
            box.setText(self.tr("Pages that are not saved: {count}").format(count=count))
            told.append(
                self.tr("As they are now, they are in no file: without a save they are lost.")
            )
        elif not self._session.opening.under_way:
            return  # nothing would be lost, and that is what was asked about
        elif self._saving.waiting:
            box.setText(self.tr("A save still waits for pictures that are being opened."))
        else:
            box.setText(self.tr("Pictures are still being opened."))
        if count and self._saving.goes_to:
            told.append(writes(self._session.settings.format, Path(self._saving.goes_to)))
        if self._session.opening.under_way:
            told.append(self.tr("Save waits until all pictures are open, then closes the window."))
        box.setInformativeText(sentences(*told))

    def _ask(self) -> None:
        if self._question is not None:
            return
        box = self._question = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Close Rectoscan"))
        self._word()
        save = box.addButton(self.tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton(self.tr("Don't save"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(save)
        finish(box)

        def act() -> None:
            self._question = None
            if box.clickedButton() == save:
                self._save()
            elif box.clickedButton() == leave:
                self.leave()

        box.finished.connect(act)
        box.finished.connect(box.deleteLater)
        box.open()

    def _save(self) -> None:
        """Saves, maybe after it was asked how and all pictures were opened, then closes."""
        self._saving.save(then=self._window.close)

    def _tell(self) -> None:
        """Says how far the save is; nothing can be done meanwhile that would go with the window."""
        if not self._waiting or self._box is not None:
            return
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Close Rectoscan"))
        box.setText(
            self.tr("The window closes once the save is done.")
            if self._session.saving.under_way
            else self.tr("The window closes once the pages are printed.")
        )
        box.setInformativeText(self._guide.save_line)
        stay = box.addButton(self.tr("Keep it open"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(stay)
        finish(box)
        box.rejected.connect(self.call_off)
        self._box = box
        window = self._window  # a desktop's bar closes what is minimised, too
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        box.open()

    def _drop_box(self) -> None:
        box, self._box = self._box, None
        if box is not None:
            box.hide()
            box.deleteLater()

    def _look(self) -> None:
        if not self._waiting:
            return
        if self._box is not None and self._busy:
            self._box.setInformativeText(self._guide.save_line)
        elif not self._busy:
            # The answer itself (saved, or a notice) follows this signal.
            QTimer.singleShot(0, self, self._go_on)

    def _note(self) -> None:
        self._failed = True
        self._look()

    def _go_on(self) -> None:
        if not self._waiting or self._busy:  # called off meanwhile, or it goes on
            return
        self._waiting = False
        self._drop_box()
        if self._failed or self._saving.warns:  # what is to be read would go with the window
            self._agreed = False
        else:
            self._window.close()  # unless there is more to save, which is asked about
