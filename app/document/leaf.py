"""The pictures of a file: one for most kinds, each page of a TIFF as scanners and faxes write it.

Frames that move (GIF, WebP, PNG, AVIF) and what phones put behind a JPEG or into a HEIC are no
pages: there the first picture, or the one that is called primary, is the picture.
"""

from __future__ import annotations

import io
import stat
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from app.document.picture import (
    DAMAGED,
    TIFF_STARTS,
    MakeRoom,
    Picture,
    load_frame,
    load_picture,
)
from app.errors import PictureError

# Far more than a stack of paper; a made-up chain of frames must not keep the program busy.
MAX_LEAVES = 2000
# Tag 254 of TIFF 6.0: a smaller copy of another frame (bit 0) or its mask (bit 2) is no page.
SUBFILE_TAG, NO_PAGE = 254, 0b101


@dataclass(frozen=True)
class Leaf:
    """One picture of a file. frame : where in the file, 0 being the first. number : among its
    pages, from 1; 0 where it holds one only."""

    path: Path
    frame: int = 0
    number: int = 0

    @property
    def stem(self) -> str:
        """The file's name without its suffix, and the number where there are others."""
        return f"{self.path.stem} {self.number}" if self.number else self.path.stem

    def load(self, make_room: MakeRoom = lambda _: None) -> Picture:
        """Reads it, and nothing of the others. As load_picture."""
        if self.frame or self.number:
            return load_frame(self.path, self.frame, make_room)
        return load_picture(self.path, make_room)


@dataclass(frozen=True)
class Origin:
    """Where on the disk a picture came from, and by what is seen whether it is still the same.

    size_bytes, modified_ns : of the file, when it was read.
    """

    leaf: Leaf
    size_bytes: int
    modified_ns: int

    @classmethod
    def of(cls, leaf: Leaf) -> Self:
        """As the file is now. Raises OSError."""
        found = leaf.path.stat()
        return cls(leaf, found.st_size, found.st_mtime_ns)

    @property
    def there(self) -> bool:
        """Whether the file is what it was; touches the disk."""
        try:
            return Origin.of(self.leaf) == self
        except OSError:
            return False


def leaves_of(path: Path) -> tuple[Leaf, ...]:
    """The pictures of a file, in order; touches the disk, decodes nothing.

    A file that cannot be read is one picture: load() says what is wrong with it.
    Raises PictureError where there are more than MAX_LEAVES.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return (Leaf(path),)
        with path.open("rb") as file:
            frames = _frames(file, path)
    except (OSError, ValueError):
        return (Leaf(path),)
    if len(frames) == 1:
        return (Leaf(path, frames[0]),)
    return tuple(Leaf(path, frame, number) for number, frame in enumerate(frames, 1))


def frames_in(data: bytes, path: Path) -> list[int]:
    """Where the pages of a picture's bytes are, 0 being the first; path only names it. As above."""
    try:
        return _frames(io.BytesIO(data), path)
    except (OSError, ValueError):
        return [0]


def _frames(file: BinaryIO, path: Path) -> list[int]:
    if file.read(4) not in TIFF_STARTS:
        return [0]
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(file, formats=("TIFF",)) as picture:
            if not isinstance(picture, TiffImageFile):
                return [0]
            return _pages(picture, path) or [0]


def _pages(picture: TiffImageFile, path: Path) -> list[int]:
    pages: list[int] = []
    for frame in range(MAX_LEAVES + 1):
        try:
            picture.seek(frame)
        except EOFError:
            return pages
        except DAMAGED:  # load() tells of it, by its number
            return [*pages, frame]
        kind = picture.tag_v2.get(SUBFILE_TAG, 0)
        if not (isinstance(kind, int) and kind & NO_PAGE):
            pages.append(frame)
    raise PictureError(path, f"holds more than {MAX_LEAVES} pictures")
