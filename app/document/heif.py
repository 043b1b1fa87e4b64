"""Photographs as phones take them: the picture in a HEIC or HEIF file, read by libheif.

Only the primary picture is one. What phones put beside it (a small copy, a depth map, the view of
the other lens, a brighter version) shows the same scene: no pages, as behind a JPEG.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import UnidentifiedImageError

from app.document.colour import on_white, to_srgb
from app.document.upright import upright

# A package may be made without the library: then such a file is of an unknown kind. The library is
# looked for and not imported, which only such a file is worth.
AVAILABLE = find_spec("pi_heif") is not None
SUFFIXES = frozenset({".heic", ".heif", ".hif"} if AVAILABLE else ())
# What the first box, "ftyp", says of a file that holds H.265 (ISO 23008-12, annex B) …
BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
# … and of one that may hold anything. AV1 says so beside it, and is Pillow's.
ANY_CODEC, AV1 = frozenset({b"mif1", b"msf1"}), frozenset({b"avif", b"avis"})
HEAD_BYTES = 256  # room for 60 brands; phones write three to ten
# Boxes that must be whole. Behind them some cameras write what is none.
NEEDED = frozenset({b"ftyp", b"meta", b"mdat"})
# Boxes that turn and mirror a picture (ISO 23008-12, 6.5).
TURNS = (b"irot", b"imir")
# What the wrapper calls pictures of 8 bits; libheif brings colour of 10 and 12 bits to 8. A deeper
# grey, "I;16", is not read: of it the wrapper believes the header how large the library's memory
# is, and writes behind its end where that is not so.
MODES = frozenset({"BGR", "BGRA", "BGRa", "L"})


def is_heif(file: BinaryIO) -> bool:
    """Whether a file, at its beginning, is one that can be read here; it stays there."""
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if not AVAILABLE or head[4:8] != b"ftyp":
        return False
    end = min(int.from_bytes(head[:4]), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, end, 4))}
    return bool(brands & BRANDS or (brands & ANY_CODEC and not brands & AV1))


class HeifPhoto:
    """The primary picture of a file's bytes, not decoded yet. size : its (width, height) px.

    Raises ValueError or struct.error for a damaged file, UnidentifiedImageError for one of a codec
    that is not here, MemoryError where there is none or a claim is beyond the library's limits.
    """

    def __init__(self, data: bytes) -> None:
        import pi_heif

        self._turned = _turned_by_boxes(data)
        beside = pi_heif.options  # what nobody looks at here
        beside.THUMBNAILS = beside.DEPTH_IMAGES = beside.AUX_IMAGES = False
        with _faults():
            found: Any = pi_heif.open_heif(data, bgr_mode=True)
        # One that cannot be read is left out: without a look, another would be taken in its place.
        primary = [each for each in found if each.info["primary"]]
        if not primary:
            raise ValueError("the primary picture is missing")
        self._image: Any = primary[0]
        if self._image.mode not in MODES:
            raise UnidentifiedImageError(f"pictures of mode {self._image.mode} are not read")
        self.size: tuple[int, int] = self._image.size

    def pixels(self) -> NDArray[np.uint8]:
        """uint8 (H, W, 3) BGR, upright. Raises as above."""
        with _faults():
            # Memory of the library's, which goes with its picture: nothing may keep it.
            values = np.asarray(self._image)
        image = upright(_to_bgr(values, self._image.mode), self._orientation())
        if np.may_share_memory(image, values):
            image = np.array(image, order="C")
        grey = self._image.mode == "L"
        return to_srgb(image, self._image.info.get("icc_profile"), grey=grey)

    def _orientation(self) -> int:
        """What is left to be turned. The boxes' turn is done, and phones note the same one in EXIF:
        never both. EXIF's alone, which the standard has readers ignore, comes of programs that
        dropped the box and left the picture lying on its side (libheif's issue 677)."""
        import pi_heif

        noted = None if self._turned else pi_heif.set_orientation(dict(self._image.info))
        return noted or 1


@contextmanager
def _faults() -> Iterator[None]:
    """The library's errors as those of other decoders; of damaged files it raises as they do."""
    try:
        yield
    except (ImportError, RuntimeError, SyntaxError) as error:
        # Not the file's fault: a library that does not load, no memory, a codec that is not there.
        if "memory" in str(error).lower():
            raise MemoryError from error
        raise UnidentifiedImageError(str(error)) from error


def _turned_by_boxes(data: bytes) -> bool:
    """Whether a file's boxes turn or mirror pictures. Raises ValueError where the file is cut off:
    of a picture in tiles the library would leave those grey that are missing, and say nothing."""
    turned = False
    for kind, start, end in _boxes(data):
        if kind in NEEDED and end > len(data):
            raise ValueError("the file is cut off")
        if kind == b"meta":
            meta = data[start:end]
            _check_names(meta)
            turned = turned or any(turn in meta for turn in TURNS)
    return turned


def _check_names(meta: bytes) -> None:
    """Raises ValueError where an item's type or name is no text: the wrapper ends the process."""
    at = meta.find(b"infe")
    while at >= 4:
        (size,) = struct.unpack_from(">I", meta, at - 4)
        # Behind version and flags come the item's number, which grew, and two bytes of protection.
        first = at + (14 if meta[at + 4] >= 3 else 12)
        if first > at - 4 + size:
            raise ValueError("an item without a type")
        meta[first : at - 4 + size].decode()
        at = meta.find(b"infe", at + 4)


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """A file's outermost boxes: the kind, and where each begins and ends (ISO 14496-12, 4.2)."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
        end = at + size if size else len(data)
        yield kind, at, end
        at = max(end, at + 8)


def _to_bgr(values: NDArray[np.uint8], mode: str) -> NDArray[np.uint8]:
    """values : (H, W) grey, (H, W, 3) BGR or (H, W, 4) with transparency. mode : of MODES."""
    if mode == "L":
        return np.asarray(cv2.cvtColor(values, cv2.COLOR_GRAY2BGR), np.uint8)
    if mode == "BGR":
        return values
    return on_white(values, multiplied=mode == "BGRa")
