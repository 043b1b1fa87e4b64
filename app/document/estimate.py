"""How large a save would be, from one page that stands for all."""

from __future__ import annotations

from collections.abc import Sequence

from app.document.encode import encode_page, encode_pdf
from app.document.page import Page
from app.document.render import render
from detector.rectify import page_size


def estimated_bytes(pages: Sequence[Page], file_format: str, dpi: int, quality: int) -> int:
    """About how many bytes a save of these pages takes, in all its files; 0 for no page.

    Encodes the first page and takes the others to need as much a pixel. Arguments as of
    app.document.export.save_pages. Raises GeometryError where that page cannot be drawn.
    """
    if not pages:
        return 0
    wanted = dpi or None
    first = render(pages[0], wanted)
    encoded = (
        encode_pdf([first], quality)
        if file_format in {"pdf", "sheet"}
        else encode_page(first, file_format, quality)
    )
    a_pixel = len(encoded) / (first.size.width_px * first.size.height_px)
    return round(a_pixel * sum(_pixels(page, wanted) for page in pages))


def _pixels(page: Page, dpi: int | None) -> int:
    size = page_size(page.quad, page.width, page.height, page.format, dpi)
    return size.width_px * size.height_px
