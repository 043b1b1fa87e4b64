"""What machine readable zones look like to a recogniser and on a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from app.bench.mrz_print import Press
from app.bench.mrz_sheets import SHEETS_MM, print_zone
from detector.line_reader import Symbol

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


def symbols(line: str, pitch: float = 20.0) -> list[Symbol]:
    """As a recogniser that is sure sees it; what is " " was not seen."""
    seen = enumerate(line)
    return [Symbol(place * pitch, ((each, 0.99),)) for place, each in seen if each != " "]


def unsure(line: Sequence[Symbol], place: int, *choices: tuple[str, float]) -> list[Symbol]:
    """The same with choices at a place."""
    return [*line[:place], Symbol(line[place].x, choices), *line[place + 1 :]]


def sheet(lines: tuple[str, ...]) -> NDArray[np.uint8]:
    """A document of nothing but its zone, uint8 (H, W, 3), at DPI."""
    layout = "TD1" if len(lines) == 3 else "TD3"
    width, height = (round(each / 25.4 * DPI) for each in SHEETS_MM[layout])
    paper = np.full((height, width, 3), 240, np.float32)
    print_zone(paper, list(lines), Press(), DPI, 40.0)
    return paper.astype(np.uint8)
