"""What the commands make of the paths that they are given."""

from __future__ import annotations

import io
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app import batch, cli
from app.document import export
from app.document.form import Form
from app.document.leaf import Leaf
from app.document.naming import Naming
from app.document.page import Page
from app.document.picture import load_picture
from app.errors import ExportError
from detector.detection import Detection
from detector.errors import BackendError
from detector.quad import Quad
from tests.app.document.test_folder import lock


def test_a_folder_means_the_folders_in_it_but_not_the_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("b.png", "in/a.png", "in/out/a-1.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    leaves, status = cli.listed([tmp_path], tmp_path / "in" / "out")
    assert [leaf.path.relative_to(tmp_path) for leaf in leaves] == [Path("b.png"), Path("in/a.png")]
    assert (status, capsys.readouterr().err) == (0, "")


def test_a_folder_in_a_folder_that_cannot_be_listed_is_named_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.png").touch()
    (tmp_path / "in").mkdir()
    lock(monkeypatch, tmp_path / "in")
    leaves, status = cli.listed([tmp_path])
    assert (len(leaves), status) == (1, 1)
    assert f"{tmp_path / 'in'}: cannot be listed (permission denied)" in capsys.readouterr().err


class Finding:
    """A detector that finds so many documents in every picture, one of which is slow to look at."""

    notice = ""

    def __init__(self, documents: int, slow_side: int = 0) -> None:
        self._documents, self._slow_side = documents, slow_side
        self._others = threading.Event()

    def detect(self, image: np.ndarray) -> list[Detection]:
        height, width = image.shape[:2]
        if width == self._slow_side:
            assert self._others.wait(30)
        self._others.set()
        quad = Quad.inset(width, height)
        return [Detection(quad, quad.box, 0.9, "ID-1")] * self._documents


class Counting(Finding):
    """Counts the pictures that it was shown."""

    calls = 0

    def detect(self, image: np.ndarray) -> list[Detection]:
        self.calls += 1
        return super().detect(image)


@pytest.fixture
def how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> batch.How:
    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)  # a thread that nobody would stop
    (tmp_path / "out").mkdir()
    return batch.How(tmp_path / "out", Form("png", 72), False, "auto", 2)


def picture(path: Path, side: int) -> Leaf:
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (side, side), (side, side, side)).save(path)
    return Leaf(path)


def test_pictures_of_one_name_are_numbered_in_order_however_long_each_takes(
    tmp_path: Path, how: batch.How
) -> None:
    names = ("a/x.png", "b/X.png", "c/x (2).png", "d/x.png")
    leaves = [picture(tmp_path / name, 100 + n) for n, name in enumerate(names)]
    assert batch.scan(leaves, Finding(1, slow_side=100), how) == 0  # type: ignore[arg-type]
    saved = {path.stem: load_picture(path).image for path in how.output.iterdir()}
    grey = {name: int(image[0, 0, 0]) for name, image in saved.items()}
    assert grey == {"x": 100, "X (2)": 101, "x (2) (2)": 102, "x (3)": 103}


def test_of_a_picture_that_fails_halfway_nothing_is_left(
    tmp_path: Path,
    how: batch.How,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    save = export.save_pages

    def fail_once(pages: Sequence[Page], target: Path, *rest: Any, **more: Any) -> list[Path]:
        if target.stem == "a-2":
            raise ExportError(target, "the disk is full")
        return save(pages, target, *rest, **more)

    monkeypatch.setattr(export, "save_pages", fail_once)
    leaves = [picture(tmp_path / "in" / name, 100) for name in ("a.png", "b.png")]
    assert batch.scan(leaves, Finding(2), how) == 1  # type: ignore[arg-type]
    said = capsys.readouterr()
    assert "a-2.png: the disk is full" in said.err
    written = sorted(path.name for path in how.output.iterdir())
    assert written == ["b-1.png", "b-2.png"]
    assert [Path(line).name for line in said.out.splitlines()] == written


def test_of_a_batch_only_a_few_pictures_are_read_ahead(
    tmp_path: Path, how: batch.How, monkeypatch: pytest.MonkeyPatch
) -> None:
    detector, looked = Counting(1), []

    class Slow(io.StringIO):
        def write(self, line: str) -> int:
            time.sleep(0.1)
            looked.append(detector.calls)
            return super().write(line)

    monkeypatch.setattr(sys, "stdout", Slow())
    leaves = [picture(tmp_path / "in" / f"{n}.png", 100) for n in range(8)]
    assert batch.scan(leaves, detector, how) == 0  # type: ignore[arg-type]
    # Whoever waits for the first results has no more pictures in memory than are worked on.
    assert looked[0] <= how.jobs + 1
    assert looked[-1] == len(leaves)


class Swelling(Finding):
    """A detector for which one size of picture is too much."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(1)
        self._fault = fault

    def detect(self, image: np.ndarray) -> list[Detection]:
        if image.shape[1] == 200:
            raise self._fault
        return super().detect(image)


@pytest.mark.parametrize("kind", [MemoryError, BackendError])
def test_a_picture_that_is_too_much_is_named_and_the_rest_goes_on(
    tmp_path: Path, how: batch.How, capsys: pytest.CaptureFixture[str], kind: type[Exception]
) -> None:
    sides = {"a.png": 100, "b.png": 200, "c.png": 100}
    leaves = [picture(tmp_path / "in" / name, side) for name, side in sides.items()]
    detector: Any = Swelling(kind("a picture's halvings do not fit into the memory"))
    for act in (
        lambda: batch.detect(leaves, detector, as_json=False),
        lambda: batch.scan(leaves, detector, how),
    ):
        assert act() == 1
        said = capsys.readouterr()
        assert len(said.out.splitlines()) == 2
        assert "b.png: a picture's halvings do not fit into the memory" in said.err
        assert "Traceback" not in said.err
    assert sorted(path.name for path in how.output.iterdir()) == ["a.png", "c.png"]


class Counted(Finding):
    """Finds as many documents as a picture is hundreds of px wide; the first is looked at last."""

    def __init__(self, slow_side: int) -> None:
        super().__init__(0, slow_side)
        self.threads = 0

    def detect(self, image: np.ndarray) -> list[Detection]:
        self.threads = max(self.threads, threading.active_count())
        super().detect(image)
        if image.shape[1] == self._slow_side:
            time.sleep(0.3)  # the others would have written by now
        quad = Quad.inset(*image.shape[1::-1])
        return [Detection(quad, quad.box, 0.9, "ID-1")] * (image.shape[1] // 100)


@pytest.mark.parametrize("failing", ["", "x-2"])
def test_files_are_called_the_same_with_any_number_of_jobs(
    tmp_path: Path, how: batch.How, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    save = export.save_pages

    def fail(pages: Sequence[Page], target: Path, *rest: Any, **more: Any) -> list[Path]:
        if target.stem == failing:
            raise ExportError(target, "the disk is full")
        return save(pages, target, *rest, **more)

    monkeypatch.setattr(export, "save_pages", fail)
    sides = {"x.png": 201, "x-1.png": 102, "x-2.png": 103, "none.png": 99, "y.png": 104}
    leaves = [picture(tmp_path / "in" / name, side) for name, side in sides.items()]
    called = []
    for jobs in (1, 2, 64):
        output = tmp_path / f"out {jobs}"
        output.mkdir()
        (output / "x-1 (2).png").touch()  # of a batch before
        detector = Counted(201 if jobs > 1 else 0)
        batch.scan(leaves, detector, replace(how, jobs=jobs, output=output))  # type: ignore[arg-type]
        (output / "x-1 (2).png").unlink()
        written = sorted(output.iterdir())
        called.append({path.stem: int(load_picture(path).image[0, 0, 0]) for path in written})
    firsts = {} if failing else {"x-1": 201, "x-2": 201}
    assert called[0] == firsts | {"x-1 (3)": 102, "x-2 (2)": 103, "y": 104}
    assert called[1:] == called[:1] * 2


def test_no_more_threads_run_than_there_are_pictures(tmp_path: Path, how: batch.How) -> None:
    leaves = [picture(tmp_path / "in" / f"{n}.png", 100) for n in range(2)]
    before, detector = threading.active_count(), Counted(0)
    assert batch.scan(leaves, detector, replace(how, jobs=1024)) == 0  # type: ignore[arg-type]
    assert detector.threads <= before + 2


def test_names_wait_for_nobody_who_is_called_off(tmp_path: Path) -> None:
    leaves = [Leaf(Path(name)) for name in ("x.png", "y.png", "x-1.png", "z.png")]
    naming = Naming(leaves, tmp_path, "jpeg")
    got: dict[int, list[str]] = {}

    def ask(number: int, documents: int) -> None:
        got[number] = [path.name for path in naming.give(number, documents)]

    threads = [threading.Thread(target=ask, args=each) for each in ((3, 0), (2, 1), (0, 2))]
    for thread in threads:
        thread.start()
    threads[2].join(30)
    assert got == {0: ["x-1.jpg", "x-2.jpg"]}
    naming.skip(1)
    naming.skip(0)  # it has them already
    for thread in threads:
        thread.join(30)
    assert got == {0: ["x-1.jpg", "x-2.jpg"], 2: ["x-1 (2).jpg"], 3: []}


def test_of_a_name_that_is_too_long_the_numbers_stay(tmp_path: Path) -> None:
    """Of the page and of the document, and of a picture of the same name elsewhere."""
    long = "é" * 125  # 250 bytes
    pages = [Leaf(Path(f"{long}.tif"), number - 1, number) for number in (1, 12)]
    leaves = [*pages, Leaf(Path(f"{long}.png")), Leaf(Path("in", f"{long}.png"))]
    naming = Naming(leaves, tmp_path, "jpeg")
    given = [[path.name for path in naming.give(number, 2)] for number in range(len(leaves))]
    ends = [[name.lstrip("é") for name in names] for names in given]
    assert ends == [
        ["-1-1.jpg", "-1-2.jpg"],
        ["-12-1.jpg", "-12-2.jpg"],
        ["-1.jpg", "-2.jpg"],
        [" (2)-1.jpg", " (2)-2.jpg"],
    ]
    assert max(len(name.encode()) for names in given for name in names) <= 255


def test_an_interruption_in_the_middle_of_a_line_does_not_make_it_come_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Interrupted(io.StringIO):
        flushes = 0

        def flush(self) -> None:
            self.flushes += 1
            if self.flushes == 1:
                raise KeyboardInterrupt

    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)
    monkeypatch.setattr(sys, "stdout", lines := Interrupted())
    how = batch.How(tmp_path, Form("png", 72), False, "auto", 1)
    with pytest.raises(KeyboardInterrupt):
        batch.scan([picture(tmp_path / "in" / "0.png", 100)], Finding(1), how)  # type: ignore[arg-type]
    assert lines.getvalue() == f"{tmp_path / '0.png'}\n"
