"""The bars below the stage: what went wrong with a way out, and guidance with the shutter."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.session import Action, Fault, Kind, Notice
from app.widgets import icons, names
from app.widgets.buttons import Button
from app.widgets.plain import plain
from app.widgets.theme import LIGHT, Tokens, by_text

LONG_WORD = 30  # characters
ROOMY_PX = 780  # of the window: guidance, shutter, both switches and the badge fit side by side
STOP_ROOM_PX = 1080  # … and the button that stops an opening, without breaking the line


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say a text."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def breakable(text: str) -> str:
    """The text with places to break a line in its long words: a file's name may be one of 255
    characters, and a label is never narrower than its longest word."""
    return re.sub(rf"\S{{{LONG_WORD}}}(?=\S)", "\\g<0>\u200b", text)


def _keep_widest(pill: QLabel) -> None:
    """As wide as it ever was: the switches beside it do not move with each digit."""
    pill.setMinimumWidth(max(pill.minimumWidth(), pill.sizeHint().width()))


class NoticeBar(QFrame):
    """One notice at a time, until it is dealt with or closed.

    Signals: action_asked(key of Notice.action).
    """

    action_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._tokens = LIGHT
        self._notice: Notice | None = None
        self._act: Callable[[], object] | None = None
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
        """Drops what was said of a camera, the engine or a folder: it is over."""
        if self._notice is not None and self._notice.of == of:
            self.hide()

    def drop(self, action: Action) -> None:
        """Drops an offer that no longer holds."""
        if self._notice is not None and self._notice.action == action:
            self.hide()

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        self._tokens = tokens
        self.dismiss.take_theme(tokens)
        self._draw_mark()

    def _show(self, notice: Notice, caption: str, act: Callable[[], object] | None) -> None:
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

    def _on_action(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()

    def _on_second(self) -> None:
        self.hide()
        if self._notice is not None and self._notice.second is not None:
            self.action_asked.emit(self._notice.second)


class BottomBar(QWidget):
    """One line of guidance, the shutter, the two switches and the engine's badge.

    Signals: stop_pressed(), shutter_pressed(), auto_switched(on), confirm_switched(on).
    """

    stop_pressed = Signal()
    shutter_pressed = Signal()
    auto_switched = Signal(bool)
    confirm_switched = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.guidance = QLabel()
        self.guidance.setObjectName("guidance")
        self.guidance.setWordWrap(True)
        self.setMinimumHeight(62)  # the same with one line of guidance and with two
        self.stop = QPushButton(self.tr("Stop opening"))
        self.stop.setAccessibleName(self.stop.text())
        self.shutter = Button(self.tr("Capture"), "camera", primary=True, keys=self.tr("Space"))
        self.shutter.setMinimumSize(116, 40)
        self._make_switches()
        self.badge, self.aside = QLabel(), QLabel()
        for pill in (self.badge, self.aside):
            pill.setObjectName("badge")
            pill.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stop.clicked.connect(self.stop_pressed)
        self.shutter.clicked.connect(self.shutter_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(self.guidance, 1)
        pressed = self.stop, self.shutter, self.auto, self.confirm
        for widget in (*pressed, self.aside, self.badge):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._window_px, self._stoppable = 0, False
        self._engine, self._live = ("", 0.0), False
        self.stop.hide()
        self.aside.hide()
        self.show_engine("", 0.0)

    def _make_switches(self) -> None:
        self.auto = QCheckBox(self.tr("Auto-capture"))
        self.auto.setToolTip(self.tr("Capture by itself once the document is steady (A)"))
        self.confirm = QCheckBox(self.tr("Confirm each capture"))
        self.confirm.setToolTip(
            self.tr(
                "After a capture, show its corners before the page is kept. Opened pictures are "
                "only asked about where Rectoscan is not sure."
            )
        )
        for box, signal in ((self.auto, self.auto_switched), (self.confirm, self.confirm_switched)):
            box.setAccessibleName(box.text())
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            box.toggled.connect(signal)

    def take_width(self, window_px: int) -> None:
        """Leaves what is asked for least to wider windows; the menu has it always."""
        self._window_px = window_px
        self._share_room()

    def show_guidance(self, text: str, *, aloud: bool = True) -> None:
        """One line. aloud : for screen readers, when it changes."""
        if text != self.guidance.text():
            self.guidance.setText(text)
            if text and aloud:
                announce(self.guidance, text)

    def show_aside(self, text: str, *, aloud: bool = True) -> None:
        """What goes on beside what the guidance is about, in the badge's place; "" for nothing.
        aloud : as above."""
        if text == self.aside.text():
            return
        self.aside.setText(text)
        if not text:
            self.aside.setMinimumWidth(0)  # what comes next may be shorter
        _keep_widest(self.aside)
        self.aside.setVisible(bool(text))
        self.badge.setVisible(not text)
        self._share_room()
        if text and aloud:
            announce(self.aside, text)

    def offer_stop(self, *, offered: bool) -> None:
        """Whether what is being opened can be stopped here, if there is room."""
        self._stoppable = offered
        self._share_room()

    def _share_room(self) -> None:
        roomy = self._window_px >= by_text(ROOMY_PX)
        stop = self._stoppable and (roomy or not self.aside.text())
        self.stop.setVisible(stop)
        self.confirm.setVisible(roomy and (not stop or self._window_px >= STOP_ROOM_PX))

    def show_live(self, *, live: bool) -> None:
        """Whether a feed is shown: only then there is a search whose time is of now."""
        self._live = live
        self.show_engine(*self._engine)

    def show_engine(self, title: str, ms: float) -> None:
        """The badge, as in "CPU · 6 ms" of a feed; the tooltip says what it is.

        title : device and engine, as in "CPU · ONNX Runtime"; "" while none is loaded.
        """
        self._engine = title, ms
        device = title.partition(" · ")[0]
        ms = ms if self._live else 0.0
        if not title:
            text = self.tr("Detector is loading…")
        else:
            text = (
                self.tr("{device} · {ms} ms").format(device=device, ms=round(ms)) if ms else device
            )
        if text != self.badge.text():
            self.badge.setText(text)
            self.badge.setAccessibleName(text)
            if ms:
                _keep_widest(self.badge)
            what = self.tr("What searches for documents, and how long one search takes")
            self.badge.setToolTip(f"{title}\n{what}" if title else what)

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        self.shutter.take_theme(tokens)
