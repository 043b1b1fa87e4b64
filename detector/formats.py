"""The physical formats of identity documents.

ID-1, ID-2 and ID-3 by ISO/IEC 7810; A4 by ISO 216.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentFormat:
    """A named format; millimetres, as read upright."""

    name: str
    width_mm: float
    height_mm: float

    @property
    def aspect(self) -> float:
        """Width ÷ height."""
        return self.width_mm / self.height_mm

    @property
    def turned(self) -> DocumentFormat:
        """The same sheet read from its side."""
        return DocumentFormat(self.name, self.height_mm, self.width_mm)


# ISO/IEC 7810: 2.88 to 3.48 mm for ID-1; booklets are cut a little rounder or square.
CORNER_RADIUS_MM = 3.18

ID1 = DocumentFormat("ID-1", 85.60, 53.98)
ID2 = DocumentFormat("ID-2", 105.0, 74.0)
ID3 = DocumentFormat("ID-3", 125.0, 88.0)
A4 = DocumentFormat("A4", 210.0, 297.0)
OTHER = "other"

# Width ÷ height of the two shapes that identity documents have, lying and upright: ID-2's and A4's
# lie within half a per cent of ID-3's.
ASPECTS = (ID1.aspect, ID3.aspect, ID1.turned.aspect, ID3.turned.aspect)

FORMATS: dict[str, DocumentFormat] = {each.name: each for each in (ID1, ID2, ID3, A4)}

# A ratio may be off by this much and still snap: three times the median error of the single-view
# estimate with corners off by a few pixels.
SNAP_TOLERANCE = 0.06


def format_for(name: str | None) -> DocumentFormat | None:
    """The format of a name; None for "other", None or an unknown name."""
    return FORMATS.get(name) if name else None


def snap(aspect: float) -> DocumentFormat | None:
    """The format nearest to a width ÷ height, read upright or from the side; None if none is near.

    ID-2 (1.419) and ID-3 (1.420) cannot be told apart by their shape: ID-3, the passport, is by
    far the commoner and wins. A4 on its side shares that ratio too, so A4 is only taken upright.
    """
    candidates = [ID1, ID1.turned, ID3, ID3.turned, A4]
    best = min(candidates, key=lambda each: abs(aspect / each.aspect - 1))
    if abs(aspect / best.aspect - 1) > SNAP_TOLERANCE:
        return None
    # ID-3 on its side and A4 upright share one ratio (0.704, 0.707): a tall page is A4.
    if best.name == ID3.name and best.aspect < 1:
        return A4
    return best
