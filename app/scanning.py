"""One picture of a batch: its documents, straightened and saved, and what is to be told of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.capture.legibility import Flaw
    from app.document.form import Form
    from app.document.leaf import Leaf
    from detector.runtime import Detector

    Targets = Callable[[int], list[Path]]


@dataclass(frozen=True)
class How:
    """How a scan is saved. document : a format's name, or "auto". jobs : pictures worked on at a
    time."""

    output: Path
    form: Form
    rounded: bool
    document: str
    jobs: int


@dataclass(frozen=True)
class Scanned:
    """What became of one picture. unsure, cut : outlines that want a look, that it cuts off.
    flaws : of the documents whose print can hardly be read."""

    written: tuple[Path, ...]
    documents: int
    unsure: int
    cut: int
    flaws: tuple[Flaw, ...] = ()


def scan_one(leaf: Leaf, targets: Targets, detector: Detector, how: How) -> Scanned:
    """Saves the documents of one picture: all of them or, where one cannot be, none.

    targets : the files for so many documents.
    """
    from app.capture.legibility import flaw_of
    from app.document.export import remove_files, save_pages
    from app.document.original import Original
    from app.document.page import Page, doubt_of

    picture = leaf.load()
    original = Original(picture.image, dpi=picture.dpi, stays=True)
    found = detector.detect(picture.image)
    written: list[Path] = []
    doubts, flaws = [], []
    try:
        for number, (each, target) in enumerate(zip(found, targets(len(found)), strict=True), 1):
            page = Page(f"{number}", original, each.quad, each.quad, each.score)
            page = page.with_rounded(how.rounded)
            if how.document != "auto":
                page = page.with_format(how.document)
            doubts.append(doubt_of(page))
            flaws.append(flaw_of(picture.image, page.quad, page.format))
            written += save_pages([page], target, how.form)
    except BaseException:
        remove_files(written)
        raise
    bad = tuple(flaw for flaw in flaws if flaw is not None)
    return Scanned(tuple(written), len(found), doubts.count("unsure"), doubts.count("cut_off"), bad)
