"""A command that is interrupted: what it wrote is whole, and told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import pytest

from app import batch, cli
from app.document import export
from app.document.form import Form
from app.document.page import Page
from app.interruption import ended_by_signals
from app.selftest import sample_frame
from detector.runtime import Detector
from tests.app.test_batch import Finding, picture

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="no signals between processes"),
    pytest.mark.usefixtures("heard_signals"),
]
# The first argument is a signal that comes while the paths are looked at, the second one says
# whether whoever calls ignores it.
CHILD = """
import os, signal, sys, time
from app import cli
number, ignored = map(int, sys.argv[1:])
if ignored:
    signal.signal(number, signal.SIG_IGN)
def listed(*_):
    os.kill(os.getpid(), number)
    time.sleep(0 if ignored else 60)
    return [], 0
cli.listed = listed
sys.exit(cli.main(["detect", "a.png"]))
"""
# An engine that makes a fault of its own of an interruption while it starts, as libraries do whose
# beginning is not Python.
SWALLOWING = """
import os, signal, sys, time
from app import cli
from detector.runtime import Detector
def load(*_):
    try:
        os.kill(os.getpid(), int(sys.argv[2]))
        time.sleep(60)
    except KeyboardInterrupt as error:
        raise ImportError("initialization failed") from error
Detector.load = load
sys.exit(cli.main(["detect", sys.argv[1]]))
"""
# Ctrl-C before the command line is there.
EARLY = """
import sys
from app import __main__
class Interrupted:
    def find_spec(self, name, *_):
        if name == "app.cli":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
sys.exit(__main__.main(["detect", "a.png"]))
"""


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set once the main thread has heard of an interruption, which a busy machine may delay."""
    event, tell = threading.Event(), batch._tell_begun

    def hear(jobs: batch.Jobs, *rest: Any) -> None:
        event.set()
        tell(jobs, *rest)

    monkeypatch.setattr(batch, "_tell_begun", hear)
    return event


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("ignored", [0, 1], ids=["heard", "ignored"])
def test_the_exit_status_names_the_signal_and_one_that_is_ignored_stays_so(
    name: str, ignored: int
) -> None:
    number = int(getattr(signal, name))
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(number), str(ignored)],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0 if ignored else 128 + number, b"")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_engine_that_is_interrupted_while_it_starts_is_not_called_broken(
    name: str, tmp_path: Path
) -> None:
    number = int(getattr(signal, name))
    path = tmp_path / "a.png"
    path.write_bytes(cv2.imencode(".png", sample_frame())[1].tobytes())
    done = subprocess.run(
        [sys.executable, "-c", SWALLOWING, path, str(number)],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (128 + number, b"")


def test_an_interruption_before_the_command_line_is_there_leaves_no_traceback() -> None:
    done = subprocess.run(
        [sys.executable, "-c", EARLY], capture_output=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (130, b"")


def files_in(lines: str, *, as_json: bool) -> list[str]:
    """What was told on stdout."""
    rows = [json.loads(line) for line in lines.splitlines()] if as_json else []
    return [each["file"] for row in rows for each in row["documents"]] or lines.splitlines()


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_being_written_when_an_interruption_comes_is_told_and_no_more_is_begun(
    jobs: int,
    as_json: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    heard: threading.Event,
) -> None:
    save = export.save_pages
    begun: list[str] = []

    def interrupt(pages: Sequence[Page], target: Path, *rest: Any, **more: Any) -> list[Path]:
        begun.append(target.name)
        if begun[jobs - 1 :] == [target.name]:  # once, whoever looks first
            os.kill(os.getpid(), signal.SIGINT)
        assert heard.wait(30)  # none of the jobs has ended by then
        return save(pages, target, *rest, **more)

    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)  # a thread that nobody would stop
    monkeypatch.setattr(export, "save_pages", interrupt)
    leaves = [picture(tmp_path / "in" / f"{n}.png", 100) for n in range(5)]
    how = batch.How(tmp_path, Form("png", 72), False, "auto", jobs, as_json)
    with pytest.raises(KeyboardInterrupt):
        batch.scan(leaves, Finding(1), how)  # type: ignore[arg-type]
    told = files_in(capsys.readouterr().out, as_json=as_json)
    assert told == [str(tmp_path / f"{n}.png") for n in range(jobs)]
    assert sorted(tmp_path.glob("*.png")) == [Path(line) for line in told]


def test_who_interrupts_again_is_told_all_the_same_what_was_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    heard: threading.Event,
) -> None:
    save, tallies = export.save_pages, list[list[int]]()

    @contextmanager
    def listening() -> Iterator[list[int]]:
        with ended_by_signals() as numbers:
            tallies.append(numbers)
            yield numbers

    def interrupt(*all_of_it: Any, **more: Any) -> list[Path]:
        os.kill(os.getpid(), signal.SIGINT)
        assert heard.wait(30)
        os.kill(os.getpid(), signal.SIGTERM)
        deadline_s = time.monotonic() + 30
        while len(tallies[0]) < 2 and time.monotonic() < deadline_s:
            time.sleep(0.01)
        return save(*all_of_it, **more)

    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)
    monkeypatch.setattr(export, "save_pages", interrupt)
    monkeypatch.setattr(cli, "ended_by_signals", listening)
    monkeypatch.setattr(Detector, "load", lambda *_: Finding(1))
    photos = [picture(tmp_path / "in" / f"{n}.png", 100).path for n in range(2)]
    assert cli.main(["scan", *map(str, photos), "-o", str(tmp_path)]) == 130
    assert tallies == [[signal.SIGINT, signal.SIGTERM]]
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / "0.png")]
    assert [*tmp_path.glob("*.png")] == [tmp_path / "0.png"]


def test_after_an_interruption_that_was_swallowed_the_next_is_heard() -> None:
    with ended_by_signals() as heard:
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
    assert heard == [signal.SIGINT] * 2


def test_no_more_is_begun_where_an_interruption_comes_between_a_job_and_its_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    heard: threading.Event,
) -> None:
    save, submit, waiting = export.save_pages, ThreadPoolExecutor.submit, threading.Event()

    def interrupt(*all_of_it: Any, **more: Any) -> list[Path]:
        if waiting.wait(10):
            waiting.clear()
            os.kill(os.getpid(), signal.SIGINT)
        assert heard.wait(30)
        return save(*all_of_it, **more)

    def slowly(workers: ThreadPoolExecutor, *job: Any) -> Future[Any]:
        future = submit(workers, *job)
        if job[1:] and job[1] is leaves[1]:
            waiting.set()
            time.sleep(5)
        return future

    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)
    monkeypatch.setattr(export, "save_pages", interrupt)
    monkeypatch.setattr(ThreadPoolExecutor, "submit", slowly)
    leaves = [picture(tmp_path / "in" / f"{n}.png", 100) for n in range(2)]
    how = batch.How(tmp_path, Form("png", 72), False, "auto", 1)
    with pytest.raises(KeyboardInterrupt):
        batch.scan(leaves, Finding(1), how)  # type: ignore[arg-type]
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / "0.png")]
    assert [*tmp_path.glob("*.png")] == [tmp_path / "0.png"]


def test_what_is_written_is_told_even_where_a_thread_takes_long_to_start(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    heard: threading.Event,
) -> None:
    save, start = export.save_pages, threading.Thread.start

    def interrupt(*all_of_it: Any, **more: Any) -> list[Path]:
        os.kill(os.getpid(), signal.SIGINT)
        assert heard.wait(30)
        return save(*all_of_it, **more)

    def slowly(thread: threading.Thread) -> None:
        start(thread)
        time.sleep(0.5)

    monkeypatch.setattr("tqdm.tqdm.monitor_interval", 0)
    monkeypatch.setattr(export, "save_pages", interrupt)
    monkeypatch.setattr(threading.Thread, "start", slowly)
    leaves = [picture(tmp_path / "in" / "0.png", 100)]
    how = batch.How(tmp_path, Form("png", 72), False, "auto", 1)
    with pytest.raises(KeyboardInterrupt):
        batch.scan(leaves, Finding(1), how)  # type: ignore[arg-type]
    assert capsys.readouterr().out.splitlines() == [str(tmp_path / "0.png")]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_in_the_middle_of_a_page_leaves_no_empty_file(name: str, tmp_path: Path) -> None:
    photo = cv2.imencode(".png", sample_frame())[1].tobytes()
    photos = [tmp_path / f"{n}.png" for n in range(3)]
    for path in photos:
        path.write_bytes(photo)
    out = tmp_path / "out"
    call = [*photos, "-o", out, "--format", "pdf", "--dpi", "1200", "--document", "ID-3"]
    child = subprocess.Popen(
        [sys.executable, "-m", "app", "scan", *call], stdout=subprocess.PIPE, text=True
    )
    deadline_s = time.monotonic() + 60
    while not list(out.glob("*.pdf")) and time.monotonic() < deadline_s:
        time.sleep(0.01)
    number = getattr(signal, name)
    child.send_signal(number)
    told, _ = child.communicate(timeout=120)
    assert child.returncode == 128 + number
    written = sorted(out.iterdir())
    assert 0 < len(written) < len(photos)
    assert [str(path) for path in written] == told.splitlines()
    assert all(path.read_bytes().startswith(b"%PDF-") for path in written)
