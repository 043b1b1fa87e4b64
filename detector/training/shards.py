"""Arrays kept between runs: a folder of .npz files, each written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

_UNFINISHED = ".tmp.npz"


def finished(folder: Path, prefix: str = "") -> list[Path]:
    """The folder's shards whose names begin with prefix, by name, without what is still being
    written or was left when a writer was interrupted."""
    paths = sorted(folder.glob(f"{prefix}*.npz"))
    return [path for path in paths if not path.name.endswith(_UNFINISHED)]


def write_arrays(path: Path, **arrays: Any) -> None:
    """A shard, atomically: whoever reads the folder meanwhile sees all of it or nothing. arrays :
    NDArrays, by name."""
    temporary = path.with_suffix(_UNFINISHED)
    np.savez(temporary, **arrays)
    temporary.replace(path)
