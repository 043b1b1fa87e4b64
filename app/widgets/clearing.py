"""Clearing the session, which cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from app.session.listing import sentences
from app.session.opening import Opening
from app.session.saving import Saving
from app.widgets import clipboard
from app.widgets.buttons import finish
from app.widgets.file_dialog import forget_places
from app.widgets.notice_bar import NoticeBar

# The context is that of the window's other requests.
translate = QCoreApplication.translate


class Clearing(QObject):
    """Asks first where anything would be lost. forget : what forgets every page.

    Signals: save_asked(what is to follow, once the save was handed over).
    """

    save_asked = Signal(object)

    def __init__(
        self,
        forget: Callable[[], None],
        *,
        writer: Saving,
        opening: Opening,
        notices: NoticeBar,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._forget, self._writer, self._opening = forget, writer, opening
        self._notices, self._window = notices, window
        self._clears = False  # once the save that was handed over is done
        self._save: QPushButton | None = None  # of the question, where there is anything to save
        # Queued: what is told of the save comes first, and goes with the session.
        writer.pages_saved.connect(self._on_saved, Qt.ConnectionType.QueuedConnection)
        writer.save_failed.connect(self._on_not_saved)

    @Slot()
    def ask(self) -> None:
        """Asks whether to forget every page, and says how many of them no file holds; also of
        those that come in while nobody has answered yet."""
        kinds, box = QMessageBox.StandardButton, QMessageBox(self._window)
        box.setWindowTitle(translate("Requests", "Clear session"))
        box.setStandardButtons(kinds.Cancel | kinds.Discard)
        box.setDefaultButton(kinds.Cancel)
        self._save = None
        word = partial(self._word, box)
        word()
        self._opening.progress_changed.connect(word)

        def act() -> None:
            self._opening.progress_changed.disconnect(word)
            if box.clickedButton() == box.button(kinds.Discard):
                self._clear()
            elif self._save is not None and box.clickedButton() == self._save:
                # What is still being opened comes into the file as well, and may need a look.
                complete = not self._opening.under_way
                self.save_asked.emit(self._clear_once_saved if complete else None)

        box.finished.connect(act)
        box.finished.connect(box.deleteLater)
        box.open()

    def _word(self, box: QMessageBox, _progress: object = None) -> None:
        if self._writer.unsaved:
            self._word_loss(box)
            if self._save is None:
                role = QMessageBox.ButtonRole.AcceptRole
                self._save = box.addButton(translate("Requests", "Save first"), role)
        else:
            box.setText(translate("Requests", "Clear all pages? This cannot be undone."))
            box.setInformativeText(self._after_clear())
            forget = box.button(QMessageBox.StandardButton.Discard)
            forget.setText(translate("Requests", "Clear"))
        finish(box)

    def _word_loss(self, box: QMessageBox) -> None:
        unsaved, count = self._writer.unsaved, self._writer.page_count
        if count == 1:
            text, forget = (
                translate("Requests", "The page is not saved. Discard it?"),
                translate("Requests", "Discard it"),
            )
        else:
            text = translate(
                "Requests", "{unsaved} of {count} pages are not saved. Discard them all?"
            )
            if unsaved == count:
                text = translate(
                    "Requests", "None of the {count} pages is saved. Discard them all?"
                )
            forget = translate("Requests", "Discard them")
        box.setText(text.format(unsaved=unsaved, count=count))
        undone = translate("Requests", "This cannot be undone.")
        box.setInformativeText(sentences(undone, self._after_clear()))
        box.button(QMessageBox.StandardButton.Discard).setText(forget)

    def _after_clear(self) -> str:
        return translate(
            "Requests",
            "Saved files stay. What a disk once held may be recoverable even when deleted.",
        )

    def clear(self) -> None:
        """Forgets every page; asks first where one of them is in no file, or not yet."""
        if self._writer.unsaved or self._opening.under_way or self._writer.under_way:
            self.ask()
        else:
            self._clear()

    def _clear_once_saved(self) -> None:
        self._clears = True

    @Slot()
    def _on_saved(self) -> None:
        """Clears, where that was to follow, unless something has come meanwhile or there is a
        warning to be read, as of what an earlier file shows."""
        writer, clears = self._writer, self._clears
        if writer.under_way:  # another one is done later
            return
        self._clears = False
        notice = None if self._notices.isHidden() else self._notices.notice
        warned = notice is not None and notice.kind != "info" and not notice.lasting
        if clears and not (writer.unsaved or self._opening.under_way or warned):
            self._clear()
            self._notices.show_message(translate("Requests", "Saved, and the session is cleared."))

    @Slot()
    def _on_not_saved(self) -> None:
        self._clears = False

    def _clear(self) -> None:
        clipboard.clear_own()
        forget_places()  # also what was written by an earlier version
        self._forget()
