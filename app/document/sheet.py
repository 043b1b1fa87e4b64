"""Pages together on A4 sheets, each at its true size: the two sides of a card on one copy."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.document.encode import MOST_POINTS, give_way, page_points, pdf_part
from app.document.rendered import Rendered
from detector.formats import A4
from detector.rectify import MM_PER_INCH

POINTS_PER_MM = 72.0 / MM_PER_INCH
SHEET = (A4.width_mm * POINTS_PER_MM, A4.height_mm * POINTS_PER_MM)
# What printers commonly leave white, and the air between two sides.
MARGIN = 10.0 * POINTS_PER_MM
GAP = 12.0 * POINTS_PER_MM
# A front and a back: more on one sheet would be another person's.
SIDES = 2
TOO_LONG = "a page is longer than a sheet can be (5.08 m)"

Size = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """Where a page lies on its sheet, points from the lower left. number : of the page, from 0."""

    number: int
    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper, points, with what lies on it."""

    size: Size
    places: tuple[Place, ...]


def arrange(
    sizes: Sequence[Size], paper: Size = SHEET, *, margin: float = MARGIN, sides: int = SIDES
) -> list[Sheet]:
    """Sheets for pages of these sizes (width, height; points), in order, each as large as it is.

    So many pages (sides) stand below each other in the middle of the paper (A4, points), with a
    margin around them, where there is room; one that fits on no such sheet gets paper of its own
    size.
    """
    room = paper[1] - 2 * margin
    sheets: list[Sheet] = []
    waiting: list[int] = []
    for number, size in enumerate(sizes):
        alone = size[0] > paper[0] - 2 * margin or size[1] > room
        full = len(waiting) == sides
        if waiting and (alone or full or _height(sizes, [*waiting, number]) > room):
            sheets.append(_stacked(sizes, waiting, paper))
            waiting = []
        if alone:
            fits = size[0] <= paper[0] + 1 and size[1] <= paper[1] + 1  # an A4 page itself
            sheets.append(_alone(number, size, paper if fits else size))
        else:
            waiting.append(number)
    if waiting:
        sheets.append(_stacked(sizes, waiting, paper))
    return sheets


def encode_sheets(pages: Iterable[Rendered], quality: int) -> bytes:
    """One PDF of A4 sheets; pictures are placed as encoded, and no page is held beyond that.

    Raises ValueError where a page is too small or too long for one.
    """
    import pikepdf  # heavy, and only where a PDF is made

    sizes: list[Size] = []
    parts: list[bytes] = []
    for page in pages:
        sizes.append(page_points(page))
        if max(sizes[-1]) > MOST_POINTS:
            raise ValueError(TOO_LONG)
        parts.append(pdf_part(page, quality))
    with pikepdf.new() as whole:
        for sheet in arrange(sizes):
            paper = whole.add_blank_page(page_size=sheet.size)
            for place in sheet.places:
                with pikepdf.open(io.BytesIO(parts[place.number])) as one:
                    # Under a name of ours: pikepdf's own overlays take one by chance.
                    name = pikepdf.Name(f"/Page{place.number}")
                    form = whole.copy_foreign(one.pages[0].as_form_xobject())
                    paper.add_resource(form, pikepdf.Name("/XObject"), name)
                drawn = f"q 1 0 0 1 {place.left:.3f} {place.bottom:.3f} cm {name} Do Q\n"
                paper.contents_add(drawn.encode("ascii"))
        buffer = io.BytesIO()
        whole.save(buffer, deterministic_id=True, progress=give_way)
    return buffer.getvalue()


def _height(sizes: Sequence[Size], numbers: Sequence[int]) -> float:
    return sum(sizes[number][1] for number in numbers) + GAP * (len(numbers) - 1)


def _stacked(sizes: Sequence[Size], numbers: Sequence[int], paper: Size) -> Sheet:
    """Below each other, in the middle."""
    top = (paper[1] + _height(sizes, numbers)) / 2
    places = []
    for number in numbers:
        width, height = sizes[number]
        places.append(Place(number, (paper[0] - width) / 2, top - height, width, height))
        top -= height + GAP
    return Sheet(paper, tuple(places))


def _alone(number: int, size: Size, paper: Size) -> Sheet:
    left, bottom = (paper[0] - size[0]) / 2, (paper[1] - size[1]) / 2
    return Sheet(paper, (Place(number, left, bottom, *size),))
