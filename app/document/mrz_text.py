"""From what a recogniser takes each character for to the lines of a zone, and what is in doubt.

The zone's own rules decide between likenesses: how long its lines are, where digits must stand, and
its check digits. They never make up a character that the recogniser did not see, and what they
had to decide is proven only where the digit over the whole agrees, or, where that one weighs a part
as the part's own does and so misses what that misses, where they decided a near tie.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from app.document.mrz import WEIGHTS, Position, checked_parts, holds, layout_of
from app.document.mrz_layout import ALPHABET, DIGITS, FILLER, LAYOUTS, Layout, Span
from detector.line_reader import Symbol

# What looks alike in OCR-B, a digit and a letter: where only one of them may stand, it is that one.
ALIKE = (
    *(
        ("0", "O"),
        ("0", "D"),
        ("0", "Q"),
        ("1", "I"),
        ("2", "Z"),
        ("5", "S"),
        ("6", "G"),
        ("8", "B"),
    ),
    ("<", "く"),
)
# A choice less than so likely, measured against the likeliest, is no alternative. Of 2,400 digits
# and letters that were read right, few had their lookalike above it; of 199 read wrong, two thirds
# had what was printed. The rest are nearly all the letter O, taken for a zero.
RIVAL = 0.01
# Of readings that agree with their check digit, one so likely beside the likeliest leaves a doubt.
LEAVES_DOUBT = 0.001
# Less likely than this beside what was read, a reading is made up, whatever digit it agrees with.
MADE_UP = 0.1
# From so likely beside what was read on, it is a near tie: that something else was misread as well,
# and the two mistakes make up for each other, is then the least likely of all.
NEAR_TIE = 0.3
# Readings of a part that are tried against its check digit.
MOST_READINGS = 512
LETTER_BEHIND_DIGIT = re.compile("[0-9].*[A-Z]")
# So many characters of a line may have been lost, or read twice.
MOST_LOST = 3
# Two characters stand in one place where they are closer than this, in places.
CLOSE = 0.5

# What looks like a digit, as the digit.
FOLDED = str.maketrans({other: digit for digit, other in ALIKE})

Choices = tuple[tuple[str, float], ...]  # characters and how likely each is, the likeliest first


@dataclass(frozen=True)
class Text:
    """lines : of a layout's shape. doubtful : where another character may stand. sureness : of the
    reading as a whole, 0 to 1."""

    lines: tuple[str, ...]
    doubtful: frozenset[Position]
    sureness: float


def text_of(lines: Sequence[Sequence[Symbol]]) -> Text | None:
    """The text of a zone's lines; None where they are of no zone's shape."""
    columns = _columns(lines)
    if columns is None:
        return None
    cells = _in_places(lines, columns)
    if cells is None:
        return None
    first = tuple("".join(_likeliest(cell) for cell in line) for line in cells)
    layout = layout_of(_begun(first))
    if layout is None:
        return None
    allowed = [
        [_allowed(cell, layout.allowed(row, column)) for column, cell in enumerate(line)]
        for row, line in enumerate(cells)
    ]
    for column, character in enumerate(layout.beginning):
        allowed[0][column] = ((character, cells[0][column][0][1] if cells[0][column] else 0.0),)
    sure = float(np.mean([cell[0][1] if cell else 0.0 for line in allowed for cell in line]))
    text, doubtful = _decided(layout, allowed)
    return Text(tuple(text), doubtful, sure)


def _begun(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The lines, with the beginning of the layout that they look like where they have another: it
    tells a layout from others of its size, and so comes before all that a layout decides."""
    for layout in LAYOUTS:
        seen = lines[0][: len(layout.beginning)]
        shape = len(lines), len(lines[0])
        alike = seen.translate(FOLDED) == layout.beginning.translate(FOLDED)
        if layout.beginning and alike and shape == (layout.rows, layout.columns):
            return layout.beginning + lines[0][len(seen) :], *lines[1:]
    return lines


def _columns(lines: Sequence[Sequence[Symbol]]) -> int | None:
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


def _in_places(lines: Sequence[Sequence[Symbol]], columns: int) -> list[list[Choices]] | None:
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


def _allowed(cell: Choices, allowed: str) -> Choices:
    """Those of the choices that may stand at a place; what looks like one of them counts as it."""
    found: dict[str, float] = {}
    for character, likely in cell:
        for each in (character, *_likenesses(character)):
            if each in allowed and (each == character or character not in allowed):
                found[each] = found.get(each, 0.0) + likely
    return tuple(sorted(found.items(), key=lambda item: -item[1]))


def _likeliest(cell: Choices) -> str:
    """Of the characters of any zone; a filler where there is none."""
    found = _allowed(cell, ALPHABET)
    return found[0][0] if found else FILLER


def _likenesses(character: str) -> list[str]:
    if character in DIGITS:
        return [letter for digit, letter in ALIKE if digit == character][:1]
    return [digit for digit, letter in ALIKE if letter == character]


def _decided(layout: Layout, cells: list[list[Choices]]) -> tuple[list[str], frozenset[Position]]:
    """The likeliest lines that agree with their check digits, and what stays in doubt."""
    lines = ["".join(cell[0][0] if cell else FILLER for cell in row) for row in cells]
    doubtful = {
        (row, at) for row, line in enumerate(cells) for at, cell in enumerate(line) if not cell
    }
    chosen: set[Position] = set()
    settled: list[Span] = []
    parts = checked_parts(layout, lines)
    for name in sorted(parts, key=lambda each: each == "whole"):  # that of the whole comes last
        spots = [
            spot
            for spot in _undecided(parts[name], cells)
            if not any(spot in span for span in settled)
        ]
        settled += parts[name]
        picked, unsure, tie = _picked(lines, cells, parts[name], spots)
        changed = {spot for spot in spots if _at(picked, spot) != _at(lines, spot)}
        chosen |= changed
        # One letter or digit of two that look alike is what a check digit can tell.
        proven = len(changed) == 1 and (tie >= NEAR_TIE or not _weighed_alike(layout, parts[name]))
        doubtful |= unsure | (set() if proven else changed)
        lines = picked
        if name != "whole":  # what it alone stands for has no tick
            doubtful |= _twins(layout, lines, parts[name])
    whole = parts.get("whole")
    if whole is None or not holds(whole, lines):
        doubtful |= chosen
    return lines, frozenset(doubtful)


def _weighed_alike(layout: Layout, part: Sequence[Span]) -> bool:
    """Whether the digit over the whole weighs a part as the part's own digit does: then it holds
    for each reading for which that holds, and bears out none."""
    before = 0
    for span in layout.whole:
        if span.line == part[0].line and span.start <= part[0].start < span.stop:
            return (before + part[0].start - span.start) % len(WEIGHTS) == 0
        before += span.stop - span.start
    return False


def _twins(layout: Layout, lines: list[str], part: Sequence[Span]) -> set[Position]:
    """Zeros that may be letters O, two or three, with the same check digit: 24 times the sum of
    their weights is a multiple of 10. The recogniser is sure of some where it is wrong. Numbers
    with no letter behind a digit hardly ever have one."""
    text = "".join(span.of(lines) for span in part)
    if not LETTER_BEHIND_DIGIT.search(text):
        return set()
    zeros = [
        (span.line, column)
        for span in part
        for column in range(span.start, span.stop)
        if lines[span.line][column] == "0" and "O" in layout.allowed(span.line, column)
    ]
    found: set[Position] = set()
    for several in (*combinations(zeros, 2), *combinations(zeros, 3)):
        rows = [list(line) for line in lines]
        for row, column in several:
            rows[row][column] = "O"
        if holds(part, ["".join(row) for row in rows]):
            found |= set(several)
    return found


def _picked(
    lines: list[str], cells: list[list[Choices]], part: Sequence[Span], spots: list[Position]
) -> tuple[list[str], set[Position], float]:
    """Lines with the likeliest reading of these places that agrees with the check digit, where it
    is not made up; those places that another reading as good would have otherwise; and how likely
    it is beside the likeliest of all."""
    readings = _readings(lines, cells, spots)
    if readings is None:
        return lines, set(spots), 0.0
    right = [each for each in readings if holds(part, each[0])]
    if not right or right[0][1] < MADE_UP * readings[0][1]:
        return lines, set(spots), 0.0
    likely = [each for each in right if each[1] >= LEAVES_DOUBT * right[0][1]]
    others = {spot for spot in spots if len({_at(each[0], spot) for each in likely}) > 1}
    return right[0][0], others, right[0][1] / readings[0][1]


def _at(lines: Sequence[str], spot: Position) -> str:
    return lines[spot[0]][spot[1]]


def _undecided(parts: Sequence[Span], cells: list[list[Choices]]) -> list[Position]:
    """Places of these parts where another choice is an alternative."""
    return [
        (part.line, column)
        for part in parts
        for column in range(part.start, part.stop)
        if len(_rivals(cells[part.line][column])) > 1
    ]


def _rivals(cell: Choices) -> Choices:
    return tuple(each for each in cell if each[1] >= RIVAL * cell[0][1])


def _readings(
    lines: list[str], cells: list[list[Choices]], spots: list[Position]
) -> list[tuple[list[str], float]] | None:
    """Lines with each choice at these places and how likely they are, the likeliest first; None
    where there are too many."""
    rivals = [_rivals(cells[row][column]) for row, column in spots]
    if prod(map(len, rivals)) > MOST_READINGS:
        return None
    made = []
    for way in product(*rivals):
        rows = [list(line) for line in lines]
        for (row, column), (character, _) in zip(spots, way, strict=True):
            rows[row][column] = character
        made.append((["".join(row) for row in rows], prod(likely for _, likely in way)))
    return sorted(made, key=lambda each: -each[1])
