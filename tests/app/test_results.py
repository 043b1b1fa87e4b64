"""What whoever reads the results gets, on stdout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from app.selftest import sample_frame


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """The command line, with its bytes as they are."""
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        capture_output=True,
        timeout=120,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are text")
def test_a_name_that_is_no_text_is_printed_as_it_is_and_in_json_as_text(tmp_path: Path) -> None:
    photo = tmp_path / os.fsdecode(b"\xff\xe8.png")
    photo.write_bytes(cv2.imencode(".png", sample_frame())[1].tobytes())
    done = run("scan", photo, tmp_path / "bare\udce8.png", "-o", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"bare\\udce8.png: does not exist" in done.stderr  # for a person, not for a program

    done = run("scan", photo, "-o", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, b"")
    (line,) = done.stdout.splitlines()
    assert Path(os.fsdecode(line)).is_file()
    assert run("detect", photo).stdout.startswith(os.fsencode(photo) + b": ")
    (line,) = run("detect", photo, "--json").stdout.decode("ascii").splitlines()
    assert Path(json.loads(line)["image"]) == photo
