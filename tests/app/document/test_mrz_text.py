"""What a zone's own rules decide of what was read, and what they leave in doubt."""

from __future__ import annotations

from datetime import date

import pytest

from app.document.mrz import Mrz, check_digit, parse
from app.document.mrz_text import Text, text_of
from detector.line_reader import Symbol

TODAY = date(2026, 11, 29)
CARD = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
PITCH_PX = 30.0
Rivals = dict[tuple[int, int], dict[str, float]]


def symbols(lines: tuple[str, ...], rivals: Rivals | None = None) -> list[list[Symbol]]:
    """As a recogniser sees lines. rivals : choices at (line, column)."""
    return [
        [
            Symbol(
                PITCH_PX * (column + 0.5),
                tuple(
                    sorted(
                        ((rivals or {}).get((row, column)) or {each: 1.0}).items(),
                        key=lambda x: -x[1],
                    )
                ),
            )
            for column, each in enumerate(line)
        ]
        for row, line in enumerate(lines)
    ]


def text(lines: list[list[Symbol]]) -> Text:
    found = text_of(lines)
    assert found is not None
    return found


def proofs(found: Text) -> dict[str, str]:
    mrz: Mrz | None = parse(found.lines, TODAY, found.doubtful)
    assert mrz is not None
    return {field.name: field.proof for field in mrz.fields}


def test_what_is_plain_stays_as_it_is() -> None:
    found = text(symbols(CARD))
    assert (found.lines, found.doubtful, found.sureness) == (CARD, frozenset(), 1.0)


def test_where_only_digits_may_stand_a_letter_is_the_digit_that_it_looks_like() -> None:
    read = (CARD[0], "74O8I22FI2O4IS9UT0<<<<<<<<<<<6", CARD[2].replace("S", "5"))
    assert text(symbols(read)).lines == CARD


def test_a_filler_that_looks_like_a_letter_of_another_script_is_one() -> None:
    assert text(symbols((CARD[0], CARD[1], CARD[2].replace("<", "く")))).lines == CARD


def test_a_check_digit_decides_between_two_that_look_alike() -> None:
    found = text(symbols(CARD, {(0, 8): {"I": 0.6, "1": 0.4}}))
    assert found.lines == CARD
    assert proofs(found)["number"] == "passed"  # the digit over the whole agrees


def test_what_nobody_saw_is_not_made_up_for_a_check_digit() -> None:
    wrong = "I<UTOD231558907<<<<<<<<<<<<<<<"
    for unlikely in (0.0, 0.04):
        seen = {"5": 1 - unlikely, "4": unlikely} if unlikely else {"5": 1.0}
        found = text(symbols((wrong, *CARD[1:]), {(0, 9): seen}))
        assert found.lines[0] == wrong
        assert proofs(found)["number"] == "failed"


def test_two_changes_for_one_check_digit_prove_nothing() -> None:
    seen = {"I": 0.55, "1": 0.45}
    lines = ("I<UTOD131158902<<<<<<<<<<<<<<<", *CARD[1:])
    found = text(symbols(lines, {(0, 6): seen, (0, 8): seen, (0, 9): {"S": 0.5, "5": 0.49}}))
    assert proofs(found)["number"] != "passed"


@pytest.mark.parametrize("other", ["D", "N", "X", "8", "W"])
def test_a_check_digit_that_fits_both_leaves_a_doubt(other: str) -> None:
    """D, N and X are 13, 23 and 33, which is 3 modulo 10."""
    fits = other in "DNX"
    found = text(symbols(CARD, {(0, 7): {"3": 0.9, other: 0.1}}))
    assert found.lines == CARD
    assert ((0, 7) in found.doubtful) == fits
    assert (proofs(found)["number"] == "passed") == (not fits)


def test_a_lost_character_is_a_gap_in_its_place_and_proves_nothing() -> None:
    lines = symbols(CARD)
    del lines[1][3]
    found = text(lines)
    assert [*map(len, found.lines)] == [30, 30, 30]
    assert (1, 3) in found.doubtful
    assert found.lines[1][4:] == CARD[1][4:]
    assert proofs(found)["birth"] != "passed"
    assert proofs(found)["number"] == "passed"


def test_a_character_that_was_read_twice_counts_once() -> None:
    lines = symbols(CARD)
    twice = lines[1][3]
    lines[1].insert(4, Symbol(twice.x + 8, (("B", 0.4),)))
    assert text(lines).lines == CARD


@pytest.mark.parametrize("lines", [(), ("P<UTO",) * 2, CARD[:2], ("<" * 40,) * 2, (CARD[0],) * 4])
def test_lines_of_another_length_are_no_zone(lines: tuple[str, ...]) -> None:
    assert text_of(symbols(lines)) is None


@pytest.mark.parametrize("left", [0, 1])
def test_a_line_of_which_hardly_anything_was_read_is_of_no_zone(left: int) -> None:
    lines = symbols(CARD)
    del lines[2][left:]
    assert text_of(lines) is None


def test_of_a_visa_which_has_no_digit_over_the_whole_a_near_tie_stays_in_doubt() -> None:
    visa = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"
    assert proofs(text(symbols(visa)))["number"] == "passed"
    found = text(symbols(visa, {(1, 1): {"B": 0.5, "8": 0.45}}))
    assert found.lines == visa
    assert (1, 1) in found.doubtful
    assert proofs(found)["number"] == "unsure"


def test_a_zone_full_of_doubts_takes_no_time() -> None:
    every = {
        (row, column): {"O": 0.5, "0": 0.3, "Q": 0.2} for row in range(3) for column in range(30)
    }
    assert proofs(text(symbols(CARD, every)))["number"] != "passed"


@pytest.mark.parametrize(
    ("number", "proof"),
    [
        ("A0B0C1234", "unsure"),  # A and B with letters O between have the same sum
        ("AB0001234", "passed"),  # letters in front alone
        ("000001234", "passed"),
        ("A10BC1234", "passed"),  # a single one would change the sum
    ],
)
def test_zeros_among_letters_that_may_be_two_letters_o_are_in_doubt(
    number: str, proof: str
) -> None:
    first = f"I<UTO{number}{check_digit(number)}<<<<<<<<<<<<<<<"
    covered = first[5:] + CARD[1][:7] + CARD[1][8:15] + CARD[1][18:29]
    second = CARD[1][:29] + str(check_digit(covered))
    found = text(symbols((first, second, CARD[2])))
    assert found.lines[0] == first
    assert proofs(found)["number"] == proof


def test_three_zeros_that_may_be_letters_o_are_in_doubt_too() -> None:
    number = "0A00B1234"  # as OAOOB1234 is read, which has the same check digit
    assert check_digit(number) == check_digit("OAOOB1234")
    first = f"I<UTO{number}{check_digit(number)}<<<<<<<<<<<<<<<"
    covered = first[5:] + CARD[1][:7] + CARD[1][8:15] + CARD[1][18:29]
    found = text(symbols((first, CARD[1][:29] + str(check_digit(covered)), CARD[2])))
    assert {(0, 5), (0, 7), (0, 8)} <= found.doubtful
    assert proofs(found)["number"] == "unsure"


def test_a_number_that_two_mistakes_make_fit_is_not_proven_by_the_digit_over_the_whole() -> None:
    """That one weighs the number as its own digit does. Printed is D23145890: an I was surely read
    for the 1, and another likeness makes up for it."""
    number, digit = "D23I45B90", check_digit("D23145890")
    assert check_digit(number) == digit
    lines = (f"I<UTO{number}{digit}<<<<<<<<<<<<<<<", *CARD[1:])
    found = text(symbols(lines, {(0, 11): {"8": 0.8, "B": 0.15}}))
    assert found.lines == lines
    parsed = parse(found.lines, TODAY, found.doubtful)
    assert parsed is not None
    assert proofs(found)["number"] == "unsure"
    even = text(symbols(CARD, {(0, 11): {"B": 0.52, "8": 0.48}}))
    assert proofs(even)["number"] == "passed"  # a near tie: nothing else need have gone wrong


@pytest.mark.parametrize(("seen", "proof"), [("K", "unsure"), ("A", "unsure"), ("7", "passed")])
@pytest.mark.parametrize("printed", ["12345678<", "1234<5678"])
def test_a_filler_that_may_be_a_character_of_no_weight_is_in_doubt(
    printed: str, seen: str, proof: str
) -> None:
    """However unlikely: no check digit tells them apart."""
    first = f"I<UTO{printed}{check_digit(printed)}<<<<<<<<<<<<<<<"
    covered = first[5:] + CARD[1][:7] + CARD[1][8:15] + CARD[1][18:29]
    lines = (first, CARD[1][:29] + str(check_digit(covered)), CARD[2])
    found = text(symbols(lines, {(0, 5 + printed.index("<")): {"<": 0.99, seen: 0.004}}))
    assert found.lines == lines
    assert proofs(found)["number"] == proof


# ----------------------------------------------------------------------- the French card
FRENCH = (
    "IDFRABERTHIER<<<<<<<<<<<<<<<<<923102",
    "8806923102858CORINNE<<<<<<<6512068F6",
)


@pytest.mark.parametrize("seen", ["IDFRA", "I0FRA", "1DFRA", "IOFRA", "10FRA"])
def test_a_french_card_is_one_however_its_beginning_is_read(seen: str) -> None:
    found = text(symbols((seen + FRENCH[0][5:], FRENCH[1])))
    assert found.lines == FRENCH
    parsed = parse(found.lines, TODAY, found.doubtful)
    assert parsed is not None
    assert parsed.layout == "ID-FR"
    assert {each.name: each.text for each in parsed.fields}["given_names"] == "CORINNE"


def test_another_country_s_card_of_that_size_is_none() -> None:
    second = "D231458907UTO7408122F1204159<<<<<<<6"
    found = text(symbols(("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", second)))
    parsed = parse(found.lines, TODAY, found.doubtful)
    assert parsed is not None
    assert parsed.layout == "TD2"


# ------------------------------------------------------- characters lost and read twice
def test_one_lost_and_another_read_twice_stand_where_they_were_seen() -> None:
    lines = symbols(CARD)
    number = lines[0]
    twice = number[12]
    del number[6]
    number.insert(12, Symbol(twice.x + 7, twice.choices))
    assert len(number) == 30
    found = text(lines)
    assert (0, 6) in found.doubtful
    assert found.lines[0][7:] == CARD[0][7:]
    assert proofs(found)["number"] != "passed"


def test_a_check_digit_that_was_not_seen_makes_no_longer_number() -> None:
    """A zero is worth as much as a filler, with which a longer number goes on: the optional data is
    then read as the rest of it, and by chance its digit fits."""
    number = next(f"D2314589{n}" for n in range(10) if check_digit(f"D2314589{n}") == 0)
    for rest in range(1000, 1400):
        first = f"I<UTO{number}0{rest}<<<<<<<<<<<"
        covered = first[5:] + CARD[1][:7] + CARD[1][8:15] + CARD[1][18:29]
        lines = symbols((first, CARD[1][:29] + str(check_digit(covered)), CARD[2]))
        del lines[0][14]
        assert proofs(text(lines))["number"] != "passed"


@pytest.mark.parametrize("row", range(3))
@pytest.mark.parametrize("lost", [slice(0, 1), slice(0, 4), slice(-1, None), slice(-3, None)])
def test_what_a_line_lacks_at_an_end_is_told_by_the_others(row: int, lost: slice) -> None:
    lines = symbols(CARD)
    gone = {(row, column) for column in range(*lost.indices(30))}
    del lines[row][lost]
    found = text(lines)
    assert gone <= found.doubtful
    for at, line in enumerate(found.lines):
        assert all(
            each == CARD[at][column] for column, each in enumerate(line) if (at, column) not in gone
        )
    if row == 1:
        assert proofs(found)["birth"] == ("unsure" if lost.start == 0 else "passed")


def test_lines_none_of_which_is_whole_are_no_zone() -> None:
    lines = symbols(CARD)
    for line in lines:
        del line[0]
    assert text_of(lines) is None


@pytest.mark.parametrize("aside", [-2, 4])
def test_a_line_that_does_not_stand_below_the_others_is_of_no_zone(aside: int) -> None:
    lines = symbols(CARD)
    lines[1] = [Symbol(each.x + aside * PITCH_PX, each.choices) for each in lines[1][:-3]]
    assert text_of(lines) is None
