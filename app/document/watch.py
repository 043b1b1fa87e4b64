"""A folder that others write into, a telephone or a scanner: each picture once, and whole."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from app.document.fault import reason_of
from app.document.folder import named_picture, natural
from app.document.maker import is_own
from app.errors import PictureError

# Looks in a row that find a file alike before it counts as whole; and one that may grow, or lacks
# its end: a transfer stalls for some seconds. What stays so is told of as it is.
QUIET, QUIET_SLOW = 1, 10
# How a file begins that has an end, and what is in its last bytes. Cameras write more behind it.
ENDS = {b"\xff\xd8\xff": b"\xff\xd9", b"\x89PNG\r\n\x1a\n": b"IEND\xaeB`\x82"}
TAIL_BYTES = 1 << 16


class _Trace(NamedTuple):
    """By what is seen that a file is still being written, or another one."""

    size_bytes: int
    modified_ns: int
    file: tuple[int, int]  # the same under another name; (0, 0) where a system does not say

    def is_like(self, other: _Trace | None) -> bool:
        """Whether a file of one name is as it was. Not by its number: a card that is put in again
        or a share of the network gives others, and some whenever the system's memory is short."""
        return other is not None and self[:2] == other[:2]


class Come(NamedTuple):
    """What has come into a folder: pictures, and results, which this program has saved."""

    pictures: tuple[Path, ...] = ()
    results: tuple[Path, ...] = ()


class FolderWatch:
    """Tells of pictures that come into a folder after its first look, not of those in its folders.

    A picture is told of once several looks in a row found it alike and it opens for reading:
    whoever still writes it changes one or prevents the other. More of them are taken of one that
    lacks its end, and of a TIFF, which may grow by one page after another, with a sheet of paper in
    between. What this program saved there, in this window, in another one or by a command, would
    come back as another page: it is told of by itself, all of it once no more comes. Nothing in the
    folder is changed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, _Trace] | None = None  # at the last look
        self._quiet: dict[Path, int] = {}  # looks that found no change
        self._known: dict[Path, _Trace] = {}  # was there at first, or was told of
        self._own: list[Path] = []  # that are not told of yet: more of them may be on their way

    def look(self) -> Come:
        """What has come and is whole, oldest first. Raises PictureError where the folder cannot be
        listed; what comes meanwhile is told of later."""
        now = self._list()
        before, self._seen = self._seen, now
        if before is None:
            self._known = dict(now)
            return Come()
        self._quiet = {
            path: self._quiet.get(path, 0) + 1 if trace.is_like(before.get(path)) else 0
            for path, trace in now.items()
        }
        renamed = {trace for trace in self._known.values() if trace.file[1]}
        come = [
            path
            for path, trace in now.items()
            if not trace.is_like(self._known.get(path))
            and trace not in renamed
            and self._is_quiet(path)
            and _opens(path, trace)
        ]
        self._known |= {path: now[path] for path in come}
        come.sort(key=lambda path: (now[path].modified_ns, natural(path.name)))
        own = [path for path in come if is_own(path)]
        self._own += own
        return Come(tuple(path for path in come if path not in own), () if own else self._taken())

    def _taken(self) -> tuple[Path, ...]:
        own, self._own = tuple(self._own), []
        return own

    def _is_quiet(self, path: Path) -> bool:
        looks = self._quiet[path]
        grows = path.suffix.lower() in {".tif", ".tiff"}
        return looks >= QUIET_SLOW or (looks >= QUIET and not grows and not _lacks_end(path))

    def _list(self) -> dict[Path, _Trace]:
        found = {}
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    path = self._folder / entry.name
                    if named_picture(path) and not entry.name.startswith("."):
                        with suppress(OSError):  # gone meanwhile, or a link that leads nowhere
                            if entry.is_file():
                                found[path] = _trace(entry.stat())
        except OSError as error:
            raise PictureError(self._folder, f"cannot be listed ({reason_of(error)})") from error
        return found


def _trace(status: os.stat_result) -> _Trace:
    return _Trace(status.st_size, status.st_mtime_ns, (status.st_dev, status.st_ino))


def _lacks_end(path: Path) -> bool:
    """Whether more of it is likely to come."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
            file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL_BYTES))
            tail = file.read(TAIL_BYTES)
    except OSError:
        return False
    return any(start.startswith(kind) and end not in tail for kind, end in ENDS.items())


def _opens(path: Path, trace: _Trace) -> bool:
    """Whether there is something in it, and nobody keeps it for himself."""
    try:
        with path.open("rb"):
            return trace.size_bytes > 0
    except OSError:
        return False
