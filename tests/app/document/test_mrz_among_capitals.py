"""A zone is read below other lines that are long and in capitals: an address, remarks, a title."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from app.document.mrz_reader import MrzReader
from tests.app.mrz_zones import CARD, DPI, PASSPORT, TODAY, sheet

REMARKS = (
    "THIS PASSPORT IS VALID FOR ALL COUNTRIES AND TERRITORIES",
    "UNLESS IT IS ENDORSED OTHERWISE BY THE AUTHORITY OF ISSUE",
    "CE PASSEPORT EST VALABLE POUR TOUS PAYS SAUF INDICATION",
    "CONTRAIRE DE L AUTORITE QUI A DELIVRE LE PRESENT TITRE",
    "HOLDER RESIDES AT 12 OLD HARBOUR STREET NORTHERN DISTRICT",
    "TITULAIRE DEMEURANT AU 12 RUE DU VIEUX PORT ARRONDISSEMENT",
)
PX = DPI / 25.4


def with_remarks(lines: tuple[str, ...], count: int, step_mm: float) -> np.ndarray:
    """A document whose page has so many lines of capitals above its zone, as long as it is wide."""
    page = sheet(lines)
    height, width = page.shape[:2]
    lowest = height - (5.5 + 5 * len(lines) + 4) * PX
    for number, text in enumerate(REMARKS[:count]):
        (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 1, 1)
        scale = 0.88 * width / wide
        at = round(0.05 * width), round(lowest - (count - 1 - number) * step_mm * PX)
        cv2.putText(page, text, at, cv2.FONT_HERSHEY_DUPLEX, scale, (50,) * 3, 1, cv2.LINE_AA)
    return page


@pytest.mark.parametrize("turns", [0, 1])
@pytest.mark.parametrize("lines", [PASSPORT, CARD], ids=["passport", "card"])
def test_a_zone_is_read_below_lines_of_capitals(lines: tuple[str, ...], turns: int) -> None:
    page = with_remarks(lines, 5, 3.6 if lines == CARD else 4.2)
    found = MrzReader().read_image(np.ascontiguousarray(np.rot90(page, turns)), TODAY)
    assert found is not None
    assert found.lines == lines


def test_lines_of_capitals_alone_are_none() -> None:
    page = with_remarks(PASSPORT, len(REMARKS), 4.2)
    page[page.shape[0] - round(18 * PX) :] = 240
    assert MrzReader().read_image(page, TODAY) is None
