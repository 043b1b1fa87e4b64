"""What a file's numbers mean: depths, transparency and colour profiles, brought to sRGB of 8 bits.

All in bands of rows: a picture at the limit leaves no memory for a copy in floats, and Pillow hands
its pixels over under the interpreter's lock, for which the window waits (0.3 s for 120 MP at once).
"""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Iterator
from functools import cache, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms
from PIL.TiffImagePlugin import TiffImageFile

# Pixels of a band.
BAND_PX = 2**20
# Profiles that change no colour by more than so many levels are sRGB, whoever wrote them.
SAME_LEVELS = 2
# Steps of each channel at which that is looked at.
PROBES = 6
# Of an ICC profile's header, when it was made.
DATE = slice(24, 36)
HIGH_MODES = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")
GREY_MODES = (*HIGH_MODES, "L", "LA", "La", "1")
# Tags of TIFF 6.0 (section 8). Pillow heeds them up to 8 bits.
DEPTH, PHOTOMETRIC, WHITE_IS_ZERO = 258, 262, 0
PLANES, APART, KIND, UNSIGNED = 284, 2, 339, 1
# Pillow's names of numbers with the high byte first, which libtiff has turned around by then; of
# those without a sign Pillow knows it.
TURNED = ("BS", "BF")


def is_misread(picture: Image.Image) -> bool:
    """Whether Pillow, 13.0 at least, makes noise or white of a TIFF without a word: each channel on
    its own, of 16 bits as they are, or grey with transparency; floats, and numbers with a sign,
    compressed, with the high byte first."""
    if not isinstance(picture, TiffImageFile) or not picture.tile:
        return False
    codec, rawmode = picture.tile[0].codec_name, picture.tile[0].args
    packed, tags = codec == "libtiff", picture.tag_v2
    if tags.get(PLANES) == APART:
        deep = max(tags.get(DEPTH, (8,))) > 8
        if picture.mode == "LA" or (deep and not packed and len(picture.getbands()) > 1):
            return True
    name = rawmode[0] if isinstance(rawmode, tuple) else rawmode
    return packed and str(name).endswith(TURNED) and sys.byteorder == "little"


def bgr_of(picture: Image.Image) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) BGR of a loaded picture of any mode; what is clear becomes white."""
    if picture.mode in HIGH_MODES:
        return np.asarray(cv2.cvtColor(grey_of(picture), cv2.COLOR_GRAY2BGR), np.uint8)
    clear = "A" in picture.getbands() or "transparency" in picture.info
    seen = np.empty((picture.height, picture.width, 3), np.uint8)
    for rows, band in _cut(picture):
        if clear:
            rgb = on_white(np.asarray(band.convert("RGBA"), np.uint8))
        else:
            inks = picture.mode == "CMYK"
            rgb = np.asarray(rgb_of_inks(band) if inks else band.convert("RGB"), np.uint8)
        seen[rows] = rgb[..., ::-1]
    return seen


def grey_of(picture: Image.Image) -> NDArray[np.uint8]:
    """uint8 (H, W) of a picture of HIGH_MODES: 16 bits divided by 257, and 12 likewise; floats, and
    integers of more bits, stretched over their range; what is no number is black."""
    tags = picture.tag_v2 if isinstance(picture, TiffImageFile) else {}
    values = np.concatenate([np.asarray(band) for _, band in _cut(picture)])
    if values.dtype == np.int32 and tags.get(KIND, (UNSIGNED,))[0] == UNSIGNED:
        values = values.view(np.uint32)  # what Pillow calls "I" has a sign, whatever a TIFF says
    low, high = _range(values)
    if values.dtype.kind in "iu" and low >= 0 and high <= 65535:
        # 32-bit files of 8-bit values are common.
        short = values.dtype.itemsize > 2 and high <= 255
        low, high = 0.0, 255.0 if short else _top(tags.get(DEPTH, ()), high)
    scale = 255.0 / (high - low) if high > low else 0.0
    if tags.get(PHOTOMETRIC) == WHITE_IS_ZERO:
        low, scale = high, -scale
    grey = np.empty(values.shape, np.uint8)
    for rows in _bands(values):
        levels = (values[rows].astype(np.float64) - low) * scale
        grey[rows] = np.nan_to_num(levels, posinf=255, neginf=0).round().clip(0, 255)
    return grey


def on_white(values: NDArray[np.uint8], *, multiplied: bool = False) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) of (H, W, 4), the last being opaqueness: what is clear becomes white.
    multiplied : whether the colours are weighed by it already."""
    seen = np.empty((*values.shape[:2], 3), np.uint8)
    for rows in _bands(values):
        colour = values[rows, :, :3].astype(np.uint16)
        alpha = values[rows, :, 3:].astype(np.uint16)
        if not multiplied:
            colour = (colour * alpha + 127) // 255
        seen[rows] = np.minimum(colour + (255 - alpha), 255)
    return seen


def to_srgb(
    image: NDArray[np.uint8], profile: bytes | None, *, grey: bool = False
) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) BGR as a file has it → as a screen shows it, by the file's ICC profile: what
    is saved is sRGB. A profile that is none changes nothing.

    grey : the file has one channel, which the three repeat.
    """
    shades = _shades(profile) if profile and grey else None
    if shades is not None:
        return np.asarray(cv2.LUT(image, shades), np.uint8)
    transform = _transform(profile, "RGB") if profile else None
    if transform is None:
        return image
    seen = np.empty(image.shape, np.uint8)
    for rows in _bands(image):
        band = Image.fromarray(cv2.cvtColor(image[rows], cv2.COLOR_BGR2RGB))
        ImageCms.applyTransform(band, transform, inPlace=True)
        cv2.cvtColor(np.asarray(band), cv2.COLOR_RGB2BGR, dst=seen[rows])
    return seen


@cache
def srgb_profile() -> bytes:
    """sRGB as an ICC profile of 600 bytes, without the day on which it was made: the same pages
    always give the same bytes. (ICC.1:2010, 7.2.8.)"""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[DATE] = struct.pack(">6H", 2010, 12, 1, 0, 0, 0)
    return bytes(made)


def rgb_of_inks(picture: Image.Image) -> Image.Image:
    """A picture of mode CMYK in sRGB, by its profile where it has one."""
    profile = picture.info.get("icc_profile")
    transform = _transform(profile, "CMYK") if profile else None
    seen = ImageCms.applyTransform(picture, transform) if transform else None
    return seen or picture.convert("RGB")


@lru_cache(maxsize=8)  # the photos of a folder come from one camera
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """From a profile to sRGB; None where there is nothing to do, or it is of another mode."""
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        transform = ImageCms.buildTransform(own, srgb, mode, "RGB", intent)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return None if mode == "RGB" and _changes_nothing(transform) else transform


@lru_cache(maxsize=8)
def _shades(profile: bytes) -> NDArray[np.uint8] | None:
    """What a grey profile makes of each level, uint8 (1, 256, 3) BGR; None for any other profile,
    and for one that changes nothing."""
    transform = _transform(profile, "L")
    if transform is None:
        return None
    levels = np.arange(256, dtype=np.uint8)[None]
    seen = np.asarray(ImageCms.applyTransform(Image.fromarray(levels), transform))[..., ::-1]
    changed = int(cv2.absdiff(seen, np.repeat(levels[..., None], 3, axis=2)).max())
    return np.ascontiguousarray(seen) if changed > SAME_LEVELS else None


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    levels = np.linspace(0, 255, PROBES).round().astype(np.uint8)
    colours = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(1, -1, 3)
    seen = np.asarray(ImageCms.applyTransform(Image.fromarray(colours), transform))
    return int(cv2.absdiff(colours, seen).max()) <= SAME_LEVELS


def _top(depths: tuple[int, ...], high: float) -> float:
    """The greatest value of a picture of up to 16 bits. depths : as a TIFF says."""
    top = 2.0 ** depths[0] - 1 if depths else 65535.0
    return top if high <= top <= 65535 else 65535.0


def _range(values: NDArray[np.generic]) -> tuple[float, float]:
    """The least and the greatest that are numbers; 0 and 0 where none is."""
    low, high = np.inf, -np.inf
    for rows in _bands(values):
        band = values[rows]
        finite = band[np.isfinite(band)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    return (low, high) if low <= high else (0.0, 0.0)


def _bands(values: NDArray[np.generic]) -> Iterator[slice]:
    """Slices of rows, of about BAND_PX each."""
    height, width = values.shape[:2]
    step = max(1, BAND_PX // max(1, width))
    for top in range(0, height, step):
        yield slice(top, top + step)


def _cut(picture: Image.Image) -> Iterator[tuple[slice, Image.Image]]:
    """The rows of each band of a picture, and the band."""
    step = max(1, BAND_PX // picture.width)
    for top in range(0, picture.height, step):
        bottom = min(picture.height, top + step)
        yield slice(top, bottom), picture.crop((0, top, picture.width, bottom))
