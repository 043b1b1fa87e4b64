"""What the program is called with: the window, a command, or a wrong call that says why."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from app import report
from app.errors import ExportError


@pytest.mark.parametrize(
    ("option", "window"),
    [
        ("-platform", True),
        ("-psn_0_123", True),
        ("--json", False),
        ("-h", False),
        ("nowhere.png", False),
        ("nowhere*.png", False),
        ("photo.png", True),
        ("photo*.png", True),  # as a shell of Windows hands it over
        ("./scan", True),
        ("scan", False),
        ("detect", False),
        ("photo.png -platform", True),
        ("photo.png -h", False),  # though a file is called so
        ("photo.png scan", True),  # a file, too
        ("photo.png detect", False),
        ("photo.png -o out", False),
        ("photo.png --json", False),
        ("photo.png nowhere.png", True),  # the window says so, and opens the other
    ],
)
def test_one_dash_and_a_word_or_a_file_means_the_window(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, option: str, window: bool
) -> None:
    from app import __main__ as program

    monkeypatch.chdir(tmp_path)
    for name in ("photo.png", "scan", "-h"):
        Path(name).touch()
    asked: list[str] = []
    monkeypatch.setattr("app.cli.main", lambda argv: asked.append("line"))
    monkeypatch.setattr("app.application.main", lambda argv: asked.append("window"))
    program.main(option.split())
    assert asked == ["window" if window else "line"]


def test_both_resolutions_at_once_are_a_wrong_call_that_says_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from app.__main__ import main

    for call in (["--dpi", "300", "--min-dpi", "300"], ["--min-dpi", "600", "--dpi", "72"]):
        with pytest.raises(SystemExit) as stop:
            main(["scan", "x.png", "-o", "out", *call])
        assert stop.value.code == 2
        said = capsys.readouterr().err
        assert "not allowed with" in said
        assert "--dpi" in said.splitlines()[-1]
        assert "--min-dpi" in said.splitlines()[-1]


@pytest.mark.parametrize(
    "call",
    [
        ["detect"],
        ["sing"],
        ["scan", "x.png", "--dpi", "-3", "-o", "out"],
        ["scan", "x.png", "--min-dpi", "0", "-o", "out"],
        ["scan", "x.png", "--min-dpi", "2401", "-o", "out"],
        ["scan", "x.png", "--dpi", "30", "-o", "out"],
        ["detect", "x.png", "--device", "tpu"],
        ["detect", "x.png", "--threads", "9999999999999"],
        ["scan", "x.png", "-o", "out", "--threads", "1025"],
        ["scan", "x.png", "-o", "out", "--jobs", "9999999999999"],
        ["detect", ""],
        ["detect", "x.png", ""],
        ["scan", "", "-o", "out"],
        ["scan", "x.png", "-o", ""],
        ["scan", "x.png", "-o", "out", "--document", "ID-9"],
        ["--jsn"],
        ["-x"],
    ],
)
def test_wrong_calls_get_a_usage_line(
    call: list[str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from app.__main__ import main

    monkeypatch.chdir(tmp_path)
    Path("x.png").touch()
    with pytest.raises(SystemExit) as stop:
        main(call)
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("usage:")


@pytest.mark.parametrize("option", ["--dpi", "--min-dpi", "--jobs", "--threads"])
def test_what_is_no_number_is_told_so(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    from app.__main__ import main

    with pytest.raises(SystemExit):
        main(["scan", "x.png", "-o", "out", option, "abc"])
    assert f"{option}: expected a number, got 'abc'" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_named_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report.complain(ExportError(Path("out/card.png"), "the disk is full"), "photos/card.jpg")
    assert capsys.readouterr().err == f"rectoscan: {Path('out/card.png')}: the disk is full\n"


SAVED = "rectoscan scan photo.jpg -o out"
DOT = f".{os.sep}"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("photo.jpg -o out", f"first; type: {SAVED}"),
        ("photo.jpg --json", "first; type: rectoscan detect photo.jpg --json"),
        ("--json photo.jpg", "first; type: rectoscan detect --json photo.jpg"),
        ("photo.jpg --json -o out", "type: rectoscan scan photo.jpg --json -o out"),
        ("scan photo.jpg --json", "results; type: rectoscan scan photo.jpg --json -o out"),
        ("photo.jpg --format PDF", "type: rectoscan scan photo.jpg --format PDF -o out"),
        ("photo.jpg scan -o out", f"first; type: {SAVED}"),
        ("-o out scan photo.jpg", "first; type: rectoscan scan -o out photo.jpg"),
        ("*.jpg -o out", "first; type: rectoscan scan '*.jpg' -o out"),
        ("*.gif -o out", "*.gif: matches no file"),
        ("scan -- photo.jpg", "results; type: rectoscan scan -o out -- photo.jpg"),
        ("Scan photo.jpg", f"first; type: {SAVED}"),
        ("photo.jpg detect", "first; type: rectoscan detect photo.jpg"),
        ("scan", f"expected a picture or a folder; type: {SAVED}"),
        ("scan -o out", f"expected a picture or a folder; type: {SAVED}"),
        ("scan photo.jpg", f"expected a folder for the results; type: {SAVED}"),
        ("scan photo.jpg out", f"expected -o before the folder for the results; type: {SAVED}"),
        ("scan photo.jpg a.b", "results; type: rectoscan scan photo.jpg a.b -o out"),
        ("detect", "expected a picture; type: rectoscan detect photo.jpg"),
        ("detect photo.jpg -o out", f"unrecognized arguments: -o out; type: {SAVED}"),
        ("detect --jsn photo.jpg", "unrecognized arguments: --jsn"),
        ("detect photo.jpg -x.jpg", f"-x.jpg; type: rectoscan detect photo.jpg {DOT}-x.jpg"),
        ("scan -x.jpg -o out", f"-x.jpg; type: rectoscan scan {DOT}-x.jpg -o out"),
        ("scan -y.jpg -o out", "unrecognized arguments: -y.jpg"),
        ("nowhere.jpg -o out", "nowhere.jpg: does not exist"),
        ("convert photo.jpg", "convert is neither a file nor a command: expected detect or scan"),
    ],
)
def test_a_wrong_call_is_told_what_to_type_in_one_line(
    call: str,
    told: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from app.__main__ import main

    monkeypatch.chdir(tmp_path)
    for name in ("photo.jpg", "-x.jpg"):
        Path(name).touch()
    with pytest.raises(SystemExit) as stop:
        main(call.split())
    assert stop.value.code == 2
    usage, line = capsys.readouterr().err.splitlines()
    assert usage.startswith("usage: rectoscan ")
    assert line.startswith("rectoscan: ")
    assert line.endswith(told) or told in line.partition(" of which")[0]


def test_what_is_to_be_typed_is_right_itself(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app import calls

    monkeypatch.chdir(tmp_path)
    Path("my photo.jpg").touch()
    with pytest.raises(SystemExit):
        calls.parsed(["my photo.jpg", "--dpi", "300"])
    typed = shlex.split(capsys.readouterr().err.rpartition("type: rectoscan ")[2])
    arguments = calls.parsed(typed)
    assert (arguments.command, arguments.paths) == ("scan", [Path("my photo.jpg")])
    assert (arguments.output, arguments.dpi) == (Path("out"), 300)


def test_a_name_that_begins_with_a_dash_stands_behind_two() -> None:
    from app import calls

    for call in ("-o out -- -x.jpg --json", "-o out a -- -x.jpg", "a -o out --"):
        arguments = calls.parsed(["scan", *call.split()])
        named = [each for each in call.split() if each not in {"-o", "out", "--"}]
        assert [str(each) for each in arguments.paths] == named


def test_paths_stand_before_and_behind_options() -> None:
    from app import calls

    for call in ("a -o out b", "-o out a b", "a b -o out", "a --format pdf b -o out"):
        arguments = calls.parsed(["scan", *call.split()])
        assert (arguments.paths, arguments.output) == ([Path("a"), Path("b")], Path("out"))


def test_formats_are_known_in_capitals_and_by_their_suffixes() -> None:
    from app import calls

    for written, meant in (("JPG", "jpeg"), ("jpg", "jpeg"), ("Tif", "tiff"), ("PDF", "pdf")):
        assert calls.parsed(["scan", "a", "-o", "b", "--format", written]).format == meant
    for written, meant in (("id-1", "ID-1"), ("a4", "A4"), ("AUTO", "auto")):
        assert calls.parsed(["scan", "a", "-o", "b", "--document", written]).document == meant


@pytest.mark.parametrize("call", ["help", "photo.jpg --help", "help scan", "version"])
def test_help_is_given_to_whoever_asks_for_it_in_another_way(
    call: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from app.__main__ import main

    monkeypatch.chdir(tmp_path)
    Path("photo.jpg").touch()
    with pytest.raises(SystemExit) as stop:
        main(call.split())
    assert stop.value.code == 0
    told = capsys.readouterr().out
    assert told.startswith("rectoscan " if call == "version" else "usage: rectoscan")
    assert ("--format" in told) == (call == "help scan")


def test_what_leads_nowhere_is_told_in_a_line_alone(capsys: pytest.CaptureFixture[str]) -> None:
    from app.__main__ import main

    for path, why in (
        ("nowhere.png", "does not exist"),
        ("nowhere*.png", "matches no file"),
        ("-", "does not exist, and no picture is read from the standard input"),
    ):
        with pytest.raises(SystemExit) as stop:
            main(["detect", path])
        assert stop.value.code == 2
        assert capsys.readouterr().err == f"rectoscan: {path}: {why}\n"


def test_a_backslash_before_a_closing_quotation_mark_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from app import calls, option_values

    monkeypatch.setattr(option_values, "ON_WINDOWS", True)
    with pytest.raises(SystemExit):
        calls.parsed(["scan", 'C:\\My photos" -o out'])
    assert "before a closing quotation mark" in capsys.readouterr().err
