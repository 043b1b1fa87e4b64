"""The zone of drawn documents, found and read."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from app.bench.mrz_sheets import Sheet, clean_sheet
from app.document.mrz import Mrz
from app.document.mrz_layout import LAYOUTS
from app.document.mrz_reader import MrzReader
from app.document.mrz_zone import zones_of
from app.document.original import Original
from app.document.page import Page
from app.document.watermark import Watermark
from detector.line_reader import LINE_PX
from detector.quad import Quad
from tests.app.mrz_zones import CARD
from tests.app.mrz_zones import sheet as card_of

TODAY = date(2026, 11, 29)
DPI = 150
READER = MrzReader()


def read(page: Page) -> Mrz | None:
    found = READER.read(page, TODAY)
    return None if found is None else found.mrz


def sheet(number: int, seed: int = 3) -> Sheet:
    return clean_sheet(np.random.default_rng(seed), LAYOUTS[number], DPI)


def page_of(image: np.ndarray) -> Page:
    image = np.ascontiguousarray(image)
    return Page("1", Original(image), Quad.full(image.shape[1], image.shape[0]), format="other")


def alike(lines: tuple[str, ...]) -> list[str]:
    """The letter O and a zero are left to the check digits."""
    return [line.replace("O", "0") for line in lines]


@pytest.mark.parametrize("number", range(len(LAYOUTS)), ids=[each.name for each in LAYOUTS])
def test_every_layout_is_read_in_whichever_way_it_lies(number: int) -> None:
    drawn = sheet(number)
    page = page_of(np.rot90(drawn.image, number % 4))
    found = read(page)
    assert found is not None
    assert found.layout == drawn.layout
    assert alike(found.lines) == alike(drawn.lines)
    assert any(field.proof == "passed" for field in found.fields)


def test_filters_turns_and_watermarks_change_nothing() -> None:
    drawn = sheet(2)
    mark = Watermark("Copy", np.full((20, 120), 255, np.uint8))
    page = page_of(drawn.image).with_filter("bw").rotated(1).with_watermark(mark)
    assert read(page) == read(page_of(drawn.image)) is not None


def test_what_is_blacked_out_is_not_read() -> None:
    drawn = sheet(2)
    page = page_of(drawn.image)
    before = read(page)
    assert before is not None
    number = next(field.text for field in before.fields if field.name == "number")
    after = read(page.with_hidden((0, 0.9), (0.3, 1)))
    assert after is None or number not in " ".join(field.text for field in after.fields)
    assert after is None or not any(
        field.proof == "passed" for field in after.fields if field.name == "number"
    )
    assert read(page.with_hidden((0, 0.8), (1, 1))) is None


def test_a_shade_across_the_zone_hides_nothing() -> None:
    drawn = sheet(2)
    shaded = drawn.image.copy()
    shaded[:, shaded.shape[1] // 2 :] //= 4
    found = read(page_of(shaded))
    assert found is not None
    assert alike(found.lines) == alike(drawn.lines)


def test_characters_of_nine_px_are_enough() -> None:
    drawn = clean_sheet(np.random.default_rng(5), LAYOUTS[2], 90)
    found = read(page_of(drawn.image))
    assert found is not None
    assert alike(found.lines) == alike(drawn.lines)


def test_a_bent_page_is_straightened() -> None:
    drawn = sheet(2)
    height, width = drawn.image.shape[:2]
    bent = np.full_like(drawn.image, 240)
    for column in range(width):
        down = round(12 * (2 * column / width - 1) ** 2)
        bent[: height - down, column] = drawn.image[down:, column]
    found = read(page_of(bent))
    assert found is not None
    assert alike(found.lines) == alike(drawn.lines)


def test_a_page_without_a_zone_has_none() -> None:
    plain = sheet(0).image.copy()
    plain[plain.shape[0] // 2 :] = 230  # other print, and no zone
    noise = np.random.default_rng(0).integers(0, 255, (300, 400, 3), np.uint8)
    for image in (
        plain,
        noise,
        np.zeros((300, 400, 3), np.uint8),
        np.full((3, 9, 3), 200, np.uint8),
    ):
        assert read(page_of(image)) is None


def test_a_zone_comes_as_lines_of_the_recognisers_height_from_the_top() -> None:
    lines = next(zones_of(sheet(0).image))
    assert [line.shape[0] for line in lines] == [LINE_PX] * 3
    assert all(line.dtype == np.uint8 and line.mean() > 150 for line in lines)


def test_the_strip_shows_the_lines_upright_and_nothing_of_what_is_blacked_out() -> None:
    image = card_of(CARD)
    page = page_of(image)
    plain = READER.read(page, TODAY)
    turned = READER.read(page_of(np.rot90(image, 2)), TODAY)
    hidden = READER.read(page.with_hidden((0.1, 0.8), (0.16, 0.93)), TODAY)
    assert plain is not None
    assert turned is not None
    assert hidden is not None
    height, width = plain.strip.shape[:2]
    assert height == 3 * LINE_PX
    assert turned.strip.shape[0] == height
    # Fillers at the end of the lines are lighter than the letters at their beginning.
    for strip in (plain.strip, turned.strip):
        assert strip[:LINE_PX, : width // 3].mean() < strip[:LINE_PX, -width // 3 :].mean()
    # Of the third line: 0.06 of the page's width, all of it black, whatever was there.
    black = [(each.strip[2 * LINE_PX + 4 : -4].max((0, 2)) < 60).sum() for each in (plain, hidden)]
    assert black[0] == 0
    assert black[1] > 0.045 * width
    assert "I" not in hidden.mrz.lines[2][:4]
