"""How a command ends, and what whoever called it can tell by that."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app import cli
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


@pytest.mark.parametrize(
    "wrong",
    ["nowhere.png", "", "a.png/b.png", "*.jpg", "n" * 5000, "a\0b"],
    ids=["nowhere", "empty", "in a file", "no match", "too long", "null"],
)
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
    told = ("does not exist", "matches no file", "expected a path")
    assert any(each in said.err for each in told)
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_where_something_is_no_picture_the_rest_is_done_and_the_whole_fails(
    picture: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "film.mp4").touch()
    assert cli.main(["detect", picture, str(tmp_path / "film.mp4")]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert cli.main(["detect", picture]) == 0


@pytest.fixture
def locked(picture: str) -> Iterator[Path]:
    """A folder that whoever runs the test may not look into, a picture in it and one beside it."""
    if not hasattr(os, "seteuid"):
        pytest.skip("rights are no modes here")
    cli.main(["detect", picture])  # whatever is imported is by now
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for place in (folder, folder / "locked"):
            place.mkdir(exist_ok=True)
            (place / "a.png").write_bytes(Path(picture).read_bytes())
        (folder / "locked").chmod(0)
        own = os.geteuid()
        try:
            if own == 0:
                os.seteuid(65534)  # nobody: no mode keeps the first user out
        except OSError as error:
            pytest.skip(f"rights cannot be dropped: {error}")
        try:
            yield folder / "locked"
        finally:
            os.seteuid(own)
            (folder / "locked").chmod(0o755)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("", "cannot be listed (permission denied)"),
        ("a.png", "cannot be read (permission denied)"),
        ("*.png", "cannot be read (permission denied)"),
        ("in/a.png", "cannot be read (permission denied)"),
    ],
)
def test_what_may_not_be_looked_at_is_named_and_the_rest_is_done(
    locked: Path, path: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    beside = locked.parent / "a.png"
    assert cli.main(["detect", str(locked / path), str(beside)]) == 1
    said = capsys.readouterr()
    assert said.out == f"{beside}: no document\n"
    assert said.err == f"rectoscan: {locked / path}: {reason}\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_message_that_cannot_be_written_does_not_keep_the_rest(
    picture: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "empty.png").touch()
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stderr", full)
        assert cli.main(["detect", str(tmp_path / "empty.png"), picture, picture]) == 1
        full.flush()  # as at exit
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_nobody_who_reads_the_messages_is_no_reason_to_stop(picture: str, tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    child = subprocess.Popen(
        [sys.executable, "-m", "app", "detect", str(tmp_path / "empty.png"), picture, picture],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stderr.close()
    told = child.stdout.read()
    child.stdout.close()
    assert (child.wait(120), len(told.splitlines())) == (1, 2)


def test_an_interruption_is_told_from_a_failure(
    picture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "listed", interrupt)
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


def test_an_engine_that_cannot_be_loaded_is_told_in_words(
    picture: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def load(*_: object) -> Bare:
        raise OSError("libgomp.so.1 is missing")

    monkeypatch.setattr("detector.runtime.Detector.load", load)
    assert cli.main(["detect", picture]) == 1
    assert "the engine cannot be loaded: libgomp.so.1 is missing" in capsys.readouterr().err
