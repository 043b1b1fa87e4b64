"""Reads the machine readable zone of a flattened page, in whichever of four ways it lies.

Nothing of it is loaded before it is first needed: few sessions read one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import cv2
import numpy as np
from numpy.typing import NDArray

from app.document.mrz import Mrz, parse
from app.document.mrz_text import text_of
from app.document.mrz_zone import zones_of
from app.document.page import Edits, Page
from app.document.render import thumbnail
from detector.line_reader import LineReader

# The longer side that a page is read at: at 250 dots an inch, A4.
READ_AT_PX = 2900
# A reading less sure than this is of other print, or upside down.
LEAST_SURE = 0.6


@dataclass(frozen=True, eq=False)
class Zone:
    """mrz : what it says. strip : its lines as they were read, below each other and upright, uint8
    (H, W, 3) BGR."""

    mrz: Mrz
    strip: NDArray[np.uint8]


class MrzReader:
    """Holds one recogniser. Of one thread."""

    def __init__(self) -> None:
        self._recogniser: LineReader | None = None

    def read(self, page: Page, today: date) -> Zone | None:
        """The zone of a page; None where none is found.

        Filters and watermarks are left out of what is read; what is blacked out stays black.
        Raises WeightsError or BackendError where this installation cannot read, GeometryError where
        the outline gives no page.
        """
        edits = Edits(turns=page.edits.turns, hidden=page.edits.hidden)
        return self._read(thumbnail(replace(page, edits=edits), READ_AT_PX), today)

    def read_image(self, image: NDArray[np.uint8], today: date) -> Mrz | None:
        """What the zone says of a picture of nothing but the document, uint8 (H, W, 3) BGR."""
        zone = self._read(image, today)
        return None if zone is None else zone.mrz

    def _read(self, image: NDArray[np.uint8], today: date) -> Zone | None:
        best: tuple[float, Mrz] | None = None
        kept: Sequence[NDArray[np.uint8]] = ()
        for zone in zones_of(image):
            for lines in (zone, [np.rot90(line, 2) for line in reversed(zone)]):
                found = self._read_zone(lines, today)
                if found is None:
                    continue
                if _settled(found[1]):
                    return Zone(found[1], _strip(lines))
                if best is None or _worth(found) > _worth(best):
                    best, kept = found, lines
        return None if best is None else Zone(best[1], _strip(kept))

    def _read_zone(
        self, lines: Sequence[NDArray[np.uint8]], today: date
    ) -> tuple[float, Mrz] | None:
        """The reading and how sure it is; None where the lines are none of a zone."""
        if self._recogniser is None:
            self._recogniser = LineReader.load()
        text = text_of([self._recogniser.read(line) for line in lines])
        if text is None or text.sureness < LEAST_SURE:
            return None
        mrz = parse(text.lines, today, text.doubtful)
        return None if mrz is None else (text.sureness, mrz)


def _strip(lines: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Lines below each other. lines : of a zone, as wide as each other."""
    return np.asarray(cv2.cvtColor(np.vstack(lines), cv2.COLOR_GRAY2BGR), np.uint8)


def _settled(mrz: Mrz) -> bool:
    """Whether nothing can be a better reading; a visa has no check digit over the whole."""
    proofs = [field.proof for field in mrz.fields]
    whole = mrz.whole == "passed"
    return whole or (mrz.layout.startswith("MRV") and proofs.count("passed") == 3)


def _worth(found: tuple[float, Mrz]) -> tuple[int, float]:
    sureness, mrz = found
    return sum(field.proof == "passed" for field in mrz.fields), sureness
