"""What somebody looks at stays decoded while many pages are saved, estimated or printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from app.document import original as original_module
from app.document.estimate import estimated_bytes
from app.document.export import save_pages
from app.document.form import Form
from app.document.original import Original, Store
from app.document.page import Page
from app.workers.printing import print_pages
from detector.quad import Quad

Use = Callable[[Sequence[Page], Path], object]


def _saved(pages: Sequence[Page], folder: Path) -> None:
    save_pages(pages, folder / "all.pdf", Form("pdf", 0))
    save_pages(pages, folder / "each.jpg", Form("jpeg", 0))


def _estimated(pages: Sequence[Page], _folder: Path) -> None:
    estimated_bytes(pages, Form("pdf", 0))


def _printed(pages: Sequence[Page], folder: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(folder / "out.pdf"))
    print_pages(
        *(pages, printer, 72),
        together=False,
        begun=lambda _: None,
        painting=lambda: None,
        wanted=lambda: True,
    )


@pytest.mark.parametrize("use", [_saved, _estimated, _printed])
def test_the_picture_that_is_looked_at_is_not_put_away(
    qapp: QGuiApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, use: Use
) -> None:
    store = Store(budget_bytes=2 * 60 * 80 * 3)
    monkeypatch.setattr(original_module, "store", store)
    pages = [
        Page(f"{n}", Original(np.full((60, 80, 3), 40 * n, np.uint8)), Quad.full(80, 60))
        for n in range(5)
    ]
    shown = pages[2].original
    shown.pixels()
    use(pages, tmp_path)
    assert shown.decoded_bytes > 0
    assert store.decoded_bytes() <= store.budget_bytes
