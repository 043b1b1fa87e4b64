"""One page: the picture that it came from, where the document lies in it, and the edits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from app.document.area import Area, point_under
from app.document.original import Original
from app.document.watermark import Watermark
from detector.quad import Point, Quad
from detector.rim import cut_off

FILTERS = ("colour", "grey", "bw", "clean")
# Scores are calibrated. On held-out frames (evaluate), of the outlines with a score from .8 on 99 %
# come within a Jaccard index of .9; of 449 pictures without a document one reaches it.
SURE_SCORE = 0.8
# An outline no farther from the picture's rim, in shares of its sides, is that of all of it.
WHOLE_SHARE = 0.02

# Outlines of one document overlap by more than this Jaccard index, those beside each other by less.
SAME_JACCARD = 0.5

Doubt = Literal["missing", "unsure", "cut_off"]


@dataclass(frozen=True)
class Edits:
    """What is done to the flattened page.

    turns : quarter turns clockwise, 0 to 3. filter : one of FILTERS. rounded : whether a card's
    corners are cut round. hidden : what is black, in px of the original: it stays on what it hides
    when the corners are moved. watermark : what is written across it, over everything else.
    """

    turns: int = 0
    filter: str = "colour"
    rounded: bool = False
    hidden: tuple[Area, ...] = ()
    watermark: Watermark | None = None

    def __post_init__(self) -> None:
        if self.filter not in FILTERS:
            raise ValueError(f"expected a filter of {', '.join(FILTERS)}, got {self.filter!r}")
        if not 0 <= self.turns <= 3:
            raise ValueError(f"expected 0 to 3 quarter turns, got {self.turns}")


@dataclass(frozen=True)
class Page:
    """Pixels are never kept, only what they are recomputed from.

    original : left out of equality, the id stands for it.
    quad : the document in it. detected : what the detector said. score : 0 to 1, of that.
    format : a format's name, "other", or None to take it from the shape.
    name : what the window calls it. from_file : whether after the file that it was opened from.
    whole_screen : whether its original is all that a screen showed, until its corners are accepted.
    """

    id: str
    original: Original = field(compare=False, repr=False)
    quad: Quad
    detected: Quad | None = None
    score: float | None = None
    format: str | None = None
    name: str = ""
    from_file: bool = False
    whole_screen: bool = False
    edits: Edits = field(default_factory=Edits)

    @property
    def width(self) -> int:
        """Of the original, px."""
        return self.original.width

    @property
    def height(self) -> int:
        """Of the original, px."""
        return self.original.height

    @property
    def dpi(self) -> float | None:
        """Dots an inch as its file has it, where the page is all that was scanned. Of a part of it
        nobody knows whether it was scanned or photographed."""
        own = self.original.dpi
        if own is None:
            return None
        size, whole = np.array([self.width, self.height]), Quad.full(self.width, self.height)
        beside = min(
            float(np.abs((self.quad.turned(turns).corners - whole.corners) / size).max())
            for turns in range(4)
        )
        return own if beside <= WHOLE_SHARE else None

    def with_quad(self, quad: Quad) -> Page:
        """The page cropped elsewhere."""
        return replace(self, quad=quad)

    def with_turns(self, turns: int) -> Page:
        """The page at so many quarter turns clockwise, any whole number."""
        return replace(self, edits=replace(self.edits, turns=turns % 4))

    def rotated(self, steps: int) -> Page:
        """The page turned further; +1 is a quarter clockwise."""
        return self.with_turns(self.edits.turns + steps)

    def with_filter(self, name: str) -> Page:
        """The page under another filter. Raises ValueError for an unknown one."""
        return replace(self, edits=replace(self.edits, filter=name))

    def with_rounded(self, rounded: bool) -> Page:
        """The page with a card's corners cut round, or not."""
        return replace(self, edits=replace(self.edits, rounded=rounded))

    def with_watermark(self, mark: Watermark | None) -> Page:
        """The page with something written across it, or nothing."""
        return replace(self, edits=replace(self.edits, watermark=mark))

    def with_hidden(self, low: Point, high: Point) -> Page:
        """The page with a rectangle of it black.

        low, high : top left and bottom right, shares of the width and height of the page as it is
        turned, 0 to 1.
        """
        return self._hiding((*self.edits.hidden, Area.under(self._upright, low, high)))

    def without_hidden(self, point: Point) -> Page:
        """The page without the black area at a point of it, the last where there are several; as it
        is where there is none. point : shares, as above."""
        spot, areas = point_under(self._upright, point), self.edits.hidden
        last = next((n for n in reversed(range(len(areas))) if areas[n].contains(spot)), None)
        return self if last is None else self._hiding(areas[:last] + areas[last + 1 :])

    def with_format(self, name: str | None) -> Page:
        """The page at a given format; None takes it from the shape."""
        return replace(self, format=name)

    @property
    def _upright(self) -> Quad:
        """The outline read from the corner that is the top left of the turned page."""
        return self.quad.turned(self.edits.turns)

    def _hiding(self, areas: tuple[Area, ...]) -> Page:
        return replace(self, edits=replace(self.edits, hidden=areas))


def doubt_of(page: Page) -> Doubt | None:
    """Why a page wants a look: there is no outline, the detector is not sure of it, or a part of
    the document lies outside of its picture; None where it may go without."""
    if page.score is None:
        return "missing"
    if page.score < SURE_SCORE:
        return "unsure"
    return "cut_off" if cut_off(page.quad, page.width, page.height) else None


def sure(page: Page) -> bool:
    """Whether the outline may go without a look."""
    return doubt_of(page) is None


def same_side(one: Page, other: Page) -> bool:
    """Whether both show the same part of one picture, as of a file that was opened twice."""
    first, second = one.original.origin, other.original.origin
    same = one.original is other.original or (first is not None and first == second)
    return same and one.quad.jaccard(other.quad) > SAME_JACCARD
