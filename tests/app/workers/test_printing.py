"""Pages through Qt's printer into a PDF, measured on its sheets."""

from __future__ import annotations

import dataclasses
import itertools
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from PySide6.QtPrintSupport import QPrinter

from app.document.original import Original
from app.document.page import Edits, Page
from app.document.rendered import Rendered
from app.document.sheet import POINTS_PER_MM
from app.errors import PrintError
from app.workers import printing
from app.workers.printing import print_pages
from detector.quad import Quad

CARD_MM = (85.6, 53.98)
RED = (0, 0, 255)


def card(name: str = "1", **edits: object) -> Page:
    """A card of 856 × 540 px, grey with a red field in its upper left quarter."""
    image = np.full((540, 856, 3), 170, np.uint8)
    image[100:200, 100:300] = RED
    page = Page(name, Original(image), Quad.full(856, 540), format="ID-1")
    return dataclasses.replace(page, edits=Edits(**edits)) if edits else page  # type: ignore[arg-type]


@pytest.fixture
def printer(qapp: object, tmp_path: Path) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFileName(str(tmp_path / "out.pdf"))
    return made


def printed(
    printer: QPrinter,
    *pages: Page,
    together: bool = True,
    wanted: Callable[[], bool] = lambda: True,
) -> int:
    """In a thread of its own, as the program does."""
    answer: list[object] = []

    def work() -> None:
        try:
            answer.append(
                print_pages(
                    *(pages, printer, 300),
                    together=together,
                    begun=lambda _: None,
                    painting=lambda: None,
                    wanted=wanted,
                )
            )
        except (PrintError, OSError) as error:
            answer.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if isinstance(answer[0], Exception):
        raise answer[0]
    return int(answer[0])  # type: ignore[call-overload]


Box = tuple[float, float, float, float]


def boxes_mm(path: Path) -> list[list[Box]]:
    """Of each sheet the places of its bands, mm: left, bottom, right, top."""
    sheets = []
    with pikepdf.open(path) as pdf:
        for paper in pdf.pages:
            matrices, now, found = [], pikepdf.Matrix(), []
            for operands, operator in pikepdf.parse_content_stream(paper):
                if str(operator) == "q":
                    matrices.append(now)
                elif str(operator) == "Q":
                    now = matrices.pop()
                elif str(operator) == "cm":
                    now = pikepdf.Matrix(*map(float, operands)) @ now
                elif str(operator) == "Do" and is_image(paper, operands[0]):
                    xs, ys = zip(now.transform((0, 0)), now.transform((1, 1)), strict=True)
                    found.append((min(xs), min(ys), max(xs), max(ys)))
            sheets.append([tuple(each / POINTS_PER_MM for each in box) for box in found])
    return sheets  # type: ignore[return-value]


def is_image(paper: pikepdf.Page, name: pikepdf.Object) -> bool:
    return paper.Resources.XObject[str(name)].Subtype == "/Image"


def together(boxes: list[Box]) -> Box:
    low, high = np.min(boxes, axis=0), np.max(boxes, axis=0)
    return (low[0], low[1], high[2], high[3])


def pixels(path: Path) -> np.ndarray:
    """The first picture of the first sheet, RGB."""
    with pikepdf.open(path) as pdf:
        picture = next(iter(pdf.pages[0].Resources.XObject.values()))
        return np.asarray(pikepdf.PdfImage(picture).as_pil_image().convert("RGB"))


def test_a_card_is_printed_in_true_millimetres_in_the_middle_of_the_sheet(
    printer: QPrinter,
) -> None:
    assert printed(printer, card()) == 1
    (sheet,) = boxes_mm(Path(printer.outputFileName()))
    left, bottom, right, top = together(sheet)
    np.testing.assert_allclose((right - left, top - bottom), CARD_MM, atol=0.1)
    paper = printer.pageLayout().fullRectPoints()
    middle = ((left + right) / 2 * POINTS_PER_MM, (bottom + top) / 2 * POINTS_PER_MM)
    np.testing.assert_allclose(middle, (paper.width() / 2, paper.height() / 2), atol=2)


def test_front_and_back_share_a_sheet_where_that_is_wanted(printer: QPrinter) -> None:
    path = Path(printer.outputFileName())
    assert printed(printer, card("front"), card("back")) == 1
    assert len(boxes_mm(path)) == 1
    assert printed(printer, card("front"), card("back"), together=False) == 2
    assert len(boxes_mm(path)) == 2


def test_a_page_is_painted_band_after_band_without_a_gap(
    printer: QPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "BAND_PX", 100 * 1011)
    printed(printer, card())
    (sheet,) = boxes_mm(Path(printer.outputFileName()))
    assert len(sheet) > 5
    bands = sorted(sheet, key=lambda box: -box[3])
    for above, below in itertools.pairwise(bands):
        assert below[3] > above[1]  # they overlap
    left, bottom, right, top = together(sheet)
    np.testing.assert_allclose((right - left, top - bottom), CARD_MM, atol=0.1)


def test_what_is_blacked_out_is_black(printer: QPrinter) -> None:
    path = Path(printer.outputFileName())
    printed(printer, card())
    assert (np.abs(pixels(path).astype(int) - (255, 0, 0)).sum(axis=2) < 60).any()
    hidden = card().with_hidden((0.1, 0.15), (0.4, 0.4))
    printed(printer, hidden)
    shown = pixels(path).astype(int)
    assert not (np.abs(shown - (255, 0, 0)).sum(axis=2) < 200).any()
    assert (shown.sum(axis=2) < 12).any()


@pytest.mark.parametrize("name", ["grey", "bw"])
def test_a_page_without_colours_is_printed_without_loss(printer: QPrinter, name: str) -> None:
    path = Path(printer.outputFileName())
    printed(printer, card(filter=name))
    shown = pixels(path)
    assert not np.ptp(shown, axis=2).any()
    assert name == "grey" or set(np.unique(shown)) <= {0, 255}


def test_nothing_is_printed_of_what_is_called_off_or_cannot_be_drawn(
    printer: QPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([True, False])
    assert printed(printer, card("1"), card("2"), wanted=lambda: next(answers)) == 0
    assert not Path(printer.outputFileName()).exists()
    real = printing.draw

    def draw_first(page: Page, dpi: int) -> Rendered:
        if page.id == "2":
            raise PrintError("cannot be drawn")
        return real(page, dpi)

    monkeypatch.setattr(printing, "draw", draw_first)
    with pytest.raises(PrintError):
        printed(printer, card("1"), card("2"))
    assert not Path(printer.outputFileName()).exists()


def test_the_last_page_comes_first_where_that_was_chosen(printer: QPrinter) -> None:
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    printed(printer, card("1"), card("2").rotated(1), together=False)
    first, second = map(together, boxes_mm(Path(printer.outputFileName())))
    assert first[3] - first[1] > first[2] - first[0]
    assert second[3] - second[1] < second[2] - second[0]


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_file_that_cannot_be_written_is_said(printer: QPrinter, tmp_path: Path) -> None:
    printer.setOutputFileName(str(tmp_path / "missing" / "out.pdf"))
    with pytest.raises(PrintError):
        printed(printer, card())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk of Linux")
def test_a_full_disk_is_said(printer: QPrinter) -> None:
    printer.setOutputFileName("/dev/full")
    with pytest.raises(PrintError):
        printed(printer, card())


@pytest.fixture
def queue(printer: QPrinter, monkeypatch: pytest.MonkeyPatch) -> QPrinter:
    """A printer that is no file, as far as anybody is told."""
    monkeypatch.setattr(QPrinter, "outputFileName", lambda _printer: "")
    return printer


class Spooler:
    """libcups, which answers what it is told to."""

    def __init__(self, status: int) -> None:
        self.status = status

    def cupsLastError(self) -> int:
        return self.status


@pytest.mark.skipif(sys.platform == "win32", reason="no libcups there")
@pytest.mark.parametrize(("status", "taken"), [(0x0, True), (0x1, True), (0x506, False)])
def test_what_the_spooler_refuses_is_not_called_printed(
    status: int, taken: bool, queue: QPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing.ctypes, "CDLL", lambda _name: Spooler(status))
    if taken:
        assert printed(queue, card()) == 1
        return
    with pytest.raises(PrintError, match="does not take it") as refused:
        printed(queue, card())
    assert not refused.value.partly


def test_what_fails_while_it_is_painted_is_told_to_be_out_in_part(
    queue: QPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, spots = printing._place, iter([True, False])

    def fail_second(*what: Any) -> None:
        if not next(spots):
            raise MemoryError
        place(*what)

    monkeypatch.setattr(printing, "_place", fail_second)
    with pytest.raises(PrintError) as failed:
        printed(queue, card("1"), card("2"), together=False)
    assert failed.value.partly
    assert isinstance(failed.value.__cause__, MemoryError)


@pytest.mark.skipif(sys.platform == "win32", reason="the spooler keeps it there")
def test_a_job_that_does_not_fit_into_the_temporary_folder_is_not_begun(
    queue: QPrinter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    full = printing.shutil._ntuple_diskusage(10, 10, 0)
    monkeypatch.setattr(printing.shutil, "disk_usage", lambda _folder: full)
    with pytest.raises(OSError, match="space"):
        printed(queue, card())
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the name of Linux's library")
def test_where_there_is_no_printing_system_there_is_no_printer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_name: str) -> None:
        raise OSError("no such library")

    monkeypatch.setattr(printing.ctypes, "CDLL", missing)
    assert printing.count_printers() == 0
