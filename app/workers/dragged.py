"""The files of pages that are dragged out of the window: this program's own, and gone with it."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from app.document.owner import FOLDER_MODE
from app.workers.own_folder import LOCK, LockedFolder, left_folders, take_folder


class DraggedFiles:
    """A folder below another one, made with the first file and locked while this program runs.

    Each drag has a folder of its own in it: a name is what somebody sees who gets the file, and is
    not to count up. For one worker thread.
    """

    def __init__(self, root: Path) -> None:
        self._place = root / uuid.uuid4().hex
        self._taken: LockedFolder | None = None

    def new_folder(self) -> Path:
        """An empty folder for its owner alone. Raises OSError."""
        if self._taken is None:
            self._taken = take_folder(self._place)
        made = self._taken.path / uuid.uuid4().hex
        made.mkdir(mode=FOLDER_MODE)
        return made

    def remove(self) -> None:
        """Removes every file; another program may still have read none of them."""
        if self._taken is not None:
            taken, self._taken = self._taken, None
            _remove(taken)


def remove_left(roots: Iterable[Path]) -> None:
    """Removes what programs left that run no longer."""
    for left in left_folders(roots):
        with suppress(OSError):  # one that cannot be removed does not keep the others
            _remove(left)


def _remove(folder: LockedFolder) -> None:
    """The lock last: whoever finds it gone finds nothing else."""
    for each in folder.path.iterdir():
        if each.name != LOCK:
            shutil.rmtree(each, ignore_errors=True)
    folder.lock.unlock()
    with suppress(OSError):  # what another program holds open, as on Windows, goes at a later start
        folder.path.rmdir()
