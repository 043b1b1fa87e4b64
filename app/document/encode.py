"""Rendered pages into the bytes of a file; the same pages always give the same bytes."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Iterable
from itertools import accumulate
from typing import IO

from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter, ImageFileDirectory_v2
from PIL.TiffTags import TAGS_V2

from app.document.colour import srgb_profile
from app.document.maker import COMMENT, MAKER, png_note
from app.document.rendered import Rendered
from detector.rectify import MM_PER_INCH

SUFFIX = {
    "png": ".png",
    "jpeg": ".jpg",
    "tiff": ".tif",
    "pdf": ".pdf",
    "pdfs": ".pdf",
    "sheet": ".pdf",
}
# A file for each page; of the others one holds all.
APART = ("jpeg", "png", "pdfs")
POINTS_PER_INCH = 72.0
# Above this quality chroma is kept at full resolution: coloured fine print stays sharp.
FULL_CHROMA_QUALITY = 90
# Pillow's own choices.
PNG_LEVEL = 6
STRIP_BYTES = 2**16
# ISO 32000-1, annex C.2: how small and how large a page may be, points.
LEAST_POINTS, MOST_POINTS = 3.0, 14_400.0
TOO_SMALL = "a page is too small for a PDF"
# Of TIFF: the tags of its specification that a deflated picture takes, by their names.
TAG = {tag.name: number for number, tag in TAGS_V2.items()}
ADOBE_DEFLATE, BLACK_IS_ZERO, RGB, INCH = 8, 1, 2, 2


def encode_page(
    page: Rendered,
    file_format: str,
    quality: int,
    *,
    png_level: int = PNG_LEVEL,
    tagged: bool = True,
) -> bytes:
    """One page as "png", "jpeg" or "tiff", with its resolution.

    quality : of JPEG, 1 to 100. png_level : of PNG, 0 to 9, higher being smaller and slower.
    tagged : whether a JPEG in colour says that it is sRGB, as PNG and TIFF do.

    Grey pages take one channel, black-and-white ones one bit; of JPEG, which has no bits, 8.
    """
    if file_format == "tiff":
        return encode_tiff([page])
    buffer = io.BytesIO()
    dpi = (page.size.dpi, page.size.dpi)
    picture = _picture(page)
    if file_format == "png":
        picture.save(buffer, "PNG", dpi=dpi, compress_level=png_level, pnginfo=png_note())
    else:
        chroma = 0 if quality >= FULL_CHROMA_QUALITY else 2
        # JFIF holds whole dots only.
        whole = (round(dpi[0]), round(dpi[1]))
        told = {"dpi": whole, "comment": COMMENT}
        if tagged and page.colours == "colour":
            told["icc_profile"] = srgb_profile()
        picture.save(buffer, "JPEG", quality=quality, subsampling=chroma, **told)
    return buffer.getvalue()


def encode_tiff(pages: Iterable[Rendered]) -> bytes:
    """All pages as one losslessly compressed TIFF. As below, pages may be drawn as they come."""
    buffer = io.BytesIO()
    # What Pillow's save_all does with a list of pictures.
    with AppendingTiffWriter(buffer) as file:
        for page in pages:
            if page.colours == "bw":
                dpi = (page.size.dpi, page.size.dpi)
                picture = _picture(page)
                # In one strip: a PDF takes no more of this kind, and img2pdf would encode anew.
                whole = (picture.width + 7) // 8 * picture.height
                how = {"compression": "group4", "strip_size": whole, "software": MAKER}
                picture.save(file, "TIFF", dpi=dpi, **how)
            else:
                _deflate(page, file)
            file.newFrame()
    return buffer.getvalue()


def _deflate(page: Rendered, file: IO[bytes]) -> None:
    """Writes a TIFF of one page, as Pillow does, which keeps the interpreter's lock meanwhile: the
    window would stand still for 0.4 s with each A4 page at 300 dpi."""
    pixels = page.image[..., ::-1] if page.colours == "colour" else page.image[..., :1]
    height, width, channels = pixels.shape
    rows = max(1, STRIP_BYTES // (width * channels))
    strips = [zlib.compress(pixels[top : top + rows].tobytes()) for top in range(0, height, rows)]
    sizes = [len(strip) for strip in strips]
    directory = ImageFileDirectory_v2()
    profile = {"ICCProfile": srgb_profile()} if channels > 1 else {}
    for name, value in {
        "ImageWidth": width,
        "ImageLength": height,
        "BitsPerSample": (8,) * channels,
        "Compression": ADOBE_DEFLATE,
        "PhotometricInterpretation": RGB if channels > 1 else BLACK_IS_ZERO,
        "StripOffsets": (0, *accumulate(sizes[:-1])),  # from the end of the directory, which adds
        "SamplesPerPixel": channels,
        "RowsPerStrip": rows,
        "StripByteCounts": tuple(sizes),
        "XResolution": page.size.dpi,
        "YResolution": page.size.dpi,
        "ResolutionUnit": INCH,
        "Software": MAKER,
        **profile,
    }.items():
        directory[TAG[name]] = value
    directory.save(file)
    file.write(b"".join(strips))


def encode_pdf(pages: Iterable[Rendered], quality: int) -> bytes:
    """All pages as one PDF, each page of its true size, its picture placed as it was encoded.

    No page is held once it is encoded: a hundred A4 pages at 300 dpi would take 2.6 GB.
    """
    return _joined(pdf_part(page, quality) for page in pages)


def pdf_part(page: Rendered, quality: int) -> bytes:
    """One page as a PDF of its own: JPEG inside, or CCITT's group 4 where it is black and white.

    JPEG blurs what is black and white, and takes many times the bytes. Raises ValueError where the
    page is too small.
    """
    points = page_points(page)
    if min(points) < LEAST_POINTS:
        raise ValueError(TOO_SMALL)
    import img2pdf  # heavy (it brings pikepdf), and only where a PDF is made

    # Colours are the device's, as scanners write them: a profile of ICC 4 wants PDF 1.7.
    kind = "tiff" if page.colours == "bw" else "jpeg"
    picture = encode_page(page, kind, quality, tagged=False)
    layout = img2pdf.get_layout_fun(pagesize=points)
    return bytes(img2pdf.convert(picture, layout_fun=layout, nodate=True))


def _joined(parts: Iterable[bytes]) -> bytes:
    """One PDF of several: img2pdf gives all pages of a file one layout, and a file an identifier
    of the moment, where this one follows from the content."""
    import pikepdf  # img2pdf's own engine; heavy, and only here

    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as one:
                whole.pages.extend(one.pages)
        buffer = io.BytesIO()
        whole.save(buffer, deterministic_id=True, progress=give_way)
    return buffer.getvalue()


def give_way(_percent: int) -> None:
    """For the progress of a PDF's writing: lets other threads have the interpreter's lock, which
    pikepdf keeps meanwhile (0.4 s for 200 pages of A4, 0.9 s where they are locked)."""
    time.sleep(0)


def page_points(page: Rendered) -> tuple[float, float]:
    """How large a page is on paper: width and height, points."""
    size = page.size
    if size.width_mm is not None and size.height_mm is not None:
        inches = (size.width_mm / MM_PER_INCH, size.height_mm / MM_PER_INCH)
    else:
        inches = (size.width_px / size.dpi, size.height_px / size.dpi)
    return inches[0] * POINTS_PER_INCH, inches[1] * POINTS_PER_INCH


def _picture(page: Rendered) -> Image.Image:
    """Of mode "RGB", "L" or "1"."""
    if page.colours == "colour":
        return Image.fromarray(page.image[..., ::-1])
    grey = Image.fromarray(page.image[..., 0])
    return grey.convert("1", dither=Image.Dither.NONE) if page.colours == "bw" else grey
