"""The stage before anything is there: what one can do, and that nothing leaves the computer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.widgets import icons
from app.widgets.buttons import Button
from app.widgets.theme import LIGHT, Tokens

if TYPE_CHECKING:
    from app.session import CameraInfo


APART_PX = 18  # texts and buttons
LOW_PX = 340  # of the height
RIM_PX = 18  # around the zone


class EmptyStage(QWidget):
    """The drop zone.

    Signals: camera_asked(), open_asked(), paste_asked(), sample_asked().
    """

    camera_asked = Signal()
    open_asked = Signal()
    paste_asked = Signal()
    sample_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = LIGHT
        self._hovered = False
        self._covered_px = 0
        self._mark = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        title = QLabel(self.tr("Drop a photo of a document here"))
        title.setObjectName("title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title.setWordWrap(True)
        hint = QLabel(
            self.tr("ID card, passport, licence or page: it is cropped and straightened.")
        )
        hint.setObjectName("muted")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setWordWrap(True)
        self._shield = QLabel()
        self._promise = promise = QLabel(self.tr("Everything stays on this computer"))
        promise.setObjectName("muted")
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(self._shield)
        line.addWidget(promise)
        line.addStretch()
        self._column = QVBoxLayout(self)
        self._column.addStretch()
        for widget in (self._mark, title, hint):
            self._column.addWidget(widget)
        self._column.addSpacing(APART_PX)
        self._column.addLayout(self._buttons())
        self._column.addSpacing(APART_PX)
        self._column.addLayout(line)
        self._column.addStretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # On a low screen what is to be pressed is worth more than air and a drawing.
        low = self.height() < LOW_PX
        self._mark.setVisible(not low)
        self._column.setContentsMargins(36, 18 if low else 40, 36, 18 if low else 40)

    def room_below(self, height: int) -> int:
        """How many px stay free below the buttons where the stage is so many px high."""
        low = self.open.mapTo(self, self.open.rect().bottomLeft()).y()
        return height - low - (height - self.height()) // 2 - 1  # what is centred goes along

    def set_covered(self, height: int) -> None:
        """What is below is covered, so many px of it: the zone ends above."""
        if height != self._covered_px:
            self._covered_px = height
            self.update()

    @property
    def _zone(self) -> QRectF:
        whole = QRectF(self.rect()).adjusted(RIM_PX, RIM_PX, -RIM_PX, -RIM_PX)
        if not self._covered_px:
            return whole
        above = whole.adjusted(0, 0, 0, -self._covered_px)
        # No line through a text: what has no room for its edge above goes on below.
        return above if above.bottom() > self._promise.geometry().bottom() + 1 else whole

    def _buttons(self) -> QHBoxLayout:
        # As the pane beside it: no camera is known of until one is listed.
        self.camera = Button(self.tr("Start camera"), "camera")
        self.open = Button(self.tr("Open…"), "open", primary=True)
        self.paste = Button(self.tr("Paste"), "paste")
        self.sample = Button(self.tr("Try the sample"), "sample")
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, (button, signal) in enumerate(
            (
                (self.camera, self.camera_asked),
                (self.sample, self.sample_asked),
                (self.open, self.open_asked),
                (self.paste, self.paste_asked),
            )
        ):
            button.setMinimumSize(168, 40)
            button.clicked.connect(signal)
            grid.addWidget(button, place // 2, place % 2)
        row = QHBoxLayout()
        row.addStretch()
        row.addLayout(grid)
        row.addStretch()
        return row

    def show_cameras(self, cameras: Sequence[CameraInfo]) -> None:
        """What to do first: without a camera, a picture is the way on."""
        self.camera.set_primary(bool(cameras))
        self.open.set_primary(not cameras)

    def set_hovered(self, hovered: bool) -> None:
        """Shows that what is held over the window may be dropped."""
        self._hovered = hovered
        self.update()

    def take_theme(self, tokens: Tokens) -> None:
        """Draws the icons anew."""
        self._tokens = tokens
        scale = self.devicePixelRatioF()
        self._mark.setPixmap(icons.pixmap("drop", tokens.accent, 52, scale))
        self._shield.setPixmap(icons.pixmap("shield", tokens.muted, 18, scale))
        for button in (self.camera, self.open, self.paste, self.sample):
            button.take_theme(tokens)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._tokens
        pen = QPen(QColor(tokens.accent if self._hovered else tokens.muted), 1.6)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.chosen if self._hovered else tokens.stage))
        painter.drawRoundedRect(self._zone, 16, 16)
        painter.end()
