"""A4 sheets: every page at its true size, none over another, none lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.export import save_pages
from app.document.form import Form
from app.document.original import Original
from app.document.page import Page
from app.document.sheet import MARGIN, POINTS_PER_MM, SHEET, Sheet, arrange
from app.errors import ExportError
from detector.quad import Quad

CARD_MM, PASSPORT_MM, A4_MM = (85.6, 53.98), (125.0, 88.0), (210.0, 297.0)


def points(size_mm: tuple[float, float]) -> tuple[float, float]:
    return size_mm[0] * POINTS_PER_MM, size_mm[1] * POINTS_PER_MM


def page(name: str, size_mm: tuple[float, float], file_format: str) -> Page:
    width, height = round(size_mm[0] * 4), round(size_mm[1] * 4)
    image = np.full((height, width, 3), 200, np.uint8)
    return Page(name, Original(image), Quad.full(width, height), format=file_format)


@given(st.lists(st.tuples(st.floats(5, 900), st.floats(5, 1200)), max_size=12))
def test_every_page_lies_whole_on_one_sheet_at_its_size(sizes: list[tuple[float, float]]) -> None:
    sheets = arrange(sizes)
    places = [place for sheet in sheets for place in sheet.places]
    assert [place.number for place in places] == [*range(len(sizes))]
    assert [(place.width, place.height) for place in places] == sizes
    for sheet in sheets:
        assert sheet.places
        for place in sheet.places:
            assert place.left >= -0.51
            assert place.bottom >= -0.51
            assert place.left + place.width <= sheet.size[0] + 0.51
            assert place.bottom + place.height <= sheet.size[1] + 0.51
        for above, below in zip(sheet.places, sheet.places[1:], strict=False):
            assert below.bottom + below.height < above.bottom


def test_front_and_back_share_a_sheet_within_what_printers_reach() -> None:
    for size in (CARD_MM, PASSPORT_MM):
        (sheet,) = arrange([points(size), points(size)])
        assert sheet.size == SHEET
        for place in sheet.places:
            assert min(place.left, place.bottom) >= MARGIN
            assert place.bottom + place.height <= SHEET[1] - MARGIN


def in_mm(sheet: Sheet) -> list[tuple[float, float]]:
    """Where the pages of a sheet lie, left and bottom."""
    return [(each.left / POINTS_PER_MM, each.bottom / POINTS_PER_MM) for each in sheet.places]


def test_front_and_back_lie_in_the_middle_12_mm_apart() -> None:
    (sheet,) = arrange([points(CARD_MM), points(PASSPORT_MM)])
    # Of 297 mm, 53.98 + 12 + 88 are taken: 71.51 are left above and below.
    expected = [(62.2, 71.51 + 88 + 12), (42.5, 71.51)]
    np.testing.assert_allclose(in_mm(sheet), expected, atol=1e-6)


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ((100, 200), (100, 64.9), True),  # 297 - 2 × 10 - 12 = 265
        ((100, 200), (100, 65.1), False),
        ((189.9, 100), (100, 50), True),  # 210 - 2 × 10
        ((190.1, 100), (100, 50), False),
        ((100, 50), (100, 277.1), False),
    ],
)
def test_pages_share_a_sheet_where_10_mm_stay_white_around_them(
    first: tuple[float, float], second: tuple[float, float], together: bool
) -> None:
    assert len(arrange([points(first), points(second)])) == (1 if together else 2)


@pytest.mark.parametrize(
    ("size_mm", "paper_mm"),
    [
        ((210.3, 297.3), A4_MM),  # by a rounded px
        ((200, 290), A4_MM),
        ((212, 297), (212, 297)),
        ((210, 299), (210, 299)),
        ((420, 297), (420, 297)),
    ],
)
def test_what_is_larger_than_a_sheet_has_paper_of_its_own(
    size_mm: tuple[float, float], paper_mm: tuple[float, float]
) -> None:
    (sheet,) = arrange([points(size_mm)])
    np.testing.assert_allclose(sheet.size, points(paper_mm))
    middle = [((paper - size) / 2) for paper, size in zip(paper_mm, size_mm, strict=True)]
    np.testing.assert_allclose(in_mm(sheet), [middle], atol=1e-6)


def test_each_pair_of_sides_has_a_sheet_of_its_own() -> None:
    sheets = arrange([points(CARD_MM)] * 5)
    assert [[place.number for place in sheet.places] for sheet in sheets] == [[0, 1], [2, 3], [4]]


def test_a_full_sheet_stands_alone_between_cards() -> None:
    sheets = arrange([points(CARD_MM), points(A4_MM), points(CARD_MM)])
    assert [len(sheet.places) for sheet in sheets] == [1, 1, 1]
    assert {sheet.size for sheet in sheets} == {SHEET}


@pytest.mark.parametrize(
    ("size_mm", "name"), [(CARD_MM, "ID-1"), ((105.0, 74.0), "ID-2"), (PASSPORT_MM, "ID-3")]
)
def test_the_file_holds_both_sides_in_true_millimetres(
    tmp_path: Path, size_mm: tuple[float, float], name: str
) -> None:
    sides = [page("front", size_mm, name), page("back", size_mm, name)]
    (path,) = save_pages(sides, tmp_path / "copy", Form("sheet", 150))
    assert path.suffix == ".pdf"
    with pikepdf.open(path) as pdf:
        (paper,) = pdf.pages
        sheet_mm = [float(v) / POINTS_PER_MM for v in paper.mediabox[2:]]
        np.testing.assert_allclose(sheet_mm, A4_MM, atol=0.05)
        forms = list(paper.Resources.XObject.values())
        assert len(forms) == 2
        for form in forms:
            box = [float(v) / POINTS_PER_MM for v in form.BBox]
            np.testing.assert_allclose((box[2] - box[0], box[3] - box[1]), size_mm, atol=0.05)
        scales = [
            [float(v) for v in operands[:4]]
            for operands, operator in pikepdf.parse_content_stream(paper)
            if str(operator) == "cm"
        ]
        np.testing.assert_allclose(scales, [[1, 0, 0, 1]] * 2, atol=1e-3)


def test_the_front_lies_above_the_back(tmp_path: Path) -> None:
    """Each by its own picture: a card's front, and a passport's page that came by mistake."""
    sides = [page("front", CARD_MM, "ID-1"), page("back", PASSPORT_MM, "ID-3")]
    (path,) = save_pages(sides, tmp_path / "copy", Form("sheet", 150))
    drawn, place = [], (0.0, 0.0)
    with pikepdf.open(path) as pdf:
        (paper,) = pdf.pages
        for operands, operator in pikepdf.parse_content_stream(paper):
            if str(operator) == "cm":
                place = tuple(float(each) / POINTS_PER_MM for each in operands[4:])
            elif str(operator) == "Do":
                box = [float(each) for each in paper.Resources.XObject[str(operands[0])].BBox]
                drawn.append((*place, *np.divide(box[2:], POINTS_PER_MM)))
    expected = [(62.2, 71.51 + 88 + 12, *CARD_MM), (42.5, 71.51, *PASSPORT_MM)]
    np.testing.assert_allclose(drawn, expected, atol=0.05)


@pytest.mark.parametrize("size", [(240, 11_000), (11_000, 240)], ids=["high", "wide"])
def test_a_page_longer_than_a_sheet_can_be_is_refused_in_words(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    """Of 50 dots an inch, 5.59 m."""
    original = Original(np.full((size[1], size[0], 3), 200, np.uint8), dpi=50.0)
    strip = Page("strip", original, Quad.full(*size), format="other")
    with pytest.raises(ExportError, match=r"longer than a sheet can be \(5\.08 m\)"):
        save_pages([strip], tmp_path / "copy", Form("sheet", 50))
    assert not any(tmp_path.iterdir())


def test_the_same_sides_give_the_same_bytes(tmp_path: Path) -> None:
    sides = [page("front", CARD_MM, "ID-1"), page("back", CARD_MM, "ID-1")]
    first = save_pages(sides, tmp_path / "a" / "x", Form("sheet", 150))
    second = save_pages(sides, tmp_path / "b" / "x", Form("sheet", 150))
    assert first[0].read_bytes() == second[0].read_bytes()
