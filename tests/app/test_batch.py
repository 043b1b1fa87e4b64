"""What the commands make of the paths that they are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import batch
from tests.app.document.test_folder import lock


def test_a_folder_means_the_folders_in_it_but_not_the_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("b.png", "in/a.png", "in/out/a-1.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    leaves, status = batch.listed([tmp_path], tmp_path / "in" / "out")
    assert [leaf.path.relative_to(tmp_path) for leaf in leaves] == [Path("b.png"), Path("in/a.png")]
    assert (status, capsys.readouterr().err) == (0, "")


def test_a_folder_in_a_folder_that_cannot_be_listed_is_named_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.png").touch()
    (tmp_path / "in").mkdir()
    lock(monkeypatch, tmp_path / "in")
    leaves, status = batch.listed([tmp_path])
    assert (len(leaves), status) == (1, 1)
    assert f"{tmp_path / 'in'}: may not be read" in capsys.readouterr().err
