"""The command line: the window's use cases without a window.

Exit status: 0 when every picture was read (finding nothing is no error), 1 when one could not be
read or written, 2 for a wrong call. When interrupted, 128 and the signal's number: 130 by Ctrl-C.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from app import batch, report
from app.document.form import Form
from app.interruption import ended_by_signals, raise_again, status_of
from app.report import FAILED
from app.scanning import How

if TYPE_CHECKING:
    from app.document.folder import Found
    from app.document.leaf import Leaf

WRONG_CALL = 2
FORMATS = ("png", "jpeg", "tiff", "pdf")
# detector.formats, which is not imported before it is needed; "other" keeps the measured shape.
DOCUMENTS = ("auto", "ID-1", "ID-2", "ID-3", "A4", "other")
# The window asks for no less either: a slip, as 30 for 300, would leave no print.
MIN_DPI, MAX_DPI = 36, 2400
MAX_THREADS = 1024  # more than any processor has; far more, and the engine fails to start


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
        return _parser().parse_args(argv)
    except SystemExit:
        with report.printing():  # the help and the version wait to be flushed
            sys.stdout.flush()
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rectoscan",
        description="Finds and flattens identity documents. Alone, or with files: the window.",
    )
    parser.add_argument("--version", action="version", version=f"rectoscan {_version()}")
    parser.add_argument("--selftest", action="store_true", help="check this installation")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    detect = commands.add_parser("detect", help="print where the documents are")
    detect.add_argument("--json", action="store_true", help="one JSON line a picture")
    scan = commands.add_parser("scan", help="save each document, flattened")
    _add_scan_options(scan)
    for command in (detect, scan):
        command.add_argument(
            "paths",
            nargs="+",
            type=_path,
            metavar="PATH",
            help="a picture, a folder with the folders in it, or a pattern",
        )
        command.add_argument(
            "--threads", type=_threads, default=0, metavar="N", help="of the engine"
        )
        command.add_argument(
            "--device",
            choices=("auto", "cpu", "cuda"),
            default="auto",
            help="auto: the processor",
        )
    return parser


def _add_scan_options(scan: argparse.ArgumentParser) -> None:
    scan.add_argument("-o", "--output", type=_path, required=True, metavar="DIR")
    scan.add_argument("--format", choices=FORMATS, default="png")
    resolution = scan.add_mutually_exclusive_group()
    resolution.add_argument(
        "--dpi",
        type=_dpi,
        default=0,
        metavar="N",
        help="exactly N dots an inch; default: what the picture holds",
    )
    resolution.add_argument(
        "--min-dpi",
        type=_dpi,
        default=0,
        metavar="N",
        help="at least N dots an inch; a picture that holds more keeps them all",
    )
    scan.add_argument(
        "--round-corners", action="store_true", help="white outside of a card's rounded corners"
    )
    scan.add_argument(
        "--document",
        choices=DOCUMENTS,
        default="auto",
        help="the documents' format, where it is known better than by their shape",
    )
    scan.add_argument(
        "--jobs", type=_threads, default=1, metavar="N", help="pictures worked on at a time"
    )


def _version() -> str:
    try:
        return version("rectoscan")
    except PackageNotFoundError:
        return "(not installed)"


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a number, got {text!r}") from None
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a positive number, got {text}")
    return number


def _at_most(most: int, text: str) -> int:
    number = _positive(text)
    if number > most:
        raise argparse.ArgumentTypeError(f"expected at most {most}, got {text}")
    return number


def _dpi(text: str) -> int:
    number = _at_most(MAX_DPI, text)
    if number < MIN_DPI:
        raise argparse.ArgumentTypeError(f"expected at least {MIN_DPI}, got {text}")
    return number


def _threads(text: str) -> int:
    return _at_most(MAX_THREADS, text)


def _path(text: str) -> Path:
    if not text:  # as of a variable that is not set; it would mean all of the current folder
        raise argparse.ArgumentTypeError("expected a path, got ''")
    return Path(text)


def _wrong_call(message: str) -> NoReturn:
    _parser().print_usage(sys.stderr)
    report.say(message)
    raise SystemExit(WRONG_CALL)


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
            raise PictureError(path, "does not exist")
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
    )
