"""Where a flattened document has its machine readable zone: two or three long lines of print.

Monospaced capitals in lines as long as the document is wide, parallel, as high as each other and
close to each other: no other print is set like this. Numbers are those of ICAO Doc 9303-3 to -7.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from app.document.mrz_line import CAPITALS_PX, evened
from detector.line_reader import LINE_PX

# The longer side at which lines are looked for: a character is 11 to 24 px wide there.
LOOKED_AT_PX = 800
# A small page is looked at grown so far: smaller still, its characters are none.
MOST_GROWN = 3.0
# Strokes are dark within this many px; characters that stand closer than so many are one line.
STROKE_PX, BETWEEN_PX = 25, 27
# Light below which there is more noise than print, grey levels.
DARKEST = 12.0
# A line of 30 to 44 characters, 2.54 mm each and 2.3 to 2.7 mm high, is 28 to 49 times as long as
# high. Some of it may be hidden or washed out, and what is seen of it higher or lower.
LEAST_LENGTH, MOST_LENGTH = 14, 75
TALL = 80
# Of the page's width: 89 % where the page is the document alone.
LEAST_SHARE = 0.35
# Of a line's length that is print: words of other print have more air between them.
LEAST_FILLED = 0.75
# From line to line, in heights of capitals: 4.2 to 6.4 mm.
STEPS = 1.2, 3.6
# A zone of three before two of its lines, which are as long and may be more alike.
WHOLE = 1.05
# Zones that are worth a reading: of more, none has been one.
MOST_ZONES = 3


@dataclass(frozen=True)
class Line:
    """left, right : its ends. bend : y of its middle as a polynomial of x, highest power first.
    height : of its capitals. All px of the picture that is looked at. filled : share of its length
    that is print."""

    left: float
    right: float
    bend: tuple[float, ...]
    height: float
    filled: float = 1.0

    def middle(self, x: float) -> float:
        """y of its middle at x."""
        return float(np.polyval(self.bend, x))

    @property
    def length(self) -> float:
        """From end to end, px."""
        return self.right - self.left


def zones_of(page: NDArray[np.uint8]) -> Iterator[list[NDArray[np.uint8]]]:
    """What may be zones, the likeliest first: lines as the recogniser takes them, from the top.

    page : uint8 (H, W, 3) BGR, the document alone. Lines that run across it are looked for first,
    then those from bottom to top; whether a zone is upside down is not known here.
    """
    grey = np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), np.uint8)
    for picture in (grey, np.ascontiguousarray(np.rot90(grey, -1))):
        factor = min(MOST_GROWN, LOOKED_AT_PX / max(picture.shape))
        size = max(1, round(picture.shape[1] * factor)), max(1, round(picture.shape[0] * factor))
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
        small = cv2.resize(picture, size, interpolation=how)
        for lines in grouped(lines_of(np.asarray(small, np.uint8))):
            yield cut(picture, lines, factor)


def lines_of(grey: NDArray[np.uint8]) -> list[Line]:
    """Long lines of print, from the top. grey : uint8 (H, W)."""
    pieces = [piece for piece in _pieces(_print(grey)) if len(piece)]
    lines: list[Line] = []
    for together in _joined(pieces):
        line = _line(together)
        if line.length >= LEAST_SHARE * grey.shape[1] and (
            line.filled >= LEAST_FILLED and LEAST_LENGTH <= line.length / line.height <= MOST_LENGTH
        ):
            lines.append(line)
    return sorted(lines, key=lambda line: line.middle((line.left + line.right) / 2))


def _print(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Where dark strokes follow each other closely from left to right: uint8 (H, W), 0 or 255."""
    stroke = cv2.getStructuringElement(cv2.MORPH_RECT, (STROKE_PX, STROKE_PX))
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, stroke)
    # As a share of the paper's light: a stroke in the shade is one as well.
    dark = 1 - (grey.astype(np.float32) + DARKEST) / (paper.astype(np.float32) + DARKEST)
    # Capitals have more upright strokes than the curves of a background.
    edges = np.abs(cv2.Sobel(dark, cv2.CV_32F, 1, 0, ksize=3))
    edges = cv2.GaussianBlur(edges, (0, 0), 1.0)
    level = max(float(np.percentile(edges, 99)), 0.05)
    strong = np.asarray(np.clip(edges * (255 / level), 0, 255), np.uint8)
    close = cv2.getStructuringElement(cv2.MORPH_RECT, (BETWEEN_PX, 1))
    closed = cv2.morphologyEx(strong, cv2.MORPH_CLOSE, close)
    _, mask = cv2.threshold(closed, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, BETWEEN_PX), np.uint8))
    return np.asarray(mask, np.uint8)


def _pieces(mask: NDArray[np.uint8]) -> list[NDArray[np.float64]]:
    """Runs of print: for each its columns as rows of (x, top, bottom)."""
    count, labels, figures, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    pieces = []
    for label in range(1, count):
        left, top, width, height = (int(each) for each in figures[label][:4])
        if width < 2 * height or height < 6:
            continue
        inside = labels[top : top + height, left : left + width] == label
        first = np.argmax(inside, 0) + top
        last = top + height - 1 - np.argmax(inside[::-1], 0)
        pieces.append(np.stack([np.arange(left, left + width), first, last], 1).astype(np.float64))
    return pieces


def _joined(pieces: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Pieces that continue each other, put together, whole lines first."""
    waiting = sorted(pieces, key=len, reverse=True)
    lines: list[NDArray[np.float64]] = []
    while waiting:
        line, rest = waiting[0], waiting[1:]
        bend, height = _fitted(line)
        near: list[NDArray[np.float64]] = []
        waiting = []
        for piece in rest:
            off = np.abs(piece[:, 1:].mean(1) - np.polyval(bend, piece[:, 0])).mean()
            alike = 0.5 < np.ptp(piece[:, 1:].mean(0)) / height < 1.7
            (near if off < 0.5 * height and alike else waiting).append(piece)
        lines.append(np.concatenate([line, *near]))
    return lines


def _fitted(columns: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """The straight course of columns as in _pieces, and the height."""
    middle, height = columns[:, 1:].mean(1), columns[:, 2] - columns[:, 1] + 1
    usual = float(np.percentile(height, TALL))  # fillers are lower than letters
    plain = np.abs(height - usual) <= 0.35 * usual  # not where something touches the line
    if not plain.any():
        plain[:] = True
    return _course(columns[plain, 0], middle[plain], 1), usual


def _course(x: NDArray[np.float64], y: NDArray[np.float64], power: int) -> NDArray[np.float64]:
    """The polynomial through points, of less power where there are few columns."""
    return np.polyfit(x, y, min(power, len(np.unique(x)) - 1))


def _line(columns: NDArray[np.float64]) -> Line:
    bend, height = _fitted(columns)
    off = np.abs(columns[:, 1:].mean(1) - np.polyval(bend, columns[:, 0]))
    kept = columns[off <= max(0.4 * height, float(off.min()))]
    power = 2 if len(kept) > 6 * height else 1  # the page of a booklet is bent
    bend = _course(kept[:, 0], kept[:, 1:].mean(1), power)
    left, right = float(columns[:, 0].min()), float(columns[:, 0].max())
    filled = len(np.unique(columns[:, 0])) / (right - left + 1)
    return Line(left, right, tuple(float(each) for each in bend), height, filled)


def grouped(lines: list[Line]) -> list[list[Line]]:
    """Sets of two or three lines that may be a zone, the likeliest first. lines : from the top."""
    pairs = [pair for pair in combinations(lines, 2) if _follows(*pair)]
    pairs = [pair for pair in pairs if not any(_between(*pair, line) for line in lines)]
    # Of a page full of print hardly any two follow each other, and of three any two must.
    three = [(*first, last) for first in pairs for above, last in pairs if above is first[1]]
    found = [(_worth(group, lines), list(group)) for group in (*three, *pairs)]
    found.sort(key=lambda each: -each[0])
    return [group for _, group in found[:MOST_ZONES]]


def _worth(group: Sequence[Line], lines: list[Line]) -> float:
    """More the longer its lines are, the more alike, and the fewer of all lines lie between it and
    the end of the page. Their mean: else any three long lines came before a zone of two."""
    alike = min(_shared(above, below) for above, below in pairwise(group))
    length = sum(line.length for line in group) / len(group)
    beyond = min(lines.index(group[0]), len(lines) - 1 - lines.index(group[-1]))
    return alike * length * (WHOLE if len(group) > 2 else 1) / (1 + beyond)


def _between(above: Line, below: Line, line: Line) -> bool:
    """Whether a line stands between two others of its kind."""
    return _follows(above, line) and _follows(line, below)


def _shared(above: Line, below: Line) -> float:
    """How much of the longer of two lines lies above or below the other, 0 to 1."""
    shared = min(above.right, below.right) - max(above.left, below.left)
    return max(0.0, shared / max(above.length, below.length))


def _follows(above: Line, below: Line) -> bool:
    """Whether two lines stand below each other as those of a zone do."""
    height = (above.height + below.height) / 2
    x = (max(above.left, below.left) + min(above.right, below.right)) / 2
    step = (below.middle(x) - above.middle(x)) / height
    return (
        _shared(above, below) >= 0.75
        and 0.5 < above.height / below.height < 2
        and STEPS[0] < step < STEPS[1]
    )


def cut(grey: NDArray[np.uint8], lines: list[Line], factor: float) -> list[NDArray[np.uint8]]:
    """The lines of a zone, straight, at the recogniser's height: uint8 (LINE_PX, W) each.

    grey : uint8 (H, W), the whole picture. factor : of the picture in which lines were found.
    """
    wide = [_straight(grey, line, line.height, 0.0, factor, 2 * LINE_PX) for line in lines]
    measures = [_measured(strip) for strip in wide]
    # They are as high as each other, whatever a mark or a stain makes of one.
    shares = [
        line.height * high / CAPITALS_PX for line, (_, high) in zip(lines, measures, strict=True)
    ]
    height = float(np.median(shares)) if len(lines) > 2 else max(shares)
    # And as long: what was not seen of one is cut out too, and columns stand below each other.
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    long = [replace(line, left=left, right=right) for line in lines]
    return [
        evened(_straight(grey, line, height, off * line.height / CAPITALS_PX, factor, LINE_PX))
        for line, (off, _) in zip(long, measures, strict=True)
    ]


def _measured(strip: NDArray[np.uint8]) -> tuple[float, float]:
    """How far below the middle of a strip its capitals' middle is, and how high they are, px."""
    ink = cv2.morphologyEx(strip, cv2.MORPH_BLACKHAT, np.ones((19, 19), np.uint8))
    rows = ink.mean(1, dtype=np.float64)
    middle = len(rows) // 2
    within = rows[middle - CAPITALS_PX // 3 : middle + CAPITALS_PX // 3]
    low = min(rows[:middle].min(), rows[middle:].min())
    level = low + 0.3 * (float(np.median(within)) - low)
    top, bottom = middle, middle
    while top > 0 and rows[top - 1] > level:
        top -= 1
    while bottom < len(rows) - 1 and rows[bottom + 1] > level:
        bottom += 1
    height = bottom - top + 1
    if not 0.55 * CAPITALS_PX < height < 1.5 * CAPITALS_PX:  # stains: as it was found
        return 0.0, float(CAPITALS_PX)
    return (top + bottom) / 2 - (len(rows) - 1) / 2, float(height)


def _straight(
    grey: NDArray[np.uint8], line: Line, height: float, off: float, factor: float, rows: int
) -> NDArray[np.uint8]:
    """A strip along a line, uint8 (rows, W), its capitals CAPITALS_PX high where they are height
    in the small picture and their middle is off below the line's."""
    scale = CAPITALS_PX / height
    margin = height * 0.7
    left, right = line.left - margin, line.right + margin
    x = left + (np.arange(max(LINE_PX, round((right - left) * scale))) + 0.5) / scale
    y = np.polyval(line.bend, x)[None] + off
    y = y + (np.arange(rows)[:, None] + 0.5 - rows / 2) / scale
    rate = min(1.0, scale * factor)  # a px of the strip is so much of one of the picture
    if rate < 0.75:
        size = max(1, round(grey.shape[1] * rate)), max(1, round(grey.shape[0] * rate))
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    else:
        rate = 1.0
    across = np.broadcast_to((x + 0.5) * (rate / factor) - 0.5, y.shape).astype(np.float32)
    down = ((y + 0.5) * (rate / factor) - 0.5).astype(np.float32)
    strip = cv2.remap(grey, across, down, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(strip, np.uint8)
