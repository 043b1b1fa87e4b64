"""What the program is called with: the window, a command, or a wrong call that says why."""

from __future__ import annotations

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
        ("photo.png", True),
        ("./scan", True),
        ("scan", False),
        ("detect", False),
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
    program.main([option])
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
        ["detect", "nowhere.png"],
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
