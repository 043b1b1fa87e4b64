"""What the commands do with a batch of pictures; results on stdout, all else on stderr.

Nothing heavy is imported before a call is known to be right.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING, Any

from app.errors import RectoscanError
from app.json_line import line_of, line_of_failure
from app.report import (
    FAILED,
    ResultsError,
    complain,
    counted,
    hard_to_read,
    plain,
    printing,
    reason_for,
    say,
)
from app.scanning import How, Scanned, look_at, scan_one

if TYPE_CHECKING:
    from tqdm import tqdm

    from app.document.leaf import Leaf
    from app.document.naming import Naming
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
# What was written and not told yet: of each picture its place and the lines to print, by the id of
# what became of it.
Untold = dict[int, tuple[int, Sequence[str]]]


def detect(leaves: Sequence[Leaf], detector: Detector, *, as_json: bool) -> int:
    """Prints where the documents are; the exit status."""
    from detector.errors import DetectorError

    status = 0
    for leaf in leaves:
        try:
            # Nobody reads in a sentence what takes time to find out.
            seen = look_at(leaf, detector, closely=as_json)
        except (RectoscanError, DetectorError, MemoryError) as error:
            _tell_failure(leaf, error, as_json=as_json)
            status = FAILED
            continue
        line = line_of(leaf, seen, with_files=False) if as_json else _sentence(leaf, seen)
        _print_lines([line])
    return status


def scan(leaves: Sequence[Leaf], detector: Detector, how: How) -> int:
    """Saves each document and prints the files, or a line of JSON a picture; the exit status.

    A picture that left nothing behind, or an outline that wants a look, gets a line of its own.
    An interruption waits for what has begun, and prints that too.
    """
    from tqdm import tqdm

    from app.document.naming import Naming

    jobs: Jobs = deque()
    naming = Naming(leaves, how.output, how.form.file_format)
    told: list[Scanned | None] = []
    untold: Untold = {}

    def work(leaf: Leaf, number: int) -> Scanned:
        scanned = scan_one(leaf, partial(naming.give, number), detector, how)
        untold[id(scanned)] = number, _results(leaf, scanned, how)
        return scanned

    def tell() -> None:
        told.append(_tell_first(jobs, bar, how, untold))

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
    found = [len(each.documents) for each in told if each and each.documents]
    if len(told) > 1:
        say(f"{len(found)} of {len(told)} pictures, {counted(sum(found), 'document')}")


@contextmanager
def _interruptible(
    workers: ThreadPoolExecutor, jobs: Jobs, tell: Callable[[], None], untold: Untold
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
            _print_lines([line for _, lines in sorted(untold.values()) for line in lines])
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


def _results(leaf: Leaf, scanned: Scanned, how: How) -> Sequence[str]:
    """The lines that programs read of a picture."""
    if how.as_json:
        return [line_of(leaf, scanned, with_files=True)]
    return [str(path) for path in scanned.written]


def _print_lines(lines: Sequence[str], printed: Callable[[], object] = lambda: None) -> None:
    """printed : told once stdout has them, before it hands them on. That is when an interruption
    comes, if any does, and what it leaves in there is handed on later: no line comes twice."""
    with printing():
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        printed()
        sys.stdout.flush()


def _tell_first(jobs: Jobs, bar: tqdm[Any], how: How, untold: Untold) -> Scanned | None:
    """Waits for the first job and tells what became of it; None where it failed. It is untold no
    more then."""
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
        _tell_failure(leaf, error, as_json=how.as_json)
    else:
        _print_lines(_results(leaf, scanned, how), partial(untold.pop, id(scanned), None))
        _tell(leaf, scanned)
    bar.update()
    return scanned


def _tell_failure(leaf: Leaf, error: Exception, *, as_json: bool) -> None:
    complain(error, _called(leaf))
    if as_json:
        _print_lines([line_of_failure(leaf, reason_for(error, leaf.path))])


def _tell(leaf: Leaf, scanned: Scanned) -> None:
    """What people read of a picture."""
    documents = len(scanned.documents)
    unsure, cut = scanned.doubtful("unsure"), scanned.doubtful("cut_off")
    if not documents:
        say(f"{_called(leaf)}: no document")
    elif unsure and documents == 1:
        say(f"{_called(leaf)}: not sure of the outline")
    elif unsure:
        say(f"{_called(leaf)}: not sure of {unsure} of {documents} outlines")
    if cut:
        some = f"{cut} of {documents} documents" if documents > 1 else "the document"
        say(f"{_called(leaf)}: part of {some} lies outside the picture")
    for each in hard_to_read(scanned.flaws, documents):
        say(f"{_called(leaf)}: {each}")


def _called(leaf: Leaf) -> str:
    return f"{leaf.path}, page {leaf.number}" if leaf.number else str(leaf.path)


def _sentence(leaf: Leaf, seen: Scanned) -> str:
    formats = ", ".join(f"{each.format} ({each.found.score:.2f})" for each in seen.documents)
    return plain(f"{_called(leaf)}: {formats or 'no document'}")
