"""Which pages are the sides of a card."""

from __future__ import annotations

from collections.abc import Sequence

from app.document.page import Page, same_side
from detector.formats import A4, ID1, ID2, ID3, OTHER
from detector.shape import estimate_shape

SIDES = 2
TWO_SIDED = {ID1.name, ID2.name}
# Formats that are told apart by choice alone.
SAME_SHAPE = {ID2.name: ID3.name, A4.name: ID3.name}


def is_card(page: Page) -> bool:
    """Whether the page is a side of a card, by the size chosen or measured."""
    return _format_of(page) in TWO_SIDED


def are_sides(pages: Sequence[Page]) -> bool:
    """Whether the first two, in either order, may be the sides of a card. A card and a passport are
    not: of 375 real frames each, no passport has the shape of a card with a probability above .68,
    and no card another shape. Whose they are is not told: of some cards both sides look alike. But
    a picture that is there twice is no back of itself."""
    if len(pages) >= SIDES and same_side(pages[0], pages[1]):
        return False
    formats = [_format_of(page) for page in pages[:SIDES]]
    shapes = {SAME_SHAPE.get(each, each) for each in formats} - {OTHER}
    return not formats or (len(shapes) == 1 and not TWO_SIDED.isdisjoint(formats))


def _format_of(page: Page) -> str:
    return page.format or estimate_shape(page.quad, page.width, page.height).format
