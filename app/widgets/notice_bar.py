"""The bar below the stage that says what went wrong, with a way out."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget
from shiboken6 import isValid

from app.session import Action, Fault, Kind, Notice
from app.widgets import icons, names
from app.widgets.buttons import Button
from app.widgets.plain import plain
from app.widgets.spoken import announce
from app.widgets.theme import LIGHT, Tokens

LONG_WORD = 30  # characters


def breakable(text: str) -> str:
    """The text with places to break a line in its long words: a file's name may be one of 255
    characters, and a label is never narrower than its longest word."""
    return re.sub(rf"\S{{{LONG_WORD}}}(?=\S)", "\\g<0>\u200b", text)


class NoticeBar(QFrame):
    """One notice at a time, until it is dealt with or closed. One that waits comes back once what
    took its place is gone.

    Signals: action_asked(key of Notice.action).
    """

    action_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._tokens = LIGHT
        self._notice: Notice | None = None
        self._act: Callable[[], object] | None = None
        self._waiting: Notice | None = None
        self._focus_was: QWidget | None = None  # before it came here
        self._mark = QLabel()
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)  # a file's name is no markup
        self.action, self.second = QPushButton(), QPushButton()
        self.dismiss = Button("", "close", name=self.tr("Close this message"))
        self.action.clicked.connect(self._on_action)
        self.second.clicked.connect(self._on_second)
        self.dismiss.clicked.connect(self.hide)
        self._name_second("open")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.addWidget(self._mark)
        row.addWidget(self.text, 1)
        for button in (self.action, self.second, self.dismiss):
            row.addWidget(button)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._note_focus)

    def setVisible(self, visible: bool) -> None:
        if not visible:
            self._give_focus_back()
        super().setVisible(visible)

    def _give_focus_back(self) -> None:
        """Whoever closes it by the keyboard is back where they came from, and not in whatever comes
        next, as the list of pages, where Del removes one."""
        focused: QWidget | None = self.focusWidget()
        before = self._focus_was
        if before is None or not isValid(before) or focused is None or not focused.hasFocus():
            return
        if before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QWidget, QWidget)
    def _note_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            if old is not None and not self.isAncestorOf(old):
                self._focus_was = old
        elif new is not None:
            self._focus_was = None

    def show_notice(self, notice: Notice) -> None:
        """Shows a notice instead of the one before."""
        key = notice.action
        act = None if key is None else lambda: self.action_asked.emit(key)
        self._show(notice, names.action_name(key) if key else "", act)

    def _name_second(self, key: str) -> None:
        self.second.setText(names.action_name(key))
        self.second.setAccessibleName(self.second.text())

    def show_message(
        self,
        text: str,
        caption: str = "",
        act: Callable[[], object] | None = None,
        kind: Kind = "info",
        second: Action | None = None,
    ) -> None:
        """Shows a message of the window's own, maybe with a button, and one of Notice.second."""
        self._show(Notice(kind, text, second=second), caption, act)

    @property
    def notice(self) -> Notice | None:
        """What is or was shown."""
        return self._notice

    @property
    def page_ids(self) -> tuple[str, ...]:
        """Of the pages that the notice is or was about."""
        return self._notice.page_ids if self._notice is not None else ()

    def forget_pages(self) -> None:
        """Drops what is about pages or files, and its text with the names."""
        if self._notice is not None and not self._notice.lasting:
            self.hide()
            self._notice = self._act = None
            self.text.clear()
            self.setToolTip("")

    def tidy(self) -> None:
        """Drops a message that informs only; a fault stays until it is dealt with."""
        if self._notice is not None and self._notice.kind == "info":
            self.hide()

    def drop_remark(self) -> None:
        """Drops a message that only says something, as of an empty clipboard: the next thing is
        being done."""
        notice = self._notice
        if notice is not None and notice.kind == "info" and not notice.lasting and not self._act:
            self.hide()

    def drop_fault(self, of: Fault) -> None:
        """Drops what was said of a camera, the engine, a folder or an opening: it is over."""
        if self._notice is not None and self._notice.of == of:
            self.hide()

    def drop(self, action: Action) -> None:
        """Drops an offer that no longer holds."""
        if self._waiting is not None and self._waiting.action == action:
            self._waiting = None
        if self._notice is not None and self._notice.action == action:
            self.hide()

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        self._tokens = tokens
        self.dismiss.take_theme(tokens)
        self._draw_mark()

    def _show(self, notice: Notice, caption: str, act: Callable[[], object] | None) -> None:
        if notice.waits:
            self._waiting = None
        elif self._notice is not None and self._notice.waits and not self.isHidden():
            self._waiting = self._notice
        self._notice, self._act = notice, act
        self.setProperty("kind", notice.kind)
        self.text.setText(breakable(notice.text))
        self.setToolTip(plain(notice.detail))
        self.action.setText(caption)
        self.action.setAccessibleName(caption)
        self.action.setVisible(act is not None)
        self.second.setVisible(notice.second is not None)
        self._name_second(notice.second or "open")
        for widget in (self, self.text):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self._draw_mark()
        self.show()
        announce(self, notice.text)

    def _draw_mark(self) -> None:
        if self._notice is not None:
            drawing = "info" if self._notice.kind == "info" else "warning"
            colour = getattr(self._tokens, f"{self._notice.kind}_text")
            self._mark.setPixmap(icons.pixmap(drawing, colour, 20, self.devicePixelRatioF()))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Not at once: it is hidden as well where it changes its place, or where another follows.
        QTimer.singleShot(0, self, self._bring_back)

    @Slot()
    def _bring_back(self) -> None:
        if self._waiting is not None and self.isHidden():
            self.show_notice(self._waiting)

    def _on_action(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def _on_second(self) -> None:
        self.hide()
        if self._notice is not None and self._notice.second is not None:
            self.action_asked.emit(self._notice.second)
