"""Can the print of a document be read in a picture that is kept? Pixels, light, glare, blur."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import cv2
import numpy as np

from app.capture.quality import MAX_GLARE_SHARE
from detector.formats import A4, ID1, ID3, OTHER, format_for
from detector.quad import Quad
from detector.rectify import MM_PER_INCH, rectify
from detector.shape import estimate_shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Floats = NDArray[np.float32]

Flaw = Literal["small", "dark", "glare", "blurred"]

# Below, the largest print of a document is lost, a machine readable zone (2.5 mm high): of 24 drawn
# ones our reader has 24 right at 60 dpi (but for O and 0), 20 at 50 and 5 at 40.
LEAST_DPI = 50.0
# The document is judged at this scale, be its picture finer or coarser.
JUDGED_DPI = 150.0
# Grey value, 0 to 255, that all but the lightest 5 % of the document stay below. Of 50 real frames
# with 10 % of their light it is 9 to 23; of 250 as they were taken 47 to 241; of black designs 105.
DARKEST_PAPER = 30.0
# Burnt out on three times the share that live capture stops at: an opened picture may be all there
# is. Where over half is, that is the paper's colour.
BURNT_SHARES = 3 * MAX_GLARE_SHARE, 0.5
BURNT_LEVEL = 250
# Light spreads beyond what it burns out, a white panel ends at once: the median grey value falls in
# each of these rings around it, px, by so much. Of 750 real frames none is called burnt, of 252
# drawn documents none, and 5 where their white is clipped (light × 1.15); of lamps and windows
# drawn onto frames (synthesis.reflection) 23 of 50 are.
RINGS_PX, LEAST_FALL = ((5, 9), (9, 14), (14, 20), (20, 30)), 2.0
BRIGHTEST_GROUND = 235.0
# Standard deviation of the blur, mm on the document. Our reader has 18 of 24 drawn zones right at
# 0.5, none at 0.6; smaller print is lost before. Of 750 real frames none is called blurred, of 252
# drawn documents at 300, 150 and 80 dpi none; of 50 frames after a Gaussian of 0.4, 0.5, 0.6 mm 5,
# 42, 48; of 150 shaken over 2, 3, 4 mm 17, 90, 128.
MOST_BLUR_MM = 0.5
AGAIN_PX = 2.0
TILE_PX = 48
# What tells anything: mean square of a step (of two px), after it was blurred again, and how many
# tiles of 8 mm have such steps. A blank card with a logo has fewer: nothing is said of it.
LEAST_STEP, LEAST_TILES = 6.0, 8
# The document's own edge says nothing about its print.
MARGIN_PX = 18
DIRECTIONS = (0, 1), (1, 0), (1, 1), (1, -1)  # (down, right)


def flaw_of(image: NDArray[np.uint8], quad: Quad, format_name: str | None = None) -> Flaw | None:
    """Why print of the document can hardly be read; None where it can, or too little tells.

    image : uint8 (H, W, 3) BGR. format_name : the document's, where somebody chose one.
    Raises GeometryError where the quad gives no picture.
    """
    height, width = image.shape[:2]
    shape = estimate_shape(quad, width, height)
    if format_name is None and shape.format == OTHER and quad == Quad.full(width, height):
        return None  # a picture that is kept whole, as no document was found
    longest_mm = _least_mm(shape.format) if format_name is None else _longest_mm(format_name)
    if max(quad.side_lengths) / longest_mm * MM_PER_INCH < LEAST_DPI:
        return "small"
    longest_px = longest_mm / MM_PER_INCH * JUDGED_DPI
    sides = longest_px * min(1.0, shape.estimate), longest_px / max(1.0, shape.estimate)
    across, down = (max(2 * MARGIN_PX + TILE_PX, round(side)) for side in sides)
    crop = rectify(image, quad, (across, down))
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), np.uint8)
    if np.percentile(grey, 95) < DARKEST_PAPER:
        return "dark"
    if _burnt(crop, grey):
        return "glare"
    blur_mm = blur_of(grey) / JUDGED_DPI * MM_PER_INCH
    return "blurred" if blur_mm > MOST_BLUR_MM else None


def blur_of(grey: Grey) -> float:
    """Standard deviation of the blur of a document, px; 0 where too little tells. uint8 (H, W).

    An edge that a Gaussian of s has blurred has its slope divided by √(s² + a²) / s by another one
    of a (Zhuo & Sim, "Defocus map estimation from a single image", 2011): so in each direction, of
    tiles, and then their median, as one sharp line of print does not make the others readable. Of
    the directions the worst counts, since a shaken picture is sharp along one.
    """
    inner = grey[MARGIN_PX:-MARGIN_PX, MARGIN_PX:-MARGIN_PX].astype(np.float32)
    again = np.asarray(cv2.GaussianBlur(inner, (0, 0), AGAIN_PX), np.float32)
    return max((_blur_along(inner, again, *each) for each in DIRECTIONS), default=0.0)


def _blur_along(inner: Floats, again: Floats, down: int, right: int) -> float:
    steps, less = _steps(inner, down, right), _steps(again, down, right)
    tiles = max(1, less.shape[1] // TILE_PX), max(1, less.shape[0] // TILE_PX)
    # Multiplied by what is left of it, noise tells nothing: it is not left.
    seen, left = (
        cv2.resize(each, tiles, interpolation=cv2.INTER_AREA) for each in (steps * less, less**2)
    )
    telling = left > LEAST_STEP * (down**2 + right**2)
    if np.count_nonzero(telling) < LEAST_TILES:
        return 0.0
    falls = np.maximum(seen[telling] / left[telling], 1.0005)
    return float(AGAIN_PX / np.sqrt(np.median(falls) ** 2 - 1))


def _steps(grey: Floats, down: int, right: int) -> Floats:
    """Between the two neighbours of each px on a line."""
    height, width = grey.shape
    after = grey[1 + down : height - 1 + down, 1 + right : width - 1 + right]
    before = grey[1 - down : height - 1 - down, 1 - right : width - 1 - right]
    return np.asarray(after - before, np.float32)


def _burnt(crop: NDArray[np.uint8], grey: Grey) -> bool:
    """Whether a lamp or window is mirrored so brightly that a part of it is white."""
    white = cv2.inRange(crop, (BURNT_LEVEL,) * 3, (255,) * 3)
    white = cv2.morphologyEx(white, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    white = cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((13, 13), np.uint8))
    least, most = BURNT_SHARES
    if not least < cv2.countNonZero(white) / white.size < most:
        return False
    away = np.asarray(cv2.distanceTransform(cv2.bitwise_not(white), cv2.DIST_L2, 3), np.float32)
    light = list(_in_rings(grey, away))
    falls = all(inside - outside >= LEAST_FALL for inside, outside in pairwise(light))
    return falls and light[-1] <= BRIGHTEST_GROUND


def _in_rings(grey: Grey, away: Floats) -> Iterator[float]:
    """Medians, white where a ring has no room; away : from what is burnt out, px."""
    for inside, outside in RINGS_PX:
        ring = grey[(away > inside) & (away <= outside)]
        yield float(np.median(ring)) if ring.size else 255.0


def _least_mm(measured: str) -> float:
    """The longer side of a document of a measured shape, or of the smallest that it may be. A
    passport's page that stands has the shape of an A4 sheet."""
    return ID3.width_mm if measured == A4.name else _longest_mm(measured)


def _longest_mm(name: str) -> float:
    known = format_for(name) or ID1
    return max(known.width_mm, known.height_mm)
