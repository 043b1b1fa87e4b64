"""A page into pixels: pure, from the original and the edits alone."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from app.document.area import mask_of
from app.document.page import Page
from app.document.rendered import Colours, Rendered
from app.document.watermark import written_across
from detector.rectify import PageSize, page_size, rectify, rectify_mask, round_corners
from detector.rim import beyond

# Shares of the page's shorter side: wide enough to see paper around print, not single strokes.
PAPER_SHARE = 0.08
LOCAL_SHARE = 0.06
# Black and white: how far below its surroundings ink lies (Bradley & Roth use 15 %).
INK_BELOW = 12
# What is hidden grows by half of a line along its rim: in the original, so that every px is black
# that it touches (with 1 some are not), and on the page, so that its straight rim lies outside of
# the stairs that those px make (with 6 some do not).
TOUCHING_PEN_PX, RIM_PEN_PX = 2, 7
# Filters that look around each px.
LOOKING_AROUND = ("bw", "clean")
# The longer side at which what is hidden is guessed for the filters: they ask for its light only.
GUESS_PX = 256


def render(page: Page, dpi: float | None = None, *, keep_sharper: bool = False) -> Rendered:
    """The flattened, filtered, turned page.

    dpi : None keeps what the picture holds. keep_sharper : so does a picture that holds more.
    Raises GeometryError where the quad and dpi give no possible page.
    """
    return _drawn(page, full_size(page, dpi, keep_sharper=keep_sharper))


def full_size(page: Page, dpi: float | None = None, *, keep_sharper: bool = False) -> PageSize:
    """How large render() draws a page, before it is turned. Arguments and errors as there."""
    place = (page.quad, page.width, page.height)
    return page_size(*place, page.format, dpi, keep_sharper=keep_sharper, own_dpi=page.dpi)


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
    return _drawn(page, small).image


def visible(page: Page) -> NDArray[np.uint8]:
    """The original, uint8 (H, W, 3) BGR, read-only, with every px that is hidden black: nothing
    that is shown, copied or saved knows more of it."""
    pixels = page.original.pixels()
    if page.edits.hidden:
        pixels = pixels.copy()
        pixels[mask_of(pixels.shape[:2], page.edits.hidden, TOUCHING_PEN_PX) > 0] = 0
        pixels.setflags(write=False)
    return pixels


def _drawn(page: Page, size: PageSize) -> Rendered:
    """Black twice: in the original, so that no px and no filter sees what is hidden, and in what
    came of it, since filters make of black what they like. So is what the picture lacks white."""
    image, colours = rectify(visible(page), page.quad, size), colours_of(page)
    black = _black(page, size) if page.edits.hidden else None
    white = beyond(page.quad, page.width, page.height, size.width_px, size.height_px)
    holes = [each for each in (black, white) if each is not None]
    if holes and page.edits.filter in LOOKING_AROUND:
        image = _guessed(image, np.logical_or.reduce(holes))
    image = apply_filter(image, page.edits.filter)
    if page.edits.rounded:
        image = round_corners(image, size)
        if colours == "bw":  # its edges are smooth
            image = np.where(image < 128, np.uint8(0), np.uint8(255))
    if white is not None:
        image[white] = 255
    if black is not None:
        image[black] = 0
    image = np.rot90(image, -page.edits.turns)
    if page.edits.turns % 2:
        size = size.turned
    image = np.ascontiguousarray(image)
    if page.edits.watermark is not None:
        image = written_across(image, page.edits.watermark, colours)
    return Rendered(image, size, colours)


def _black(page: Page, size: PageSize) -> NDArray[np.bool_]:
    """Where a page of a size is black: (height, width).

    Drawn around the page, not in the original: a page may reach out of its picture.
    """
    x0, y0, x1, y1 = page.quad.box
    left, top = math.floor(x0), math.floor(y0)
    shape = math.ceil(y1) - top + 1, math.ceil(x1) - left + 1
    mask = mask_of(shape, page.edits.hidden, RIM_PEN_PX, (left, top))
    return rectify_mask(mask, page.quad.moved(-left, -top), size) > 127


def _guessed(image: NDArray[np.uint8], hole: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """A page, uint8 (H, W, 3) BGR, with the light around a hole, (H, W), in it: beside black or
    white, a filter that looks around each px would take print for paper, or paper for print."""
    height, width = hole.shape
    factor = min(1.0, GUESS_PX / max(height, width))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    unknown = cv2.resize(hole.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
    light = cv2.inpaint(
        small, np.where(unknown > 0, np.uint8(1), np.uint8(0)), 3, cv2.INPAINT_TELEA
    )
    guess = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.where(hole[..., None], guess, image), np.uint8)


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
