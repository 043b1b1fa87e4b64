"""Pages that an earlier run left unsaved: offered, brought back or forgotten."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from app.session.recovery import Recovery
from app.widgets.buttons import finish
from app.widgets.notice_bar import NoticeBar
from app.widgets.top_bar import TopBar


class Leftovers(QObject):
    """The menu offers them for as long as there are any, also where another notice has taken the
    place of the one that said so."""

    def __init__(
        self, recovery: Recovery, top: TopBar, notices: NoticeBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._recovery, self._top, self._notices, self._window = recovery, top, notices, window
        recovery.left_changed.connect(self._show)
        top.restore_asked.connect(self.restore)

    @Slot()
    def restore(self) -> None:
        """Brings them back."""
        self._recovery.restore_left()

    def ask_discard(self) -> None:
        """Asks whether to discard them."""
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Unsaved pages"))
        box.setText(self.tr("Discard the pages that were left unsaved? This cannot be undone."))
        restore = box.addButton(self.tr("Restore"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(self.tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        finish(box)

        def act() -> None:
            if box.clickedButton() == restore:
                self.restore()
            elif box.clickedButton() == discard:
                self._recovery.discard_left()

        box.finished.connect(act)
        box.finished.connect(box.deleteLater)
        box.open()

    @Slot()
    def _show(self) -> None:
        left = self._recovery.left
        self._top.show_left(left)
        if not left:
            self._notices.drop("restore")
