"""Where each part of a machine readable zone stands, layout by layout (ICAO Doc 9303-4 to -7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

FILLER = "<"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = DIGITS + LETTERS + FILLER
# Which characters a field may hold; any where it is not named. Doc 9303-3, 4.3 and 4.8: names and
# states have no digits, dates nothing else, and what is not known is a filler.
ALLOWED = {
    "kind": LETTERS + FILLER,
    "issuer": LETTERS + FILLER,
    "nationality": LETTERS + FILLER,
    "surname": LETTERS + FILLER,
    "given_names": LETTERS + FILLER,
    "birth": DIGITS + FILLER,
    "expiry": DIGITS + FILLER,
    "sex": "MFX" + FILLER,
}
CHECK_DIGITS = DIGITS + FILLER


@dataclass(frozen=True)
class Span:
    """Columns start to stop, the last not included, of a line; all count from 0."""

    line: int
    start: int
    stop: int

    def of(self, lines: Sequence[str]) -> str:
        """What stands there."""
        return lines[self.line][self.start : self.stop]

    def __contains__(self, position: tuple[int, int]) -> bool:
        return position[0] == self.line and self.start <= position[1] < self.stop


@dataclass(frozen=True)
class Layout:
    """spans : the fields. digits : the check digit of each that has one. whole, whole_digit : what
    the check digit of the whole stands for, in order, and its place. long_number : where a number
    goes on that is longer than its place. known : fields that are not printed. beginning : of the
    first line."""

    name: str
    rows: int
    columns: int
    spans: Mapping[str, Span]
    digits: Mapping[str, Span]
    whole: tuple[Span, ...] = ()
    whole_digit: Span | None = None
    long_number: Span | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    beginning: str = ""

    def allowed(self, line: int, column: int) -> str:
        """The characters that may stand at a place."""
        at = line, column
        digits = (*self.digits.values(), *([self.whole_digit] if self.whole_digit else []))
        if any(at in span for span in digits):
            return CHECK_DIGITS
        names = [name for name, span in self.spans.items() if at in span]
        return ALLOWED.get(names[0], ALPHABET) if names else ALPHABET


def _two_lines(columns: int) -> tuple[dict[str, Span], dict[str, Span]]:
    """Fields and digits that passports, visas and TD2 have at the same places."""
    names = Span(0, 5, columns)
    spans = {
        "kind": Span(0, 0, 2),
        "issuer": Span(0, 2, 5),
        "surname": names,
        "given_names": names,
        "number": Span(1, 0, 9),
        "nationality": Span(1, 10, 13),
        "birth": Span(1, 13, 19),
        "sex": Span(1, 20, 21),
        "expiry": Span(1, 21, 27),
    }
    digits = {"number": Span(1, 9, 10), "birth": Span(1, 19, 20), "expiry": Span(1, 27, 28)}
    return spans, digits


def _td1() -> Layout:
    names = Span(2, 0, 30)
    spans = {
        "kind": Span(0, 0, 2),
        "issuer": Span(0, 2, 5),
        "number": Span(0, 5, 14),
        "optional": Span(0, 15, 30),
        "birth": Span(1, 0, 6),
        "sex": Span(1, 7, 8),
        "expiry": Span(1, 8, 14),
        "nationality": Span(1, 15, 18),
        "more": Span(1, 18, 29),
        "surname": names,
        "given_names": names,
    }
    digits = {"number": Span(0, 14, 15), "birth": Span(1, 6, 7), "expiry": Span(1, 14, 15)}
    whole = Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)
    return Layout("TD1", 3, 30, spans, digits, whole, Span(1, 29, 30), Span(0, 15, 30))


def _td2() -> Layout:
    spans, digits = _two_lines(36)
    spans["optional"] = Span(1, 28, 35)
    whole = Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 35)
    return Layout("TD2", 2, 36, spans, digits, whole, Span(1, 35, 36), Span(1, 28, 35))


def _td3() -> Layout:
    spans, digits = _two_lines(44)
    spans["optional"], digits["optional"] = Span(1, 28, 42), Span(1, 42, 43)
    whole = Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 43)
    return Layout("TD3", 2, 44, spans, digits, whole, Span(1, 43, 44))


def _visa(name: str, columns: int) -> Layout:
    spans, digits = _two_lines(columns)
    spans["optional"] = Span(1, 28, columns)
    return Layout(name, 2, columns, spans, digits, beginning="V")


def _french() -> Layout:
    spans = {
        "kind": Span(0, 0, 2),
        "issuer": Span(0, 2, 5),
        "surname": Span(0, 5, 30),
        "optional": Span(0, 30, 36),
        "number": Span(1, 0, 12),
        "given_names": Span(1, 13, 27),
        "birth": Span(1, 27, 33),
        "sex": Span(1, 34, 35),
    }
    digits = {"number": Span(1, 12, 13), "birth": Span(1, 33, 34)}
    whole = Span(0, 0, 36), Span(1, 0, 35)
    return Layout(
        *("ID-FR", 2, 36, spans, digits, whole, Span(1, 35, 36)),
        known={"nationality": "FRA"},
        beginning="IDFRA",
    )


LAYOUTS = (_td1(), _td2(), _td3(), _visa("MRV-A", 44), _visa("MRV-B", 36), _french())
