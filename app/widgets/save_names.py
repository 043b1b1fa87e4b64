"""What the file of a save is called: after a picture, or by the time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.document.encode import SUFFIX
from app.document.export import stem_after, stem_of


def proposed_name(stem: str, file_format: str, now: datetime) -> str:
    """A name from a stem and the time, as in "Scan 2026-05-01 09.30.pdf"."""
    return f"{stem} {now:%Y-%m-%d %H.%M}{SUFFIX[file_format]}"


def name_after(picture: str, file_format: str) -> str:
    """A name after that of a picture; "" where nothing of it is left."""
    stem = stem_after(picture)
    return f"{stem}{SUFFIX[file_format]}" if stem else ""


def named_as(name: str, file_format: str) -> str:
    """A file's name in another format."""
    return stem_of(Path(name)) + SUFFIX[file_format]
