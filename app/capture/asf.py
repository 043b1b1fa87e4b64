"""What the head of a Windows Media file (ASF) says of its length: FFmpeg tells nothing of it where
the end of the file is lacking."""

from __future__ import annotations

import struct
from pathlib import Path

# Microsoft, Advanced Systems Format 01.20.06, 3.1 and 3.2: the head, and in it the properties of
# the file, which begin with GUID and size, the file's GUID and size, and have flags 40 bytes later.
HEAD = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
PROPERTIES = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
LAYOUT = struct.Struct("<16x8x16xQ8x8x8x8x8xI")
BROADCAST = 1  # was being recorded: its sizes are not valid
HEAD_BYTES = 1 << 16


def lacks_end(path: Path) -> bool:
    """Whether it is such a file, and shorter than it says. Raises OSError."""
    with path.open("rb") as file:
        start = file.read(HEAD_BYTES)
        size_bytes = file.seek(0, 2)
    at = start.find(PROPERTIES)
    if not start.startswith(HEAD) or at < 0 or len(start) < at + LAYOUT.size:
        return False
    said_bytes, flags = LAYOUT.unpack_from(start, at)
    return bool(size_bytes < said_bytes and not flags & BROADCAST)
