"""What paths stand for: files as they are, the pictures of a folder, the matches of a pattern."""

from __future__ import annotations

import errno
import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.document import heif
from app.document.fault import reason_of
from app.errors import PictureError

# Browsers on Windows call a JPEG ".jfif"; cameras call two behind each other ".mpo".
SUFFIXES = heif.SUFFIXES | {
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"),
    *(".png", ".tif", ".tiff", ".webp", ".avif", ".bmp", ".gif"),
    *(".jp2", ".ppm", ".pgm"),
}
# What a person would call these kinds, the usual ones first.
KINDS = (
    *("JPEG", "PNG", "TIFF"),
    *(("HEIC",) if heif.AVAILABLE else ()),
    *("WebP", "AVIF", "BMP", "GIF", "JPEG 2000", "PPM"),
)
# A system's own notes and bins: nobody put them there, or misses them.
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
SYSTEM_FOLDERS = frozenset({"$recycle.bin", "system volume information", "lost+found"})
# Folders within folders. People sort pictures by year, month, case and day; what lies deeper is a
# program's own.
MAX_DEPTH = 10
# Files of any kind that are looked at before a folder counts as dropped by mistake, as a home is.
FILES_A_PICTURE = 10
# The system's words for a path that leads nowhere, or is none: too long, or of signs that make no
# name (as * on Windows).
NOWHERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL})
TOO_DEEP = "lies too deep in other folders"
TOO_MANY_FILES = "holds too many files to be looked through"


@dataclass(frozen=True)
class Found:
    """pictures : files to open, in order. skipped : a folder's other files. errors : folders in it
    that were not entered."""

    pictures: tuple[Path, ...]
    skipped: tuple[Path, ...] = ()
    errors: tuple[PictureError, ...] = ()


def look_into(path: Path, most: int | None = None, without: Path | None = None) -> Found:
    """A file as it is; the pictures of a folder and of those in it; a pattern's matches, and what
    is in the folders among them.

    Names are in natural order, "2.jpg" before "10.jpg", and a folder's own pictures before those of
    its folders. Hidden folders and links to folders are not entered, nor is the one named by
    without. A path that is nothing of these is passed on, for load_picture to say what is wrong
    with it.

    most : pictures that a folder may hold; None for any number.

    Raises PictureError for a folder that cannot be listed, or that holds more.
    """
    # Not Path.is_dir(), which raises where a name is too long or a folder may not be entered.
    if os.path.isdir(path):  # noqa: PTH112 - see above
        return _look_through(path, most, without)
    if not os.path.lexists(path) and glob.has_magic(str(path)):
        matches = sorted(_matches(path), key=natural)
        if matches:
            return _of_matches([Path(each) for each in matches], most, without)
    return Found((path,))


def _matches(pattern: Path) -> list[str]:
    """Of a folder that is there each sign means itself: names with brackets are common."""
    there = next((each for each in pattern.parents if os.path.lexists(each)), Path())
    plain = Path(glob.escape(str(there))) / pattern.relative_to(there)
    # Whole paths, which Path.glob does not take.
    return glob.glob(str(plain)) or glob.glob(str(pattern))  # noqa: PTH207 - see above


def is_nowhere(path: Path) -> bool:
    """Whether nothing can be there; what may not be looked at may well be."""
    try:
        path.lstat()
    except ValueError:  # a null character
        return True
    except OSError as error:
        return error.errno in NOWHERE
    return False


def natural(name: str) -> tuple[list[str | int], str]:
    """Sorts names as people count: by their numbers, whatever their length, and in any case."""
    parts = re.split(r"([0-9]+)", name.casefold())  # every second one is a number
    return [int(part) if place % 2 else part for place, part in enumerate(parts)], name


def named_picture(path: Path) -> bool:
    """Whether a file is a picture that can be read, by its name."""
    return path.suffix.lower() in SUFFIXES


def kinds_of(paths: Iterable[Path]) -> list[str]:
    """The kinds of some files by their suffixes, as in ["DNG", "PDF"]; "" for one without."""
    return sorted({path.suffix.removeprefix(".").upper() for path in paths})


def _of_matches(matches: list[Path], most: int | None, without: Path | None) -> Found:
    """As if a folder held what matches; but a folder that is of no use does not keep the others."""
    pictures: list[Path] = []
    folders: list[Path] = []
    for path in matches:
        (folders if os.path.isdir(path) else pictures).append(path)  # noqa: PTH112 - as above
    skipped: list[Path] = []
    errors: list[PictureError] = []
    left_out = {_identity(without)} - {None} if without else set()
    for folder in filter(_is_a_persons, folders):
        if _identity(folder) in left_out:
            continue
        try:
            found = _look_through(folder, most, without)
        except PictureError as error:
            errors.append(error)
            continue
        pictures += found.pictures
        skipped += found.skipped
        errors += found.errors
    return Found(tuple(pictures), tuple(skipped), tuple(errors))


def _look_through(folder: Path, most: int | None, without: Path | None) -> Found:
    pictures: list[Path] = []
    skipped: list[Path] = []
    errors: list[PictureError] = []
    for path in _files(folder, without, errors):
        (pictures if named_picture(path) else skipped).append(path)
        if most is not None and len(pictures) > most:
            raise PictureError(folder, f"holds more than {most} pictures")
        if most is not None and len(skipped) > most * FILES_A_PICTURE:
            raise PictureError(folder, TOO_MANY_FILES)
    return Found(tuple(pictures), tuple(skipped), tuple(errors))


def _files(folder: Path, without: Path | None, errors: list[PictureError]) -> Iterator[Path]:
    """Files that somebody put there. errors : takes what is to be said of folders in the folder."""

    def refuse(error: OSError) -> None:
        place = Path(error.filename)
        fault = PictureError(place, f"cannot be listed ({reason_of(error)})")
        if place == folder:
            raise fault from error
        errors.append(fault)

    # Links are not followed, but junctions on Windows and mounts may lead around in a circle.
    entered = {_identity(path) for path in (folder, without) if path is not None}
    for place, folders, names in os.walk(folder, onerror=refuse):
        here = Path(place)
        for name in sorted(names, key=natural):
            if not (name.startswith(".") or name.lower() in SYSTEM_FILES):
                yield here / name
        inside = [here / name for name in sorted(folders, key=natural)]
        # What has no identity may not be asked for it: os.walk tells that, of each.
        inside = [path for path in inside if _is_a_persons(path)]
        inside = [path for path in inside if _identity(path) not in entered - {None}]
        if len(here.relative_to(folder).parts) == MAX_DEPTH:
            errors += [PictureError(path, TOO_DEEP) for path in inside]
            inside = []
        entered |= {_identity(path) for path in inside}
        folders[:] = [path.name for path in inside]


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_a_persons(folder: Path) -> bool:
    """Whether a folder is one that its owner sees and fills, and no link to another."""
    if folder.name.startswith(".") or folder.name.lower() in SYSTEM_FOLDERS:
        return False
    try:
        status = folder.lstat()
    except OSError:  # os.walk tells what is wrong with it
        return True
    windows, mac = getattr(status, "st_file_attributes", 0), getattr(status, "st_flags", 0)
    hidden = windows & stat.FILE_ATTRIBUTE_HIDDEN or mac & stat.UF_HIDDEN
    return not hidden and not stat.S_ISLNK(status.st_mode)
