"""What the commands do with a batch of pictures; results on stdout, all else on stderr.

Nothing heavy is imported before a call is known to be right.
"""

from __future__ import annotations

import json
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING, Any

from app.errors import RectoscanError
from app.report import (
    FAILED,
    ResultsError,
    complain,
    counted,
    hard_to_read,
    plain,
    printing,
    say,
)
from app.scanning import How, Scanned, scan_one

if TYPE_CHECKING:
    from tqdm import tqdm

    from app.document.leaf import Leaf
    from app.document.naming import Naming
    from app.document.picture import Picture
    from detector.runtime import Detector

HEARS_S = 0.2


def output_ready(folder: Path) -> bool:
    """Whether the results can be written there; told once where not, and not for each picture."""
    from app.document.export import ready_folder
    from app.errors import ExportError

    try:
        ready_folder(folder)
    except ExportError as error:
        complain(error, str(folder))
        return False
    return True


Jobs = deque[tuple["Leaf", Future[Scanned]]]


def detect(leaves: Sequence[Leaf], detector: Detector, *, as_json: bool) -> int:
    """Prints where the documents are; the exit status."""
    from detector.errors import DetectorError

    status = 0
    for leaf in leaves:
        try:
            row = _row(leaf, leaf.load(), detector)
        except (RectoscanError, DetectorError, MemoryError) as error:
            complain(error, _called(leaf))
            status = FAILED
            continue
        line = json.dumps(row, ensure_ascii=True) if as_json else _sentence(leaf, row)
        with printing():
            print(line, flush=True)
    return status


def scan(leaves: Sequence[Leaf], detector: Detector, how: How) -> int:
    """Saves each document and prints the files; the exit status.

    A picture that left nothing behind, or an outline that wants a look, gets a line of its own.
    An interruption waits for what has begun, and prints that too; a second one does not.
    """
    from tqdm import tqdm

    from app.document.naming import Naming

    jobs: Jobs = deque()
    naming = Naming(leaves, how.output, how.form.file_format)
    told: list[Scanned | None] = []
    untold: set[Path] = set()  # what was written and not printed yet

    def work(leaf: Leaf, number: int) -> Scanned:
        scanned = scan_one(leaf, partial(naming.give, number), detector, how)
        untold.update(scanned.written)
        return scanned

    def tell() -> None:
        told.append(last := _tell_first(jobs, bar))
        untold.difference_update(last.written if last else ())

    bar = tqdm(total=len(leaves), unit="picture", disable=not sys.stderr.isatty())
    running = _running(min(how.jobs, len(leaves)))
    with bar, running as workers, _interruptible(workers, jobs, tell, untold):
        for number, leaf in enumerate(leaves):
            jobs.append((leaf, workers.submit(work, leaf, number)))
            jobs[-1][1].add_done_callback(partial(_without_names, naming, number))
            if len(jobs) > how.jobs:  # a few ahead: a folder of thousands must not fill memory
                tell()
        while jobs:
            tell()
    _sum_up(told)
    return FAILED if None in told else 0


def _without_names(naming: Naming, number: int, _: Future[Scanned]) -> None:
    """Also of a picture that is called off: nobody may wait for its names."""
    naming.skip(number)


@contextmanager
def _running(jobs: int) -> Iterator[ThreadPoolExecutor]:
    """An executor whose threads all run. One that is started with its first job is forgotten by an
    interruption at that moment: nobody would wait for what it writes, or tell it."""
    all_run = Barrier(jobs)
    with ThreadPoolExecutor(jobs) as workers:
        try:
            wait([workers.submit(all_run.wait) for _ in range(jobs)])
        except BaseException:
            all_run.abort()
            raise
        yield workers


def _sum_up(told: Sequence[Scanned | None]) -> None:
    """Of a batch: of a single picture all is told."""
    found = [each.documents for each in told if each and each.documents]
    if len(told) > 1:
        say(f"{len(found)} of {len(told)} pictures, {counted(sum(found), 'document')}")


@contextmanager
def _interruptible(
    workers: ThreadPoolExecutor, jobs: Jobs, tell: Callable[[], None], untold: set[Path]
) -> Iterator[None]:
    """After an interruption begins nothing more, and tells what was begun."""
    try:
        yield
    except KeyboardInterrupt:
        # It may have come between a job and its place among them, or a result and its line: what
        # else was written is told once all have ended.
        workers.shutdown(wait=False, cancel_futures=True)
        _tell_begun(jobs, tell)
        workers.shutdown()
        with suppress(ResultsError, OSError):
            _print_paths(sorted(untold))
        raise
    finally:
        for _, job in jobs:
            job.cancel()


def _tell_begun(jobs: Jobs, tell: Callable[[], None]) -> None:
    """Tells what becomes of the jobs that have begun, and cancels the others."""
    for each in [each for each in jobs if each[1].cancel()]:
        jobs.remove(each)
    with suppress(ResultsError, OSError):  # a terminal that is gone takes nothing
        while jobs:
            tell()


def _print_paths(paths: Sequence[Path]) -> None:
    if paths:
        with printing():
            print(*paths, sep="\n", flush=True)


def _tell_first(jobs: Jobs, bar: tqdm[Any]) -> Scanned | None:
    """Waits for the first job and tells what became of it; None where it failed."""
    from detector.errors import DetectorError

    leaf, job = jobs[0]
    # Whoever is interrupted here finds it among the jobs still. An interruption that comes just
    # before a wait is heard once that ends.
    while wait([job], HEARS_S).not_done:
        pass
    bar.clear()  # else the next line begins behind it
    jobs.popleft()
    scanned: Scanned | None = None
    try:
        scanned = job.result()
    except (RectoscanError, DetectorError, MemoryError) as error:
        complain(error, _called(leaf))
    else:
        _tell(leaf, scanned)
    bar.update()
    return scanned


def _tell(leaf: Leaf, scanned: Scanned) -> None:
    _print_paths(scanned.written)
    if not scanned.documents:
        say(f"{_called(leaf)}: no document")
    elif scanned.unsure and scanned.documents == 1:
        say(f"{_called(leaf)}: not sure of the outline")
    elif scanned.unsure:
        say(f"{_called(leaf)}: not sure of {scanned.unsure} of {scanned.documents} outlines")
    if scanned.cut:
        several = f"{scanned.cut} of {scanned.documents} documents"
        some = several if scanned.documents > 1 else "the document"
        say(f"{_called(leaf)}: part of {some} lies outside the picture")
    for each in hard_to_read(scanned.flaws, scanned.documents):
        say(f"{_called(leaf)}: {each}")


def _called(leaf: Leaf) -> str:
    return f"{leaf.path}, page {leaf.number}" if leaf.number else str(leaf.path)


def _row(leaf: Leaf, picture: Picture, detector: Detector) -> dict[str, Any]:
    """What is printed of a picture; others' programs read it: the README names each key."""
    from app.capture.legibility import flaw_of
    from detector.rim import cut_off

    height, width = picture.image.shape[:2]
    start = time.perf_counter()
    found = detector.detect(picture.image)
    spent_ms = (time.perf_counter() - start) * 1000
    documents = [
        {
            "quad": [[round(x, 2), round(y, 2)] for x, y in each.quad.corners.tolist()],
            "box": [round(value, 2) for value in each.box],
            "score": round(each.score, 4),
            "format": each.format,
            "format_confidence": round(each.format_confidence, 4),
            "upright": each.upright,
            "upright_confidence": round(each.upright_confidence, 4),
            "cut_off": cut_off(each.quad, width, height),
            "hard_to_read": flaw_of(picture.image, each.quad),
        }
        for each in found
    ]
    return {
        "image": str(leaf.path),
        "page": leaf.number or 1,
        "width": width,
        "height": height,
        "documents": documents,
        "ms": {"detect": round(spent_ms, 2)},
    }


def _sentence(leaf: Leaf, row: dict[str, Any]) -> str:
    formats = ", ".join(f"{each['format']} ({each['score']:.2f})" for each in row["documents"])
    return plain(f"{_called(leaf)}: {formats or 'no document'}")
