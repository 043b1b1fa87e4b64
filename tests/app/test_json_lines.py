"""What `--json` prints, for programs that read it: each key as the README has it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import pytest
from PIL import Image

from app import batch, cli
from app.capture import legibility
from app.document import export
from app.document.form import Form
from app.document.leaf import Leaf
from app.errors import ExportError
from app.scanning import How
from detector.detection import Detection
from tests.app.scenes import FakeDetector, card_quad, found, scene

README = Path(__file__).resolve().parent.parent.parent / "README.md"


def keys(value: object) -> list[str]:
    """In order, with those within."""
    if isinstance(value, list):
        return keys(value[0]) if value else []
    if isinstance(value, dict):
        return [key for each in value for key in (each, *keys(value[each]))]
    return []


Rows = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def no_monitor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)  # a thread that nobody would stop


def leaves_in(folder: Path) -> Sequence[Leaf]:
    """Of a sharp and a blurred picture, with one between them that cannot be read."""
    for name, blur_px in (("a", 0.0), ("c", 5.0)):
        image = scene(card_quad(), blur_px=blur_px)
        (folder / f"{name}.png").write_bytes(cv2.imencode(".png", image)[1].tobytes())
    (folder / "b.png").write_bytes(b"\x89PNG and no more")
    return cli.listed([folder])[0]


def card(_image: object) -> tuple[Detection, ...]:
    return (found(card_quad()),)


@pytest.fixture
def rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Rows:
    assert batch.detect(leaves_in(tmp_path), FakeDetector(card), as_json=True) == 1
    told = capsys.readouterr()
    assert "b.png" in told.err
    return [json.loads(line) for line in told.out.splitlines()]


@pytest.fixture
def how(tmp_path: Path) -> How:
    (tmp_path / "out").mkdir()
    return How(tmp_path / "out", Form("png", 72), False, "auto", 2, as_json=True)


def test_one_that_cannot_be_read_has_a_line_of_the_same_keys(rows: Rows) -> None:
    assert [Path(row["image"]).name for row in rows] == ["a.png", "b.png", "c.png"]
    assert [row["error"] for row in rows] == [None, "is not a picture of a known kind", None]
    failed = rows[1]
    assert [[*row] for row in rows] == [[*failed]] * 3
    assert (failed["documents"], failed["width"], failed["ms"]) == ([], None, {"detect": None})


def test_each_key_stands_in_the_readme_in_its_order(rows: Rows) -> None:
    (block,) = re.findall(r"```\n(\{\"image\".*?)```", README.read_text("utf-8"), re.DOTALL)
    assert re.findall(r"\"(\w+)\"", block) == keys(rows[0])
    assert all(re.fullmatch(r"[a-z_]+", key) for key in keys(rows[0]))


def test_lines_are_ascii_and_pages_count_from_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grey = Image.new("L", (60, 40), 90)
    grey.save(tmp_path / "a.png")
    grey.save(tmp_path / "é 身份证.tif", save_all=True, append_images=[grey])
    leaves, _ = cli.listed([tmp_path])
    assert batch.detect(leaves, FakeDetector(lambda _image: ()), as_json=True) == 0
    out = capsys.readouterr().out
    assert out.isascii()
    told = [json.loads(line) for line in out.splitlines()]
    assert [(Path(row["image"]).name, row["page"]) for row in told] == [
        ("a.png", 1),
        ("é 身份证.tif", 1),
        ("é 身份证.tif", 2),
    ]


def test_it_says_of_which_document_print_can_hardly_be_read(rows: Rows) -> None:
    told = [row["documents"][0]["hard_to_read"] for row in rows if row["documents"]]
    assert told == [None, "blurred"]


def test_scan_prints_the_same_and_where_each_document_was_saved(
    tmp_path: Path, how: How, rows: Rows, capsys: pytest.CaptureFixture[str]
) -> None:
    leaves = leaves_in(tmp_path)
    assert batch.scan(leaves, FakeDetector(card), how) == 1
    told = capsys.readouterr()
    scanned = [json.loads(line) for line in told.out.splitlines()]
    files = [each.pop("file") for row in scanned for each in row["documents"]]
    assert files == [str(how.output / name) for name in ("a.png", "c.png")]
    for row in (*rows, *scanned):
        del row["ms"]
    assert scanned == rows
    assert "c.png: too blurred to read the print" in told.err  # for people, as without


def test_of_what_cannot_be_saved_it_says_why_and_names_no_file(
    tmp_path: Path, how: How, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_pages: object, target: Path, *_: object) -> list[Path]:
        raise ExportError(target, "the disk is full")

    monkeypatch.setattr(export, "save_pages", fail)
    assert batch.scan(leaves_in(tmp_path)[:1], FakeDetector(card), how) == 1
    row = json.loads(capsys.readouterr().out)
    assert (row["error"], row["documents"]) == ("the disk is full", [])


def test_a_format_that_was_chosen_is_the_one_that_is_told(
    tmp_path: Path, how: How, capsys: pytest.CaptureFixture[str]
) -> None:
    how = replace(how, document="ID-2")
    assert batch.scan(leaves_in(tmp_path)[:1], FakeDetector(card), how) == 0
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert (document["format"], document["format_confidence"]) == ("ID-2", 1.0)


def test_what_nobody_reads_is_not_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(legibility, "flaw_of", lambda *_: asked.append(_))
    leaves = leaves_in(tmp_path)[:1]
    assert batch.detect(leaves, FakeDetector(card), as_json=False) == 0
    assert (asked, capsys.readouterr().out) == ([], f"{tmp_path / 'a.png'}: ID-1 (0.95)\n")
    assert batch.detect(leaves, FakeDetector(card), as_json=True) == 0
    assert len(asked) == 1
