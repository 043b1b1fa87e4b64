"""What the values of options may be, as the command line reads them."""

from __future__ import annotations

import os
from argparse import ArgumentTypeError
from pathlib import Path

FORMATS = ("png", "jpeg", "tiff", "pdf")
# As files are called, too.
SYNONYMS = {"jpg": "jpeg", "tif": "tiff"}
# detector.formats, which is not imported before it is needed; "other" keeps the measured shape.
DOCUMENTS = ("auto", "ID-1", "ID-2", "ID-3", "A4", "other")
# The window asks for no less either: a slip, as 30 for 300, would leave no print.
MIN_DPI, MAX_DPI = 36, 2400
MAX_THREADS = 1024  # more than any processor has; far more, and the engine fails to start
ON_WINDOWS = os.name == "nt"


def dpi(text: str) -> int:
    """Dots an inch. Raises ArgumentTypeError, as all here do."""
    number = _at_most(MAX_DPI, text)
    if number < MIN_DPI:
        raise ArgumentTypeError(f"expected at least {MIN_DPI}, got {text}")
    return number


def threads(text: str) -> int:
    """How many of them."""
    return _at_most(MAX_THREADS, text)


def file_format(text: str) -> str:
    """One of FORMATS, in capitals or by its suffix as well; else what was typed, small."""
    return SYNONYMS.get(text.lower(), text.lower())


def document(text: str) -> str:
    """One of DOCUMENTS, in whatever letters; else what was typed."""
    return next((each for each in DOCUMENTS if each.lower() == text.lower()), text)


def path(text: str) -> Path:
    """A path that may be there or not."""
    if not text:  # as of a variable that is not set; it would mean all of the current folder
        raise ArgumentTypeError("expected a path, got ''")
    if ON_WINDOWS and '"' in text:  # which no name holds there
        raise ArgumentTypeError(
            f"expected a path, got {text}: a \\ before a closing quotation mark takes that along"
        )
    return Path(text)


def _at_most(most: int, text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise ArgumentTypeError(f"expected a number, got {text!r}") from None
    if number < 1:
        raise ArgumentTypeError(f"expected a positive number, got {text}")
    if number > most:
        raise ArgumentTypeError(f"expected at most {most}, got {text}")
    return number
