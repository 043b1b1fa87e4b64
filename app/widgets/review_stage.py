"""Review: the corner editor, the loupe and what ends the review."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.document.render import visible
from app.widgets.buttons import Button
from app.widgets.corner_editor import CornerEditor
from app.widgets.loupe import SIZE_PX, Loupe
from app.widgets.theme import Tokens, by_text
from app.workers.jobs import Lane
from app.workers.layers import Layers, to_layers
from detector.quad import Quad

if TYPE_CHECKING:
    from app.document.page import Page

ROOMY_PX = 470  # of the height: loupe, buttons and the list of keys
LOW_PX = 256  # … buttons alone


class ReviewStage(QWidget):
    """Asks for the corners of one page.

    Signals: accepted(Quad), retake_asked(), remove_asked(), not_shown(Exception) where the page's
    picture cannot be decoded again.
    """

    accepted = Signal(object)
    retake_asked = Signal()
    remove_asked = Signal()
    not_shown = Signal(object)

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._page: Page | None = None
        self._detected: Callable[[], Quad | None] = lambda: None
        self._seen = False  # the page's picture, or that there is none
        self.editor = CornerEditor()
        self.loupe = Loupe()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.editor, 1)
        row.addWidget(self._side())
        self.editor.quad_changed.connect(lambda _quad: self._point())
        self.editor.corner_chosen.connect(lambda _corner: self._point())

    def _side(self) -> QWidget:
        side = QWidget()
        side.setObjectName("reviewside")
        side.setFixedWidth(by_text(SIZE_PX + 28))
        column = QVBoxLayout(side)
        column.setContentsMargins(14, 16, 14, 14)
        enter, esc = self.tr("Enter"), self.tr("Esc")
        self.accept = Button(self.tr("Accept"), "accept", primary=True, keys=enter)
        self.retake = Button(self.tr("Retake"), "close", keys=esc)
        self.remove = Button("", "remove", name=self.tr("Remove this page"), keys="Del")
        self.detected = Button(self.tr("As detected"), "detected", keys="D")
        self.full = Button(self.tr("Whole picture"), "full", keys="F")
        self.accept.clicked.connect(self.accept_corners)
        self.retake.clicked.connect(self.retake_asked)
        self.remove.clicked.connect(self.ask_remove)
        self.detected.clicked.connect(self.use_detected)
        self.full.clicked.connect(self.use_full)
        self._keys = QLabel(
            self.tr("Tab: next corner\nArrows: 1 px\nShift+arrows: 10 px\n+ − 0, wheel: zoom")
        )
        self._keys.setObjectName("muted")
        column.addWidget(self.loupe, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addWidget(self.detected)
        column.addWidget(self.full)
        column.addStretch()
        column.addWidget(self._keys)
        column.addSpacing(10)
        leaving = QHBoxLayout()  # low windows have no room for one below the other
        leaving.addWidget(self.remove)
        leaving.addWidget(self.retake, 1)
        column.addLayout(leaving)
        column.addWidget(self.accept)
        return side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # F1 lists the keys too; low windows have no room for them here.
        self._keys.setVisible(self.height() >= by_text(ROOMY_PX))
        self.loupe.setVisible(self.height() >= LOW_PX)

    def start(self, page: Page, detected: Callable[[], Quad | None], *, is_new: bool) -> None:
        """Starts on a page; detected : gives its outline as found, None where none was.

        is_new : a capture, which can be retaken; else a page of the tray.
        """
        self.retake.say(self.tr("Retake") if is_new else self.tr("Cancel"))
        self.retake.setAccessibleName(self.retake.text())
        self.retake.explain(self.retake.text())
        self.remove.setHidden(is_new)
        self._page, self._detected, self._seen = page, detected, False
        self.editor.edit(page.width, page.height, page.quad)
        self.detected.setEnabled(detected() is not None)
        self.loupe.show_picture(QImage())
        self._lane.submit(
            lambda: to_layers(visible(page)),
            lambda layers: self._show(page, layers),
            lambda error: self._tell_not_shown(page, error),
        )
        self.editor.setFocus()

    def _show(self, page: Page, layers: Layers) -> None:
        if page is self._page:
            self._seen = True
            self.editor.show_picture(layers)
            self.loupe.show_picture(layers.full)

    def _tell_not_shown(self, page: Page, error: Exception) -> None:
        if page is self._page:
            self._seen = True
            self.editor.show_picture(Layers())
        self.not_shown.emit(error)

    def accept_corners(self) -> None:
        """Ends the review with the corners as they are; not before they are seen on the picture:
        a second Enter, for the page before, would take them as checked."""
        if self.editor.quad is not None and self._seen:
            self.accepted.emit(self.editor.quad)

    def ask_remove(self) -> None:
        """Asks for the page to be removed, where it is one of the tray, and seen as above."""
        if not self.remove.isHidden() and self._seen:
            self.remove_asked.emit()

    def use_full(self) -> None:
        """Takes the whole picture."""
        if self._page is not None:
            self.editor.set_quad(Quad.full(self._page.width, self._page.height))

    def use_detected(self) -> None:
        """Goes back to the outline as found, where one was."""
        found = self._detected()
        if found is not None:
            self.editor.set_quad(found)

    def forget(self) -> None:
        """Drops the page's pixels."""
        self._page = None
        self.editor.forget()
        self.loupe.show_picture(QImage())
        self.loupe.show_corner(None, 0)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        for button in (self.accept, self.retake, self.remove, self.detected, self.full):
            button.take_theme(tokens)

    def _point(self) -> None:
        self.loupe.show_corner(self.editor.quad, self.editor.corner)
