"""The edges of what takes input: seen on every ground, and still under the keyboard's ring."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from app.widgets.choices import ChoiceBox, NumberBox
from app.widgets.theme import DARK, LIGHT, Tokens, sheet

FIELDS = (QLineEdit, ChoiceBox, NumberBox)


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def tokens(request) -> Tokens:
    return request.param


@pytest.fixture
def row(qtbot, tokens: Tokens) -> QWidget:
    """One of each, and a button that has the keyboard."""
    made = QWidget()
    qtbot.addWidget(made)
    made.setStyleSheet(sheet(tokens))
    column = QVBoxLayout(made)
    for kind in (QPushButton, *FIELDS, QCheckBox):
        column.addWidget(kind())
    made.findChild(ChoiceBox).addItems(["Card", "Passport page"])
    made.resize(300, 300)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.findChild(QCheckBox).setFocus()
    return made


def grabbed(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


def test_a_field_and_a_button_are_outlined_by_what_is_seen(row: QWidget, tokens: Tokens) -> None:
    for kind in (*FIELDS, QPushButton):
        image = grabbed(row.findChild(kind))
        assert image.pixelColor(0, image.height() // 2) == QColor(tokens.edge), kind
    box = row.findChild(QCheckBox)
    option = QStyleOptionButton()
    box.initStyleOption(option)
    mark = box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)
    assert grabbed(box).pixelColor(mark.left(), mark.center().y()) == QColor(tokens.edge)


def test_a_button_that_cannot_be_pressed_steps_back(row: QWidget, tokens: Tokens) -> None:
    button = row.findChild(QPushButton)
    button.setEnabled(False)
    image = grabbed(button)
    assert image.pixelColor(0, image.height() // 2) == QColor(tokens.line)


@pytest.mark.parametrize("kind", FIELDS)
def test_the_ring_of_a_field_is_two_px_and_moves_nothing(
    row: QWidget, tokens: Tokens, kind: type[QWidget]
) -> None:
    field = row.findChild(kind)
    if kind is QLineEdit:
        field.setText("Example")
        field.setReadOnly(True)  # without a cursor that blinks
    elif kind is NumberBox:
        field.lineEdit().setReadOnly(True)
    before = grabbed(field)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    if kind is NumberBox:
        field.lineEdit().deselect()
    after = grabbed(field)
    for x in (0, 1, after.width() - 2, after.width() - 1):
        assert after.pixelColor(x, after.height() // 2) == QColor(tokens.accent), x
    inside = QRect(6, 3, after.width() - 12, after.height() - 6)  # between the round corners
    assert after.copy(inside) == before.copy(inside)
