"""Whose work a file is: what the program writes says so, where its kind has a place for that."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PIL.TiffTags import TAGS_V2

from app.document.picture import DAMAGED

MAKER = "Rectoscan"
# PNG 1.2, 11.3.4.3: a keyword for the program that made a picture; the same, of TIFF 6.0.
SOFTWARE = "Software"
SOFTWARE_TAG = next(number for number, tag in TAGS_V2.items() if tag.name == SOFTWARE)
# Of a JPEG a comment, not EXIF's Software: where there is EXIF, some readers take the resolution
# from it alone, and it would have to be there twice.
COMMENT = MAKER.encode("ascii")
FORMATS = ("PNG", "JPEG", "TIFF")


def png_note() -> PngInfo:
    """What a PNG says of its maker, and of its colours."""
    note = PngInfo()
    note.add_text(SOFTWARE, MAKER)
    # PNG 1.2, 4.2.2.3: sRGB, perceptual. Without it they mean what each screen makes of them.
    note.add(b"sRGB", b"\0")
    return note


def is_own(path: Path) -> bool:
    """Whether a picture was written by this program; touches the disk, decodes nothing.

    What cannot be read is none: whoever opens it says why.
    """
    try:
        if not path.is_file():  # of a pipe the first bytes would be missing afterwards
            return False
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as picture:
                return MAKER in _makers(picture)
    except DAMAGED:
        return False


def _makers(picture: Image.Image) -> tuple[object, ...]:
    if picture.format == "JPEG":
        comment = picture.info.get("comment")
        return (MAKER,) if comment == COMMENT else ()
    if picture.format == "PNG":
        return (picture.info.get(SOFTWARE),)
    return (picture.getexif().get(SOFTWARE_TAG),)
