"""The command line: the window's use cases without a window.

Exit status: 0 when every picture was read (finding nothing is no error), 1 when one could not be
read or written, 2 for a wrong call. When interrupted, 128 and the signal's number: 130 by Ctrl-C.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from app import batch, calls, report
from app.document.form import Form
from app.interruption import ended_by_signals, raise_again, status_of
from app.patterns import nothing_at
from app.report import FAILED
from app.scanning import How

if TYPE_CHECKING:
    from app.document.folder import Found
    from app.document.leaf import Leaf


def main(argv: Sequence[str]) -> int:
    """Runs one command. argv : without the program's name. Returns the exit status."""
    try:
        with ended_by_signals() as heard:
            return _run(_parsed(argv), heard)
    except KeyboardInterrupt as interruption:
        return status_of(interruption)
    except report.ResultsError as error:
        if not error.reader_left:
            report.say(str(error))
        return FAILED
    except BrokenPipeError:  # of stderr
        return FAILED


def _parsed(argv: Sequence[str]) -> argparse.Namespace:
    try:
        return calls.parsed(argv)
    except SystemExit:
        with report.printing():  # the help and the version wait to be flushed
            sys.stdout.flush()
        raise


def _wrong_call(message: str) -> NoReturn:
    report.say(message)
    raise SystemExit(calls.WRONG_CALL)


def _run(arguments: argparse.Namespace, heard: list[int]) -> int:
    if arguments.selftest:
        from app.selftest import selftest

        with report.printing():  # a check that fails in any way is a line of its own
            return selftest()
    if arguments.command is None:
        _wrong_call("expected a command")
    from app.errors import PictureError
    from detector.errors import ENGINE_FAULTS, DetectorError, not_loaded

    try:
        leaves, status = listed(arguments.paths, getattr(arguments, "output", None))
    except PictureError as error:
        _wrong_call(f"{error.path}: {error.reason}")
    if arguments.command == "scan" and not batch.output_ready(arguments.output):
        return FAILED
    if not leaves:
        return status
    try:
        from detector.runtime import Detector

        detector = Detector.load(arguments.device, arguments.threads)
    except (DetectorError, *ENGINE_FAULTS) as error:
        raise_again(heard, error)
        report.say(str(error if isinstance(error, DetectorError) else not_loaded(error)))
        return FAILED
    at_start = detector.notice
    if at_start:
        report.say(at_start)
    if arguments.command == "detect":
        done = batch.detect(leaves, detector, as_json=arguments.json)
    else:
        done = batch.scan(leaves, detector, _how(arguments))
    if detector.notice and not at_start:
        report.say(detector.notice)
    return max(status, done)


def listed(paths: Sequence[Path], output: Path | None = None) -> tuple[list[Leaf], int]:
    """The pictures that the paths stand for, and the exit status so far.

    output : where results go; in a folder that holds it, it is passed over, and so is what
    earlier runs have made. A file that is named itself is wanted, whoever made it.

    What is no use is told. Raises PictureError where a path is nowhere: that is a wrong call.
    """
    from app.capture.sources import VIDEO_SUFFIXES
    from app.document.folder import is_nowhere, look_into
    from app.document.leaf import leaves_of
    from app.errors import PictureError

    leaves: list[Leaf] = []
    status = 0
    for path in paths:
        try:
            found = look_into(path, without=output)
        except PictureError as error:
            report.complain(error, str(path))
            status = FAILED
            continue
        if found.pictures == (path,) and is_nowhere(path):
            raise PictureError(path, nothing_at(str(path)))
        if _tell_of_folder(path, found):
            status = FAILED
        pictures = found.pictures
        if output is not None and pictures != (path,):
            pictures = _without_results(path, pictures)
        for each in pictures:
            if each.suffix.lower() in VIDEO_SUFFIXES:
                report.say(f"{each}: is a video, which plays in the window")
                status = FAILED
                continue
            try:
                leaves += leaves_of(each)
            except PictureError as error:
                report.complain(error, str(each))
                status = FAILED
    return leaves, status


def _without_results(path: Path, pictures: Sequence[Path]) -> tuple[Path, ...]:
    """What of a folder is to be scanned; what else it holds is told."""
    from app.document.maker import is_own

    kept = tuple(each for each in pictures if not is_own(each))
    if len(kept) < len(pictures):
        results = report.counted(len(pictures) - len(kept), "earlier result")
        report.say(f"{path}: {results} left out; a picture that is named itself is scanned")
    return kept


def _tell_of_folder(path: Path, found: Found) -> bool:
    """What of a folder is no use; whether it failed."""
    from app.document.folder import kinds_of

    if found.skipped:
        kinds = ", ".join(kind or "no suffix" for kind in kinds_of(found.skipped))
        report.say(f"{path}: {report.counted(len(found.skipped), 'file')} skipped: {kinds}")
    elif not (found.pictures or found.errors):
        report.say(f"{path}: holds no pictures")
    for fault in found.errors:
        report.complain(fault, str(fault.path))
    return bool(found.errors)


def _how(arguments: argparse.Namespace) -> How:
    dpi, least = arguments.dpi, arguments.min_dpi
    form = Form(arguments.format, least or dpi, keep_sharper=least > 0)
    return How(
        output=arguments.output,
        form=form,
        rounded=arguments.round_corners,
        document=arguments.document,
        jobs=arguments.jobs,
        as_json=arguments.json,
    )
