"""An OpenCV with a Qt of its own is told before it ends the window."""

from __future__ import annotations

from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from app import application, other_qt, selftest


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an OpenCV lies, as far as the program can tell."""
    folder = tmp_path / "cv2"
    folder.mkdir()
    spec = ModuleSpec("cv2", None, origin=str(folder / "__init__.py"))
    monkeypatch.setattr(other_qt, "find_spec", lambda _name: spec)
    return folder


def test_the_headless_build_brings_none() -> None:
    assert not other_qt.brings_qt()


def test_it_is_told_by_its_plugins(other: Path) -> None:
    assert not other_qt.brings_qt()
    (other / "qt").mkdir()
    assert other_qt.brings_qt()


def test_the_window_says_so_and_does_not_begin(
    other: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (other / "qt").mkdir()
    monkeypatch.setattr(application, "make_application", lambda _argv: pytest.fail("it began"))
    assert application.main(["rectoscan"]) == 1
    assert "remove opencv-python" in capsys.readouterr().err
    with pytest.raises(RuntimeError, match="remove opencv-python"):
        selftest._opencv()
