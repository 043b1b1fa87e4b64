"""What the corner editor shows before the picture is there."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.widgets import corner_editor
from app.widgets.corner_editor import CornerEditor
from app.workers.layers import Layers
from detector.quad import Quad

QUAD = Quad.inset(400, 300, 0.2)
LONG_MS = 3_600_000


def opened(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, slow_ms: int) -> CornerEditor:
    """An editor that waits for a picture of 400 × 300 px."""
    monkeypatch.setattr(corner_editor, "SLOW_MS", slow_ms)
    editor = CornerEditor()
    qtbot.addWidget(editor)
    editor.resize(600, 400)
    editor.edit(400, 300, QUAD)
    return editor


def seen(editor: CornerEditor) -> QImage:
    return editor.grab().toImage()


def test_a_picture_that_comes_soon_is_not_said_to_be_on_its_way(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = opened(qtbot, monkeypatch, LONG_MS)
    waiting = seen(editor)
    editor.show_picture(Layers())
    assert waiting == seen(editor)


def test_a_picture_that_takes_long_is_and_no_longer_once_there_is_none(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = opened(qtbot, monkeypatch, 0)
    at_once = seen(opened(qtbot, monkeypatch, LONG_MS))
    qtbot.waitUntil(lambda: seen(editor) != at_once)
    editor.show_picture(Layers())
    assert seen(editor) == at_once
