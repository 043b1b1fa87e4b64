"""Where there is no desktop, the window says so instead of aborting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.display import TELLING, is_lacking

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others have one")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """As over ssh."""
    for name in (*TELLING, "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_the_window_is_not_begun_where_none_can_be_shown(bare: None) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("rectoscan: expected a desktop")
    assert len(done.stderr.splitlines()) == 1


def test_it_is_begun_where_anything_says_otherwise(
    bare: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_lacking([])
    assert is_lacking(["photo.jpg", "platform"])
    for option in (["-platform", "vnc"], ["--platform=vnc"], ["-display", ":0"]):
        assert not is_lacking(["photo.jpg", *option])
    for name in TELLING:
        with monkeypatch.context() as patch:
            patch.setenv(name, "x")
            assert not is_lacking([])
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert is_lacking([])
    (tmp_path / "wayland-0").touch()
    assert not is_lacking([])
