"""A page into pixels: pure, from the original and the edits alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from app.document.page import Page
from app.document.watermark import written_across
from detector.rectify import PageSize, page_size, rectify, round_corners

# Shares of the page's shorter side: wide enough to see paper around print, not single strokes.
PAPER_SHARE = 0.08
LOCAL_SHARE = 0.06
# Black and white: how far below its surroundings ink lies (Bradley & Roth use 15 %).
INK_BELOW = 12

Colours = Literal["colour", "grey", "bw"]


@dataclass(frozen=True, eq=False)
class Rendered:
    """image : uint8 (H, W, 3) BGR. size : the same page in px and mm.

    colours : what the pixels are: "colour"; "grey", their channels equal; "bw", of those 0 and 255.
    """

    image: NDArray[np.uint8]
    size: PageSize
    colours: Colours = "colour"


def render(page: Page, dpi: float | None = None, *, keep_sharper: bool = False) -> Rendered:
    """The flattened, filtered, turned page.

    dpi : None keeps what the picture holds. keep_sharper : so does a picture that holds more.
    Raises GeometryError where the quad and dpi give no possible page.
    """
    size = full_size(page, dpi, keep_sharper=keep_sharper)
    return _finish(page, rectify(page.original.pixels(), page.quad, size), size)


def full_size(page: Page, dpi: float | None = None, *, keep_sharper: bool = False) -> PageSize:
    """How large render() draws a page, before it is turned. Arguments and errors as there."""
    return page_size(
        page.quad, page.width, page.height, page.format, dpi, keep_sharper=keep_sharper
    )


def colours_of(page: Page) -> Colours:
    """What render() makes a page's pixels, by its filter."""
    name = page.edits.filter
    return "grey" if name == "grey" else "bw" if name == "bw" else "colour"


def thumbnail(page: Page, max_px: int) -> NDArray[np.uint8]:
    """The page at most max_px a side, uint8 (H, W, 3) BGR, at a fraction of the cost."""
    size = full_size(page)
    factor = min(1.0, max_px / max(size.width_px, size.height_px))
    width = max(1, round(size.width_px * factor))
    height = max(1, round(size.height_px * factor))
    small = replace(size, width_px=width, height_px=height)
    return _finish(page, rectify(page.original.pixels(), page.quad, small), small).image


def _finish(page: Page, flat: NDArray[np.uint8], size: PageSize) -> Rendered:
    image, colours = apply_filter(flat, page.edits.filter), colours_of(page)
    if page.edits.rounded:
        image = round_corners(image, size)
        if colours == "bw":  # its edges are smooth
            image = np.where(image < 128, np.uint8(0), np.uint8(255))
    image = np.rot90(image, -page.edits.turns)
    if page.edits.turns % 2:
        size = size.turned
    image = np.ascontiguousarray(image)
    if page.edits.watermark is not None:
        image = written_across(image, page.edits.watermark, colours)
    return Rendered(image, size, colours)


def apply_filter(image: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) BGR under a filter of FILTERS, same shape."""
    if name == "colour":
        return image
    if name == "clean":
        return _whiten(image)
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    if name == "bw":
        block = max(3, int(min(grey.shape) * LOCAL_SHARE) | 1)
        grey = cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, INK_BELOW
        )
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)


def _whiten(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Divides by the paper's own brightness: shadows and casts go, ink stays."""
    kernel = max(3, int(min(image.shape[:2]) * PAPER_SHARE) | 1)
    paper = cv2.morphologyEx(
        image, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (kernel, kernel))
    )
    paper = cv2.blur(paper, (kernel, kernel))
    return np.asarray(cv2.divide(image, paper, scale=245), np.uint8)
