"""What `detect --json` prints, for programs that read it: each key as the README has it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import cv2
import pytest

from app import batch, cli
from tests.app.scenes import FakeDetector, card_quad, found, scene

README = Path(__file__).resolve().parent.parent.parent / "README.md"


def keys(value: object) -> list[str]:
    """In order, with those within."""
    if isinstance(value, list):
        return keys(value[0]) if value else []
    if isinstance(value, dict):
        return [key for each in value for key in (each, *keys(value[each]))]
    return []


@pytest.fixture
def rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Of a sharp and a blurred picture, with one between them that cannot be read."""
    for name, blur_px in (("a", 0.0), ("c", 5.0)):
        image = scene(card_quad(), blur_px=blur_px)
        (tmp_path / f"{name}.png").write_bytes(cv2.imencode(".png", image)[1].tobytes())
    (tmp_path / "b.png").write_bytes(b"\x89PNG and no more")
    leaves, _ = cli.listed([tmp_path])
    detector = FakeDetector(lambda _image: (found(card_quad()),))
    assert batch.detect(leaves, detector, as_json=True) == 1
    told = capsys.readouterr()
    assert "b.png" in told.err
    return [json.loads(line) for line in told.out.splitlines()]


def test_one_that_cannot_be_read_leaves_the_others_lines(rows: list[dict[str, object]]) -> None:
    assert [Path(str(row["image"])).name for row in rows] == ["a.png", "c.png"]


def test_each_key_stands_in_the_readme_in_its_order(rows: list[dict[str, object]]) -> None:
    (block,) = re.findall(r"```\n(\{\"image\".*?)```", README.read_text("utf-8"), re.DOTALL)
    assert re.findall(r"\"(\w+)\"", block) == keys(rows[0])
    assert all(re.fullmatch(r"[a-z_]+", key) for key in keys(rows[0]))


def test_it_says_of_which_document_print_can_hardly_be_read(rows: list[dict[str, object]]) -> None:
    told = [row["documents"][0]["hard_to_read"] for row in rows]  # type: ignore[index]
    assert told == [None, "blurred"]
