"""Laws of the machine readable zone, on the examples that ICAO Doc 9303 prints."""

from __future__ import annotations

import pytest

from app.document.mrz import Mrz, check_digit, layout_of, parse
from app.document.mrz_layout import ALPHABET, LAYOUTS
from tests.app.mrz_zones import CARD, PASSPORT, TODAY

TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
VISA_A = (
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
)
VISA_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")
LONG = (
    "I<UTOD23145890<7349<<<<<<<<<<<",
    "3407127M9507122UTO<<<<<<<<<<<2",
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
)
FRENCH = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
ALL = {"TD3": PASSPORT, "TD1": CARD, "TD2": TD2, "MRV-A": VISA_A, "MRV-B": VISA_B, "ID-FR": FRENCH}


def read(lines: tuple[str, ...], doubtful: frozenset[tuple[int, int]] = frozenset()) -> Mrz:
    found = parse(lines, TODAY, doubtful)
    assert found is not None
    return found


def shown(mrz: Mrz) -> dict[str, str]:
    return {field.name: field.text for field in mrz.fields}


def ticked(mrz: Mrz) -> set[str]:
    return {field.name for field in mrz.fields if field.proof == "passed"}


def changed(lines: tuple[str, ...], line: int, column: int, to: str) -> tuple[str, ...]:
    text = lines[line]
    return (*lines[:line], text[:column] + to + text[column + 1 :], *lines[line + 1 :])


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        # By hand. 5·7+2·3+0·1+7·7+2·3+7·1 = 103.
        ("520727", 3),
        # A is 10, B 11, fillers 0: 10·7+11·3+2·1+1·7+3·3+4·1 = 125.
        ("AB2134<<<", 5),
        # 13·7+2·3+3·1+1·7+4·3+5·1+8·7+9·3+0·1 = 207.
        ("D23145890", 7),
        ("<<<<<<", 0),
    ],
)
def test_a_check_digit_is_the_weighted_sum_modulo_10(text: str, digit: int) -> None:
    assert check_digit(text) == digit


@pytest.mark.parametrize("strange", ["a", "É", " ", "٣", "-"])
def test_what_a_zone_cannot_hold_has_no_check_digit(strange: str) -> None:
    with pytest.raises(ValueError, match="expected one of"):
        check_digit(strange)


@pytest.mark.parametrize("name", ALL)
def test_each_layout_is_told_by_its_shape_and_beginning(name: str) -> None:
    layout = layout_of(ALL[name])
    assert layout is not None
    assert layout.name == name


@pytest.mark.parametrize("lines", [(), ("",), ("P<UTO",), PASSPORT[:1], (PASSPORT[0], TD2[1])])
def test_other_lines_are_no_zone(lines: tuple[str, ...]) -> None:
    assert parse(lines, TODAY) is None


def test_a_passport_says_who_it_is() -> None:
    found = read(PASSPORT)
    assert shown(found) == {
        "kind": "P",
        "issuer": "UTO",
        "surname": "ERIKSSON",
        "given_names": "ANNA MARIA",
        "number": "L898902C3",
        "nationality": "UTO",
        "birth": "1974-08-12",
        "sex": "F",
        "expiry": "2012-04-15",
        "optional": "ZE184226B",
    }
    # Names, states and sex have no check digit, and so never a tick.
    assert ticked(found) == {"number", "birth", "expiry", "optional"}
    assert found.whole == "passed"


@pytest.mark.parametrize("name", ALL)
def test_the_printed_examples_pass(name: str) -> None:
    found = read(ALL[name])
    assert {"number", "birth"} <= ticked(found)
    assert not any(field.proof == "failed" for field in found.fields)
    assert found.whole == ("none" if name.startswith("MRV") else "passed")


def test_the_french_card_names_in_two_lines() -> None:
    names = shown(read(FRENCH))
    assert (names["surname"], names["given_names"]) == ("BERTHIER", "CORINNE")
    assert (names["number"], names["nationality"]) == ("880692310285", "FRA")


def test_a_number_too_long_for_its_place_goes_on_in_the_optional_data() -> None:
    found = read(LONG)
    assert shown(found)["number"] == "D23145890734"
    assert "number" in ticked(found)
    assert "optional" not in shown(found)
    assert "number" not in ticked(read(changed(LONG, 0, 16, "4")))
    # Had the filler in the digit's place been another character, it would have ended there.
    assert "number" not in ticked(read(LONG, frozenset({(0, 14)})))


def test_optional_data_are_no_part_of_a_number_that_does_not_go_on() -> None:
    ends = shown(read(changed(LONG, 0, 13, "<")))  # within its place
    assert (ends["number"], ends["optional"]) == ("D2314589", "7349")
    one = shown(read((f"{LONG[0][:16]:<<30}", *LONG[1:])))  # no room for a rest and its digit
    assert (one["number"], one["optional"]) == ("D23145890", "7")


@pytest.mark.parametrize("name", ALL)
def test_no_wrong_character_keeps_the_tick_of_its_field(name: str) -> None:
    """A single one changes the sum, unless its value differs by a multiple of 10."""
    lines, layout = ALL[name], layout_of(ALL[name])
    assert layout is not None
    for field in ("number", "birth", "expiry"):
        span = layout.spans.get(field)
        for column in range(span.start, span.stop) if span else ():
            right = lines[span.line][column]
            for wrong in ALPHABET:
                if (check_digit(wrong) - check_digit(right)) % 10:
                    assert field not in ticked(read(changed(lines, span.line, column, wrong)))


@pytest.mark.parametrize("name", ALL)
def test_where_a_check_digit_is_missing_there_is_no_tick(name: str) -> None:
    lines, layout = ALL[name], layout_of(ALL[name])
    assert layout is not None
    for field in ticked(read(lines)):
        digit = layout.digits[field]
        assert field not in ticked(read(changed(lines, digit.line, digit.start, "<")))


def test_where_only_the_whole_is_wrong_nothing_is_ticked() -> None:
    found = read(
        changed(CARD, 0, 20, "7")
    )  # in the optional data, which have no digit of their own
    assert found.whole == "failed"
    assert not ticked(found)
    # Of what has no digit there is nothing to doubt.
    proofs = {each.name: each.proof for each in found.fields}
    assert (proofs["number"], proofs["surname"]) == ("unsure", "none")


def test_what_is_in_doubt_is_not_ticked_though_its_digit_passes() -> None:
    found = read(PASSPORT, frozenset({(1, 3)}))
    assert ticked(found) == {"birth", "expiry", "optional"}
    assert found.whole == "unsure"
    assert {each.proof for each in found.fields if each.name == "number"} == {"unsure"}
    unseen = read(changed(PASSPORT, 1, 3, "<"), frozenset({(1, 3)}))  # which is not wrong
    assert {each.proof for each in unseen.fields if each.name == "number"} == {"unsure"}


@pytest.mark.parametrize(
    ("printed", "birth"),
    [
        ("261129", "2026-11-29"),  # today
        ("261130", "1926-11-30"),
        ("000229", "2000-02-29"),
        ("74<<<<", "1974"),
        ("7408<<", "1974-08"),
        ("740231", "740231"),  # no such day: as printed, and no tick
        ("<<<<12", "<<<<12"),
    ],
)
def test_births_lie_behind(printed: str, birth: str) -> None:
    line = f"{printed}{check_digit(printed)}{CARD[1][7:]}"
    found = read((CARD[0], line, CARD[2]))
    assert shown(found)["birth"] == birth
    proof = next(field.proof for field in found.fields if field.name == "birth")
    assert proof != "failed"  # its digit is right


@pytest.mark.parametrize(("printed", "proof"), [("740812", "passed"), ("740231", "unsure")])
def test_what_is_no_date_has_no_tick_and_no_wrong_digit(printed: str, proof: str) -> None:
    line = f"{printed}{check_digit(printed)}{CARD[1][7:29]}"
    whole = check_digit(CARD[0][5:] + line[:7] + line[8:15] + line[18:29])
    found = read((CARD[0], f"{line}{whole}", CARD[2]))
    assert found.whole == "passed"
    assert [each.proof for each in found.fields if each.name == "birth"] == [proof]
    wrong = f"{line[:6]}{(int(line[6]) + 1) % 10}{line[7:]}{whole}"
    again = read((CARD[0], wrong, CARD[2]))
    assert [each.proof for each in again.fields if each.name == "birth"] == ["failed"]


@pytest.mark.parametrize(
    ("printed", "end"), [("310101", "2031"), ("760101", "1976"), ("991231", "1999")]
)
def test_ends_lie_within_50_years(printed: str, end: str) -> None:
    line = f"{CARD[1][:8]}{printed}{check_digit(printed)}{CARD[1][15:]}"
    assert shown(read((CARD[0], line, CARD[2])))["expiry"].startswith(end)


def test_every_position_allows_some_characters_and_digits_where_they_must_be() -> None:
    for layout in LAYOUTS:
        for line in range(layout.rows):
            allowed = [layout.allowed(line, column) for column in range(layout.columns)]
            assert all(set(each) <= set(ALPHABET) and "<" in each for each in allowed)
        for name in ("birth", *layout.digits):
            span = layout.digits[name]
            assert not set(layout.allowed(span.line, span.start)) & set(
                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
            )
