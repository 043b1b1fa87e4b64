"""Rendered pages into the bytes of a file; the same pages always give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence

import img2pdf
from PIL import Image

from app.document.render import Rendered
from detector.rectify import MM_PER_INCH

SUFFIX = {"png": ".png", "jpeg": ".jpg", "tiff": ".tif", "pdf": ".pdf", "sheet": ".pdf"}
POINTS_PER_INCH = 72.0
# Above this quality chroma is kept at full resolution: coloured fine print stays sharp.
FULL_CHROMA_QUALITY = 90


def encode_page(page: Rendered, file_format: str, quality: int) -> bytes:
    """One page as "png", "jpeg" or "tiff", with its resolution."""
    if file_format == "tiff":
        return encode_tiff([page])
    buffer = io.BytesIO()
    dpi = (page.size.dpi, page.size.dpi)
    picture = _picture(page)
    if file_format == "png":
        picture.save(buffer, "PNG", dpi=dpi)
    else:
        chroma = 0 if quality >= FULL_CHROMA_QUALITY else 2
        # JFIF holds whole dots only.
        whole = (round(dpi[0]), round(dpi[1]))
        picture.save(buffer, "JPEG", quality=quality, subsampling=chroma, dpi=whole)
    return buffer.getvalue()


def encode_tiff(pages: Sequence[Rendered]) -> bytes:
    """All pages as one losslessly compressed TIFF."""
    buffer = io.BytesIO()
    first, *rest = [_with_dpi(page) for page in pages]
    first.save(
        buffer,
        "TIFF",
        compression="tiff_adobe_deflate",
        dpi=(pages[0].size.dpi, pages[0].size.dpi),
        save_all=True,
        append_images=rest,
    )
    return buffer.getvalue()


def encode_pdf(pages: Sequence[Rendered], quality: int) -> bytes:
    """All pages as one PDF, each page of its true size, the JPEGs placed as they are."""
    parts = []
    for page in pages:
        jpeg = encode_page(page, "jpeg", quality)
        layout = img2pdf.get_layout_fun(pagesize=page_points(page))
        parts.append(img2pdf.convert(jpeg, layout_fun=layout, nodate=True))
    return _joined(parts)


def _joined(parts: Sequence[bytes]) -> bytes:
    """One PDF of several: img2pdf gives all pages of a file one layout, and a file an identifier
    of the moment, where this one follows from the content."""
    import pikepdf  # img2pdf's own engine; heavy, and only here

    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as one:
                whole.pages.extend(one.pages)
        buffer = io.BytesIO()
        whole.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def page_points(page: Rendered) -> tuple[float, float]:
    """How large a page is on paper: width and height, points."""
    size = page.size
    if size.width_mm is not None and size.height_mm is not None:
        inches = (size.width_mm / MM_PER_INCH, size.height_mm / MM_PER_INCH)
    else:
        inches = (size.width_px / size.dpi, size.height_px / size.dpi)
    return inches[0] * POINTS_PER_INCH, inches[1] * POINTS_PER_INCH


def _picture(page: Rendered) -> Image.Image:
    return Image.fromarray(page.image[..., ::-1])


def _with_dpi(page: Rendered) -> Image.Image:
    picture = _picture(page)
    picture.info["dpi"] = (page.size.dpi, page.size.dpi)
    return picture
