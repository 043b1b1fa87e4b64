"""Dialogs on low screens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from app.widgets import scrolled
from app.widgets.shortcuts import ShortcutsDialog


@pytest.mark.parametrize("share", [0.3, 0.5, 5.0])
def test_the_list_of_keys_fits_any_screen(
    window, qtbot, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(scrolled, "ROOM_SHARE", share)
    dialog = ShortcutsDialog(window)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    area = dialog.findChildren(QScrollArea)[0]
    bar, rows = area.verticalScrollBar(), area.widget()
    assert rows is not None
    assert dialog.height() <= share * dialog.screen().availableSize().height() + 1
    assert area.viewport().width() >= rows.sizeHint().width()
    low = share < 1
    assert (bar.maximum() > 0) == low
    assert area.hasFocus() == low
    if low:
        QTest.keyClick(area, Qt.Key.Key_PageDown)
        assert bar.value() > 0
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
