"""Coarse quad → sub-pixel quad, at the picture's own resolution.

Along each side a strip is cut (detector.strips); one small network, the same for all four sides,
says for 16 stretches of the side where the document's outer edge runs and whether it is there. A
robust line through these points gives the side, neighbouring sides give the corners: virtual ones,
outside rounded corners, as formats are measured. Each pass looks closer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from detector.errors import GeometryError
from detector.lines import LineFit, fit_lines
from detector.quad import Quad
from detector.strips import ROWS, SIDES, SideFrame, cut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detector.mipmap import Mipmap

# Half the strip's height in each pass, as a share of √area: wide enough for the coarse error,
# then down to about a px a row at common resolutions.
BANDS = (0.16, 0.03)
# … where the corners' distributions agree, and lie nearer to the truth.
NEAR_BANDS, MIN_AGREED = (0.08, 0.03), 0.9
# … where they agree closely: one pass is enough if it sees all of the sides plainly, and near them.
CLOSE_BANDS, CLOSE_AGREED = (0.03,), 0.995
CLOSE_SEEN, CLOSE_KEPT = 0.7, 0.93
# How far the ends of such a quad's sides are off, as a share of √area.
EXPECTED = 0.03
# A third one, where a row of the second is higher than this many px: of large pictures.
FINE_BAND, COARSE_ROW_PX = 0.01, 1.0
# A side that moves this share of the strip's half height is looked at again from there.
FAR_SHARE = 0.6
# What a refinement may do to the quad as a whole.
MIN_JACCARD = 0.55

Line = tuple["NDArray[np.float64]", "NDArray[np.float64]"]


class StripNetwork(Protocol):
    """uint8 (N, ROWS, COLUMNS, 3) BGR → rows (N, ROWS, STRETCHES), visible (N, STRETCHES)."""

    def __call__(
        self, strips: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Distributions over the rows, each summing to 1, and probabilities."""


@dataclass(frozen=True)
class Evidence:
    """What the picture says of a refined outline; detector.confidence weighs it.

    What lies outside of the picture counts neither way: a document cut by the frame is one. seen :
    how much of the sides is seen, 0 to 1, a mean over them. least_seen : of the side seen least.
    deviation : of what is seen from its line, a mean over the sides that are believed, in half
    strip heights. believed : the share of the sides that are. kept : Jaccard index with the coarse
    quad. known : the chance that its shape is one that identity documents have. chance, agreed : of
    detector.corners. The last three are ½ where nobody looked (detector.completion does).
    """

    seen: float
    least_seen: float
    deviation: float
    believed: float
    kept: float
    known: float = 0.5
    chance: float = 0.5
    agreed: float = 0.5


# Of an outline that nothing was looked for around.
NO_EVIDENCE = Evidence(0.0, 0.0, 1.0, 0.0, 1.0)


@dataclass(frozen=True)
class Refined:
    """A quad and what speaks for it."""

    quad: Quad
    evidence: Evidence


def refine(
    picture: Mipmap,
    quad: Quad,
    network: StripNetwork,
    bands: tuple[float, ...] = BANDS,
    expected: float | None = None,
) -> Refined:
    """A better quad, or the given one where the evidence is too thin.

    bands : half the strips' height in each pass, as a share of √area. expected : how far the given
    sides are off, likewise, where that is known: of two edges the nearer one is then the likelier.
    Sides that cannot be seen stay as they are.
    """
    current, fits, seen = quad, None, (True,) * SIDES
    if 2 * bands[-1] * quad.area**0.5 / ROWS > COARSE_ROW_PX:
        bands = (*bands, FINE_BAND)
    for band in bands:
        # The second look is from where the first one found what had lain near the strip's end.
        for _ in range(2):
            # Below a tenth of a px a row there is nothing more to see.
            if 2 * band * current.area**0.5 / ROWS < 0.1:
                break
            closer = look(picture, current, band, network, expected, seen)
            fits, expected = closer.fits, None
            if closer.quad is None:
                break
            current = closer.quad
            if not closer.far:
                break
        # Close by there are lines everywhere, of print: what was not seen from further off is none.
        seen = tuple(fit.believed for fit in fits) if fits else seen
    if fits is None:
        return Refined(quad, NO_EVIDENCE)
    kept = current.jaccard(quad)
    return Refined(current if kept >= MIN_JACCARD else quad, _evidence(fits, kept))


def _evidence(fits: list[LineFit], kept: float) -> Evidence:
    shown = [fit for fit in fits if not fit.outside]
    if not shown:
        return NO_EVIDENCE
    deviations = [fit.deviation for fit in shown if fit.believed]
    return Evidence(
        float(np.mean([fit.seen for fit in shown])),
        min(fit.seen for fit in shown),
        float(np.mean(deviations)) if deviations else 1.0,
        len(deviations) / len(shown),
        kept,
    )


@dataclass(frozen=True)
class Closer:
    """A pass's result: quad, None where no side is believed; far : whether a side that is moved
    far."""

    quad: Quad | None
    far: bool
    fits: list[LineFit]


def look(
    picture: Mipmap,
    quad: Quad,
    band: float,
    network: StripNetwork,
    expected: float | None = None,
    asked: tuple[bool, ...] = (True,) * SIDES,
) -> Closer:
    """One pass. band : half the strips' height, as a share of √area. expected : see refine. asked :
    the sides that may be believed."""
    frames = SideFrame.all_of(quad, band)
    inside = np.array([frame.inside(picture.width, picture.height) for frame in frames])
    spread = expected / band if expected else None
    fits = [
        fit if may else replace(fit, believed=False)
        for fit, may in zip(
            fit_lines(*network(cut(picture, frames)), inside, spread), asked, strict=True
        )
    ]
    if not any(fit.believed for fit in fits):
        return Closer(None, far=True, fits=fits)
    lines, far = [], False
    for frame, fit in zip(frames, fits, strict=True):
        ends = np.stack([frame.start, frame.end])
        if fit.believed:
            ends += np.array(fit.ends)[:, None] * frame.reach_px * frame.outward
            far = far or max(map(abs, fit.ends)) > FAR_SHARE
        lines.append((ends[0], ends[1]))
    try:
        crossings = [_crossing(lines[side - 1], lines[side]) for side in range(SIDES)]
        return Closer(Quad(crossings), far, fits)
    except GeometryError:
        return Closer(None, far=True, fits=fits)


def _crossing(first: Line, second: Line) -> NDArray[np.float64]:
    """Where two lines cross, px. Raises GeometryError where they are parallel."""
    d1, d2 = first[1] - first[0], second[1] - second[0]
    determinant = d1[0] * d2[1] - d1[1] * d2[0]
    if abs(determinant) < 1e-9:
        raise GeometryError("two neighbouring sides are parallel")
    gap = second[0] - first[0]
    t = (gap[0] * d2[1] - gap[1] * d2[0]) / determinant
    crossing: NDArray[np.float64] = first[0] + t * d1
    return crossing
