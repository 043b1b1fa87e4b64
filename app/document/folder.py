"""What paths stand for: files as they are, the pictures of a folder, the matches of a pattern."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.errors import PictureError

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".bmp", ".gif", ".jp2", ".ppm", ".pgm"}
)
# What a person would call these kinds, the usual ones first.
KINDS = ("JPEG", "PNG", "TIFF", "WebP", "BMP", "GIF", "JPEG 2000", "PPM")
# A system's own notes about a folder: nobody put them there, or misses them.
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Found:
    """pictures : files to open, in order. skipped : a folder's other files, by name."""

    pictures: tuple[Path, ...]
    skipped: tuple[Path, ...] = ()


def look_into(path: Path) -> Found:
    """A file as it is; a folder's pictures by name; a pattern's matches by name.

    A path that is nothing of these is passed on, for load_picture to say what is wrong with it.
    Raises PictureError for a folder that cannot be listed.
    """
    # Not Path.is_dir(), which raises where a name is too long or a folder may not be entered.
    if os.path.isdir(path):  # noqa: PTH112
        files = sorted(each for each in _entries(path) if _counts(each))
        pictures = tuple(each for each in files if named_picture(each))
        return Found(pictures, tuple(each for each in files if not named_picture(each)))
    if not os.path.lexists(path) and glob.has_magic(str(path)):
        matches = sorted(Path(each) for each in glob.glob(str(path)))  # noqa: PTH207 - whole paths
        files = [each for each in matches if not each.is_dir()]
        return Found(tuple(files) if matches else (path,))
    return Found((path,))


def named_picture(path: Path) -> bool:
    """Whether a file is a picture that can be read, by its name."""
    return path.suffix.lower() in SUFFIXES


def kinds_of(paths: Iterable[Path]) -> list[str]:
    """The kinds of some files by their suffixes, as in ["HEIC", "PDF"]; "" for one without."""
    return sorted({path.suffix.removeprefix(".").upper() for path in paths})


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise PictureError(folder, f"cannot be listed ({error.strerror})") from error


def _counts(path: Path) -> bool:
    hidden = path.name.startswith(".") or path.name.lower() in SYSTEM_FILES
    return not hidden and not path.is_dir()
