"""One picture of a batch: its documents, straightened and saved, and what is to be told of them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from app.capture.legibility import Flaw
    from app.document.form import Form
    from app.document.leaf import Leaf
    from app.document.page import Doubt, Page
    from detector.detection import Detection
    from detector.runtime import Detector

    Targets = Callable[[int], list[Path]]


@dataclass(frozen=True)
class How:
    """How a scan is saved. document : a format's name, or "auto". jobs : pictures worked on at a
    time. as_json : whether a line of JSON is printed of each picture, in place of the files."""

    output: Path
    form: Form
    rounded: bool
    document: str
    jobs: int
    as_json: bool = False


@dataclass(frozen=True)
class Document:
    """One of a picture. format : what it was taken for, or said to be. doubt : why its outline
    wants a look. cut_off : whether a part of it lies outside the picture, doubts or not. flaw : why
    its print can hardly be read, where that was asked. file : where it was saved."""

    found: Detection
    format: str
    format_confidence: float
    doubt: Doubt | None
    cut_off: bool
    flaw: Flaw | None = None
    file: Path | None = None


@dataclass(frozen=True)
class Scanned:
    """What became of one picture. width, height : px. detect_ms : what the detection took."""

    width: int
    height: int
    detect_ms: float
    documents: tuple[Document, ...]

    @property
    def written(self) -> tuple[Path, ...]:
        """The files, in order."""
        return tuple(each.file for each in self.documents if each.file is not None)

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """Of the documents whose print can hardly be read."""
        return tuple(each.flaw for each in self.documents if each.flaw is not None)

    def doubtful(self, doubt: Doubt) -> int:
        """How many outlines want a look for this reason."""
        return [each.doubt for each in self.documents].count(doubt)


def look_at(leaf: Leaf, detector: Detector, *, closely: bool) -> Scanned:
    """Finds the documents of one picture and saves none. closely : says whether their print can be
    read, too."""
    from app.capture.legibility import flaw_of
    from app.document.original import Original
    from app.document.page import Page

    image = leaf.load().image
    original = Original(image, stays=True)
    found, detect_ms = _detected(image, detector)
    documents = []
    for each in found:
        page = Page("", original, each.quad, each.quad, each.score)
        documents.append(_document(each, page, flaw_of(image, each.quad) if closely else None))
    return _scanned(image, detect_ms, documents)


def scan_one(leaf: Leaf, targets: Targets, detector: Detector, how: How) -> Scanned:
    """Saves the documents of one picture: all of them or, where one cannot be, none.

    targets : the files for so many documents.
    """
    from app.capture.legibility import flaw_of
    from app.document.export import remove_files, save_pages
    from app.document.original import Original
    from app.document.page import Page

    picture = leaf.load()
    original = Original(picture.image, dpi=picture.dpi, stays=True)
    found, detect_ms = _detected(picture.image, detector)
    written: list[Path] = []
    documents = []
    try:
        for number, (each, target) in enumerate(zip(found, targets(len(found)), strict=True), 1):
            page = Page(f"{number}", original, each.quad, each.quad, each.score)
            page = page.with_rounded(how.rounded)
            if how.document != "auto":
                page = page.with_format(how.document)
            flaw = flaw_of(picture.image, page.quad, page.format)
            written += save_pages([page], target, how.form)
            documents.append(_document(each, page, flaw, written[-1]))
    except BaseException:
        remove_files(written)
        raise
    return _scanned(picture.image, detect_ms, documents)


def _detected(image: NDArray[np.uint8], detector: Detector) -> tuple[Sequence[Detection], float]:
    """What is found, and what that took, in ms."""
    start = time.perf_counter()
    found = detector.detect(image)
    return found, (time.perf_counter() - start) * 1000


def _document(
    found: Detection, page: Page, flaw: Flaw | None, file: Path | None = None
) -> Document:
    from app.document.page import doubt_of
    from detector.rim import cut_off

    known = page.format is not None
    return Document(
        found,
        format=page.format or found.format,
        format_confidence=1.0 if known else found.format_confidence,
        doubt=doubt_of(page),
        cut_off=cut_off(page.quad, page.width, page.height),
        flaw=flaw,
        file=file,
    )


def _scanned(image: NDArray[np.uint8], detect_ms: float, documents: Sequence[Document]) -> Scanned:
    height, width = image.shape[:2]
    return Scanned(width, height, detect_ms, tuple(documents))
