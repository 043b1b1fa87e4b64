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

# Half the first strips' height, as a share of √area: wide enough for the detector's own error, or
# REACH of how far the sides may be off, where that is known, within these bounds.
FIRST_BAND, CLOSE_BAND = 0.16, 0.03
REACH = 1.0
# A side's ends then lie about its given ones by a standard deviation of this much of it, and at
# least of so much of √area.
SPREAD, LEAST_SPREAD = 0.6, 0.006
# A side that was not seen may lie further off: so many times as far, within these bands.
FURTHER, FURTHER_BANDS = 1.7, (0.08, 0.2)
# After a first pass with a wider band, or that moved a side far, the sides are looked at close by.
CLOSE_ENOUGH = 0.06
# Below this there is nothing more to see in a row, px.
LEAST_ROW_PX = 0.1
# … and closer still, where a row is higher than this many px: of large pictures.
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
    detector.corners. Those three are ½ where nobody looked (detector.completion does). verified :
    the verifier's chance, None where it was not asked.
    """

    seen: float
    least_seen: float
    deviation: float
    believed: float
    kept: float
    known: float = 0.5
    chance: float = 0.5
    agreed: float = 0.5
    verified: float | None = None


# Of an outline that nothing was looked for around.
NO_EVIDENCE = Evidence(0.0, 0.0, 1.0, 0.0, 1.0)


@dataclass(frozen=True)
class Refined:
    """A quad and what speaks for it."""

    quad: Quad
    evidence: Evidence


@dataclass(frozen=True)
class Look:
    """One pass along sides: the strips, and the line found in each."""

    frames: list[SideFrame]
    fits: list[LineFit]

    @property
    def believed(self) -> tuple[bool, ...]:
        """Which sides are."""
        return tuple(fit.believed for fit in self.fits)

    @property
    def far(self) -> bool:
        """Whether a side moves far."""
        return any(max(map(abs, fit.ends)) > FAR_SHARE for fit in self.fits if fit.believed)

    def quad(self) -> Quad | None:
        """Of all four sides, those that are not believed where they were; None where none is, or
        the lines form no quad."""
        if not any(self.believed):
            return None
        lines = []
        for frame, fit in zip(self.frames, self.fits, strict=True):
            ends = np.stack([frame.start, frame.end])
            if fit.believed:
                ends += np.array(fit.ends)[:, None] * frame.reach_px * frame.outward
            lines.append((ends[0], ends[1]))
        try:
            return Quad([_crossing(lines[side - 1], lines[side]) for side in range(SIDES)])
        except GeometryError:
            return None


def first_look(
    picture: Mipmap, quad: Quad, network: StripNetwork, off: NDArray[np.float64] | None = None
) -> Look:
    """The first pass.

    off : how far each side may lie from the given one, at its start and end, px, shape (4, 2),
    where that is known. Of two edges the nearer one is then the likelier.
    """
    if off is None:
        return look(picture, SideFrame.all_of(quad, FIRST_BAND), network)
    bands = _bands(quad, off)
    return look(picture, SideFrame.all_of(quad, bands), network, _spread(quad, off, bands))


def look_further(
    picture: Mipmap, quad: Quad, first: Look, network: StripNetwork, off: NDArray[np.float64]
) -> Look | None:
    """The first pass with those of its sides that were not seen looked for from further off; None
    where they are not seen from there either. off : see first_look."""
    missing = [n for n, fit in enumerate(first.fits) if not fit.believed and not fit.outside]
    if not missing:
        return None
    bands = np.clip(FURTHER * _bands(quad, off), *FURTHER_BANDS)
    frames = SideFrame.all_of(quad, bands)
    spread = _spread(quad, off, bands)[missing]
    again = look(picture, [frames[n] for n in missing], network, spread)
    if not any(again.believed):
        return None
    both = Look(list(first.frames), list(first.fits))
    for n, frame, fit in zip(missing, again.frames, again.fits, strict=True):
        if fit.believed:
            both.frames[n], both.fits[n] = frame, fit
    return both


def finish(picture: Mipmap, quad: Quad, first: Look, network: StripNetwork) -> Refined:
    """A better quad, by closer passes than the first one, as far as they show more; the given one
    where the evidence is too thin. Sides that cannot be seen stay as they are."""
    unit = quad.area**0.5
    if 2 * FIRST_BAND * unit / ROWS < LEAST_ROW_PX:
        return Refined(quad, NO_EVIDENCE)
    current, fits, seen = first.quad(), first.fits, first.believed
    if current is None:
        return Refined(quad, _evidence(fits, 1.0))
    bands = []
    if first.far or max(frame.reach_px for frame in first.frames) > CLOSE_ENOUGH * unit:
        bands.append(CLOSE_BAND)
    if 2 * CLOSE_BAND * unit / ROWS > COARSE_ROW_PX:
        bands.append(FINE_BAND)
    for band in bands:
        # The second look is from where the first one found what had lain near the strip's end.
        for _ in range(2):
            if 2 * band * current.area**0.5 / ROWS < LEAST_ROW_PX:
                break
            closer = look(picture, SideFrame.all_of(current, band), network, asked=seen)
            fits, found = closer.fits, closer.quad()
            if found is None:
                break
            current = found
            if not closer.far:
                break
        # Close by there are lines everywhere, of print: what was not seen from further off is none.
        seen = tuple(fit.believed for fit in fits)
    kept = current.jaccard(quad)
    return Refined(current if kept >= MIN_JACCARD else quad, _evidence(fits, kept))


def look(
    picture: Mipmap,
    frames: list[SideFrame],
    network: StripNetwork,
    spread: NDArray[np.float64] | None = None,
    asked: tuple[bool, ...] = (True,) * SIDES,
) -> Look:
    """One pass. spread : see detector.lines.fit_lines. asked : the sides that may be believed."""
    inside = np.array([frame.inside(picture.width, picture.height) for frame in frames])
    found = fit_lines(*network(cut(picture, frames)), inside, spread)
    fits = [
        fit if may else replace(fit, believed=False) for fit, may in zip(found, asked, strict=False)
    ]
    return Look(frames, fits)


def _bands(quad: Quad, off: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half the first strips' heights, (4,), as shares of √area."""
    unit = quad.area**0.5
    least = max(CLOSE_BAND, LEAST_ROW_PX * ROWS / 2 / unit)
    return np.asarray(np.clip(REACH * off.max(axis=1) / unit, least, FIRST_BAND))


def _spread(
    quad: Quad, off: NDArray[np.float64], bands: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Standard deviations of the lines' ends, (4, 2), in half strip heights."""
    share = np.maximum(SPREAD * off / quad.area**0.5, LEAST_SPREAD)
    return np.asarray(share / bands[:, None])


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
