"""How large a save would be, from one page of each kind that stands for the others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from app.document.encode import encode_page, encode_pdf
from app.document.page import Page
from app.document.render import Colours, Rendered, colours_of, full_size, render


def estimated_bytes(
    pages: Sequence[Page], file_format: str, dpi: int, quality: int, *, keep_sharper: bool = False
) -> int:
    """About how many bytes a save of these pages takes, in all its files; 0 for no page.

    Encodes the first page in colour, in grey, and in black and white, of those with a watermark and
    of those without, and takes the others of that kind to need as much a pixel. Arguments as of
    app.document.export.save_pages. Raises GeometryError where one of those pages cannot be drawn.
    """
    draw = partial(render, dpi=dpi or None, keep_sharper=keep_sharper)
    a_pixel: dict[tuple[Colours, bool], float] = {}
    total = 0.0
    for page in pages:
        kind = colours_of(page), page.edits.watermark is not None
        if kind not in a_pixel:
            drawn = draw(page)
            a_pixel[kind] = _encoded_bytes(drawn, file_format, quality) / drawn.image[..., 0].size
        size = full_size(page, dpi or None, keep_sharper=keep_sharper)
        total += a_pixel[kind] * size.width_px * size.height_px
    return round(total)


def _encoded_bytes(page: Rendered, file_format: str, quality: int) -> int:
    if file_format in {"pdf", "sheet"}:
        return len(encode_pdf([page], quality))
    return len(encode_page(page, file_format, quality))
