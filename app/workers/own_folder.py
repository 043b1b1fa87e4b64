"""Folders that a program has to itself while it runs, and what is left of programs that ended."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLockFile

from app.document.owner import FOLDER_MODE

log = logging.getLogger(__name__)

LOCK = "lock"
NO_LOCK = "the folder takes no lock"


class LockedFolder(NamedTuple):
    """Nobody else touches it until its lock is let go, or the program ends."""

    path: Path
    lock: QLockFile


def take_folder(path: Path) -> LockedFolder:
    """Makes a folder, and the one that it lies in, for their owner alone. Raises OSError."""
    for each in (path.parent, path):
        each.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    lock = _lock(path)
    if lock is None:
        raise OSError(NO_LOCK)
    return LockedFolder(path, lock)


def left_folders(roots: Iterable[Path]) -> Iterator[LockedFolder]:
    """The folders of programs that run no longer."""
    for path in (path for root in roots for path in _folders(root)):
        lock = _lock(path)
        if lock is not None:
            yield LockedFolder(path, lock)


def _folders(root: Path) -> list[Path]:
    """None where the root cannot be looked at: it is not to keep the others."""
    try:
        with os.scandir(root) as entries:
            return sorted(Path(each) for each in entries if each.is_dir(follow_symlinks=False))
    except FileNotFoundError:
        return []
    except OSError as error:
        log.info("what earlier runs left cannot be looked at: %s", type(error).__name__)
        return []


def _lock(path: Path) -> QLockFile | None:
    """None where another program, or this one, has it."""
    lock = QLockFile(os.fspath(path / LOCK))
    lock.setStaleLockTime(0)  # by its process alone: a day that a program runs makes no lock stale
    return lock if lock.tryLock(0) else None
