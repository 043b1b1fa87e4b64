"""A window over a fake session."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from fake_session import FakeSession

from app.widgets.main_window import MainWindow


@pytest.fixture
def session() -> FakeSession:
    return FakeSession()


@pytest.fixture
def window(qtbot, session: FakeSession) -> Iterator[MainWindow]:
    made = MainWindow(session)
    made.resize(1200, 760)
    made.show()
    qtbot.waitExposed(made)
    qtbot.addWidget(made)
    yield made
    made.close()
