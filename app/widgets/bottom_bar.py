"""The bar at the bottom: guidance, and the shutter with its switches."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from app.widgets.buttons import Button
from app.widgets.check_button import CheckButton
from app.widgets.spoken import announce
from app.widgets.theme import Tokens, by_text

ROOMY_PX = 780  # of the window: guidance, shutter, both switches and the badge fit side by side
BADGE_ROOM_PX = 640  # guidance, shutter, one switch and the badge, which larger text leaves no room
STOP_ROOM_PX = 1080  # … and the button that stops an opening, without breaking the line


def _keep_widest(pill: QLabel) -> None:
    """As wide as it was in this feed: the switches beside it do not move with each digit."""
    pill.setMinimumWidth(max(pill.minimumWidth(), pill.sizeHint().width()))


class BottomBar(QWidget):
    """One line of guidance, the shutter, the two switches and the engine's badge.

    Signals: check_pressed(), stop_pressed(), shutter_pressed(), auto_switched(on),
    confirm_switched(on).
    """

    check_pressed = Signal()
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
        self.setMinimumHeight(64)  # the same with one line of guidance, or two of Chinese
        self.check = CheckButton(brief=True)
        self.stop = QPushButton(self.tr("Stop opening"))
        self.stop.setAccessibleName(self.stop.text())
        self.shutter = Button(self.tr("Capture"), "camera", primary=True, keys=self.tr("Space"))
        self.shutter.setMinimumSize(116, 40)
        self._make_switches()
        self.badge, self.aside = QLabel(), QLabel()
        for pill in (self.badge, self.aside):
            pill.setObjectName("badge")
            pill.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.check.clicked.connect(self.check_pressed)
        self.stop.clicked.connect(self.stop_pressed)
        self.shutter.clicked.connect(self.shutter_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(self.guidance, 1)
        pressed = self.check, self.stop, self.shutter, self.auto, self.confirm
        for widget in (*pressed, self.aside, self.badge):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._window_px, self._stoppable = 0, False
        self._to_look_at, self._counted = (0, 0), False
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
        self._share_room()
        if text and aloud:
            announce(self.aside, text)

    def offer_stop(self, *, offered: bool) -> None:
        """Whether what is being opened can be stopped here, if there is room."""
        self._stoppable = offered
        self._share_room()

    def offer_check(self, to_check: int, hard_to_read: int) -> None:
        """Beside a line that tells of so many pages, the way to them, where count_pages() says."""
        self._to_look_at = to_check, hard_to_read
        self._share_room()

    def count_pages(self, *, counted: bool) -> None:
        """Whether that way is here: where the list of pages, which has it, is not shown."""
        self._counted = counted
        self._share_room()

    def _share_room(self) -> None:
        roomy = self._window_px >= by_text(ROOMY_PX)
        fits = self._window_px >= by_text(BADGE_ROOM_PX)
        check = self._counted and any(self._to_look_at)
        if self.check.hasFocus() and not check:
            self.setFocus()  # not to the switch that comes next
        self.check.show_counts(*(self._to_look_at if check else (0, 0)))
        self.badge.setVisible(fits and not self.aside.text() and (roomy or not check))
        stop = self._stoppable and (roomy or not self.aside.text())
        self.stop.setVisible(stop)
        crowded = (stop or check) and self._window_px < STOP_ROOM_PX
        self.confirm.setVisible(roomy and not crowded)

    def show_live(self, *, live: bool) -> None:
        """Whether a feed is shown: only then there is a search whose time is of now."""
        self._live = live
        if not live:  # its room is the guidance's
            self.badge.setMinimumWidth(0)
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
        for button in (self.check, self.shutter):
            button.take_theme(tokens)
