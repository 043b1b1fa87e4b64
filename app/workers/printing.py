"""The computer's printers, and pages painted for one of them.

Nothing here is loaded before somebody asks to print: Qt's plugin for printers brings libcups along,
which then speaks to the local spooler (CUPS) from within this process. It is the spooler that
carries the pages on to a printer, over a network where the printer is on one.

PySide 6.11 keeps the interpreter's lock through every call of QPrinter and QPrinterInfo (measured:
where libcups took 2 s for an answer, the window stood still for 2 s). What is asked of the spooler
from here is therefore asked of libcups itself, and a page is painted band after band.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPainter

from app.document.encode import encode_page, page_points
from app.document.original import in_passing
from app.document.page import Page
from app.document.printout import Spot, draw, lay_out
from app.document.rendered import Rendered
from app.errors import PrintError
from app.workers.pixels import to_qimage

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

POINTS_PER_INCH = 72.0
# Of what waits to be painted: above FULL_CHROMA_QUALITY, and not to be told from the page itself.
WAITING_QUALITY = 95
# Of a page, painted in one call: 25 ms of noise, which is the slowest to be encoded.
BAND_PX = 500_000
# Bands overlap, so that no hair of white shows between two of them.
OVERLAP_PX = 2
# A job lies in the temporary folder until it is handed over, encoded once more: twice what waits.
SPOOLED = 2
# From this status on, the spooler did not do what it was asked (RFC 8011, 4.1.3 and appendix B).
IPP_REFUSED = 0x400
# The end of a PDF, and how many bytes from its end it is looked for.
PDF_END, TAIL_BYTES = b"%%EOF", 64


def count_printers() -> int:
    """How many printers there are; 0 also where there is no printing system. May take seconds."""
    if sys.platform in {"win32", "cygwin"}:  # Windows answers from its registry
        from PySide6.QtPrintSupport import QPrinterInfo

        return len(QPrinterInfo.availablePrinterNames())
    cups = _libcups()
    if cups is None:  # Qt finds none either, and offers a PDF file only
        return 0
    found = ctypes.c_void_p()
    count = int(cups.cupsGetDests(ctypes.byref(found)))
    cups.cupsFreeDests(ctypes.c_int(count), found)
    return count


def _libcups() -> ctypes.CDLL | None:
    from ctypes.util import find_library  # which brings subprocess along

    name = "libcups.so.2" if sys.platform == "linux" else find_library("cups")
    try:
        return ctypes.CDLL(name or "libcups.dylib")
    except OSError:
        return None


def print_pages(
    pages: Sequence[Page],
    printer: QPrinter,
    dpi: int,
    *,
    together: bool,
    begun: Callable[[int], object],
    painting: Callable[[], object],
    wanted: Callable[[], bool],
) -> int:
    """Prints pages as printout.lay_out() places them; returns the sheets of paper, 0 where it was
    called off.

    dpi : as of printout.draw. begun : told of each page as it is begun with, by its number from 1.
    painting : told when all are drawn; from then on nothing can be called off. wanted : asked
    before each page whether to go on.

    All pages are drawn before the first is painted, and wait encoded: a spooler takes what was
    painted so far for the whole job, and nothing is printed of one that is called off, or that
    cannot be drawn. Raises PrintError, GeometryError as render does, and OSError where there is no
    room.
    """
    sizes, waiting = [], []
    for number, page in enumerate(pages, 1):
        if not wanted():
            return 0
        begun(number)
        with in_passing(page.original):
            drawn = draw(page, dpi)
        sizes.append(page_points(drawn))
        waiting.append(_packed(drawn))
    if not wanted():
        return 0
    area = printer.pageLayout().paintRect(QPageLayout.Unit.Point)
    sheets = lay_out(sizes, (area.width(), area.height()), together=together)
    if not printer.outputFileName():
        _make_sure_of_room(SPOOLED * sum(len(packed) for packed, _ in waiting))
    painting()
    _paint(sheets, waiting, printer)
    return len(sheets)


def _paint(
    sheets: Sequence[tuple[Spot, ...]],
    waiting: Sequence[tuple[bytes, bool]],
    printer: QPrinter,
) -> None:
    painter = QPainter()
    if not painter.begin(printer):
        raise PrintError("the printer does not take it")
    try:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        scale = printer.resolution() / POINTS_PER_INCH
        painter.scale(scale, scale)
        for number, sheet in enumerate(_in_order(sheets, printer)):
            if number and not printer.newPage():
                raise PrintError("the printer does not take another page")
            for spot in sheet:
                _place(painter, spot, *waiting[spot.number])
    except Exception as error:
        printer.abort()
        if printer.outputFileName():
            raise
        raise PrintError("failed midway", partly=True) from error
    finally:
        painter.end()  # by which it is handed over
    _check(printer)


def _make_sure_of_room(needed_bytes: int) -> None:
    """Where a job does not fit into the temporary folder, Qt hands over the part that did."""
    if sys.platform != "win32" and shutil.disk_usage(tempfile.gettempdir()).free < needed_bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _refused() -> bool:
    """Whether the spooler did not take the job that this thread handed over last: Qt asks for the
    answer and drops it."""
    cups = None if sys.platform == "win32" else _libcups()
    return cups is not None and int(cups.cupsLastError()) >= IPP_REFUSED


def _in_order(sheets: Sequence[tuple[Spot, ...]], printer: QPrinter) -> list[tuple[Spot, ...]]:
    """What Qt leaves to its user: the order that was chosen, and copies where the printing system
    makes none."""
    from PySide6.QtPrintSupport import QPrinter as Printer

    backwards = printer.pageOrder() == Printer.PageOrder.LastPageFirst
    once = [*reversed(sheets)] if backwards else [*sheets]
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    if printer.collateCopies():
        return once * copies
    return [sheet for sheet in once for _ in range(copies)]


def _place(painter: QPainter, spot: Spot, packed: bytes, coloured: bool) -> None:
    """Paints a page, in points; what is no photograph without the traces of JPEG."""
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering, not coloured)
    flat = np.frombuffer(packed, np.uint8)
    image = np.asarray(cv2.imdecode(flat, cv2.IMREAD_COLOR), np.uint8)
    painter.save()
    painter.translate(spot.left, spot.top)
    width, height = spot.width, spot.height
    if spot.turned:
        painter.translate(width, 0.0)
        painter.rotate(90.0)
        width, height = height, width
    rows = image.shape[0]
    step = max(1, BAND_PX // image.shape[1])
    for top in range(0, rows, step):
        bottom = min(rows, top + step + OVERLAP_PX)
        band = image[top:bottom]
        place = QRectF(0.0, height * top / rows, width, height * (bottom - top) / rows)
        painter.drawImage(place, to_qimage(band))
        time.sleep(0)  # the window's turn
    painter.restore()


def _packed(page: Rendered) -> tuple[bytes, bool]:
    """A page while it waits, encoded, and whether it is in colour."""
    coloured = page.colours == "colour"
    return encode_page(page, "jpeg" if coloured else "png", WAITING_QUALITY), coloured


def _check(printer: QPrinter) -> None:
    """Raises PrintError where it did not come out. Of a file Qt does not say so."""
    from PySide6.QtPrintSupport import QPrinter as Printer

    if printer.printerState() == Printer.PrinterState.Error:
        raise PrintError("the printer reports a fault")
    name = printer.outputFileName()
    if not name and _refused():
        raise PrintError("the printer does not take it")
    if not name or sys.platform == "win32":  # where it need be no PDF
        return
    try:
        with Path(name).open("rb") as file:
            file.seek(-TAIL_BYTES, os.SEEK_END)
            whole = PDF_END in file.read(TAIL_BYTES)
    except OSError:
        whole = False
    if not whole:
        raise PrintError("the file could not be written")
