"""What the commands say of each picture, and what they hand on of a call."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app import cli
from detector.detection import Detection
from detector.quad import Quad


class Engine:
    """Takes a whole picture for documents of these formats and scores; what it says of itself
    changes with the first one."""

    def __init__(self, *finds: tuple[str, float], before: str = "", after: str = "") -> None:
        self._finds, self.notice, self._after = finds, before, after

    def detect(self, image: np.ndarray) -> Sequence[Detection]:
        self.notice = self._after
        quad = Quad.full(*image.shape[1::-1])
        return [Detection(quad, quad.box, score, name) for name, score in self._finds]


@pytest.fixture(autouse=True)
def no_monitor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)  # a thread that nobody would stop


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    Image.new("RGB", (400, 400), (90, 100, 110)).save(tmp_path / "a.png", dpi=(200, 200))
    return tmp_path / "a.png"


def shipped(monkeypatch: pytest.MonkeyPatch, engine: Engine) -> list[tuple[object, ...]]:
    """The engine is what commands load; what it is loaded with."""
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr("detector.runtime.Detector.load", lambda *how: asked.append(how) or engine)
    return asked


def test_people_read_each_documents_format_and_score(
    photo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped(monkeypatch, Engine(("ID-1", 0.956), ("other", 0.5)))
    assert cli.main(["detect", str(photo)]) == 0
    assert capsys.readouterr().out == f"{photo}: ID-1 (0.96), other (0.50)\n"


def test_they_read_of_which_page_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped(monkeypatch, Engine())
    fax = tmp_path / "fax.tif"
    Image.new("L", (80, 60)).save(fax, save_all=True, append_images=[Image.new("L", (80, 60))])
    assert cli.main(["detect", str(fax)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [f"{fax}, page {number}: no document" for number in (1, 2)]


@pytest.mark.parametrize("command", [["detect"], ["scan", "-o", "out"]], ids=lambda each: each[0])
@pytest.mark.parametrize(
    ("before", "after", "told"),
    [("", "", []), ("no card", "no card", ["no card"]), ("", "it is full", ["it is full"])],
    ids=["nothing", "at the start", "on the way"],
)
def test_what_an_engine_says_of_itself_is_told_once(
    command: list[str],
    before: str,
    after: str,
    told: list[str],
    photo: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(photo.parent)
    shipped(monkeypatch, Engine(("ID-1", 0.9), before=before, after=after))
    assert cli.main([*command, str(photo)]) == 0
    said = capsys.readouterr().err.splitlines()
    assert [line for line in said if "a.png" not in line] == [f"rectoscan: {each}" for each in told]


def test_an_engine_is_asked_for_on_that_device_with_so_many_threads(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = shipped(monkeypatch, Engine())
    assert cli.main(["detect", str(photo), "--device", "cpu", "--threads", "3"]) == 0
    assert asked == [("cpu", 3)]


def test_a_detection_takes_milliseconds(
    photo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped(monkeypatch, Engine())
    clock = iter([10.0, 10.25])
    monkeypatch.setattr("app.scanning.time.perf_counter", lambda: next(clock))
    assert cli.main(["detect", str(photo), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ms"] == {"detect": 250}


def test_a_file_without_a_suffix_is_counted_as_such(
    photo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped(monkeypatch, Engine())
    (photo.parent / "notes").touch()
    assert cli.main(["detect", str(photo.parent)]) == 0
    assert capsys.readouterr().err == f"rectoscan: {photo.parent}: 1 file skipped: no suffix\n"


def test_a_scan_of_no_known_format_keeps_its_files_dots_an_inch(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped(monkeypatch, Engine(("other", 0.9)))
    assert cli.main(["scan", str(photo), "-o", str(photo.parent / "out")]) == 0
    with Image.open(photo.parent / "out" / "a.png") as page:
        assert page.info["dpi"][0] == pytest.approx(200, abs=0.1)
        assert page.size == (400, 400)
