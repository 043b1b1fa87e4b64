"""Is this frame good enough to keep? Light, place, size, tilt, glare and sharpness."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from app.capture.guidance import Guidance
from detector.formats import format_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.capture.frame import Frame
    from detector.detection import Detection
    from detector.quad import Quad

# Means of the grey values, 0 to 255, between which print can be told from paper.
DARK_LEVEL, BRIGHT_LEVEL = 45.0, 235.0
# Regula asks for at least 130 dpi. A 720p camera reaches it with a card that fills a third of the
# picture's width; below 90 the small print of a card is lost for good.
MIN_DPI = 90.0
# A document that spans this share of the picture's width or height comes no closer: an A4 page in
# 720 rows has 62 dpi, and is kept as sharp as it can be.
SPANNING_SHARE = 0.8
# Without a known format: the share of the picture that the outline must cover.
MIN_COVERAGE = 0.06
# An outline that comes nearer to the edge than this share of the picture's side is cut off …
EDGE_SHARE = 0.004
# … and one that covers more than this has no surroundings left to find its edges in.
MAX_COVERAGE = 0.92
# Longest to shortest of two opposite sides: about 35° of tilt at a usual distance.
MAX_SIDE_RATIO = 1.45
# Regula, too, takes glare on at most 1 % of the area.
MAX_GLARE_SHARE = 0.01
GLARE_LEVEL = 252
# As `sharpness` measures it. 80 hand-held frames of printed cards: median 0.30, 5 % below 0.08;
# defocused by a Gaussian of 2 px 0.025 (5 % below 0.010), of 3 px 0.014.
MIN_SHARPNESS = 0.012
CROP_WIDTH, CROP_HEIGHT = 320, 216
OF_LIGHT = {Guidance.TOO_DARK, Guidance.TOO_BRIGHT, Guidance.GLARE}
# The document's own edge says nothing about its print.
MARGIN_PX = 12


_INSIDE = (slice(MARGIN_PX, -MARGIN_PX), slice(MARGIN_PX, -MARGIN_PX))


@dataclass(frozen=True)
class Quality:
    """Measurements of one frame and its document.

    brightness : mean grey value of the document, else of the frame, 0 to 255.
    sharpness : 0 (flat) upwards, about 0.01 to 0.2 for print; comparable for one document only.
    glare : share of the document's area that is burned out, 0 to 1.
    problems : what stands against keeping the frame, most important first; () is good.
    """

    brightness: float
    sharpness: float = 0.0
    glare: float = 0.0
    problems: tuple[Guidance, ...] = ()


def assess(
    image: NDArray[np.uint8], detection: Detection | None, quad: Quad | None = None
) -> Quality:
    """Measures a frame: uint8 (H, W, 3) BGR. quad : the outline shown, else the detection's."""
    if detection is None:
        brightness = float(image[::16, ::16].mean())
        return Quality(brightness, problems=(*_light(brightness), Guidance.NO_DOCUMENT))
    outline = quad or detection.quad
    height, width = image.shape[:2]
    crop = flattened(image, outline)
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    brightness, sharp, burned = cv2.mean(grey)[0], sharpness(grey[_INSIDE]), glare(crop)
    problems = [*_light(brightness), *_place(outline, width, height, detection.format)]
    if _tilted(outline):
        problems.append(Guidance.TILT)
    if burned > MAX_GLARE_SHARE:
        problems.append(Guidance.GLARE)
    if sharp < MIN_SHARPNESS:
        problems.append(Guidance.BLUR)
    return Quality(brightness, sharp, burned, tuple(problems))


def without_light(quality: Quality) -> Quality:
    """As measured, but with nothing said of the light: a screen shows white paper as plain white,
    and a page at night as black, which no lamp changes."""
    kept = tuple(problem for problem in quality.problems if problem not in OF_LIGHT)
    return replace(quality, problems=kept)


def badly_lit(quality: Quality) -> bool:
    """Whether light is all that stands against keeping a frame; a dark one, or one with glare,
    measures as blurred too."""
    problems = set(quality.problems)
    return bool(problems & OF_LIGHT) and problems <= OF_LIGHT | {Guidance.BLUR}


def judged(frame: Frame, detection: Detection | None, quad: Quad | None = None) -> Quality:
    """As assess, of a frame of a feed; of a screen without its light."""
    quality = assess(frame.image, detection, quad)
    return without_light(quality) if frame.of_screen else quality


def well_placed(detection: Detection, width: int, height: int) -> bool:
    """Whether a document lies whole in a picture of width × height px, and large enough."""
    return not _place(detection.quad, width, height, detection.format)


def sharpness(grey: NDArray[np.uint8]) -> float:
    """Mean squared step between neighbours, over the variance of the light, 0 upwards.

    grey : uint8 (H, W). Dividing by the variance makes a dim frame comparable to a bright one.
    """
    right, left, below, above = grey[:, 1:], grey[:, :-1], grey[1:], grey[:-1]
    across = cv2.norm(right, left, cv2.NORM_L2SQR) / right.size
    down = cv2.norm(below, above, cv2.NORM_L2SQR) / below.size
    _, deviation = cv2.meanStdDev(grey)
    # Noise of a flat surface must not look like print: 16 is the variance of faint texture.
    return (across + down) / 2 / (float(deviation[0, 0]) ** 2 + 16.0)


def glare(image: NDArray[np.uint8]) -> float:
    """Share of the area, 0 to 1, that burned out to white in spots. image : uint8 (H, W, 3).

    White paper can be evenly bright; a spot is smooth and far brighter than the rest.
    """
    burned = cv2.inRange(image, (GLARE_LEVEL,) * 3, (255,) * 3)
    solid = cv2.morphologyEx(burned, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    share = cv2.countNonZero(solid) / solid.size
    # Where over half is white, that is the paper's colour (or the light, which is said before).
    return share if share < 0.5 else 0.0


def flattened(image: NDArray[np.uint8], quad: Quad) -> NDArray[np.uint8]:
    """A document as it is measured, uint8 (CROP_HEIGHT, CROP_WIDTH, 3). image : uint8 (H, W, 3)."""
    matrix = quad.homography(CROP_WIDTH, CROP_HEIGHT)
    # What lies outside the frame repeats its edge: black would make a cut-off document "dark".
    crop = cv2.warpPerspective(
        image, matrix, (CROP_WIDTH, CROP_HEIGHT), borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(crop, dtype=np.uint8)


def _light(brightness: float) -> list[Guidance]:
    if brightness < DARK_LEVEL:
        return [Guidance.TOO_DARK]
    return [Guidance.TOO_BRIGHT] if brightness > BRIGHT_LEVEL else []


def _place(quad: Quad, width: int, height: int, format_name: str) -> list[Guidance]:
    x0, y0, x1, y1 = quad.box
    dx, dy = width * EDGE_SHARE, height * EDGE_SHARE
    coverage = quad.area / (width * height)
    if coverage > MAX_COVERAGE:
        return [Guidance.MOVE_BACK]
    if x0 < dx or y0 < dy or x1 > width - 1 - dx or y1 > height - 1 - dy:
        return [Guidance.CUT_OFF]
    spanning = max((x1 - x0) / width, (y1 - y0) / height) >= SPANNING_SHARE
    small = not spanning and _too_small(quad, coverage, format_name)
    return [Guidance.MOVE_CLOSER] if small else []


def _too_small(quad: Quad, coverage: float, format_name: str) -> bool:
    known = format_for(format_name)
    if known is None:
        return coverage < MIN_COVERAGE
    longest = max(known.width_mm, known.height_mm)
    return max(quad.side_lengths) / (longest / 25.4) < MIN_DPI


def _tilted(quad: Quad) -> bool:
    top, right, bottom, left = quad.side_lengths
    worst = max(top / bottom, bottom / top, left / right, right / left)
    return worst > MAX_SIDE_RATIO
