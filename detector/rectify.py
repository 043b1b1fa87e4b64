"""From a quad to an upright page at a true scale and aspect."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError, ImageError
from detector.formats import DocumentFormat, format_for, snap

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Quad

MM_PER_INCH = 25.4
# The largest page that is ever made; a mistaken DPI must not fill the memory.
MAX_PAGE_PX = 20_000


@dataclass(frozen=True)
class PageSize:
    """A page in pixels and, where its format is known, in millimetres.

    dpi : dots an inch; with no known format, what the caller asked for or 300 by default.
    """

    width_px: int
    height_px: int
    width_mm: float | None = None
    height_mm: float | None = None
    dpi: float = 300.0


def page_size(
    quad: Quad,
    image_width: int,
    image_height: int,
    format_name: str | None = "auto",
    dpi: float | None = None,
) -> PageSize:
    """The page that a quad gives.

    quad : the document in a picture of image_width × image_height px.
    format_name : "auto" or None snaps the estimated aspect to a known format; a format's name
        forces it, on its side where the quad is turned so; "other" keeps the estimate.
    dpi : resolution wanted; None takes what the picture holds. For a known format the page is
        width_mm × dpi / 25.4 px; without one, dpi only labels the pixels that the picture holds.

    Raises GeometryError where dpi is not a positive number or the page exceeds MAX_PAGE_PX.
    """
    if dpi is not None and not (math.isfinite(dpi) and dpi > 0):
        raise GeometryError(f"dpi must be a positive number, got {dpi}")
    aspect = quad.aspect(image_width, image_height)
    known = _known_format(format_name, aspect)
    top, right, bottom, left = quad.side_lengths
    across, down = max(top, bottom), max(left, right)
    if known is None:
        width, height = _fit(aspect, across, down)
        return _checked(PageSize(width, height, dpi=dpi or 300.0))
    native = max(across / known.width_mm, down / known.height_mm) * MM_PER_INCH
    used = dpi or native
    width = max(1, round(known.width_mm / MM_PER_INCH * used))
    height = max(1, round(known.height_mm / MM_PER_INCH * used))
    return _checked(PageSize(width, height, known.width_mm, known.height_mm, used))


def rectify(
    image: NDArray[np.uint8], quad: Quad, size: PageSize | tuple[int, int]
) -> NDArray[np.uint8]:
    """The document flattened: uint8 (height, width, 3) BGR, contiguous.

    image : uint8 (H, W, 3) BGR. size : PageSize or (width, height) px. What lies outside the
    picture repeats its edge. Shrinking averages over the area of each pixel; growing is cubic.
    Raises ImageError where the image is not a uint8 BGR picture.
    """
    if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3:
        raise ImageError(f"expected uint8 (H, W, 3), got {image.dtype} {image.shape}")
    width, height = (size.width_px, size.height_px) if isinstance(size, PageSize) else size
    top, right, bottom, left = quad.side_lengths
    # Warp at about the source's resolution first, then average down: a plain warp would alias.
    shrink = min(max(top, bottom) / width, max(left, right) / height)
    factor = max(1, min(8, math.ceil(shrink - 0.25)))
    big_width, big_height = width * factor, height * factor
    matrix = quad.homography(big_width, big_height)
    growing = shrink < 1
    page = cv2.warpPerspective(
        image,
        matrix,
        (big_width, big_height),
        flags=cv2.INTER_CUBIC if growing else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if factor > 1:
        page = cv2.resize(page, (width, height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(page, dtype=np.uint8)


def _known_format(name: str | None, aspect: float) -> DocumentFormat | None:
    if name in (None, "auto"):
        return snap(aspect)
    known = format_for(name)
    if known is None:
        return None
    lying = aspect > 1
    return known if lying == (known.aspect > 1) else known.turned


def _fit(aspect: float, across: float, down: float) -> tuple[int, int]:
    """Width and height px at a true aspect, keeping the better resolved side."""
    height = max(down, across / aspect)
    return max(1, round(height * aspect)), max(1, round(height))


def _checked(size: PageSize) -> PageSize:
    if max(size.width_px, size.height_px) > MAX_PAGE_PX:
        raise GeometryError(
            f"a page of {size.width_px} × {size.height_px} px exceeds {MAX_PAGE_PX} px a side"
        )
    return size
