"""What lies where on a printer's paper: at its true size, shrunk where it must be, never grown."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.document.encode import page_points
from app.document.original import Original
from app.document.page import Page
from app.document.printout import MOST_DPI, Spot, draw, lay_out
from app.document.sheet import POINTS_PER_MM
from detector.quad import Quad

CARD_MM, PASSPORT_MM, A4_MM = (85.6, 53.98), (125.0, 88.0), (210.0, 297.0)
# What a printer commonly reaches of A4 and of A5.
A4_AREA_MM, A5_AREA_MM = (200.0, 287.0), (138.0, 200.0)

mm = st.floats(5, 900)


def points(size_mm: tuple[float, float]) -> tuple[float, float]:
    return size_mm[0] * POINTS_PER_MM, size_mm[1] * POINTS_PER_MM


def sizes_mm(spots: tuple[Spot, ...]) -> list[tuple[float, float]]:
    return [(spot.width / POINTS_PER_MM, spot.height / POINTS_PER_MM) for spot in spots]


@given(st.lists(st.tuples(mm, mm), max_size=8), st.tuples(mm, mm), st.booleans())
def test_every_page_lies_within_reach_in_order_as_large_as_it_can_be(
    pages_mm: list[tuple[float, float]], area_mm: tuple[float, float], together: bool
) -> None:
    area = points(area_mm)
    sheets = lay_out([points(each) for each in pages_mm], area, together=together)
    assert [spot.number for sheet in sheets for spot in sheet] == [*range(len(pages_mm))]
    for sheet in sheets:
        assert 1 <= len(sheet) <= (2 if together else 1)
        for spot in sheet:
            assert min(spot.left, spot.top) >= -1e-6
            assert spot.left + spot.width <= area[0] + 1e-6
            assert spot.top + spot.height <= area[1] + 1e-6
            true = points(pages_mm[spot.number])
            width, height = true[::-1] if spot.turned else true
            shares = (spot.width / width, spot.height / height)
            assert shares[0] == pytest.approx(shares[1])
            assert shares[0] <= 1 + 1e-9
            if shares[0] < 1 - 1e-9:  # then it reaches from rim to rim
                assert spot.width == pytest.approx(area[0]) or spot.height == pytest.approx(area[1])
        for above, below in itertools.pairwise(sheet):
            assert below.top > above.top + above.height


@pytest.mark.parametrize("size_mm", [CARD_MM, (105.0, 74.0), PASSPORT_MM])
def test_front_and_back_share_a_sheet_in_true_millimetres(size_mm: tuple[float, float]) -> None:
    (sheet,) = lay_out([points(size_mm)] * 2, points(A4_AREA_MM), together=True)
    np.testing.assert_allclose(sizes_mm(sheet), [size_mm] * 2, atol=1e-6)
    apart = lay_out([points(size_mm)] * 2, points(A4_AREA_MM), together=False)
    np.testing.assert_allclose([sizes_mm(each)[0] for each in apart], [size_mm] * 2, atol=1e-6)


def test_what_is_larger_than_the_paper_is_shrunk_and_what_lies_across_is_turned() -> None:
    (whole,), (across,), (card,) = lay_out(
        [points(A4_MM), points((190.0, 120.0)), points(CARD_MM)], points(A5_AREA_MM), together=True
    )
    assert whole.height / POINTS_PER_MM == pytest.approx(138.0 * 297 / 210)
    assert not whole.turned
    # 190 mm do not fit across 138, but upright.
    assert across.turned
    np.testing.assert_allclose(sizes_mm((across,)), [(120.0, 190.0)])
    np.testing.assert_allclose(sizes_mm((card,)), [CARD_MM])


@pytest.mark.parametrize(
    ("width_px", "format_name"), [(3000, "ID-1"), (300, "ID-1"), (900, "other")]
)
def test_a_printed_page_is_as_large_as_a_saved_one_and_no_sharper_than_paper_shows(
    width_px: int, format_name: str
) -> None:
    height_px = round(width_px * 53.98 / 85.6)
    image = np.full((height_px, width_px, 3), 200, np.uint8)
    page = Page("1", Original(image), Quad.full(width_px, height_px), format=format_name)
    drawn = draw(page, 200)
    expected_mm = (width_px / 200 * 25.4, height_px / 200 * 25.4)
    if format_name == "ID-1":
        expected_mm = CARD_MM
    size_mm = [each / POINTS_PER_MM for each in page_points(drawn)]
    np.testing.assert_allclose(size_mm, expected_mm, atol=0.2)
    assert 200 <= drawn.size.dpi <= MOST_DPI + 1e-6
