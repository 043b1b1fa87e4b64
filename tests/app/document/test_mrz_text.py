"""From what a recogniser sees to a zone's lines."""

from __future__ import annotations

from app.document.mrz import parse
from app.document.mrz_text import Text, text_of
from tests.app.mrz_zones import CARD, PASSPORT, TODAY, symbols, unsure

ZONE = [symbols(line) for line in PASSPORT]


def read(*lines: list) -> Text:
    found = text_of(lines)
    assert found is not None
    return found


def proof(text: Text, name: str) -> str:
    mrz = parse(text.lines, TODAY, text.doubtful)
    assert mrz is not None
    return next(field.proof for field in mrz.fields if field.name == name)


def test_what_is_plain_is_taken_as_it_is() -> None:
    for zone in (PASSPORT, CARD):
        text = read(*map(symbols, zone))
        assert (text.lines, text.doubtful) == (zone, frozenset())


def test_where_only_digits_may_stand_a_letter_that_looks_like_one_is_one() -> None:
    below = symbols(PASSPORT[1].replace("7408122", "74O8IZZ"))
    assert read(ZONE[0], below).lines == PASSPORT


def test_in_a_name_a_digit_is_the_letter_that_it_looks_like() -> None:
    above = symbols(PASSPORT[0].replace("ERIKSSON", "ERIK5S0N"))
    assert read(above, ZONE[1]).lines == PASSPORT


def test_the_check_digit_decides_between_what_the_recogniser_is_in_doubt_of() -> None:
    below = unsure(ZONE[1], 3, ("B", 0.5), ("8", 0.49))  # L89B902C3 or L898902C3
    text = read(ZONE[0], below)
    assert text.lines == PASSPORT
    assert proof(text, "number") == "passed"  # the digit over the whole agrees


def test_what_the_recogniser_did_not_see_is_not_made_up() -> None:
    below = symbols(PASSPORT[1].replace("L898902C3", "L898902C4"))
    text = read(ZONE[0], below)
    assert text.lines[1].startswith("L898902C4")
    assert proof(text, "number") == "failed"


def test_a_choice_that_no_check_digit_can_decide_proves_nothing() -> None:
    # G is worth ten more than 6: their check digits are the same.
    below = unsure(ZONE[1], 35, ("6", 0.5), ("G", 0.45))
    assert proof(read(ZONE[0], below), "optional") == "none"


def test_a_character_that_was_not_seen_leaves_its_place_in_doubt() -> None:
    below = symbols(PASSPORT[1][:4] + " " + PASSPORT[1][5:])
    text = read(ZONE[0], below)
    assert (1, 4) in text.doubtful
    assert text.lines[1][5:] == PASSPORT[1][5:]  # the others stay where they are
    assert proof(text, "number") != "passed"
    assert proof(text, "birth") == "passed"


def test_lines_of_no_zone_are_none() -> None:
    assert text_of([symbols("HELLO"), symbols("WORLD")]) is None
    assert text_of([symbols(PASSPORT[0]), symbols(PASSPORT[1][:30])]) is None
    assert text_of([[], []]) is None
    assert text_of([symbols(PASSPORT[0])]) is None
