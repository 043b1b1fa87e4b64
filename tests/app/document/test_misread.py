"""Kinds of TIFF that the library reads wrongly, without a word."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.document.picture import load_picture
from app.errors import PictureError

RISING = np.linspace(40, 220, 60 * 40).reshape(40, 60).astype(np.uint8)
# Tags of TIFF 6.0; the kinds of numbers are 1 without a sign, 2 with one, 3 for floats.
DEFLATED, BARE, UNSIGNED, SIGNED, FLOAT = 8, 1, 1, 2, 3


def tiff(
    planes: list[NDArray[np.generic]],
    kind: int,
    packing: int,
    *,
    order: str = "<",
    together: bool = False,
    clear: bool = False,
) -> bytes:
    """Channels (H, W) as a TIFF that has each on its own, or one after the other in each px.
    clear : the last one is opaqueness."""
    values = [each.astype(each.dtype.newbyteorder(order)) for each in planes]
    data = [np.stack(values, axis=-1).tobytes()] if together else [v.tobytes() for v in values]
    strips = [zlib.compress(each) if packing == DEFLATED else each for each in data]
    (height, width), count = planes[0].shape, len(planes)
    tags: dict[int, tuple[str, list[int]]] = {
        256: ("H", [width]),
        257: ("H", [height]),
        258: ("H", [planes[0].itemsize * 8] * count),
        259: ("H", [packing]),
        262: ("H", [2 if count > 2 else 1]),
        273: ("I", []),
        277: ("H", [count]),
        278: ("H", [height]),
        279: ("I", [len(each) for each in strips]),
        284: ("H", [1 if together else 2]),
        **({338: ("H", [2])} if clear else {}),
        339: ("H", [kind] * count),
    }
    sizes = tags[279][1]
    start = 8 + 2 + 12 * len(tags) + 4
    tags[273][1].extend(start + sum(sizes[:place]) for place in range(len(sizes)))
    first = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    return first + directory(tags, order, start + sum(sizes), b"".join(strips))


def directory(
    tags: dict[int, tuple[str, list[int]]], order: str, more: int, strips: bytes
) -> bytes:
    """The tags, the strips behind them, and from `more` on what is too long for a tag."""
    heads, tails = io.BytesIO(), io.BytesIO()
    for tag, (code, numbers) in tags.items():
        packed = struct.pack(f"{order}{len(numbers)}{code}", *numbers)
        if len(packed) > 4:
            at = more + tails.tell()
            tails.write(packed)
            packed = struct.pack(f"{order}I", at)
        number = 3 if code == "H" else 4
        heads.write(struct.pack(f"{order}HHI", tag, number, len(numbers)) + packed.ljust(4, b"\0"))
    count = struct.pack(f"{order}H", len(tags))
    return count + heads.getvalue() + b"\0" * 4 + strips + tails.getvalue()


SHORT = RISING.astype(np.uint16) * 257
SEEN = {
    "planes of 8 bits": tiff([RISING] * 3, UNSIGNED, BARE),
    "planes of 16 bits, compressed": tiff([SHORT] * 3, UNSIGNED, DEFLATED),
    "16 bits, the high byte first": tiff([SHORT], UNSIGNED, DEFLATED, order=">", together=True),
    "32 bits": tiff([RISING.astype(np.uint32) * 2**24], UNSIGNED, BARE, together=True),
}
NOT_READ = {
    "planes of 16 bits": tiff([SHORT] * 3, UNSIGNED, BARE),
    "planes of 16 bits, the high byte first": tiff([SHORT] * 3, UNSIGNED, BARE, order=">"),
    "grey and opaqueness apart": tiff(
        [RISING, np.full_like(RISING, 255)], UNSIGNED, DEFLATED, clear=True
    ),
    "floats, the high byte first": tiff(
        [RISING.astype(np.float32)], FLOAT, DEFLATED, order=">", together=True
    ),
    "a sign, the high byte first": tiff(
        [RISING.astype(np.int16)], SIGNED, DEFLATED, order=">", together=True
    ),
}


@pytest.mark.parametrize("kind", SEEN)
def test_a_tiff_is_seen_as_it_is(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(SEEN[kind])
    image = load_picture(path).image.astype(int)
    if kind == "32 bits":  # stretched over its range
        assert (np.diff(image[:, :, 0].ravel()) >= 0).all()
    else:
        assert abs(image - RISING[..., None]).max() <= 1


@pytest.mark.parametrize("kind", NOT_READ)
def test_a_tiff_that_would_become_noise_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(NOT_READ[kind])
    with pytest.raises(PictureError, match="a kind of TIFF that is not read"):
        load_picture(path)
