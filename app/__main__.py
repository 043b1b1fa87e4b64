"""``rectoscan``: the window where nothing is asked for, or only files; else the command line."""

from __future__ import annotations

import codecs
import io
import multiprocessing
import os
import sys

from app.patterns import is_there

COMMANDS = ("detect", "scan")  # of app.cli, which the window does not import


def main(argv: list[str] | None = None) -> int:
    """Runs and returns the exit status. argv : without the program's name."""
    multiprocessing.freeze_support()
    _occupy_streams()
    _ready_streams()
    arguments = sys.argv[1:] if argv is None else argv
    if arguments and not _is_qts(arguments[0]) and not _are_files(arguments):
        return _command_line(arguments)
    from app.application import main as window

    return window([sys.argv[0], *arguments])


def _command_line(arguments: list[str]) -> int:
    """Who interrupts it before it listens, or once it has ended, sees no traceback either."""
    try:
        from app.cli import main as command_line

        return command_line(arguments)
    except KeyboardInterrupt as interruption:
        from app.interruption import status_of

        return status_of(interruption)


def _is_qts(option: str) -> bool:
    """Whether Qt or the system means the window by it: one dash and a word, as in -platform."""
    return len(option) > 2 and option[0] == "-" != option[1]


def _are_files(arguments: list[str]) -> bool:
    """Whether they are something to open; files beside a command, or the options of one, are not:
    the window would drop these without a word."""
    return _is_file(arguments[0]) and not any(map(_is_of_a_command, arguments[1:]))


def _is_of_a_command(argument: str) -> bool:
    if argument[:1] == "-":
        return not _is_qts(argument)
    return argument in COMMANDS and not os.path.lexists(argument)


def _is_file(argument: str) -> bool:
    """Whether it is something to open, as a desktop's "Open with" names it.

    A command wins over a file of its name: `./scan` means the file.
    """
    return argument[:1] != "-" and argument not in COMMANDS and is_there(argument)


def _occupy_streams() -> None:
    """Leaves no number of a standard stream free, as a daemon does that closes them all.

    The next file that is opened would get it, a document as it is written, say; and what decoders
    print of a damaged picture, past Python, would end up in there.
    """
    if os.name != "posix":
        return
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest that is free


def _ready_streams() -> None:
    """Makes sure that something can be printed, whatever it is.

    A windowed build has no streams (PyInstaller #7688): what is printed then goes nowhere. What a
    stream cannot spell is escaped: a pipe on Windows knows one code page, names know all scripts.
    But whoever reads of a file written on stdout is to find it: where names are bytes, and may be
    no text, these very bytes are printed.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, io.TextIOWrapper):
            spelt = name == "stdout" and os.name == "posix" and _spells_names(stream)
            stream.reconfigure(errors="surrogateescape" if spelt else "backslashreplace")


def _spells_names(stream: io.TextIOWrapper) -> bool:
    """Whether a name is written in it by the bytes that it was read from."""
    names = codecs.lookup(sys.getfilesystemencoding()).name
    return codecs.lookup(stream.encoding).name == names


if __name__ == "__main__":
    sys.exit(main())
