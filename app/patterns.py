"""What a word of a call leads to: something on the disk, also by a pattern that the shell left.

The shells of Windows leave all of them to the program.

Nothing heavy is imported: the window's start asks as well.
"""

from __future__ import annotations

import glob
import os


def is_there(argument: str) -> bool:
    """Whether it is the path of something, or a pattern that matches something."""
    return os.path.lexists(argument) or (glob.has_magic(argument) and _matches(argument))


def nothing_at(path: str) -> str:
    """What is said of a path that leads nowhere, or of a pattern."""
    if path == "-":  # as other programs read from a pipe
        return "does not exist, and no picture is read from the standard input"
    return "matches no file" if glob.has_magic(path) else "does not exist"


def _matches(pattern: str) -> bool:
    return any(glob.iglob(pattern))  # noqa: PTH207 - Path.glob takes no whole paths
