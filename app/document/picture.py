"""Files into pictures: uint8 BGR, upright, whatever they were."""

from __future__ import annotations

import errno
import io
import stat
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from app.document.colour import (
    GREY_MODES,
    bgr_of,
    is_misread,
    to_srgb,
)
from app.document.fault import reason_of
from app.document.heif import HeifPhoto, is_heif
from app.document.resolution import is_photograph, resolution_of, squared
from app.document.upright import LYING, orientation_of, upright
from app.errors import PictureError

MAX_PIXELS = 200_000_000
# Pillow's own limit raises before ours can speak; ours is checked first, on the header alone.
Image.MAX_IMAGE_PIXELS = None

EMPTY = "is empty (0 bytes)"
UNKNOWN_KIND = "is not a picture of a known kind"
DAMAGE = "is damaged or cut off"
UNREAD_TIFF = "is damaged, or a kind of TIFF that is not read"
# How a TIFF or BigTIFF begins, of either byte order; and what it is called. Cameras' raw pictures
# begin so too, and are none to whoever took them.
TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
TIFF_SUFFIXES = (".tif", ".tiff", "")  # what is pasted has none
# Damaged files make decoders raise whatever they please.
DAMAGED = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    TypeError,
    KeyError,
    RuntimeError,
    struct.error,
)
START_OF_SCAN, END_OF_JPEG = 0xDA, b"\xff\xd9"
# What is opened, whatever a file is called. Of the rest that the library reads some kinds are
# programs: PostScript would be handed to Ghostscript.
FORMATS = (
    *("JPEG", "PNG", "TIFF", "WEBP", "AVIF", "BMP", "DIB"),
    *("GIF", "JPEG2000", "PPM"),
)


# Those that no other file begins like: with signatures of three bytes and more.
SIGNED = ("JPEG", "PNG", "WEBP", "GIF", "JPEG2000")
AVIF_STARTS = (b"ftypavif", b"ftypavis")  # from the fifth byte on


@dataclass(frozen=True, eq=False)
class Picture:
    """image : uint8 (H, W, 3) BGR, read-only, upright by its EXIF, its pixels square. path : where
    from. data : the file's bytes. dpi : as the file says, where it tells the size on paper."""

    image: NDArray[np.uint8]
    path: Path
    data: bytes
    dpi: float | None = None


MakeRoom = Callable[[int], None]


def load_picture(path: Path, make_room: MakeRoom = lambda _: None) -> Picture:
    """Reads a file. Raises PictureError, with a reason in words, where that cannot be done.

    make_room : told before how many bytes the pixels will take.
    """
    with _reading(path), path.open("rb") as file:
        if not path.stat().st_size:
            raise PictureError(path, EMPTY)
        with _telling(path, file):  # before all of what may be a film of many gigabytes is read
            if not is_heif(file):
                with Image.open(file, formats=FORMATS) as picture:
                    _check_size(picture.size, path)
            file.seek(0)
            data = file.read()
    return picture_in(data, path, make_room)


def load_frame(path: Path, frame: int, make_room: MakeRoom = lambda _: None) -> Picture:
    """One of a file's pictures, 0 being the first; of the others nothing is read or kept.

    Its data is empty: the file's would be those of all. Otherwise as load_picture.
    """
    with _reading(path), path.open("rb") as file:
        return _decode_from(file, b"", path, make_room, frame)


def picture_in(
    data: bytes, path: Path, make_room: MakeRoom = lambda _: None, frame: int = 0
) -> Picture:
    """The picture in some bytes, or one of them, 0 being the first; path only names it, make_room
    as above. Raises PictureError."""
    if not data:
        raise PictureError(path, EMPTY)
    return _decode_from(io.BytesIO(data), data, path, make_room, frame)


def decode_picture(
    data: bytes, path: Path, make_room: MakeRoom = lambda _: None
) -> NDArray[np.uint8]:
    """The first picture in some bytes, uint8 (H, W, 3) BGR, read-only. As above."""
    return picture_in(data, path, make_room).image


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Says in words why a file cannot be read; only regular ones are."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise PictureError(path, "is a folder, not a picture")
        if not stat.S_ISREG(status.st_mode):
            raise PictureError(path, "is not a regular file")
        yield
    except FileNotFoundError as error:
        reason = "is a broken link" if path.is_symlink() else "does not exist"
        raise PictureError(path, reason) from error
    except (OSError, ValueError) as error:
        around = getattr(error, "errno", None) == errno.ELOOP  # links that lead in a circle
        reason = "is a broken link" if around else f"cannot be read ({reason_of(error)})"
        raise PictureError(path, reason) from error


def _decode_from(
    file: BinaryIO, data: bytes, path: Path, make_room: MakeRoom, frame: int = 0
) -> Picture:
    """data : the same as bytes, where they are at hand."""
    dpi: float | None = None
    with _telling(path, file):
        if is_heif(file):
            photo = HeifPhoto(data or file.read())
            _prepare(photo.size, path, make_room)
            image = photo.pixels()
        else:
            with Image.open(file, formats=FORMATS) as picture:
                if frame:
                    picture.seek(frame)
                noted = resolution_of(picture)
                _prepare(noted.squared(*picture.size), path, make_room)
                dpi = None if is_photograph(picture) else noted.dpi
                image = _decode(picture, data, path)
    image.setflags(write=False)
    return Picture(image, path, data, dpi)


@contextmanager
def _telling(path: Path, file: BinaryIO) -> Iterator[None]:
    """Says in words why a file is no picture that can be decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except PictureError:
        raise
    except (UnidentifiedImageError, KeyError) as error:
        if _is_tiff(path, file):
            raise PictureError(path, UNREAD_TIFF) from error
        damaged = isinstance(error, KeyError) or _is_begun(file)
        raise PictureError(path, DAMAGE if damaged else UNKNOWN_KIND) from error
    except MemoryError as error:
        raise PictureError(path, "does not fit into the memory") from error
    except DAMAGED as error:
        raise PictureError(path, DAMAGE) from error


def _is_begun(file: BinaryIO) -> bool:
    """Whether a file begins as a picture does: then it is one, of which too little is there."""
    file.seek(0)
    start = file.read(16)
    if start[4:12] in AVIF_STARTS:
        return True
    Image.init()  # else the readers are not there until Pillow has opened a picture itself
    accepts = (Image.OPEN[kind][1] for kind in SIGNED)
    return any(accept is not None and accept(start) is True for accept in accepts)


def _is_tiff(path: Path, file: BinaryIO) -> bool:
    """Whether a file says that it is a TIFF, and is called so."""
    file.seek(0)
    return path.suffix.lower() in TIFF_SUFFIXES and file.read(4) in TIFF_STARTS


def _prepare(size: tuple[int, int], path: Path, make_room: MakeRoom) -> None:
    _check_size(size, path)
    make_room(size[0] * size[1] * 3)


def _check_size(size: tuple[int, int], path: Path) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        area = width * height / 1e6
        raise PictureError(
            path,
            f"is too large: {width} × {height} is {area:.0f} MP, limit {MAX_PIXELS // 10**6} MP",
        )


def _decode(picture: Image.Image, data: bytes, path: Path) -> NDArray[np.uint8]:
    noted, grey = resolution_of(picture), picture.mode in GREY_MODES
    if picture.format == "JPEG" and picture.mode in ("RGB", "L"):
        turn = orientation_of(picture)
        image = upright(_decode_jpeg(data, path), turn)
    else:
        if is_misread(picture):
            raise PictureError(path, UNREAD_TIFF)
        picture.load()
        turn = orientation_of(picture)  # of a TIFF none is left
        ImageOps.exif_transpose(picture, in_place=True)  # without a copy where it is upright
        image = bgr_of(picture)
    seen = to_srgb(image, picture.info.get("icc_profile"), grey=grey)
    return squared(seen, noted.turned if turn in LYING else noted)


def _decode_jpeg(data: bytes, path: Path) -> NDArray[np.uint8]:
    """As it is stored, by OpenCV's decoder: twice as fast, but silent about an end that was zeroed.
    Its own turns know EXIF's orientation in one kind of number only."""
    if not _has_end(data):
        raise PictureError(path, DAMAGE)
    how = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), how)
    except cv2.error as error:  # one of its own, without a base class that others have
        if error.code == cv2.Error.StsNoMem:
            raise MemoryError from error
        raise PictureError(path, DAMAGE) from error
    if image is None:
        raise PictureError(path, DAMAGE)
    return np.asarray(image, np.uint8)


def _has_end(data: bytes) -> bool:
    """Whether there is an end behind a JPEG's headers, which hold one of their own where there is a
    small copy in them. Cameras write films and more behind it (ITU-T T.81, B.1.1)."""
    at = 2
    while data[at] == END_OF_JPEG[0] and data[at + 1] != START_OF_SCAN:
        filler = data[at + 1] == END_OF_JPEG[0]
        at += 1 if filler else 2 + int.from_bytes(data[at + 2 : at + 4])
    return data.find(END_OF_JPEG, at) >= 0
