"""The command line: the window's use cases without a window.

Exit status: 0 when every picture was read (finding nothing is no error), 1 when one could not be
read or written, 2 for a wrong call, 130 when interrupted.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from app.document.picture import Picture
    from detector.runtime import Detector

FAILED, WRONG_CALL, INTERRUPTED = 1, 2, 130
FORMATS = ("png", "jpeg", "tiff", "pdf")
# detector.formats, which is not imported before it is needed; "other" keeps the measured shape.
DOCUMENTS = ("auto", "ID-1", "ID-2", "ID-3", "A4", "other")
MAX_DPI = 2400


def main(argv: Sequence[str]) -> int:
    """Runs one command. argv : without the program's name. Returns the exit status."""
    arguments = _parser().parse_args(argv)
    try:
        if arguments.selftest:
            from app.selftest import selftest

            return selftest()
        return _run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read has left; nothing more may be flushed to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rectoscan", description="Finds and flattens identity documents. Alone: the window."
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
            "paths", nargs="+", type=Path, metavar="PATH", help="a picture, a folder or a pattern"
        )
        command.add_argument(
            "--threads", type=_positive, default=0, metavar="N", help="of the engine"
        )
        command.add_argument(
            "--device",
            choices=("auto", "cpu", "cuda"),
            default="auto",
            help="auto: the processor",
        )
    return parser


def _add_scan_options(scan: argparse.ArgumentParser) -> None:
    scan.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
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
        "--jobs", type=_positive, default=1, metavar="N", help="pictures worked on at a time"
    )


def _version() -> str:
    try:
        return version("rectoscan")
    except PackageNotFoundError:
        return "(not installed)"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected a positive number, got {text}")
    return number


def _dpi(text: str) -> int:
    number = _positive(text)
    if number > MAX_DPI:
        raise argparse.ArgumentTypeError(f"expected at most {MAX_DPI}, got {text}")
    return number


def _wrong_call(message: str) -> NoReturn:
    _parser().print_usage(sys.stderr)
    print(f"rectoscan: {message}", file=sys.stderr)
    raise SystemExit(WRONG_CALL)


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command is None:
        _wrong_call("expected a command")
    from detector.errors import DetectorError

    paths = _pictures(arguments.paths)
    try:
        from detector.runtime import Detector

        detector = Detector.load(arguments.device, arguments.threads)
    except (DetectorError, ImportError) as error:  # the engine may lack a library of the system's
        print(f"rectoscan: {error}", file=sys.stderr)
        return FAILED
    at_start = detector.notice
    if at_start:
        print(f"rectoscan: {at_start}", file=sys.stderr)
    if arguments.command == "detect":
        status = _detect(paths, detector, as_json=arguments.json)
    else:
        status = _scan(paths, detector, arguments)
    if detector.notice and not at_start:
        print(f"rectoscan: {detector.notice}", file=sys.stderr)
    return status


def _pictures(paths: Sequence[Path]) -> list[Path]:
    """What the paths stand for; a path that is nowhere is a wrong call."""
    from app.document.picture import find_pictures
    from app.errors import PictureError

    found: list[Path] = []
    for path in paths:
        try:
            listed = list(find_pictures([path]))
        except (PictureError, OSError, ValueError) as error:
            _wrong_call(str(error))
        if not listed:
            _complain(PictureError(path, "holds no pictures"), path)
        missing = listed == [path] and not os.path.lexists(path)
        if missing:
            _wrong_call(f"{path}: does not exist")
        found += listed
    return found


def _complain(error: Exception, path: Path) -> None:
    reason = getattr(error, "reason", None) or str(error) or type(error).__name__
    print(f"rectoscan: {path}: {reason}", file=sys.stderr, flush=True)


def _detect(paths: Sequence[Path], detector: Detector, *, as_json: bool) -> int:
    from app.document.picture import load_picture
    from app.errors import RectoscanError
    from detector.errors import DetectorError

    status = 0
    for path in paths:
        try:
            row = _row(load_picture(path), detector)
        except (RectoscanError, DetectorError, MemoryError) as error:
            _complain(error, path)
            status = FAILED
            continue
        print(json.dumps(row, ensure_ascii=True) if as_json else _sentence(row), flush=True)
    return status


def _row(picture: Picture, detector: Detector) -> dict[str, Any]:
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
        }
        for each in found
    ]
    return {
        "image": str(picture.path),
        "width": width,
        "height": height,
        "documents": documents,
        "ms": {"detect": round(spent_ms, 2)},
    }


def _sentence(row: dict[str, Any]) -> str:
    listed = ", ".join(f"{each['format']} ({each['score']:.2f})" for each in row["documents"])
    return f"{row['image']}: {listed or 'no document'}"


def _scan(paths: Sequence[Path], detector: Detector, arguments: argparse.Namespace) -> int:
    from tqdm import tqdm

    from app.errors import RectoscanError
    from detector.errors import DetectorError

    status = 0
    bar = tqdm(total=len(paths), unit="picture", disable=not sys.stderr.isatty())
    with bar, ThreadPoolExecutor(arguments.jobs) as workers:
        for path, job in _in_order(workers, paths, detector, arguments):
            try:
                written = job.result()
            except (RectoscanError, DetectorError, MemoryError) as error:
                _complain(error, path)
                status = FAILED
            else:
                for each in written:
                    tqdm.write(str(each), file=sys.stdout)
                    sys.stdout.flush()
            bar.update()
    return status


def _in_order(
    workers: ThreadPoolExecutor,
    paths: Sequence[Path],
    detector: Detector,
    arguments: argparse.Namespace,
) -> Iterator[tuple[Path, Future[list[Path]]]]:
    """Jobs in the order of the paths, a few ahead: a folder of thousands must not fill memory."""
    waiting: list[tuple[Path, Future[list[Path]]]] = []
    try:
        for path in paths:
            waiting.append((path, workers.submit(_scan_one, path, detector, arguments)))
            if len(waiting) > arguments.jobs:
                yield waiting.pop(0)
        while waiting:
            yield waiting.pop(0)
    finally:
        for _, job in waiting:
            job.cancel()


def _scan_one(path: Path, detector: Detector, arguments: argparse.Namespace) -> list[Path]:
    from app.document.export import save_pages
    from app.document.original import Original
    from app.document.page import Page
    from app.document.picture import load_picture

    image = load_picture(path).image
    original = Original(image)
    found = sorted(detector.detect(image), key=lambda each: -each.score)
    written: list[Path] = []
    for number, each in enumerate(found, 1):
        page = Page(f"{number}", original, each.quad, each.quad, each.score)
        page = page.with_rounded(arguments.round_corners)
        if arguments.document != "auto":
            page = page.with_format(arguments.document)
        name = path.stem if len(found) == 1 else f"{path.stem}-{number}"
        target = arguments.output / f"{name}.{arguments.format}"
        dpi, at_least = arguments.min_dpi or arguments.dpi, arguments.min_dpi > 0
        written += save_pages([page], target, arguments.format, dpi, keep_sharper=at_least)
    return written
