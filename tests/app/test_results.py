"""What whoever reads the results gets, on stdout."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from app import cli
from app.selftest import sample_frame


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command line, with its bytes as they are."""
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        capture_output=True,
        timeout=120,
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"} | environment,
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are text")
def test_a_name_is_printed_by_its_bytes_where_the_locale_spells_none(tmp_path: Path) -> None:
    photo = tmp_path / "证件.png"
    photo.write_bytes(cv2.imencode(".png", sample_frame())[1].tobytes())
    bare = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("scan", photo, "-o", tmp_path / "out", **bare)
    assert (done.returncode, done.stderr) == (0, b"")
    assert Path(os.fsdecode(done.stdout.rstrip(b"\n"))).is_file()


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


CALLS = (
    *("detect a.png", "detect a.png --json", "scan a.png -o out"),
    *("--selftest", "--help", "--version"),
)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is full")
@pytest.mark.parametrize("call", CALLS)
def test_results_that_cannot_be_written_are_told_in_one_line(call: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(cv2.imencode(".png", sample_frame())[1].tobytes())
    # Not to be buffered would hide what fails at exit.
    own = {"PYTHONUNBUFFERED": "", "PYTHONPATH": os.pathsep.join(sys.path)}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "app", *call.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            timeout=120,
            check=False,
            env=os.environ | own,
        )
    assert done.stderr == b"rectoscan: the results cannot be written (the disk is full)\n"
    assert done.returncode == 1


@pytest.mark.parametrize("where", ["listed", "report.say"])
def test_a_fault_of_something_else_is_not_put_down_to_the_results(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"app.cli.{where}", fail)
    with pytest.raises(OSError, match="No space"):
        cli.main(["detect", str(tmp_path)])


@pytest.mark.skipif(sys.platform == "win32", reason="no such names")
def test_a_name_gives_a_terminal_no_orders_and_begins_no_line(tmp_path: Path) -> None:
    (tmp_path / "a\nrectoscan: b\x1b[2J\x7f é.png").touch()
    said = run("detect", tmp_path).stderr.decode()
    assert said == (
        f"rectoscan: {tmp_path}/a\\x0arectoscan: b\\x1b[2J\\x7f é.png: is empty (0 bytes)\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no such names")
def test_nor_does_one_among_the_results(tmp_path: Path) -> None:
    picture = tmp_path / "a\nb\x1b[2J é.png"
    picture.write_bytes(cv2.imencode(".png", sample_frame())[1].tobytes())
    told = run("detect", picture).stdout.decode()
    assert told.startswith(f"{tmp_path}/a\\x0ab\\x1b[2J é.png: ID-1")
    (row,) = run("detect", picture, "--json").stdout.splitlines()
    assert json.loads(row)["image"] == str(picture)
    scanned = run("scan", picture, "-o", tmp_path / "out").stdout.decode()
    assert scanned == f"{tmp_path}/out/a_b_[2J é.png\n"
    assert Path(scanned.removesuffix("\n")).is_file()


def test_of_what_is_no_picture_by_its_name_it_is_said_what_would_be_one(tmp_path: Path) -> None:
    for name in ("letter.pdf", "letter.jpg"):
        (tmp_path / name).write_bytes(b"%PDF-1.7")
    done = run("detect", tmp_path / "letter.pdf", tmp_path / "letter.jpg")
    pdf, jpg = done.stderr.decode().splitlines()
    assert "is not a picture of a known kind (JPEG, PNG, TIFF, " in pdf
    assert jpg.endswith("is not a picture of a known kind")


# What a decoder prints of a damaged picture, while a document is written to the file named.
PRINTING = """
import os, sys
from app import __main__, cli
def main(_):
    with open(sys.argv[1], "wb") as file:
        for number in (1, 2):
            os.write(number, b"a warning")
        file.write(b"a document")
    return 0
cli.main = main
sys.exit(__main__.main(["--version"]))
"""


@pytest.mark.skipif(os.name != "posix", reason="streams without numbers")
@pytest.mark.parametrize("closed", ["<&- >&- 2>&-", "<&- 2>&-", "<&- >&-", ">&- 2>&-", ""])
def test_what_decoders_print_gets_into_no_document_where_the_streams_are_closed(
    closed: str, tmp_path: Path
) -> None:
    file = tmp_path / "document"
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -c "$1" "$2" {closed}', sys.executable, PRINTING, file],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, file.read_bytes()) == (0, b"a document")
