"""The machine readable zone of a travel document: its layouts, check digits and fields.

Source: ICAO Doc 9303 (8th edition), parts 3 to 7; of the French identity card of 1988 to 2021, the
layout that its MRZ has in common with no other. Nothing here sees a picture.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from app.document.mrz_layout import FILLER, LAYOUTS, Layout, Span

# Doc 9303-3, 4.9: a weight for each character in turn, the sum modulo 10.
WEIGHTS = (7, 3, 1)
# Of two digits of a year: births lie behind, and a document is seldom read 50 years after or
# before its end.
EXPIRY_REACH_YEARS = 50

Proof = Literal["passed", "failed", "unsure", "none"]
Position = tuple[int, int]


@dataclass(frozen=True)
class Field:
    """name : as in FIELDS. text : as a person reads it, without fillers; dates as of ISO 8601.

    proof : "passed" where its own check digit is right and nothing else speaks against it,
    "failed" where it is wrong, "unsure" where it is right and the reading is in doubt all the same,
    "none" where there is none.
    """

    name: str
    text: str
    proof: Proof


@dataclass(frozen=True)
class Mrz:
    """lines : as printed. fields : in the order of FIELDS, those with a text. whole : the same as
    Field.proof, of the check digit over most of the zone."""

    layout: str
    lines: tuple[str, ...]
    fields: tuple[Field, ...]
    whole: Proof = "none"


FIELDS = (
    *("kind", "issuer", "surname", "given_names", "number", "nationality", "birth", "sex"),
    *("expiry", "optional", "more"),
)


def check_digit(text: str) -> int:
    """Of a text of 0-9, A-Z and "<". Raises ValueError for any other character."""
    total = 0
    for place, character in enumerate(text):
        total += WEIGHTS[place % 3] * _value(character)
    return total % 10


def _value(character: str) -> int:
    if character == FILLER:
        return 0
    if not (character.isascii() and character.isalnum()) or character.islower():
        raise ValueError(f"expected one of 0-9, A-Z or {FILLER}, got {character!r}")
    return int(character, 36)  # A is 10, Z is 35


def layout_of(lines: Sequence[str]) -> Layout | None:
    """The layout of so many lines of such a length that begin like this; None where there is none.

    Those of a size differ by their beginning: "V" is a visa's, "IDFRA" the French card's.
    """
    shape = len(lines), len(lines[0]) if lines else 0
    if any(len(line) != shape[1] for line in lines):
        return None
    fitting = [layout for layout in LAYOUTS if (layout.rows, layout.columns) == shape]
    begun = [layout for layout in fitting if lines[0].startswith(layout.beginning)]
    return max(begun, key=lambda layout: len(layout.beginning), default=None)


def parse(
    lines: Sequence[str], today: date, doubtful: Collection[Position] = frozenset()
) -> Mrz | None:
    """The fields of a zone; None where no layout fits.

    doubtful : (line, column) of characters that may be others: what holds one is not proven.
    """
    layout = layout_of(lines)
    if layout is None:
        return None
    whole = _whole(layout, lines, doubtful)
    read = [_field(layout, name, lines, today, doubtful) for name in FIELDS]
    fields = tuple(field for field in read if field is not None)
    # Each of these is right of itself, and yet something of all is not: it may be any.
    if whole == "failed" and not any(field.proof == "failed" for field in fields):
        fields = tuple(
            replace(each, proof="unsure" if each.proof == "passed" else each.proof)
            for each in fields
        )
    return Mrz(layout.name, tuple(lines), fields, whole)


def checked_parts(layout: Layout, lines: Sequence[str]) -> dict[str, tuple[Span, ...]]:
    """What each check digit stands for, and the digit itself last, by the field's name; "whole"
    is the one over most of the zone. A number that is too long for its place goes on further on."""
    parts: dict[str, tuple[Span, ...]] = {
        name: (layout.spans[name], digit) for name, digit in layout.digits.items()
    }
    parts["number"] = _number_parts(layout, lines)
    if layout.whole_digit is not None:
        parts["whole"] = (*layout.whole, layout.whole_digit)
    return parts


def _number_parts(layout: Layout, lines: Sequence[str]) -> tuple[Span, ...]:
    """Doc 9303-5, 4.2.2, note j: a filler in the digit's place, the rest of the number and then
    its digit at the beginning of the optional data."""
    number, digit = layout.spans["number"], layout.digits["number"]
    more = layout.long_number
    if more is None or digit.of(lines) != FILLER or FILLER in number.of(lines):
        return number, digit
    length = len(more.of(lines).split(FILLER, maxsplit=1)[0])
    if length < 2:
        return number, digit
    end = more.start + length - 1
    return number, Span(more.line, more.start, end), Span(more.line, end, end + 1)


def holds(parts: Sequence[Span], lines: Sequence[str]) -> bool:
    """Whether the last of these parts is the check digit of the others."""
    text = "".join(part.of(lines) for part in parts[:-1])
    digit = parts[-1].of(lines)
    if digit == FILLER:  # allowed where there is nothing to check
        return not text.strip(FILLER)
    try:
        return digit.isdigit() and check_digit(text) == int(digit)
    except ValueError:
        return False


def _whole(layout: Layout, lines: Sequence[str], doubtful: Collection[Position]) -> Proof:
    parts = checked_parts(layout, lines).get("whole")
    return "none" if parts is None else _proof(parts, lines, doubtful)


def _proof(parts: Sequence[Span], lines: Sequence[str], doubtful: Collection[Position]) -> Proof:
    spots = [spot for spot in doubtful if any(spot in part for part in parts)]
    if not holds(parts, lines):
        # Of what was not seen nothing is wrong.
        return "unsure" if any(lines[row][at] == FILLER for row, at in spots) else "failed"
    return "unsure" if spots else "passed"


def _field(
    layout: Layout,
    name: str,
    lines: Sequence[str],
    today: date,
    doubtful: Collection[Position],
) -> Field | None:
    """A field as it is read and shown; None where the layout has none or it is empty."""
    raw = _raw(layout, name, lines)
    if not raw.strip(FILLER):
        return None
    parts = checked_parts(layout, lines).get(name)
    proof: Proof = "none" if parts is None else _proof(parts, lines, doubtful)
    # Where the digit was not seen, the number may end before its place.
    if proof == "passed" and any(spot in layout.digits[name] for spot in doubtful):
        proof = "unsure"
    if name in {"birth", "expiry"}:
        text = _date_text(raw, today, past=name == "birth")
        if text is None:
            return Field(name, raw, "unsure" if proof == "passed" else proof)
        return Field(name, text, proof)
    return Field(name, " ".join(raw.replace(FILLER, " ").split()), proof)


def _raw(layout: Layout, name: str, lines: Sequence[str]) -> str:
    span = layout.spans.get(name)
    if span is None:
        return layout.known.get(name, "")
    if name == "number":
        return "".join(part.of(lines) for part in _number_parts(layout, lines)[:-1])
    text = span.of(lines)
    if (
        name in {"surname", "given_names"}
        and layout.spans["surname"] == layout.spans["given_names"]
    ):
        surname, _, given = text.strip(FILLER).partition(FILLER * 2)
        return surname if name == "surname" else given
    if name == "optional" and len(rest := _number_parts(layout, lines)) == 3:
        return text[rest[-1].stop - span.start :] if rest[-1].line == span.line else text
    return text


def expired(field: Field, today: date) -> bool:
    """Whether a field is a date of expiry that is proven and past: a document is valid through that
    day."""
    if field.name != "expiry" or field.proof != "passed":
        return False
    try:
        return date.fromisoformat(field.text) < today
    except ValueError:  # the day is not known
        return False


def _date_text(raw: str, today: date, *, past: bool) -> str | None:
    """YYMMDD as YYYY-MM-DD; "1974" and "1974-08" where the rest is not known; None for no date."""
    known = raw.rstrip(FILLER)
    if len(known) not in {2, 4, 6} or not known.isdigit():
        return None
    year, month, day = (int(known[at : at + 2] or 1) for at in (0, 2, 4))
    this = today.year // 100 * 100 + year
    for full in (this + 100, this, this - 100):
        try:
            found = date(full, month, day)
        except ValueError:  # no such day, in this century at least
            continue
        if found <= today if past else full - today.year < EXPIRY_REACH_YEARS:
            return found.isoformat()[: 4 + 3 * (len(known) // 2 - 1)]
    return None
