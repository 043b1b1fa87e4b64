"""Rendered pages into the bytes of a file; the same pages always give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

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


def encode_tiff(pages: Iterable[Rendered]) -> bytes:
    """All pages as one losslessly compressed TIFF. As below, pages may be drawn as they come."""
    buffer = io.BytesIO()
    # What Pillow's save_all does with a list of pictures.
    with AppendingTiffWriter(buffer) as file:
        for page in pages:
            dpi = (page.size.dpi, page.size.dpi)
            _picture(page).save(file, "TIFF", compression="tiff_adobe_deflate", dpi=dpi)
            file.newFrame()
    return buffer.getvalue()


def encode_pdf(pages: Iterable[Rendered], quality: int) -> bytes:
    """All pages as one PDF, each page of its true size, the JPEGs placed as they are.

    No page is held once it is encoded: a hundred A4 pages at 300 dpi would take 2.6 GB.
    """
    return _joined(pdf_part(page, quality) for page in pages)


def pdf_part(page: Rendered, quality: int) -> bytes:
    """One page as a PDF of its own."""
    import img2pdf  # heavy (it brings pikepdf), and only where a PDF is made

    jpeg = encode_page(page, "jpeg", quality)
    layout = img2pdf.get_layout_fun(pagesize=page_points(page))
    return bytes(img2pdf.convert(jpeg, layout_fun=layout, nodate=True))


def _joined(parts: Iterable[bytes]) -> bytes:
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
