"""What a copy is for, written across it: over and over, so that no part of it is without."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.document.rendered import Colours

MAX_CHARACTERS = 160
ANGLE = math.radians(-30)  # rises to the right
# Shares of the page's shorter side: high enough to be read on a thumbnail, and still several lines.
HEIGHT_SHARE = 0.055
# … and of its diagonal: of a long text each line shows all.
LONGEST_SHARE = 0.85
# Of the text's height: from one to the next on a line, and from line to line.
GAP, PITCH = 1.5, 2.6
# The print below stays plain. Where a page is dark, between letters as well, the ink is light.
STRENGTH = 0.42
INK, LIGHT_INK = (64, 44, 172), (255, 255, 255)  # BGR
GREY_INK = (40, 40, 40)
DARK = 90  # of the page around, 0 to 255
AROUND = 1.5  # of the text's height
# In black and white one px in so many is turned into the other.
STIPPLE = 3
FAINT = 64  # of 255: less ink than this is none
BAND = 256  # rows at a time: what is calculated on the way takes several times the page's memory


@dataclass(frozen=True)
class Watermark:
    """text : at most MAX_CHARACTERS, on one line. mask : uint8 (H, W), read-only, how much ink each
    px of that line has; drawn by whoever has fonts (app.workers.inscription)."""

    text: str
    mask: NDArray[np.uint8] = field(compare=False, repr=False)

    def __post_init__(self) -> None:
        if not 0 < len(self.text) <= MAX_CHARACTERS:
            raise ValueError(f"expected 1 to {MAX_CHARACTERS} characters, got {len(self.text)}")
        if self.mask.ndim != 2 or not self.mask.size:
            raise ValueError(f"expected a mask of shape (H, W), got {self.mask.shape}")
        self.mask.setflags(write=False)


def written_across(
    image: NDArray[np.uint8], mark: Watermark, colours: Colours
) -> NDArray[np.uint8]:
    """uint8 (H, W, 3) BGR with the mark, same shape; the same at any size of the page.

    colours : what the pixels are, and stay: see app.document.rendered.Rendered.
    """
    ink = _spread(mark.mask, image.shape[1], image.shape[0])
    dark = _dark(image)
    colour = INK if colours == "colour" else GREY_INK
    made = np.empty_like(image)
    for top in range(0, image.shape[0], BAND):
        rows = slice(top, top + BAND)
        if colours == "bw":
            made[rows] = _stippled(image[rows], ink[rows], top)
        else:
            made[rows] = _inked(image[rows], ink[rows], dark[rows], colour)
    return made


def _inked(
    image: NDArray[np.uint8],
    ink: NDArray[np.uint8],
    dark: NDArray[np.uint8],
    colour: tuple[int, int, int],
) -> NDArray[np.uint8]:
    """Towards the colour or, where it is dark, the light one, by the ink."""
    shares = np.arange(256) * (STRENGTH / 255)
    kept = cv2.LUT(ink, (255 * (1 - shares)).round().astype(np.uint8))
    added = [cv2.LUT(cv2.merge([ink] * 3), _table(shares, each)) for each in (colour, LIGHT_INK)]
    cv2.copyTo(added[1], dark, added[0])
    left = cv2.multiply(image, cv2.merge([kept] * 3), scale=1 / 255)
    return np.asarray(cv2.add(left, added[0]), np.uint8)


def _table(shares: NDArray[np.floating], colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    return np.asarray((shares[:, None] * colour).round().astype(np.uint8)[None])


def _stippled(image: NDArray[np.uint8], ink: NDArray[np.uint8], top: int) -> NDArray[np.uint8]:
    height, width = ink.shape
    rows, columns = np.ogrid[top : top + height, :width]
    turned = (ink >= FAINT) & ((rows + columns) % STIPPLE == 0)
    return np.where(turned[..., None], 255 - image, image)


def _dark(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Where the page is dark around, uint8 (H, W), 255 or 0: told from a few px of it."""
    height, width = image.shape[:2]
    side = AROUND * HEIGHT_SHARE * min(height, width)
    size = max(1, round(width / side)), max(1, round(height / side))
    few = cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
    around = cv2.resize(few, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(around < DARK, np.uint8(255), np.uint8(0))


def _spread(mask: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """The line all over a page, uint8 (height, width): every second one is shifted by half."""
    longest = LONGEST_SHARE * math.hypot(width, height) / mask.shape[1]
    scale = min(HEIGHT_SHARE * min(width, height) / mask.shape[0], longest)
    size = max(1, round(mask.shape[1] * scale)), max(1, round(mask.shape[0] * scale))
    line = cv2.resize(mask, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    tile = np.zeros((2 * round(PITCH * size[1]), size[0] + round(GAP * size[1])), np.uint8)
    tile[: size[1], : size[0]] = line
    half = tile.shape[0] // 2
    tile[half : half + size[1], : size[0]] = line
    tile[half:] = np.roll(tile[half:], tile.shape[1] // 2, axis=1)
    # From px of the page to those of the tile, around the page's middle.
    cosine, sine = math.cos(ANGLE), math.sin(ANGLE)
    turn = np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0]])
    turn[:, 2] = -turn[:, :2] @ ((width - 1) / 2, (height - 1) / 2)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    spread = cv2.warpAffine(tile, turn, (width, height), flags=flags, borderMode=cv2.BORDER_WRAP)
    return np.asarray(spread, np.uint8)
