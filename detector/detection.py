"""What the detector found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detector.formats import OTHER

if TYPE_CHECKING:
    from detector.quad import Box, Quad


@dataclass(frozen=True)
class Detection:
    """One document.

    quad : its corners, px of the picture, clockwise from the document's top-left.
    box : (x0, y0, x1, y1) px, around the quad; of an outline that was not refined, the network's.
    score : the probability that the outline is right (Jaccard index ≥ .9), 0 to 1, as calibrated;
        of an outline that was not refined, the network's own score; of a picture that is nothing
        but a document, what two looks at its rim say, which no calibration saw.
    format : "ID-1", "ID-2", "ID-3", "A4" or "other", by its true aspect.
    format_confidence : probability of that format, 0 to 1.
    upright : whether the first corner is the document's own top-left by what is printed on it;
        otherwise that could not be told and it is the camera's up.
    upright_confidence : probability of the likeliest way up, 0 to 1.
    network_score : what the network scored, before anything was looked at closely, 0 to 1; of a
        picture that is nothing but a document (detector.cropped), the corner network's chance.
    closer : whether its second, larger look found it, whose scores say less.
    """

    quad: Quad
    box: Box
    score: float
    format: str = OTHER
    format_confidence: float = 0.0
    upright: bool = False
    upright_confidence: float = 0.0
    network_score: float = 0.0
    closer: bool = False
