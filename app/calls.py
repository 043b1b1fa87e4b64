"""What the program is called with: its commands, their options, and what was meant by a wrong call.

Whoever types a command for the first time is told what to type instead.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple, NoReturn

from app import option_values as values
from app.patterns import is_there, nothing_at
from app.report import say

WRONG_CALL = 2
ON_WINDOWS = os.name == "nt"
RESULTS = ("-o", "out")  # of an example
EXAMPLE = "photo.jpg"
# What other programs know as commands.
WORDS = {"help": "--help", "version": "--version", "selftest": "--selftest"}


class WrongCallError(Exception):
    """A call that cannot be followed. parser : whose usage line belongs to it."""

    def __init__(self, parser: argparse.ArgumentParser, message: str) -> None:
        super().__init__(message)
        self.parser = parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongCallError(self, message)


class _Parsers(NamedTuple):
    whole: _Parser
    commands: dict[str, _Parser]


def parsed(argv: Sequence[str]) -> argparse.Namespace:
    """What a call asks for: command, None for the selftest, and its options. Raises SystemExit
    after the help, the version, and a wrong call that was told."""
    parsers = _parsers()
    asked = [*argv]
    if len(asked) in {1, 2} and asked[0] in WORDS:
        asked = [*(each for each in asked[1:] if each in parsers.commands), WORDS[asked[0]]]
    try:
        if asked and asked[0] in parsers.commands:
            return _of_command(parsers, asked[0], asked[1:])
        return _without_command(parsers, asked)
    except WrongCallError as wrong:
        wrong.parser.print_usage(sys.stderr)
        say(str(wrong))
        raise SystemExit(WRONG_CALL) from wrong


# ------------------------------------------------------------------------------ what was meant
def _of_command(parsers: _Parsers, name: str, rest: Sequence[str]) -> argparse.Namespace:
    try:
        arguments = _read(parsers, name, rest)
    except WrongCallError as wrong:
        for meant, its_rest in _meant(parsers, name, rest):
            if _is_right(parsers, meant, its_rest):
                typed = _to_type(meant, *its_rest)
                raise WrongCallError(wrong.parser, f"{wrong}; {typed}") from wrong
        raise
    lacking = _lacking(name, rest, arguments)
    if lacking:
        raise WrongCallError(parsers.commands[name], lacking)
    return arguments


def _meant(parsers: _Parsers, name: str, rest: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """What may be meant by a command that cannot be read: a file whose name begins with a dash, as
    a shell makes them of a *, or the other command."""
    dot = f".{os.sep}"
    paths = [dot + each if _is_dashed(each) else each for each in rest]
    if paths != [*rest]:
        yield name, paths
    yield next(each for each in parsers.commands if each != name), [*rest]


def _is_dashed(argument: str) -> bool:
    return argument[:1] == "-" and bool(Path(argument).suffix) and is_there(argument)


def _without_command(parsers: _Parsers, argv: Sequence[str]) -> argparse.Namespace:
    whole = parsers.whole
    if {"-h", "--help"}.intersection(argv):  # wherever it stands
        return whole.parse_args(["--help"])
    if not argv or argv[0] in {"--version", "--selftest"}:
        return whole.parse_args(argv)
    known = {each for each in argv if is_there(each) or each.lower() in parsers.commands}
    first = argv[0]
    if known and (first in known or first[:1] == "-"):
        for name, rest in _guesses(parsers, argv):
            if _is_right(parsers, name, rest):
                raise WrongCallError(
                    whole, f"expected a command, detect or scan, first; {_to_type(name, *rest)}"
                )
    if first[:1] != "-" and Path(first).suffix:
        raise WrongCallError(whole, f"{first}: {nothing_at(first)}")
    raise WrongCallError(
        whole,
        f"{first} is neither a file nor a command: expected detect or scan, "
        "of which rectoscan --help tells more",
    )


def _guesses(parsers: _Parsers, argv: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Commands that may be meant, and what is to follow them."""
    at = next((n for n, each in enumerate(argv) if each.lower() in parsers.commands), None)
    named = [] if at is None else [argv[at].lower()]
    rest = [each for n, each in enumerate(argv) if n != at]
    plainest = ("detect", "scan") if "--json" in argv else ("scan", "detect")
    for name in named or plainest:
        yield name, rest
        if name == "scan":
            yield name, _with_results(rest)


def _read(parsers: _Parsers, name: str, rest: Sequence[str]) -> argparse.Namespace:
    """Paths may stand before and behind options."""
    parser = parsers.commands[name]
    end = rest.index("--") if "--" in rest else len(rest)  # behind it, names that begin with a dash
    read = argparse.Namespace(command=name, selftest=False)
    read = parser.parse_intermixed_args(rest[:end], read)
    try:
        read.paths += map(values.path, rest[end + 1 :])
    except argparse.ArgumentTypeError as error:
        parser.error(str(error))
    return read


def _lacking(name: str, rest: Sequence[str], arguments: argparse.Namespace) -> str:
    """What a call does not say and has to; "" for nothing."""
    paths: list[Path] = arguments.paths
    if name == "detect":
        return "" if paths else f"expected a picture; {_to_type(name, EXAMPLE, *rest)}"
    if not paths:
        meant = [EXAMPLE, *(rest if arguments.output else _with_results(rest))]
        return f"expected a picture or a folder; {_to_type(name, *meant)}"
    if arguments.output:
        return ""
    *others, last = paths
    if others and not last.suffix and not last.is_file():  # as of a program that copies
        place = max(n for n, each in enumerate(rest) if Path(each) == last)
        meant = [*rest[:place], "-o", *rest[place:]]
        return f"expected -o before the folder for the results; {_to_type(name, *meant)}"
    return f"expected a folder for the results; {_to_type(name, *_with_results(rest))}"


def _with_results(rest: Sequence[str]) -> list[str]:
    return [*RESULTS, *rest] if "--" in rest else [*rest, *RESULTS]


def _is_right(parsers: _Parsers, name: str, rest: Sequence[str]) -> bool:
    if {"-h", "--help"}.intersection(rest):  # which would be printed
        return False
    try:
        return not _lacking(name, rest, _read(parsers, name, rest))
    except WrongCallError:
        return False


def _to_type(*arguments: str) -> str:
    call = ["rectoscan", *arguments]
    return f"type: {subprocess.list2cmdline(call) if ON_WINDOWS else shlex.join(call)}"


# --------------------------------------------------------------------------- what can be asked
def _parsers() -> _Parsers:
    whole = _Parser(
        prog="rectoscan",
        description="Finds and flattens identity documents. Alone, or with files: the window.",
    )
    whole.add_argument("--version", action="version", version=f"rectoscan {_version()}")
    whole.add_argument("--selftest", action="store_true", help="check this installation")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")
    how = "PATH [PATH ...] {}[options]; more by --help"
    detect = commands.add_parser(
        "detect", help="print where the documents are", usage=f"%(prog)s {how.format('[--json] ')}"
    )
    scan = commands.add_parser(
        "scan", help="save each document, flattened", usage=f"%(prog)s {how.format('-o DIR ')}"
    )
    _add_scan_options(scan)
    for command in (detect, scan):
        command.add_argument("--json", action="store_true", help="one JSON line a picture")
        _add_what_both_take(command)
    return _Parsers(whole, {"detect": detect, "scan": scan})


def _add_what_both_take(command: _Parser) -> None:
    command.add_argument(
        "paths",
        nargs="*",  # at least one: see _lacking()
        type=values.path,
        metavar="PATH",
        help="a picture, a folder with the folders in it, or a pattern",
    )
    command.add_argument(
        "--threads", type=values.threads, default=0, metavar="N", help="of the engine"
    )
    command.add_argument(
        "--device",
        type=str.lower,
        choices=("auto", "cpu", "cuda"),
        default="auto",
        help="auto: the processor",
    )


def _add_scan_options(scan: _Parser) -> None:
    scan.add_argument(
        "-o", "--output", type=values.path, metavar="DIR", help="the folder for the results; needed"
    )
    scan.add_argument("--format", type=values.file_format, choices=values.FORMATS, default="png")
    resolution = scan.add_mutually_exclusive_group()
    resolution.add_argument(
        "--dpi",
        type=values.dpi,
        default=0,
        metavar="N",
        help="exactly N dots an inch; default: what the picture holds",
    )
    resolution.add_argument(
        "--min-dpi",
        type=values.dpi,
        default=0,
        metavar="N",
        help="at least N dots an inch; a picture that holds more keeps them all",
    )
    scan.add_argument(
        "--round-corners", action="store_true", help="white outside of a card's rounded corners"
    )
    scan.add_argument(
        "--document",
        type=values.document,
        choices=values.DOCUMENTS,
        default="auto",
        help="the documents' format, where it is known better than by their shape",
    )
    scan.add_argument(
        "--jobs", type=values.threads, default=1, metavar="N", help="pictures worked on at a time"
    )


def _version() -> str:
    try:
        return version("rectoscan")
    except PackageNotFoundError:
        return "(not installed)"
