"""A file that is there as a whole, for its owner alone, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

# How what is being written is called meanwhile, after and before what nobody can guess.
PART = (".rectoscan-", ".part")


def write_whole(path: Path, data: bytes) -> None:
    """Writes beside, flushes to the disk, puts in place; owner-only whatever the umask.

    Raises OSError, with nothing of this call left behind.
    """
    handle, name = tempfile.mkstemp(prefix=PART[0], suffix=PART[1], dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
