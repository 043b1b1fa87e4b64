"""How large a save would be, from one page that stands for all."""

from __future__ import annotations

from collections.abc import Sequence

from app.document.encode import encode_page, encode_pdf
from app.document.page import Page
from app.document.render import full_size, render


def estimated_bytes(
    pages: Sequence[Page], file_format: str, dpi: int, quality: int, *, keep_sharper: bool = False
) -> int:
    """About how many bytes a save of these pages takes, in all its files; 0 for no page.

    Encodes the first page and takes the others to need as much a pixel. Arguments as of
    app.document.export.save_pages. Raises GeometryError where that page cannot be drawn.
    """
    if not pages:
        return 0
    wanted = dpi or None
    first = render(pages[0], wanted, keep_sharper=keep_sharper)
    encoded = (
        encode_pdf([first], quality)
        if file_format in {"pdf", "sheet"}
        else encode_page(first, file_format, quality)
    )
    a_pixel = len(encoded) / (first.size.width_px * first.size.height_px)
    sizes = [full_size(page, wanted, keep_sharper=keep_sharper) for page in pages]
    return round(a_pixel * sum(size.width_px * size.height_px for size in sizes))
