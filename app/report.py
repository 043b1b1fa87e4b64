"""What the commands tell: results on stdout, all else on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.document.fault import reason_of
from app.errors import RectoscanError

if TYPE_CHECKING:
    from app.capture.legibility import Flaw

# What of a file's name would move a terminal's cursor, recolour it or begin a line of its own.
CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}
# The exit status of a run that could not do what it was asked for, or not all of it.
FAILED = 1
HARD_TO_READ: dict[Flaw, str] = {
    "small": "too few pixels to read the print",
    "dark": "too dark to read the print",
    "glare": "glare on the document, print may be lost in it",
    "blurred": "too blurred to read the print",
}


class ResultsError(RectoscanError):
    """Results that stdout does not take. reader_left : nobody wants them any more."""

    def __init__(self, error: OSError) -> None:
        super().__init__(f"the results cannot be written ({reason_of(error)})")
        self.reader_left = isinstance(error, BrokenPipeError)


@contextmanager
def printing() -> Iterator[None]:
    """Around what prints results, and nothing else. Raises ResultsError where they are not taken;
    what is left of them is then dropped."""
    try:
        yield
    except OSError as error:
        # Else it is flushed at exit, and fails again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ResultsError(error) from error


def plain(text: str) -> str:
    """A line of its own, whatever the names in it hold; for people to read."""
    return text.translate(CONTROLS)


def say(text: str) -> None:
    """One line on stderr. Where that takes none, a log on a full disk or one that nobody reads any
    more, the work goes on all the same."""
    try:
        print(f"rectoscan: {plain(text)}", file=sys.stderr, flush=True)
    except OSError:
        # As above.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def complain(error: Exception, name: str) -> None:
    """What went wrong with a picture, or with the file that it was to become."""
    from app.errors import ExportError

    place = error.path if isinstance(error, ExportError) else name
    say(f"{place}: {reason_for(error, Path(name))}")


def reason_for(error: Exception, path: Path) -> str:
    """Why nothing became of a picture. path : its own."""
    from app.document.folder import KINDS, named_picture
    from app.document.picture import UNKNOWN_KIND

    reason = getattr(error, "reason", None) or str(error) or type(error).__name__
    if reason == UNKNOWN_KIND and not named_picture(path):  # as a PDF or a raw picture
        return f"{reason} ({', '.join(KINDS)})"
    return str(reason)


def counted(number: int, what: str) -> str:
    """As in "1 file" and "2 files"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def hard_to_read(flaws: Sequence[Flaw], documents: int) -> Iterator[str]:
    """Why print can hardly be read, of some of so many documents in a picture."""
    for flaw in dict.fromkeys(flaws):
        some = f" ({flaws.count(flaw)} of {documents} documents)" if documents > 1 else ""
        yield HARD_TO_READ[flaw] + some
