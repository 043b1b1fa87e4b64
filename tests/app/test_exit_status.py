"""How a command ends, and what whoever called it can tell by that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app import batch, cli
from detector.detection import Detection


class Bare:
    """A detector that finds nothing."""

    notice = ""

    def detect(self, image: np.ndarray) -> list[Detection]:
        return []


@pytest.fixture(autouse=True)
def detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.runtime.Detector.load", lambda *_: Bare())


@pytest.fixture
def picture(tmp_path: Path) -> str:
    Image.new("RGB", (320, 240), (90, 100, 110)).save(tmp_path / "a.png")
    return str(tmp_path / "a.png")


@pytest.mark.parametrize("wrong", ["nowhere.png", ""], ids=["nowhere", "empty"])
@pytest.mark.parametrize("command", [["detect"], ["scan", "-o", "out"]], ids=lambda each: each[0])
def test_a_path_that_is_none_is_a_wrong_call_and_nothing_is_done(
    picture: str,
    tmp_path: Path,
    command: list[str],
    wrong: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        cli.main([*command, picture, wrong])
    assert left.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "does not exist" in said.err or "expected a path" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_where_something_is_no_picture_the_rest_is_done_and_the_whole_fails(
    picture: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "film.mp4").touch()
    assert cli.main(["detect", picture, str(tmp_path / "film.mp4")]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert cli.main(["detect", picture]) == 0


def test_an_interruption_is_told_from_a_failure(
    picture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "listed", interrupt)
    assert cli.main(["detect", picture]) == 130


def test_whoever_reads_the_results_may_leave_early(picture: str) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "app", "detect", picture],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": ""},  # else nothing is left to be flushed at exit
    )
    assert child.stdout is not None
    child.stdout.close()
    _, said = child.communicate(timeout=120)
    assert (child.returncode, said) == (1, "")
