"""In which column of a zone each character that was read stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.document.mrz_layout import LAYOUTS
from detector.line_reader import Symbol

# So many characters of a line may have been lost, or read twice.
MOST_LOST = 3
# Two characters stand in one place where they are closer than this, in places.
CLOSE = 0.5

Choices = tuple[tuple[str, float], ...]  # characters and how likely each is, the likeliest first


def columns_of(lines: Sequence[Sequence[Symbol]]) -> int | None:
    """How many characters the lines have: 30, 36 or 44, whichever most of them are nearest to."""
    fitting = sorted({layout.columns for layout in LAYOUTS if layout.rows == len(lines)})
    if not fitting or any(len(line) < 2 for line in lines):
        return None
    seen = float(np.median([len(line) for line in lines]))
    nearest = min(fitting, key=lambda each: abs(each - seen))
    return nearest if abs(nearest - seen) <= MOST_LOST else None


def _pitch(x: NDArray[np.float64]) -> float:
    """How far apart characters stand, px, most of which were read."""
    steps = np.diff(x)
    usual = float(np.median(steps))
    plain = steps[np.abs(steps - usual) < CLOSE * usual]
    return max(float(plain.mean()) if len(plain) else usual, 1.0)


def in_places(lines: Sequence[Sequence[Symbol]], columns: int) -> list[list[Choices]] | None:
    """The choices for each column of each line, none where nothing was read; None where they do not
    fit in. Lines begin below each other: where one lacks its first or last characters, the others
    tell which."""
    placed = [_steps(line, columns) for line in lines]
    whole = [line[0].x for line, at in zip(lines, placed, strict=True) if at[-1] == columns - 1]
    cells = []
    for line, at in zip(lines, placed, strict=True):
        lost = columns - 1 - int(at[-1])
        first = 0
        if lost and whole:
            pitch = _pitch(np.array([symbol.x for symbol in line]))
            first = round((line[0].x - float(np.median(whole))) / pitch)
        if lost < 0 or (lost and not whole) or not 0 <= first <= lost:
            return None
        places: list[Choices] = [()] * columns
        for column, symbol in zip(at + first, line, strict=True):
            if not places[column] or places[column][0][1] < symbol.choices[0][1]:
                places[column] = symbol.choices
        cells.append(places)
    return cells


def _steps(line: Sequence[Symbol], columns: int) -> NDArray[np.intp]:
    """In which column each of a line's characters stands, counted from its first one."""
    x = np.array([symbol.x for symbol in line])
    pitch = _pitch(x)
    # As many as there are columns may be one lost and another read twice.
    if len(line) == columns and (np.abs(np.diff(x) / pitch - 1) < CLOSE).all():
        return np.arange(columns)
    steps = np.maximum(np.round(np.diff(x) / pitch), np.diff(x) > CLOSE * pitch).astype(int)
    return np.concatenate([[0], np.cumsum(steps)])
