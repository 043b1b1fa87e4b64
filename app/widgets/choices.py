"""Boxes to choose in, which a turning wheel changes only where the keyboard is.

Whoever scrolls over one on the way to something else would change a page, or a save, unseen.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)


class ChoiceBox(QComboBox):
    """One of several. What there is no room for ends in "…"; Qt cuts it anywhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # else the wheel brings the keyboard along

    @property
    def wordings(self) -> tuple[str, ...]:
        """What it may say of the choice, the fullest first; of the last one, "…" may be the end."""
        return (self.currentText(),)

    def shown(self) -> QStyleOptionComboBox:
        """How it is painted."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        control = QStyle.ComplexControl.CC_ComboBox
        field = QStyle.SubControl.SC_ComboBoxEditField
        room_px = self.style().subControlRect(control, option, field, self).width()
        metrics, elide = self.fontMetrics(), Qt.TextElideMode.ElideRight
        for text in self.wordings:
            option.currentText = metrics.elidedText(text, elide, room_px)
            if option.currentText == text:
                break
        return option

    def showPopup(self) -> None:
        """Qt's hook. By the wider border of a box that has the keyboard Qt measures its list 2 px
        too low, and the last row would make room for an arrow to scroll by."""
        super().showPopup()
        view = self.view()
        rows_px = sum(view.sizeHintForRow(row) for row in range(self.count()))
        lacking_px = rows_px - view.viewport().height()
        if 0 < lacking_px < view.sizeHintForRow(0):  # else it is longer than the screen
            popup = view.window()
            whole_px = popup.height() + lacking_px
            popup.resize(popup.width(), whole_px + rows_px)  # the arrow goes
            popup.resize(popup.width(), whole_px)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), self.shown()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class NumberBox(QSpinBox):
    """A number within bounds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
