"""The files of pages that are dragged out of the window: this program's own, and gone with it."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

from app.document.owner import FOLDER_MODE

LOCK = "lock"


class DraggedFiles:
    """A folder below another one, made with the first file and locked while this program runs.

    Each drag has a folder of its own in it: a name is what somebody sees who gets the file, and is
    not to count up. For one worker thread.
    """

    def __init__(self, root: Path) -> None:
        self._folder = root / uuid.uuid4().hex
        self._lock: QLockFile | None = None

    def new_folder(self) -> Path:
        """An empty folder for its owner alone. Raises OSError."""
        if self._lock is None:
            for folder in (self._folder.parent, self._folder):
                folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            self._lock = _locked(self._folder)
            if self._lock is None:
                raise OSError("the folder takes no lock")
        made = self._folder / uuid.uuid4().hex
        made.mkdir(mode=FOLDER_MODE)
        return made

    def remove(self) -> None:
        """Removes every file; another program may still have read none of them."""
        if self._lock is not None:
            lock, self._lock = self._lock, None
            _remove(self._folder, lock)


def remove_left(roots: Iterable[Path]) -> None:
    """Removes what programs left that run no longer."""
    for root in roots:
        with suppress(OSError):  # one that cannot be looked at does not keep the others
            for folder in root.iterdir() if root.is_dir() else ():
                if folder.is_dir() and not folder.is_symlink():
                    lock = _locked(folder)
                    if lock is not None:
                        _remove(folder, lock)


def _locked(folder: Path) -> QLockFile | None:
    """None where another program, or this one, has it."""
    lock = QLockFile(os.fspath(folder / LOCK))
    lock.setStaleLockTime(0)  # by its process alone: a day that a program runs makes no lock stale
    return lock if lock.tryLock(0) else None


def _remove(folder: Path, lock: QLockFile) -> None:
    """The lock last: whoever finds it gone finds nothing else."""
    for each in folder.iterdir():
        if each.name != LOCK:
            shutil.rmtree(each, ignore_errors=True)
    lock.unlock()
    with suppress(
        OSError
    ):  # what another program holds open, as on Windows, goes at the next start
        folder.rmdir()
