"""How a page looks in the tray: its picture on a card with its place, or an empty slot."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.widgets import icons
from app.widgets.page_list import PageList
from app.widgets.theme import LIGHT, Tokens

HEIGHT_PX = 132.0
SLOT_HEIGHT_PX = 104.0
CAPTION_PX = 26.0
INSET_PX = 9.0
RADIUS_PX = 8.0
# Of what is dragged: as large as it lies in the list it would hide where it is to land.
DRAGGED, DRAGGED_OPACITY = 0.5, 0.85
MARK_PX = 24.0  # of the disc; the sign on it leaves a rim
SIGN_PX = 16
# What is in doubt about a page, in words; its card gets a mark.
DOUBT_ROLE = Qt.ItemDataRole.UserRole + 1
# The same of why its print can hardly be read.
FLAW_ROLE = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex


class PageCard(QStyledItemDelegate):
    """Paints one row. A row without an id is a slot to fill."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tokens = LIGHT

    def take_theme(self, tokens: Tokens) -> None:
        """Takes other colours."""
        self._tokens = tokens

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Slots are lower: they hold a word only."""
        return QSize(
            0, round(HEIGHT_PX if index.data(Qt.ItemDataRole.UserRole) else SLOT_HEIGHT_PX)
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The card."""
        state: QStyle.StateFlag = option.state
        area = QRectF(option.rect).adjusted(4, 4, -4, -4)
        painter.save()
        if isinstance(painter.device(), QPixmap):  # Qt's picture of a drag, not the list
            self._make_small(painter, option, index)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if index.data(Qt.ItemDataRole.UserRole):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            view = option.widget
            current = isinstance(view, QAbstractItemView) and view.currentIndex() == index
            shown = chosen and current
            self._paint_ground(painter, area, chosen, shown=shown, focused=focused, hovered=hovered)
            self._paint_page(painter, area, index.data(Qt.ItemDataRole.DecorationRole), text)
            marks = {"warning": index.data(DOUBT_ROLE), "unreadable": index.data(FLAW_ROLE)}
            for place, icon in enumerate(name for name, told in marks.items() if told):
                self._paint_mark(painter, area, icon, place)
        else:
            self._paint_slot(painter, area, text, hovered=hovered or focused)
        painter.restore()

    def _make_small(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Around where the mouse holds it."""
        view = option.widget
        if isinstance(view, PageList):
            held = view.held + option.rect.topLeft() - view.visualRect(index).topLeft()
            painter.setOpacity(DRAGGED_OPACITY)
            painter.translate(held)
            painter.scale(DRAGGED, DRAGGED)
            painter.translate(-held)

    def _paint_ground(
        self,
        painter: QPainter,
        area: QRectF,
        chosen: bool,
        *,
        shown: bool,
        focused: bool,
        hovered: bool,
    ) -> None:
        tokens = self._tokens
        ground = tokens.chosen if chosen else tokens.hover if hovered else tokens.panel
        painter.setBrush(QColor(ground))
        rim = tokens.accent if shown or focused else ground
        painter.setPen(QPen(QColor(rim), 3 if focused else 1.4))
        painter.drawRoundedRect(area, RADIUS_PX, RADIUS_PX)

    def _paint_page(self, painter: QPainter, area: QRectF, icon: QIcon | None, text: str) -> None:
        room = area.adjusted(INSET_PX, INSET_PX, -INSET_PX, -CAPTION_PX)
        if icon is not None:
            scale = painter.device().devicePixelRatioF()
            picture = icon.pixmap((room.size() * scale).toSize())
            size = picture.deviceIndependentSize().scaled(
                room.size(), Qt.AspectRatioMode.KeepAspectRatio
            )
            place = QRectF(0, 0, size.width(), size.height())
            place.moveCenter(room.center())
            painter.drawPixmap(place, picture, QRectF(picture.rect()))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._tokens.line), 1))
            painter.drawRect(place)
        painter.setPen(QColor(self._tokens.text))
        caption = QRectF(room.left(), area.bottom() - CAPTION_PX, room.width(), CAPTION_PX)
        # A file's name says most at its beginning and its end.
        told = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideMiddle, int(caption.width())
        )
        one_line = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(caption, one_line, told)

    def _paint_mark(self, painter: QPainter, area: QRectF, icon: str, place: int) -> None:
        """A sign in the corner, or below another one, on a disc: what it lies on may have any
        colour."""
        disc = QRectF(0, 0, MARK_PX, MARK_PX)
        disc.moveTopRight(area.topRight() + QPointF(-INSET_PX / 2, INSET_PX / 2))
        disc.translate(0, place * (MARK_PX + INSET_PX / 2))
        painter.setBrush(QColor(self._tokens.warning_ground))
        painter.setPen(QPen(QColor(self._tokens.warning_text), 1))
        painter.drawEllipse(disc)
        scale = painter.device().devicePixelRatioF()
        sign = icons.pixmap(icon, self._tokens.warning_text, SIGN_PX, scale)
        high = icon == "warning"  # a triangle's weight lies low
        painter.drawPixmap(disc.center() - QPointF(SIGN_PX / 2, SIGN_PX / 2 + high), sign)

    def _paint_slot(self, painter: QPainter, area: QRectF, text: str, *, hovered: bool) -> None:
        tokens = self._tokens
        pen = QPen(QColor(tokens.accent if hovered else tokens.muted), 1.4)
        pen.setDashPattern([4, 3.5])
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.hover) if hovered else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), RADIUS_PX, RADIUS_PX)
        painter.setPen(QColor(tokens.text if hovered else tokens.muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
