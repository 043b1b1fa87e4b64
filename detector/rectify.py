"""From a quad to an upright page at a true scale and aspect."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from detector.errors import GeometryError
from detector.formats import CORNER_RADIUS_MM, ID1, OTHER, DocumentFormat, format_for
from detector.picture import check_picture
from detector.rim import beyond
from detector.shape import estimate_shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.quad import Quad

MM_PER_INCH = 25.4
# The largest page that is ever made; a mistaken DPI must not fill the memory.
MAX_PAGE_PX = 20_000


@dataclass(frozen=True)
class PageSize:
    """A page in pixels and, where its size is known, in millimetres.

    dpi : dots an inch; where the size is not known, what the caller asked for or 300 by default.
    """

    width_px: int
    height_px: int
    width_mm: float | None = None
    height_mm: float | None = None
    dpi: float = 300.0

    @property
    def turned(self) -> PageSize:
        """The same page turned by a quarter."""
        return PageSize(self.height_px, self.width_px, self.height_mm, self.width_mm, self.dpi)


def page_size(
    quad: Quad,
    image_width: int,
    image_height: int,
    format_name: str | None = "auto",
    dpi: float | None = None,
    *,
    keep_sharper: bool = False,
    own_dpi: float | None = None,
) -> PageSize:
    """The page that a quad gives.

    quad : the document in a picture of image_width × image_height px.
    format_name : "auto" or None takes the format that the outline speaks for (detector.shape); a
        format's name forces it, on its side where the quad is turned so; "other" keeps the
        estimated aspect.
    dpi : resolution wanted; None takes what the picture holds, up to MAX_PAGE_PX a side. For a
        known format the page is width_mm × dpi / 25.4 px; without one, dpi only labels the pixels
        that the picture holds.
    keep_sharper : dpi is the least, and a picture that holds more keeps it, unless that alone
        would make the page too large.
    own_dpi : of a picture that was scanned, which tells the size of a page of no known format.

    Raises GeometryError where dpi is not a positive number or makes a page beyond MAX_PAGE_PX.
    """
    if dpi is not None and not (math.isfinite(dpi) and dpi > 0):
        raise GeometryError(f"dpi must be a positive number, got {dpi}")
    shape = estimate_shape(quad, image_width, image_height)
    name, aspect = shape.format if format_name in {None, "auto"} else format_name, shape.estimate
    known = _known_format(name, aspect)
    top, right, bottom, left = quad.side_lengths
    across, down = max(top, bottom), max(left, right)
    if known is None and own_dpi is not None:
        known, dpi = _scanned(across, down, own_dpi, dpi)
    if known is None:
        width, height = _fit(aspect, across, down)
        return PageSize(width, height, dpi=dpi or 300.0)
    native = max(across / known.width_mm, down / known.height_mm) * MM_PER_INCH
    return _resolved(known, native, dpi, keep_sharper=keep_sharper)


def rectify(
    image: NDArray[np.uint8], quad: Quad, size: PageSize | tuple[int, int]
) -> NDArray[np.uint8]:
    """The document flattened: uint8 (height, width, 3) BGR, contiguous.

    image : uint8 (H, W, 3) BGR. size : PageSize or (width, height) px. What a document that is cut
    off lacks is white (detector.rim); what else lies outside the picture repeats its edge.
    Shrinking averages over the area of each pixel; growing is cubic.
    Raises ImageError where the image is not a uint8 BGR picture, and GeometryError for a page
    without a pixel.
    """
    check_picture(image)
    page = _flattened(image, quad, size)
    lacking = beyond(quad, image.shape[1], image.shape[0], page.shape[1], page.shape[0])
    if lacking is not None:
        page[lacking] = 255
    return page


def rectify_mask(
    mask: NDArray[np.uint8], quad: Quad, size: PageSize | tuple[int, int]
) -> NDArray[np.uint8]:
    """As rectify, of one channel: uint8 (H, W) → uint8 (height, width)."""
    return _flattened(mask, quad, size)


def _flattened(
    image: NDArray[np.uint8], quad: Quad, size: PageSize | tuple[int, int]
) -> NDArray[np.uint8]:
    width, height = (size.width_px, size.height_px) if isinstance(size, PageSize) else size
    if min(width, height) < 1:
        raise GeometryError(f"a page of {width} × {height} px holds nothing")
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


def rounded_mask(height: int, width: int, radius: float) -> NDArray[np.uint8]:
    """255 inside a rectangle with rounded corners, edges smoothed; uint8 (height, width)."""
    if radius <= 0:
        return np.full((height, width), 255, np.uint8)
    y = np.abs(np.arange(height) - (height - 1) / 2) - height / 2 + radius
    x = np.abs(np.arange(width) - (width - 1) / 2) - width / 2 + radius
    beyond = np.hypot(np.maximum(y, 0)[:, None], np.maximum(x, 0)[None])
    return np.asarray(np.clip(radius + 0.5 - beyond, 0, 1) * 255, np.uint8)


def round_corners(image: NDArray[np.uint8], size: PageSize) -> NDArray[np.uint8]:
    """A card's page with white outside of its rounded corners; any other page as it is.

    image : uint8 (H, W, 3) BGR, of this size. Only ID-1 has corners of a known radius.
    """
    card = (ID1.height_mm, ID1.width_mm)
    if size.width_mm is None or (size.height_mm, size.width_mm) not in {card, card[::-1]}:
        return image
    radius = CORNER_RADIUS_MM / size.width_mm * image.shape[1]
    inside = rounded_mask(image.shape[0], image.shape[1], radius)[..., None].astype(np.float32)
    return np.asarray(255 + (image.astype(np.float32) - 255) * (inside / 255), np.uint8)


def _known_format(name: str | None, aspect: float) -> DocumentFormat | None:
    known = format_for(name)
    if known is None:
        return None
    lying = aspect > 1
    return known if lying == (known.aspect > 1) else known.turned


def _scanned(
    across: float, down: float, own_dpi: float, dpi: float | None
) -> tuple[DocumentFormat, float | None]:
    """The format of a page that is so many px at so many dots an inch; and the resolution wanted,
    or less of it for a page that would be too large."""
    made = DocumentFormat(OTHER, across / own_dpi * MM_PER_INCH, down / own_dpi * MM_PER_INCH)
    return made, dpi and min(dpi, own_dpi * MAX_PAGE_PX / max(across, down))


def _resolved(
    known: DocumentFormat, native: float, dpi: float | None, *, keep_sharper: bool
) -> PageSize:
    """native : dots an inch that the picture holds. dpi, keep_sharper : as of page_size."""
    own = _printed(known, native)
    if dpi is None:
        return own if _fits(own) else _printed(known, native * MAX_PAGE_PX / _longer(own))
    wanted = _printed(known, dpi)
    sharper = keep_sharper and own.dpi > wanted.dpi and _fits(own)
    return _checked(own if sharper else wanted)


def _fit(aspect: float, across: float, down: float) -> tuple[int, int]:
    """Width and height px at a true aspect, keeping the better resolved side where that fits."""
    height = max(down, across / aspect)
    height *= min(1.0, MAX_PAGE_PX / max(height, height * aspect))
    return max(1, round(height * aspect)), max(1, round(height))


def _printed(known: DocumentFormat, dpi: float) -> PageSize:
    """A page of a known format at so many dots an inch."""
    width = max(1, round(known.width_mm / MM_PER_INCH * dpi))
    height = max(1, round(known.height_mm / MM_PER_INCH * dpi))
    return PageSize(width, height, known.width_mm, known.height_mm, dpi)


def _longer(size: PageSize) -> int:
    return max(size.width_px, size.height_px)


def _fits(size: PageSize) -> bool:
    return _longer(size) <= MAX_PAGE_PX


def _checked(size: PageSize) -> PageSize:
    if not _fits(size):
        raise GeometryError(
            f"a page of {size.width_px} × {size.height_px} px exceeds {MAX_PAGE_PX} px a side"
        )
    return size
