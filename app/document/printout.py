"""Pages on a printer's paper: each at its true size, or as large as the paper can show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.document.page import Page
from app.document.render import full_size, render
from app.document.rendered import Rendered
from app.document.sheet import SIDES, Place, Size, arrange

# Finer than what the printers of offices show of a photograph; what is printed grows by its square.
MOST_DPI = 600.0


@dataclass(frozen=True)
class Spot:
    """Where a page is printed, points from the upper left of what the printer reaches.

    number : of the page, from 0. turned : by a quarter, clockwise; width and height are those that
    it has on the paper then.
    """

    number: int
    left: float
    top: float
    width: float
    height: float
    turned: bool = False


def lay_out(sizes: Sequence[Size], area: Size, *, together: bool) -> list[tuple[Spot, ...]]:
    """For each sheet of paper what is printed on it, for pages of these sizes, in order.

    sizes, area : width and height, points; area is what the printer reaches of its paper.
    together : two pages share a sheet where there is room, as the sides of a card do in a PDF.

    A page is as large as in truth; one that is larger than the area is turned where that helps, and
    shrunk to fit. None is ever enlarged.
    """
    sheets = arrange(sizes, area, margin=0.0, sides=SIDES if together else 1)
    return [
        _alone(*sheet.places, area)
        if len(sheet.places) == 1
        else tuple(_upright(place, area) for place in sheet.places)
        for sheet in sheets
    ]


def draw(page: Page, dpi: int) -> Rendered:
    """The page as it is printed. dpi : the least, and where the page's format is not known what
    its size follows from, both as in a save; a sharper picture keeps what it holds up to MOST_DPI.

    Raises GeometryError, as render does.
    """
    size = full_size(page, dpi or None, keep_sharper=True)
    if size.width_mm is not None and size.dpi > MOST_DPI:
        return render(page, MOST_DPI)
    return render(page, dpi or None, keep_sharper=True)


def _upright(place: Place, area: Size) -> Spot:
    top = area[1] - place.bottom - place.height
    return Spot(place.number, place.left, top, place.width, place.height)


def _alone(place: Place, area: Size) -> tuple[Spot, ...]:
    """In the middle."""
    width, height = place.width, place.height
    turned = _share(width, height, area) < _share(height, width, area)
    if turned:
        width, height = height, width
    share = _share(width, height, area)
    width, height = width * share, height * share
    left, top = (area[0] - width) / 2, (area[1] - height) / 2
    return (Spot(place.number, left, top, width, height, turned),)


def _share(width: float, height: float, area: Size) -> float:
    """How much of its true size a page can have: 1 at most."""
    return min(1.0, area[0] / width, area[1] / height)
