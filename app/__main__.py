"""``rectoscan``: the window where nothing is asked for, else the command line."""

from __future__ import annotations

import multiprocessing
import os
import sys

WORDS = frozenset({"detect", "scan", "-h", "--help", "--version", "--selftest"})


def main(argv: list[str] | None = None) -> int:
    """Runs and returns the exit status. argv : without the program's name."""
    multiprocessing.freeze_support()
    _give_streams()
    arguments = sys.argv[1:] if argv is None else argv
    if arguments and (arguments[0] in WORDS or not arguments[0].startswith("-")):
        from app.cli import main as command_line

        return command_line(arguments)
    from app.application import main as window

    return window([sys.argv[0], *arguments])


def _give_streams() -> None:
    """A windowed build has none (PyInstaller #7688); what is printed then goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115


if __name__ == "__main__":
    sys.exit(main())
