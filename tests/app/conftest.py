"""The real window over the real session; only the detector is a stand-in that finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.session import Session
from app.widgets.main_window import MainWindow
from tests.app.scenes import FakeDetector


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    detector = FakeDetector(lambda image: ())
    made = MainWindow(Session(store, lambda device: detector))
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
