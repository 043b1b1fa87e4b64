"""In which form pages are written: as what kind of file, how dense, and how it is locked."""

from __future__ import annotations

from dataclasses import dataclass, field

DEFAULT_QUALITY = 92


@dataclass(frozen=True)
class Form:
    """file_format : "png", "jpeg", "tiff", "pdf", "pdfs" for one of each page, or "sheet" for A4.
    dpi : dots an inch; 0 keeps what the picture holds. keep_sharper : so does a picture that holds
    more. quality : of JPEG, alone or in a PDF, 1 to 100. password : whoever opens the PDF is asked
    for it; "" for none, and of no meaning to pictures. own_names : where each page has a file, that
    of a page which came from a file is called after it.
    """

    file_format: str
    dpi: int
    quality: int = DEFAULT_QUALITY
    keep_sharper: bool = False
    password: str = field(default="", repr=False)
    own_names: bool = False
