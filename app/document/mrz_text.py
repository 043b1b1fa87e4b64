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

from app.document.mrz import WEIGHTS, Position, checked_parts, holds, layout_of
from app.document.mrz_layout import ALPHABET, DIGITS, FILLER, LAYOUTS, Layout, Span
from app.document.mrz_places import Choices, columns_of, in_places
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

# Worth 0, 10, 20 and 30: modulo 10 as much as a filler.
WEIGHTLESS = "0AKU"
# What looks like a digit, as the digit.
FOLDED = str.maketrans({other: digit for digit, other in ALIKE})


@dataclass(frozen=True)
class Text:
    """lines : of a layout's shape. doubtful : where another character may stand. sureness : of the
    reading as a whole, 0 to 1."""

    lines: tuple[str, ...]
    doubtful: frozenset[Position]
    sureness: float


def text_of(lines: Sequence[Sequence[Symbol]]) -> Text | None:
    """The text of a zone's lines; None where they are of no zone's shape."""
    columns = columns_of(lines)
    if columns is None:
        return None
    cells = in_places(lines, columns)
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
        if name == "number":
            doubtful |= _weightless(lines, cells, parts[name])
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


def _weightless(
    lines: list[str], cells: list[list[Choices]], part: Sequence[Span]
) -> set[Position]:
    """Fillers in a number, or right behind it, that may be one of the characters that no check
    digit tells from them."""
    spots = [(span.line, column) for span in part[:-1] for column in range(span.start, span.stop)]
    last = max((n for n, spot in enumerate(spots) if _at(lines, spot) != FILLER), default=-1)
    return {
        (row, at)
        for row, at in spots[: last + 2]
        if lines[row][at] == FILLER and any(each in WEIGHTLESS for each, _ in cells[row][at])
    }


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
