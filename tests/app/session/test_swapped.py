"""Files that wait on the disk: pages outlive what they were opened from, and go with Clear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.document.swap import swap
from app.session import Session
from tests.app.session.conftest import Photo
from tests.app.session.desk import open_one


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Nothing waits in memory."""
    monkeypatch.setattr(swap, "held_bytes", 0)
    monkeypatch.setattr(swap, "spared_bytes", 0)
    (tmp_path / "swap").mkdir()
    swap.lie_in(tmp_path / "swap")
    yield
    swap.lie_in(None)


@pytest.mark.parametrize("end", ["deleted", "emptied", "changed"])
@pytest.mark.usefixtures("on_disk")
def test_a_page_outlives_the_file_that_it_was_opened_from(
    qtbot: QtBot, session: Session, photo: Photo, end: str
) -> None:
    path = photo("card.png")
    open_one(qtbot, session, path)
    original = session.pages[0].original
    before = original.pixels().copy()
    if end == "deleted":
        path.unlink()
    else:
        path.write_bytes(b"" if end == "emptied" else bytes(path.stat().st_size))
    original.put_away()
    np.testing.assert_array_equal(original.pixels(), before)


@pytest.mark.usefixtures("on_disk")
def test_what_waits_on_the_disk_goes_with_clear(
    qtbot: QtBot, session: Session, photo: Photo
) -> None:
    open_one(qtbot, session, photo("card.png"))
    qtbot.waitUntil(lambda: not session.opening.under_way)
    assert swap.disk_bytes == photo("card.png").stat().st_size
    session.clear()
    qtbot.waitUntil(lambda: swap.disk_bytes == 0)
