"""Machine readable zones, as ICAO Doc 9303 prints them, and documents that have them."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.bench.mrz_print import Press
from app.bench.mrz_sheets import SHEETS_MM, print_zone

TODAY = date(2026, 11, 29)
PASSPORT = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
DPI = 200


def sheet(lines: tuple[str, ...]) -> NDArray[np.uint8]:
    """A document of nothing but its zone, uint8 (H, W, 3), at DPI."""
    layout = "TD1" if len(lines) == 3 else "TD3"
    width, height = (round(each / 25.4 * DPI) for each in SHEETS_MM[layout])
    paper = np.full((height, width, 3), 240, np.float32)
    print_zone(paper, list(lines), Press(), DPI, 40.0)
    return paper.astype(np.uint8)
