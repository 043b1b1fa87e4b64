"""What the command line says of outlines that want a look."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from PIL import Image

from app import batch
from app.document.form import Form
from app.document.leaf import Leaf
from app.scanning import How
from detector.detection import Detection
from detector.quad import Quad

if TYPE_CHECKING:
    from _pytest.capture import CaptureResult


Scan = Callable[[Path, Any], "CaptureResult[str]"]


@pytest.fixture
def scan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Scan:
    """Scans one picture with a detector, and gives what was told."""
    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)  # a thread that nobody would stop

    def scan(photo: Path, detector: Any) -> CaptureResult[str]:
        how = How(tmp_path, Form("png", 72), False, "auto", 1)
        assert batch.scan([Leaf(photo)], detector, how) == 0
        return capsys.readouterr()

    return scan


def drawn(folder: Path) -> Path:
    """A grey picture: what is found in it, others say."""
    path = folder / "seen.png"
    Image.new("RGB", (320, 240), (128, 128, 128)).save(path)
    return path


class Doubting:
    """Finds two cards; of the second one it is not sure."""

    notice = ""

    def detect(self, image: np.ndarray) -> list[Detection]:
        height, width = image.shape[:2]
        quad = Quad.inset(width, height)
        return [Detection(quad, quad.box, score, "ID-1") for score in (0.95, 0.6)]


def test_an_outline_that_wants_a_look_is_told(tmp_path: Path, scan: Scan) -> None:
    photo = drawn(tmp_path)
    said = scan(photo, Doubting())
    assert said.err == f"rectoscan: {photo}: not sure of 1 of 2 outlines\n"
    assert len(said.out.splitlines()) == 2


class Leaning:
    """Finds cards, the first so many of which reach out of the picture at the left."""

    notice = ""

    def __init__(self, cut: int, of: int) -> None:
        self._cut = [number < cut for number in range(of)]

    def detect(self, image: np.ndarray) -> list[Detection]:
        height, width = image.shape[:2]
        there = Quad.inset(width, height)
        quads = [there.moved(-0.2 * width, 0) if cut else there for cut in self._cut]
        return [Detection(quad, quad.box, 0.95, "ID-1") for quad in quads]


@pytest.mark.parametrize(
    ("cut", "of", "told"),
    [
        (0, 1, ""),
        (1, 1, "part of the document lies outside the picture"),
        (1, 2, "part of 1 of 2 documents lies outside the picture"),
    ],
)
def test_a_document_that_is_cut_off_is_told_in_a_line_and_in_the_json(
    cut: int,
    of: int,
    told: str,
    tmp_path: Path,
    scan: Scan,
    capsys: pytest.CaptureFixture[str],
) -> None:
    photo = drawn(tmp_path)
    detector: Any = Leaning(cut, of)
    assert scan(photo, detector).err == (f"rectoscan: {photo}: {told}\n" if told else "")
    assert batch.detect([Leaf(photo)], detector, as_json=True) == 0
    row = json.loads(capsys.readouterr().out)
    assert [each["cut_off"] for each in row["documents"]] == [True] * cut + [False] * (of - cut)


def seen(folder: Path, blur_px: float) -> Path:
    """A card full of print, which is the whole picture."""
    image = np.full((638, 1011, 3), 200, np.uint8)
    for row in range(60, 620, 40):
        text = "SPECIMEN 0123456789 EXAMPLE 0123456789"
        cv2.putText(image, text, (30, row), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (40, 40, 40), 2)
    image = cv2.GaussianBlur(image, (0, 0), blur_px) if blur_px else image
    path = folder / "print.png"
    Image.fromarray(image).save(path)
    return path


@pytest.mark.parametrize(
    ("blur_px", "of", "told"),
    [
        (0.0, 2, ""),
        (10.0, 1, "too blurred to read the print"),
        (10.0, 2, "too blurred to read the print (2 of 2 documents)"),
    ],
)
def test_print_that_can_hardly_be_read_is_told_and_is_no_failure(
    blur_px: float,
    of: int,
    told: str,
    tmp_path: Path,
    scan: Scan,
) -> None:
    photo = seen(tmp_path, blur_px)
    said = scan(photo, Leaning(0, of))
    assert said.err == (f"rectoscan: {photo}: {told}\n" if told else "")
    assert len(said.out.splitlines()) == of
